"""A breach of the council's own systems: each councillor is told, has a part and decides on it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from breaches.compromising.actions import affect
from breaches.compromising.facts import parts_of
from breaches.models import Assessment, Incident, IncidentStep
from breaches.sharing.actions import share
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason, TermOfOffice, User
from councilgov.records import Refused
from tests import given
from tests.breaches import reports
from tests.consent import people
from tests.racing import at_once

MANY = 60


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer = reports.handler()
        group = given.group()
        inside = [given.councillor(group=group) for _ in range(2)]
        outside = [given.councillor() for _ in range(3)]
        incident = reports.ruled("confirmed", by=officer, reporter=officer_of_desk())
        return officer, group, inside, outside, incident

    return shared(make)


def officer_of_desk():
    return given.officer(Role.ICT_DESK)


@pytest.fixture
def officer(made_once):
    return made_once[0]


@pytest.fixture
def inside(made_once):
    return made_once[2]


@pytest.fixture
def everybody(made_once):
    return made_once[2] + made_once[3]


@pytest.fixture
def incident(made_once):
    return Incident.objects.with_row().get(pk=made_once[4].pk)


def theirs(incident):
    return incident.assessments.with_row().filter(controller="councillor")


def test_each_has_a_part_and_is_told_at_once(incident, officer, everybody):
    affect(incident=incident, councillors=everybody, by=officer)

    assert {row.councillor for row in theirs(incident)} == set(everybody)
    told = Notice.objects.filter(kind="incident_yours")
    assert {notice.to for notice in told} == set(everybody)
    assert {notice.urgency for notice in told} == {"now"}
    assert {part_of(notice).subject for notice in told} == {f"{incident}: your ward’s records"}
    assert incident.assessments.filter(controller="council").count() == 1
    event = incident.events.get(what=IncidentStep.AFFECTED)
    assert event.words == "5 councillors"
    assert Entry.objects.filter(kind="breaches.part_opened").count() == 5
    assert Entry.objects.filter(kind="breaches.councillors_affected").count() == 1


def test_the_hours_of_each_count_from_when_the_council_told_them(officer, inside):
    moment = timezone.now() - timedelta(hours=30)
    incident = reports.ruled("confirmed", by=officer, reporter=inside[0], noticed_at=moment)

    affect(incident=incident, councillors=inside, by=officer)

    noticed, told = theirs(incident).order_by("pk")
    assert (noticed.councillor, noticed.aware_at) == (inside[0], moment)
    assert noticed.aware_because == ""
    assert told.aware_at > moment
    assert "Article 33(2)" in told.aware_because


def test_who_has_a_part_keeps_it_and_all_of_them_is_refused(incident, officer, inside, everybody):
    affect(incident=incident, councillors=inside, by=officer)
    before = set(theirs(incident).values_list("pk", "aware_at"))

    affect(incident=incident, councillors=everybody, by=officer)

    assert before < set(theirs(incident).values_list("pk", "aware_at"))
    with pytest.raises(Refused, match="Each of them has a part"):
        affect(incident=incident, councillors=everybody, by=officer)
    assert Notice.objects.filter(kind="incident_yours").count() == 5


def left(councillor, since):
    """The same, whose term ended so long ago."""
    end = {"ends_at": timezone.now() - since, "reason": EndReason.RESIGNED, "by": None}
    end_term(term=TermOfOffice.objects.get(councillor=councillor), **end)
    return councillor


def test_whose_term_ended_since_it_was_noticed_or_whose_records_are_here_is_told_too(officer):
    moment = timezone.now() - timedelta(hours=30)
    incident = reports.ruled("confirmed", by=officer, noticed_at=moment)
    then = left(given.councillor(), timedelta(hours=2))
    keeper = left(people.person().councillor, timedelta(days=2))

    affect(incident=incident, councillors=[then, keeper], by=officer)

    assert {row.councillor for row in theirs(incident)} == {then, keeper}


def test_who_keeps_nothing_here_is_named_as_left_out(incident, officer, inside):
    other = given.person(full_name="Rowan Rush")
    with pytest.raises(Refused, match=r"Not told.*Rowan Rush"):
        affect(incident=incident, councillors=[other], by=officer)

    affect(incident=incident, councillors=[*inside, other], by=officer)

    assert {row.councillor for row in theirs(incident)} == set(inside)
    assert "Rowan Rush" in incident.events.get(what=IncidentStep.AFFECTED).words


@pytest.mark.parametrize("role", [Role.ICT_DESK, Role.DATA_PROTECTION_OFFICER, Role.COUNCILLOR])
def test_only_who_looks_into_it_tells_them(incident, inside, role):
    with pytest.raises(Refused, match="Only an information officer"):
        affect(incident=incident, councillors=inside, by=given.somebody(role))


def test_a_councillor_who_looks_after_their_own_log_tells_nobody(inside, officer):
    row = reports.of_councillor_alone(inside[0], by=officer)

    with pytest.raises(Refused, match="Only the council tells"):
        affect(incident=row.incident, councillors=inside, by=inside[0])


def test_nobody_is_told_before_a_breach_is_suspected(officer, inside):
    incident = reports.reported()

    with pytest.raises(Refused, match="Telling the councillors can’t be done"):
        affect(incident=incident, councillors=inside, by=officer)


def test_a_message_is_not_sent_once_the_report_is_closed(incident, officer, inside):
    (row, *_others) = affect(incident=incident, councillors=inside, by=officer)
    notice = Notice.objects.filter(kind="incident_yours").earliest("pk")
    assert not unwanted(notice)

    models_closed(row.incident)

    assert unwanted(notice)


def models_closed(incident):
    incident.refresh_from_db()
    incident.status, incident.closed_at = "closed", timezone.now()
    incident.keep(by=None, why="Test")


@pytest.mark.parametrize("count", [2, MANY])
def test_sixty_take_as_many_statements_as_two(incident, officer, count, django_assert_num_queries):
    councillors = [given.councillor() for _ in range(count)]

    with django_assert_num_queries(18):
        affect(incident=incident, councillors=councillors, by=officer)

    assert theirs(incident).count() == count
    assert {row.history.count() for row in theirs(incident)} == {1}


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_open_each_part_once():
    given.council()
    incident = reports.ruled("confirmed")
    councillors = [given.councillor() for _ in range(4)]
    officers = [reports.handler(), reports.handler()]

    done = at_once(
        *(
            lambda by=by: affect(incident=incident, councillors=councillors, by=by)
            for by in officers
        )
    )

    assert theirs(incident).count() == 4
    assert Notice.objects.filter(kind="incident_yours").count() == 4
    assert sum(isinstance(one, Refused) for one in done) == 1


@pytest.fixture
def of():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


def test_a_councillor_sees_their_own_part_and_no_other(of, incident, officer, everybody):
    affect(incident=incident, councillors=everybody, by=officer)
    (mine, other) = everybody[:2]
    part = theirs(incident).get(councillor=other)
    client = of(mine)

    shown = client.get(incident.get_absolute_url()).text

    assert "You are not on your own: ring" in shown
    assert incident.happened in shown
    for somebody in (other, incident.reported_by):
        assert somebody.full_name not in shown
    assert client.get(part.part_page).status_code == 404
    assert "Next alarm" in client.get(theirs(incident).get(councillor=mine).part_page).text


def test_each_decides_their_own_part(of, incident, officer, inside):
    affect(incident=incident, councillors=inside, by=officer)
    mine, other = theirs(incident).order_by("pk")
    told = {"is_notifiable": "yes", "reason": "A risk."}

    of(mine.councillor).post(f"{incident.get_absolute_url()}{mine.pk}/regulator/", told)
    refused = of(mine.councillor).post(f"{incident.get_absolute_url()}{other.pk}/regulator/", told)

    mine.refresh_from_db()
    assert (mine.regulator, refused.status_code) == ("notifiable", 404)


def test_the_page_of_sixty_parts_is_as_long_as_that_of_few_and_counts_them(
    of, incident, officer, django_assert_max_num_queries
):
    affect(incident=incident, councillors=[given.councillor() for _ in range(MANY)], by=officer)
    row = theirs(incident).order_by("pk").first()
    reports.spared(row, by=row.councillor)
    client = of(officer)
    client.get(incident.get_absolute_url())

    with django_assert_max_num_queries(60):
        shown = client.get(incident.get_absolute_url()).text

    assert "60 councillors answer for a part" in shown
    assert "Not decided: 59" in shown
    assert "Decided: 1" in shown
    assert theirs(incident).latest("pk").councillor.full_name not in shown
    assert "The council" in shown


def test_a_few_parts_stand_on_the_page_itself(of, incident, officer, inside):
    affect(incident=incident, councillors=inside, by=officer)

    assert parts_of(incident) is None
    assert inside[0].full_name in of(officer).get(incident.get_absolute_url()).text


def test_the_list_of_parts_is_filtered_by_how_far_they_are(of, incident, officer, everybody):
    affect(incident=incident, councillors=everybody, by=officer)
    (first, second, third, *_others) = theirs(incident).order_by("pk")
    reports.spared(first, by=first.councillor)
    second.aware_at = timezone.now() - timedelta(hours=80)
    second.keep(by=None, why="Test")
    share(assessment=third, by=third.councillor)
    client, page = of(officer), f"{incident.get_absolute_url()}parts/?state="

    found = {
        state: {
            row.pk
            for row in (first, second, third)
            if row.councillor.full_name in client.get(page + state).text
        }
        for state in ("decided", "undecided", "late", "let_in")
    }

    assert found == {
        "decided": {first.pk},
        "undecided": {second.pk, third.pk},
        "late": {second.pk},
        "let_in": {third.pk},
    }


def test_what_they_decide_officers_read_once_they_are_let_in(of, incident, officer, inside):
    affect(incident=incident, councillors=inside, by=officer)
    row = theirs(incident).earliest("pk")
    reports.spared(row, by=row.councillor)
    client, page = of(officer), f"{incident.get_absolute_url()}parts/"

    def told():
        file = client.post(page, {"export": "csv"}).text
        return "Not to be told" in client.get(page).text, "Not to be told" in file

    assert told() == (False, False)
    share(assessment=row, by=row.councillor)
    assert told() == (True, True)


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_parts_takes_as_many_queries_for_many(
    of, incident, officer, count, django_assert_num_queries
):
    affect(incident=incident, councillors=[given.councillor() for _ in range(count)], by=officer)
    client = of(officer)
    client.get(f"{incident.get_absolute_url()}parts/")

    with django_assert_num_queries(13):
        client.get(f"{incident.get_absolute_url()}parts/")


def test_whom_a_group_means_is_checked_before_they_are_told(of, incident, officer, made_once):
    client = of(officer)
    page = f"{incident.get_absolute_url()}councillors/"
    asked = {"whose": "groups", "groups": [made_once[1].pk]}

    assert "Tick the groups" in client.post(page, {"whose": "groups"}, follow=True).text
    checked = client.post(page, asked, follow=True).text
    assert "2 councillors" in checked
    assert "Nobody is told yet" in checked
    assert not theirs(incident).exists()

    client.post(page, {**asked, "checked": "1"})
    assert {row.councillor for row in theirs(incident)} == set(made_once[2])


@pytest.mark.parametrize("whose", ["all", "list"])
def test_all_or_those_who_are_ticked_are_told(of, incident, officer, inside, whose):
    page = f"{incident.get_absolute_url()}councillors/"
    names = [inside[0].pk] if whose == "list" else []

    of(officer).post(page, {"whose": whose, "names": names, "checked": "1"})

    councillors = User.objects.councillors(timezone.now())
    asked = councillors.filter(pk__in=names) if names else councillors
    assert {row.councillor for row in theirs(incident)} == set(asked)


def test_telling_them_twice_says_so(of, incident, officer):
    client = of(officer)
    page = f"{incident.get_absolute_url()}councillors/"
    client.post(page, {"whose": "all", "checked": "1"})

    again = client.post(page, {"whose": "all", "checked": "1"})

    assert "Each of them has a part in it already" in again.text


def test_a_councillor_who_is_named_alone_is_told_too(officer, inside):
    reports.of_councillor(inside[0])

    assert Notice.objects.get(kind="incident_yours").to == inside[0]
    assert Assessment.objects.get(councillor=inside[0]).councillor == inside[0]
