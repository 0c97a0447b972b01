"""The log of a councillor: theirs to keep and to share, and not the council's."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from breaches.acts import ACTS
from breaches.containing.actions import add_task, finish_task
from breaches.figuring.figures import figures
from breaches.figuring.months import year_to
from breaches.models import Assessment, ContainmentTask, FollowUp, Incident
from breaches.notifying.actions import authorise, check_may_tell, end_authorisation
from breaches.reporting.actions import add_note
from breaches.sharing import actions
from breaches.triaging import actions as triaging
from breaches.triaging.checks import may_handle
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from tests import given
from tests.breaches import reports

OFFICERS = {
    Role.INFORMATION_OFFICER,
    Role.MONITORING_OFFICER,
    Role.DEPUTY_MONITORING_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor, officer = given.councillor(), reports.handler()
        row = reports.of_councillor_alone(councillor, by=officer)
        return councillor, officer, row, reports.confirmed(by=officer, reporter=councillor)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def row(made_once):
    return Assessment.objects.with_row().get(pk=made_once[2].pk)


@pytest.fixture
def councils(made_once):
    return Assessment.objects.with_row().get(pk=made_once[3].pk)


@pytest.fixture
def of():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


def let_in(row, how):
    if how == "shared":
        actions.share(assessment=row, by=row.councillor)
    elif how == "authorised":
        authorise(assessment=row, by=row.councillor)


def test_it_is_left_to_the_councillor_with_its_clock(row, councillor):
    event = row.incident.events.get(what="handed_over")

    assert (row.controller, row.councillor) == ("councillor", councillor)
    assert row.aware_at == row.incident.noticed_at
    assert event.words == f"{councillor.full_name}. It was casework alone."
    assert Entry.objects.filter(kind="breaches.handed_over").count() == 1
    assert Notice.objects.get(kind="incident_yours").to == councillor


def test_it_is_left_to_nobody_where_others_answer_for_it_or_it_was_decided(officer, councillor):
    mixed = reports.of_councillor(councillor, by=officer).incident
    decided = reports.notifiable(reports.confirmed(by=officer), by=reports.decider()).incident

    for incident, told in ((mixed, "Somebody else answers"), (decided, "The council has decided")):
        assert not actions.may_be_handed_over(incident)
        with pytest.raises(Refused, match=told):
            handed_over(incident, councillor, officer)


def handed_over(incident, councillor, officer, reason="It was casework."):
    return actions.hand_over(incident=incident, councillor=councillor, reason=reason, by=officer)


def test_it_is_left_with_a_reason_by_who_looks_into_it_while_the_hours_count(councils, officer):
    other = given.councillor()
    assert actions.may_be_handed_over(councils.incident)

    with pytest.raises(Refused, match="Say why"):
        handed_over(councils.incident, other, officer, reason=" ")
    with pytest.raises(Refused, match="Only an information officer"):
        handed_over(councils.incident, other, other)
    with pytest.raises(Refused, match="Leaving it to the councillor can’t be done"):
        handed_over(reports.reported(), other, officer)


def test_it_is_left_to_nobody_who_was_no_councillor_then(councils, officer):
    with pytest.raises(Refused, match="was not a councillor when it was noticed"):
        handed_over(councils.incident, reports.decider(), officer)


@pytest.mark.parametrize("how", ["", "shared", "authorised"])
@pytest.mark.parametrize("role", Role)
def test_officers_see_it_once_the_councillor_lets_them(of, row, role, how):
    """The matrix of the councillor's log: its pages, lists, downloads and what belongs to it."""
    let_in(row, how)
    somebody, incident = given.somebody(role), row.incident
    sees = role in OFFICERS and how != ""
    client = of(somebody)

    assert Incident.objects.visible_to(somebody).filter(pk=incident.pk).exists() == sees
    page = client.get(incident.get_absolute_url())
    assert page.status_code == (200 if sees else 404)
    assert client.get(row.part_page).status_code == (200 if sees else 404)
    rows = ContainmentTask.objects.visible_to(somebody).filter(
        incident=incident, team="information"
    )
    assert rows.exists() == sees
    for address in ("/incidents/", "/incidents/tasks/", "/incidents/actions/"):
        assert incident.reference not in client.get(address).text or (sees and "tasks" in address)
    shared = client.get("/incidents/shared/")
    assert (incident.reference in shared.text) == sees
    assert may_handle(incident, somebody) == (sees and role != Role.DATA_PROTECTION_OFFICER)


@pytest.mark.parametrize("how", ["", "shared", "authorised"])
def test_it_is_in_no_figure_of_the_council(row, councils, how):
    let_in(row, how)

    assert set(Incident.objects.of_the_council()) == {councils.incident}
    assert set(Assessment.objects.of_the_council()) == {councils}


@pytest.mark.parametrize("how", ["shared", "authorised"])
def test_the_figures_leave_it_out_also_once_officers_see_it(row, officer, how):
    before = figures(Incident.objects.visible_to(officer), year_to(""))
    let_in(row, how)

    seen = Incident.objects.visible_to(officer)
    assert row.incident in seen
    assert figures(seen, year_to("")) == before


def test_among_those_shared_nobody_finds_their_own(row, officer):
    row.councillor = councillor = given.councillor()
    row.keep(by=None, why="Test")
    role, since = Role.INFORMATION_OFFICER, date(2020, 1, 1)
    people.appoint(officer=councillor, role=role, starts_on=since, by=None)
    actions.share(assessment=row, by=councillor)

    assert row in Assessment.objects.shared_with(officer)
    assert row not in Assessment.objects.shared_with(councillor)


def test_what_nobody_has_looked_into_is_the_councils_until_then(officer):
    incident = reports.reported()

    assert incident in Incident.objects.of_the_council()
    assert incident in Incident.objects.visible_to(officer)


def test_the_councillor_shares_it_and_ends_that(row, councillor, officer):
    for _twice in range(2):
        row = actions.share(assessment=row, by=councillor)
    assert Notice.objects.filter(kind="part_shared", to=officer).count() == 1

    for _twice in range(2):
        row = actions.end_share(assessment=row, by=councillor)

    assert row.shared_at is None
    assert unwanted(Notice.objects.get(kind="part_shared", to=officer))
    assert not Incident.objects.visible_to(officer).filter(pk=row.incident_id).exists()
    assert (
        Entry.objects.filter(kind__in=["breaches.part_shared", "breaches.part_unshared"]).count()
        == 2
    )


def test_nobody_else_shares_it(row, officer):
    for act in (actions.share, actions.end_share):
        with pytest.raises(Refused, match="Only the councillor"):
            act(assessment=row, by=officer)


def test_officers_do_nothing_about_it_until_then(row, officer, councillor):
    with pytest.raises(Refused, match="has not let officers see it"):
        triaging.contain(incident=row.incident, words="Done.", by=officer)

    actions.share(assessment=row, by=councillor)
    assert reports.contained(row.incident, by=officer).contained_at


def test_nobody_is_told_what_the_councillor_adds_to_their_own(row, councillor, officer):
    before = Notice.objects.filter(to=officer).count()

    add_note(incident=row.incident, words="They rang back.", by=councillor)

    assert Notice.objects.filter(to=officer).count() == before


def test_the_councillor_looks_after_their_own_to_the_end(row, councillor):
    incident = row.incident
    add_task(incident=incident, words="Ring them", team="information", by=councillor)
    task = incident.containment_tasks.get(words="Ring them")
    finish_task(task=task, words="Rang.", by=councillor)

    reports.spared(row, by=councillor)
    reports.contained(incident, by=councillor)
    closed = reports.closed(incident, by=councillor)

    assert closed.status == "closed"
    again = triaging.reopen(incident=closed, reason="They rang again.", by=councillor)
    assert again.status == "confirmed"


def test_the_councillor_looks_after_nothing_that_is_the_councils_too(councils, councillor):
    with pytest.raises(Refused, match="Only an information officer"):
        triaging.contain(incident=councils.incident, words="Done.", by=councillor)


def test_another_councillor_sees_nothing_of_it(of, row):
    client = of(given.councillor())

    assert client.get(row.get_absolute_url()).status_code == 404
    assert row.incident.reference not in client.get("/incidents/mine/").text


def test_the_log_holds_what_they_answer_for_and_its_file_all_of_it(of, row, councillor, councils):
    reports.spared(row, by=councillor)
    reports.contained(row.incident, by=councillor)
    reports.closed(row.incident, by=councillor)
    client = of(councillor)

    shown = client.get("/incidents/mine/").text
    file = client.post("/incidents/mine/", {"export": "csv"})
    text = b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()

    assert row.incident.reference in shown
    assert councils.incident.reference not in shown
    for words in (
        row.incident.happened,
        "The colleague deleted it unread.",
        "They deleted it.",
        "Check the name before sending.",
    ):
        assert words in text
    assert Entry.objects.filter(kind="breaches.log.register_exported").count() == 1


@pytest.mark.parametrize("count", [1, 10])
def test_the_log_takes_as_many_queries_for_many(
    of, officer, councillor, count, django_assert_num_queries
):
    for _ in range(count):
        reports.of_councillor_alone(councillor, by=officer)
    client = of(councillor)
    client.get("/incidents/mine/")

    with django_assert_num_queries(10):
        client.get("/incidents/mine/")


def test_it_is_shared_and_left_on_its_pages(of, row, councils, councillor, officer):
    client, at = of(councillor), f"{row.get_absolute_url()}{row.pk}/"

    shown = client.get(row.get_absolute_url()).text
    assert "Only you see it" in shown
    assert "Enter the number" not in shown
    assert "Tell councillors" not in shown
    client.post(f"{at}share/")
    assert "Stop sharing it" in client.get(row.get_absolute_url()).text
    assert "Open" not in of(officer).get(f"{at}share/").headers.get("Allow", "")
    assert of(officer).post(f"{at}end-share/").status_code == 403
    client.post(f"{at}end-share/")
    assert "Only you see it" in client.get(row.get_absolute_url()).text

    left = of(officer).post(
        f"{councils.get_absolute_url()}hand-over/",
        {"councillor": councillor.pk, "reason": "It was casework."},
        follow=True,
    )
    assert left.redirect_chain == [("/incidents/", 302)]
    assert Incident.objects.get(pk=councils.incident_id).is_own_of(councillor)


def test_nothing_to_do_later_of_it_is_seen_by_officers(row, councillor, officer):
    action = reports.follow_up(row.incident, by=councillor)

    assert action not in FollowUp.objects.visible_to(officer)
    assert action in FollowUp.objects.visible_to(councillor)


def test_what_nobody_has_ruled_on_officers_and_whose_it_is_rule_on(officer, councillor, row):
    incident = row.incident
    incident.finding = ""
    incident.status, incident.ruled_at, incident.ruled_because = "triage", None, ""
    incident.keep(by=None, why="Test")

    assert incident in Incident.objects.visible_to(officer)
    assert incident in Incident.objects.of_the_council()
    assert may_handle(incident, officer)
    assert may_handle(incident, councillor)


def test_who_rules_on_ward_work_is_led_on_to_what_they_still_see(of, officer, councillor):
    incident = reports.reported(by=councillor, capacity="ward")

    answer = of(officer).post(
        f"{incident.get_absolute_url()}confirm/", {"reason": "Names were in it."}, follow=True
    )

    assert answer.redirect_chain == [("/incidents/", 302)]
    assert "Recorded: a breach of personal data." in answer.text
    assert Incident.objects.get(pk=incident.pk).is_own_of(councillor)


def test_of_a_case_that_others_answer_for_too_officers_words_are_not_in_the_log(of, councillor):
    mixed = reports.of_councillor(councillor).incident
    for incident in (mixed, reports.of_councillor_alone(councillor, by=reports.handler()).incident):
        by = councillor if incident.is_own_of(councillor) else reports.handler()
        reports.settled(incident, by=by)
        triaging.contain(incident=incident, words=f"Words of {incident}.", by=by)

    file = b"".join(of(councillor).post("/incidents/mine/", {"export": "csv"})).decode()

    assert f"Words of {incident}." in file
    assert mixed.reference in file
    assert f"Words of {mixed}." not in file


def test_a_councillor_whose_term_has_ended_still_opens_their_log(of, row, councillor):
    term = councillor.terms.get()
    people.end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    page = of(councillor).get("/incidents/mine/")

    assert row.incident.reference in page.text
    assert "/incidents/mine/" in of(councillor).get("/incidents/").text
    assert of(given.person()).get("/incidents/mine/").status_code == 403


def test_that_the_council_reports_for_them_is_taken_back_and_stays_on_record(
    of, row, councillor, officer
):
    authorise(assessment=row, by=councillor)
    page = row.incident.get_absolute_url()
    assert "The council no longer reports for me" in of(councillor).get(page).text
    check_may_tell(Assessment.objects.with_row().get(pk=row.pk), officer)

    for _twice in range(2):
        of(councillor).post(f"{page}{row.pk}/end-authorisation/")

    row = Assessment.objects.with_row().get(pk=row.pk)
    assert row.authorised_at is None
    with pytest.raises(Refused):
        check_may_tell(row, officer)
    assert of(officer).get(page).status_code == 404
    assert Entry.objects.filter(kind="breaches.authorisation_ended").count() == 1
    assert row.incident.events.filter(what="unauthorised", assessment=row).count() == 1
    assert "Let the council report for you" in of(councillor).get(page).text


def test_a_councillor_reads_what_it_means_before_they_let_the_council_report(of, councillor, row):
    address = f"{row.incident.get_absolute_url()}{row.pk}/authorise/"

    opened = of(councillor).get(address).text

    assert Assessment.objects.get(pk=row.pk).authorised_at is None
    assert "The Information Management Team, the Monitoring Officer" in opened
    assert "You can take it back" in opened
    assert "I authorise the council to report for me" in opened
    of(councillor).post(address)
    assert Assessment.objects.get(pk=row.pk).authorised_at
    assert Entry.objects.filter(kind="breaches.authorised").count() == 1
    again = of(councillor).get(address, follow=True)
    assert "You let the council report for you already." in again.text
    assert again.redirect_chain == [(row.incident.get_absolute_url(), 302)]


def test_nobody_else_takes_it_back(row, officer):
    with pytest.raises(Refused, match="Only the councillor"):
        end_authorisation(assessment=row, by=officer)


@pytest.mark.parametrize("act", ["dismiss", "near_miss", "close"])
def test_before_it_is_over_one_reads_where_it_stays(councillor, row, officer, councils, act):
    their = {
        one.pk: ACTS[act].page(one).consequences[0] for one in (row.incident, councils.incident)
    }

    assert "in the councillor’s own log" in their[row.incident_id]
    assert "in the register" in their[councils.incident_id]
