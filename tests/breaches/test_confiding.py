"""A confidential report is there for those on its list, and for nobody else whatever they hold."""

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from breaches.assessing.actions import advise
from breaches.compromising.actions import affect
from breaches.confiding import actions
from breaches.deciding.actions import decide_regulator
from breaches.evidencing.actions import add_files
from breaches.models import ContainmentTask, Incident, IncidentOpening, Part, Reader, Team
from breaches.reporting.actions import add_note
from breaches.triaging.actions import add_controller, involve, rule, take_on
from councilgov.access import Role
from councilgov.days import today
from councilgov.evidence.models import EvidenceFile, EvidenceReading
from councilgov.ledger.models import Entry
from councilgov.notices.actions import deliver
from councilgov.notices.models import Notice
from councilgov.people.actions import end_appointment
from councilgov.people.models import Appointment
from councilgov.records import Refused
from devices.models import DeskTask
from tests import given
from tests.breaches import confided, reports
from tests.breaches.confided import CANARY
from tests.evidence.corpus import upload

BARE = "Confidential reports"


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(confided.around)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


@pytest.fixture
def incident(world):
    return Incident.objects.get(pk=world.incident.pk)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def test_those_on_the_list_and_whose_it_is_see_it_and_nobody_else(world, incident):
    seen = {
        name: Incident.objects.visible_to(getattr(world, name)).contains(incident)
        for name in ("reporter", "chief", "officer", "deputy", "outsider")
    }

    assert seen == {
        "reporter": True,
        "chief": True,
        "officer": True,
        "deputy": False,
        "outsider": False,
    }


@pytest.mark.parametrize("role", Role)
def test_no_role_opens_it(role, world, incident):
    somebody = given.somebody(role)

    assert not Incident.objects.visible_to(somebody).contains(incident)


PAGES = ("", "note/", "take-on/", "confirm/", "part/", "files/", "readers/", "confidential/")


@pytest.mark.parametrize("role", [*Role])
def test_its_pages_are_not_there_and_no_list_search_or_export_tells_of_it(role, world, incident):
    client = signed_in(given.somebody(role))
    address = incident.get_absolute_url()
    lists = [
        client.get("/incidents/"),
        client.get("/incidents/", {"q": CANARY[:6]}),
        client.get("/incidents/", {"kind": "wrong_person"}),
        client.post("/incidents/", {"export": "csv"}),
        client.get("/home/"),
        client.get("/incidents/confidential/"),
    ]

    assert {client.get(address + page).status_code for page in PAGES} == {404}
    texts = [getattr(one, "text", "") or b"".join(one).decode() for one in lists]
    assert [text for text in texts if CANARY in text] == []
    assert [text for text in texts[:5] if incident.reference in text] == []


def test_a_search_for_its_words_counts_nothing(world):
    inside = signed_in(world.chief).get("/incidents/", {"q": CANARY}).text
    outside = signed_in(world.outsider).get("/incidents/", {"q": CANARY}).text

    assert world.incident.reference in inside
    assert world.incident.reference not in outside
    assert "0 reports" in outside


def test_others_who_look_into_reports_see_that_there_is_one_and_from_when(world, incident):
    text = signed_in(world.outsider).get("/incidents/confidential/").text

    assert f"<strong>{incident.reference}</strong>, 23 November 2026" in text
    assert world.reporter.full_name not in text
    assert incident.get_kind_display() not in text
    assert incident.reference not in signed_in(world.chief).get("/incidents/confidential/").text


def test_who_has_a_part_in_it_does_not_even_see_that_there_is_one(world, incident):
    involve(incident=incident, person=world.outsider, part=Part.SUBJECT, by=world.chief)

    assert not Incident.objects.shut_to(world.outsider).exists()
    assert signed_in(world.outsider).get(f"{incident.get_absolute_url()}open/").status_code == 404


def test_only_who_looks_into_reports_is_told_that_there_are_some(world):
    assert signed_in(given.councillor()).get("/incidents/confidential/").status_code == 403


def test_a_handler_who_is_not_on_the_list_does_nothing_in_it(world, incident):
    acts = [
        lambda: take_on(incident=incident, by=world.outsider),
        lambda: rule(incident=incident, finding="confirmed", reason="x", by=world.deputy),
        lambda: actions.add_reader(
            incident=incident, person=world.outsider, reason="x", by=world.outsider
        ),
        lambda: actions.end_confidentiality(incident=incident, reason="x", by=world.deputy),
    ]

    for act in acts:
        with pytest.raises(Refused, match="somebody else looks into it"):
            act()


def test_nobody_who_is_not_on_the_list_decides_or_advises(world, incident):
    rule(incident=incident, finding="confirmed", reason="x", by=world.chief)
    row = incident.assessments.with_row().get()
    adviser = given.officer(Role.DATA_PROTECTION_OFFICER)

    assert (row.decides(world.chief), row.decides(world.deputy)) == (True, False)
    with pytest.raises(Refused):
        decide_regulator(assessment=row, is_notifiable=True, reason="x", by=world.deputy)
    with pytest.raises(Refused):
        advise(assessment=row, advice="x", by=adviser)


def test_those_on_the_list_look_into_it(world, incident):
    assert take_on(incident=incident, by=world.officer).handler == world.officer


def test_news_of_it_go_to_those_on_the_list_alone(world, incident):
    Notice.objects.all().delete()

    add_note(incident=incident, words="More", by=world.reporter)

    assert told("incident_note") == {world.officer.pk}


def test_a_message_that_waits_is_not_sent_to_whom_the_list_leaves_out(db):
    given.council()
    officer, chief = reports.handler(), reports.decider()
    incident = reports.reported()
    actions.make_confidential(incident=incident, readers=[], reason="x", by=chief)
    assert told("incident_reported") == {officer.pk}

    deliver(until=timezone.now() + timedelta(minutes=1))

    assert officer.email not in {to for letter in mail.outbox for to in letter.to}


def test_who_is_put_on_the_list_is_told_and_no_message_says_what_it_is(world, incident):
    confided.opened(world)
    deliver(until=timezone.now() + timedelta(minutes=1))

    assert told("incident_confided") == {world.officer.pk}
    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert len(letters) >= 5
    assert [letter for letter in letters if CANARY in letter] == []


def test_a_message_to_who_was_taken_off_the_list_is_not_sent(world, incident):
    row = incident.readers.get(person=world.officer)
    actions.remove_reader(reader=row, reason="x", by=world.chief)

    deliver(until=timezone.now() + timedelta(minutes=1))

    assert world.officer.email not in {to for letter in mail.outbox for to in letter.to}


def test_what_was_done_is_evidence_without_the_reason(world, incident):
    kinds = list(Entry.objects.about(incident).values_list("kind", flat=True))

    assert kinds[-3:] == [
        "breaches.reader_added",
        "breaches.reader_added",
        "breaches.made_confidential",
    ]
    assert not Entry.objects.filter(facts__contains=CANARY).exists()


def test_it_is_made_confidential_once_and_with_a_reason(world, incident):
    other = reports.reported()

    with pytest.raises(Refused, match="confidential already"):
        actions.make_confidential(incident=incident, readers=[], reason="x", by=world.chief)
    with pytest.raises(Refused, match="Say why"):
        actions.make_confidential(incident=other, readers=[], reason=" ", by=world.chief)


def test_somebody_on_the_list_has_to_be_able_to_decide(world):
    other = reports.reported()

    with pytest.raises(Refused, match="somebody has to decide") as refusal:
        actions.make_confidential(incident=other, readers=[], reason="x", by=world.outsider)
    actions.make_confidential(incident=other, readers=[world.deputy], reason="x", by=world.outsider)

    assert refusal.value.field == "readers"


@pytest.mark.parametrize("who", ["reporter", "subject", "desk", "listed"])
def test_the_list_gives_nobody_a_right_that_they_have_not(who, world, incident):
    subject = given.officer(Role.INFORMATION_OFFICER)
    involve(incident=incident, person=subject, part=Part.SUBJECT, by=world.chief)
    people = {
        "reporter": world.reporter,
        "subject": subject,
        "desk": given.officer(Role.ICT_DESK),
        "listed": world.officer,
    }

    with pytest.raises(Refused, match="choose somebody who looks into reports"):
        actions.add_reader(incident=incident, person=people[who], reason="x", by=world.chief)


def test_a_reader_who_is_noted_to_have_a_part_sees_it_no_more(world, incident):
    involve(incident=incident, person=world.officer, part=Part.RECIPIENT, by=world.chief)

    assert not Incident.objects.visible_to(world.officer).contains(incident)


def test_one_more_reads_it_and_is_taken_off_again(world, incident):
    row = actions.add_reader(
        incident=incident, person=world.outsider, reason="Knows the system", by=world.officer
    )
    assert Incident.objects.visible_to(world.outsider).contains(incident)

    actions.remove_reader(reader=row, reason="Done", by=world.officer)

    assert not Incident.objects.visible_to(world.outsider).contains(incident)
    with pytest.raises(Refused, match="off the list already"):
        actions.remove_reader(reader=row, reason="Again", by=world.officer)


def test_the_last_who_can_decide_stays_on_the_list(world, incident):
    chief = incident.readers.get(person=world.chief)

    with pytest.raises(Refused, match="somebody has to decide"):
        actions.remove_reader(reader=chief, reason="x", by=world.officer)
    actions.add_reader(incident=incident, person=world.deputy, reason="x", by=world.officer)

    assert actions.remove_reader(reader=chief, reason="x", by=world.officer).removed_at


def test_once_it_ends_everybody_who_looks_into_reports_sees_it(world, incident):
    row = incident.readers.first()

    actions.end_confidentiality(incident=incident, reason="It was in the paper", by=world.chief)

    assert Incident.objects.visible_to(world.outsider).contains(incident)
    assert not incident.readers.now().exists()
    for act in (
        lambda: actions.end_confidentiality(incident=incident, reason="x", by=world.chief),
        lambda: actions.remove_reader(reader=row, reason="x", by=world.chief),
    ):
        with pytest.raises(Refused, match="not confidential any more"):
            act()


def test_a_person_is_on_the_list_once(world, incident):
    row = incident.readers.get(person=world.officer)
    row.pk, row._state.adding = None, True

    with pytest.raises(Refused, match="on the list already"), transaction.atomic():
        row.keep(by=None, why="Test")


@pytest.mark.parametrize(
    ("changes", "broken"),
    [({"because": ""}, "has_a_reason"), ({"removed_by": "chief"}, "removed_at_together")],
)
def test_the_database_refuses_what_cannot_be_of_a_reader(world, incident, changes, broken):
    row = incident.readers.get(person=world.officer)
    for name, value in changes.items():
        setattr(row, name, getattr(world, value) if value else value)

    with pytest.raises(IntegrityError, match=f"breaches_reader_{broken}"):
        row.save()


def test_the_desk_hears_nothing_of_what_is_to_be_done_in_it(world, incident):
    desk = given.officer(Role.ICT_DESK)
    rule(incident=incident, finding="confirmed", reason="x", by=world.chief)

    assert incident.containment_tasks.filter(team=Team.DESK).exists()
    assert not ContainmentTask.objects.visible_to(desk).exists()
    assert not DeskTask.objects.exists()
    assert told("containment_to_do") == set()


def test_what_the_desk_had_to_do_leaves_its_queue_once_it_is_confidential(world):
    desk = given.officer(Role.ICT_DESK)
    other = reports.ruled("confirmed", by=world.chief, kind="account")
    before = DeskTask.objects.open().count()

    actions.make_confidential(incident=other, readers=[], reason="x", by=world.chief)

    assert before
    assert not DeskTask.objects.open().exists()
    assert not ContainmentTask.objects.visible_to(desk).exists()


def test_a_councillor_told_of_a_confidential_one_is_aware_from_then_on(world, incident):
    rule(incident=incident, finding="confirmed", reason="x", by=world.chief)
    told_now = given.councillor()

    rows = affect(incident=incident, councillors=[told_now, world.reporter], by=world.chief)

    aware = {row.councillor_id: row.aware_at for row in rows}
    assert aware[told_now.pk] > aware[world.reporter.pk] == incident.noticed_at


# Breaking the glass


def test_who_opens_it_reads_it_for_some_hours_and_does_nothing_in_it(world, incident):
    row = confided.opened(world, hours=1)

    client = signed_in(world.outsider)
    assert CANARY in client.get(incident.get_absolute_url()).text
    assert not incident.readers.now().filter(person=world.outsider).exists()
    with pytest.raises(Refused, match="somebody else looks into it"):
        take_on(incident=incident, by=world.outsider)
    with time_machine.travel(row.ends_at + timedelta(seconds=1)):
        assert not Incident.objects.visible_to(world.outsider).contains(incident)


def test_everybody_concerned_is_told_at_once(world, incident):
    owner = given.councillor()
    involve(incident=incident, person=owner, part=Part.OWNER, by=world.chief)

    row = confided.opened(world)

    people = {world.reporter, owner, world.chief, world.deputy, world.officer}
    assert told("incident_opened") == {one.pk for one in people}
    for person in (*people, world.outsider):
        answer = signed_in(person).get(row.get_absolute_url())
        assert (answer.status_code, "A call in the night" in answer.text) == (200, True)


def test_who_has_opened_it_reads_it_and_adds_nothing(world, incident):
    confided.opened(world)
    page = incident.get_absolute_url()
    client = signed_in(world.outsider)

    assert "If you know more" not in client.get(page).text
    assert [client.get(f"{page}{at}/").status_code for at in ("note", "files")] == [403, 403]
    with pytest.raises(Refused, match="opened this to read it"):
        add_note(incident=incident, words="I was here", by=world.outsider)
    with pytest.raises(Refused, match="opened this to read it"):
        add_files(incident=incident, uploads=[upload("mine.png")], by=world.outsider)


def test_whose_it_is_adds_to_it_also_while_it_is_confidential(world, incident):
    add_note(incident=incident, words="They rang again", by=world.reporter)
    add_note(incident=incident, words="Noted", by=world.officer)

    assert incident.events.filter(what="note").count() == 2


def test_whose_it_is_reads_in_the_case_that_it_is_confidential_and_was_opened(world, incident):
    confided.opened(world)

    text = signed_in(world.reporter).get(incident.get_absolute_url()).text

    assert "Made confidential" in text
    assert "Opened in an emergency" in text
    assert f"{CANARY} why" not in text


@pytest.mark.parametrize("role", [*Role])
def test_nobody_else_sees_who_opened_it(role, world):
    row = confided.opened(world)
    oversees = role in {Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER}

    answer = signed_in(given.somebody(role)).get(row.get_absolute_url())

    assert answer.status_code == (200 if oversees else 404)


def test_the_subject_does_not_see_who_opened_it_whatever_they_oversee(world, incident):
    involve(incident=incident, person=world.deputy, part=Part.SUBJECT, by=world.chief)

    row = confided.opened(world)

    assert world.deputy.pk not in told("incident_opened")
    assert signed_in(world.deputy).get(row.get_absolute_url()).status_code == 404
    assert not row.may_be_ended_by(world.deputy)


@pytest.mark.parametrize(
    ("details", "told_so"),
    [
        ({"reason": " "}, "Say why"),
        ({"hours": 3}, "Choose for how long"),
        ({"hours": 100}, "Choose for how long"),
    ],
)
def test_it_is_opened_for_a_reason_and_for_some_hours(world, details, told_so):
    with pytest.raises(Refused, match=told_so):
        confided.opened(world, **details)


def test_it_is_opened_once_at_a_time(world):
    confided.opened(world)

    with pytest.raises(Refused, match="open already"):
        confided.opened(world)


def test_the_desk_has_its_tasks_back_once_it_is_no_longer_confidential(world):
    desk = given.officer(Role.ICT_DESK)
    incident = reports.reported(by=world.reporter, kind="account")
    incident = take_on(incident=incident, by=world.chief)
    before = DeskTask.objects.open().count()
    actions.make_confidential(incident=incident, readers=[], reason="x", by=world.chief)
    page = signed_in(world.chief).get(incident.get_absolute_url()).text

    actions.end_confidentiality(incident=incident, reason="It was in the paper", by=world.chief)

    assert "See to its tasks yourself" in page
    assert DeskTask.objects.open().count() == before > 0
    assert Notice.objects.filter(kind="containment_to_do", to=desk).count() == 2


@pytest.mark.parametrize("who", ["reporter", "desk", "both"])
def test_nobody_opens_it_who_does_not_look_into_reports_or_is_a_councillor_too(who, world):
    both = given.councillor()
    given.actions.appoint(
        officer=both,
        role=Role.INFORMATION_OFFICER,
        starts_on=timezone.localdate(),
        by=None,
    )
    people = {"reporter": world.reporter, "desk": given.officer(Role.ICT_DESK), "both": both}

    with pytest.raises(Refused, match="Only an officer who looks into reports"):
        confided.opened(world, by=people[who])


def test_nobody_opens_what_they_see_or_have_a_part_in(world, incident):
    involve(incident=incident, person=world.deputy, part=Part.SUBJECT, by=world.chief)

    for by in (world.officer, world.deputy):
        with pytest.raises(Refused, match="not shut to you, or you have a part in it"):
            confided.opened(world, by=by)


def test_nobody_opens_it_where_nobody_would_oversee_that(db):
    given.council()
    chief = reports.decider()
    incident = reports.reported()
    lone = given.officer(Role.DATA_PROTECTION_OFFICER)
    actions.make_confidential(incident=incident, readers=[], reason="x", by=chief)
    given.actions.end_appointment(
        appointment=chief.appointments.get(), ends_on=timezone.localdate() - timedelta(1), by=None
    )

    with pytest.raises(Refused, match="no Monitoring Officer who could be told"):
        actions.open_confidential(incident=incident, reason="x", hours=1, by=lone)


def test_the_monitoring_officer_ends_it_at_once(world, incident):
    row = confided.opened(world)

    row = actions.end_opening(opening=row, by=world.deputy)

    assert (row.ended_by, row.closed_at) == (world.deputy, row.ended_at)
    assert not Incident.objects.visible_to(world.outsider).contains(incident)
    with pytest.raises(Refused, match="over already"):
        actions.end_opening(opening=row, by=world.deputy)


# Those who could decide have left


def left(person):
    """Their office has ended."""
    for appointment in Appointment.objects.filter(officer=person):
        yesterday = today() - timedelta(days=1)
        end_appointment(appointment=appointment, ends_on=yesterday, by=None)


def test_where_nobody_on_the_list_can_decide_any_more_who_opens_it_and_decides_comes_on_it(
    world, incident
):
    rule(incident=incident, finding="confirmed", reason="A name.", by=world.officer)
    left(world.chief)
    row = incident.assessments.get()
    page = signed_in(world.deputy).get(f"{incident.get_absolute_url()}open/")
    assert "you come on the list, and decide" in page.text

    confided.opened(world, by=world.deputy, reason="The hours run")

    decide_regulator(
        assessment=row,
        is_notifiable=True,
        reason="The risk is real.",
        unadvised_because=reports.UNADVISED,
        by=world.deputy,
    )
    reader = incident.readers.now().get(person=world.deputy)
    assert (reader.added_by, reader.because) == (world.deputy, "The hours run")


def test_that_is_so_where_nobody_would_oversee_it_too(world, incident):
    left(world.chief)
    left(world.deputy)
    new = given.officer(Role.MONITORING_OFFICER)

    confided.opened(world, by=new)

    assert incident.readers.now().filter(person=new).exists()


@pytest.mark.parametrize("who", ["outsider", "deputy"])
def test_nobody_comes_on_the_list_by_opening_it_while_somebody_on_it_decides(who, world, incident):
    confided.opened(world, by=getattr(world, who))

    assert not incident.readers.now().filter(person=getattr(world, who)).exists()


def test_who_does_not_decide_comes_on_no_list_by_opening_it(world, incident):
    left(world.chief)

    confided.opened(world)

    assert not incident.readers.now().filter(person=world.outsider).exists()


@pytest.mark.parametrize("part", ["subject", "owner"])
def test_the_last_who_could_decide_is_given_no_part_in_it(part, world, incident):
    with pytest.raises(Refused, match="somebody has to decide"):
        involve(incident=incident, person=world.chief, part=part, by=world.officer)

    actions.add_reader(incident=incident, person=world.deputy, reason="Decides", by=world.chief)
    involve(incident=incident, person=world.chief, part=part, by=world.officer)


def test_who_opened_it_ends_it_and_no_reader_does(world):
    row = confided.opened(world)

    with pytest.raises(Refused, match="Whoever opened it"):
        actions.end_opening(opening=row, by=world.officer)

    assert actions.end_opening(opening=row, by=world.outsider).ended_by == world.outsider
    assert str(row) == "the opening of a confidential report on 23 November 2026"


def test_the_reporter_ends_none_whatever_they_oversee(db):
    given.council()
    chief, deputy = reports.decider(), given.officer(Role.DEPUTY_MONITORING_OFFICER)
    incident = reports.reported(by=deputy)
    actions.make_confidential(incident=incident, readers=[], reason="x", by=chief)

    row = actions.open_confidential(incident=incident, reason="x", hours=1, by=reports.handler())

    assert not row.may_be_ended_by(deputy)


def test_an_opening_has_a_reason_an_end_and_no_more_than_eight_hours(world):
    row = confided.opened(world)
    for changes, broken in (
        ({"reason": ""}, "has_a_reason"),
        ({"ends_at": row.opened_at + timedelta(hours=9)}, "for_some_hours"),
        ({"ended_by": world.chief}, "ended_at_together"),
    ):
        again = IncidentOpening.objects.get(pk=row.pk)
        for name, value in changes.items():
            setattr(again, name, value)
        with (
            pytest.raises(IntegrityError, match=f"breaches_incidentopening_{broken}"),
            transaction.atomic(),
        ):
            again.save()


# Pages


def test_an_officer_makes_a_report_confidential(world):
    other = reports.reported()
    client = signed_in(world.outsider)
    page = f"{other.get_absolute_url()}confidential/"

    empty = client.post(page, {"reason": "", "readers": []})
    alone = client.post(page, {"reason": "A colleague", "readers": []})
    done = client.post(page, {"reason": "A colleague", "readers": [world.chief.pk]}, follow=True)

    assert "Enter the reason" in empty.text
    assert "somebody has to decide" in alone.text
    assert "This report is confidential" in done.text
    assert set(Reader.objects.filter(incident=other).values_list("person", flat=True)) == {
        world.outsider.pk,
        world.chief.pk,
    }


def test_the_list_is_shown_and_changed_by_those_on_it(world, incident):
    client = signed_in(world.chief)
    page = f"{incident.get_absolute_url()}readers/"

    client.post(f"{page}add/", {"person": world.deputy.pk, "reason": "To help"})
    shown = client.get(page).text
    row = incident.readers.now().get(person=world.deputy)
    gone = client.post(f"{page}{row.pk}/remove/", {"reason": "Not needed"}, follow=True)
    again = client.get(f"{page}{row.pk}/remove/")

    assert world.deputy.full_name in shown
    assert "To help" in shown
    assert "They are off the list" in gone.text
    assert again.status_code == 404
    assert "Who can read it" not in signed_in(world.reporter).get(page).text


def test_who_takes_themselves_off_the_list_lands_among_all_reports(world, incident):
    row = incident.readers.get(person=world.officer)
    page = f"{incident.get_absolute_url()}readers/{row.pk}/remove/"

    answer = signed_in(world.officer).post(page, {"reason": "On leave"}, follow=True)

    assert answer.redirect_chain == [("/incidents/", 302)]


def test_the_list_is_not_there_once_the_confidentiality_ended(world, incident):
    client = signed_in(world.chief)
    page = f"{incident.get_absolute_url()}readers/"

    client.post(f"{page}end/", {"reason": "It was in the paper"})

    assert {client.get(page + sub).status_code for sub in ("", "add/", "end/")} == {404}
    assert CANARY in signed_in(world.outsider).get(incident.get_absolute_url()).text


def test_an_officer_opens_a_confidential_report_and_closes_it(world, incident):
    client = signed_in(world.outsider)
    page = f"{incident.get_absolute_url()}open/"

    empty = client.post(page, {"hours": ""})
    done = client.post(page, {"reason": "A call in the night", "hours": "2"}, follow=True)
    opening = IncidentOpening.objects.get()
    listed = signed_in(world.deputy).get("/incidents/confidential/").text
    closed = client.post(f"{opening.get_absolute_url()}end/", follow=True)

    assert "Enter the reason" in empty.text
    assert "Choose for how long" in empty.text
    assert CANARY in done.text
    assert opening.get_absolute_url() in listed
    assert "Closed. They can’t read the report any more" in closed.text
    assert client.get(incident.get_absolute_url()).status_code == 404


def test_a_file_of_a_confidential_report_is_there_for_those_who_see_it(world, incident):
    reader = signed_in(world.officer)
    reader.post(f"{incident.get_absolute_url()}files/", {"uploads": upload(f"{CANARY}.png")})
    file = f"{incident.get_absolute_url()}files/{EvidenceFile.objects.of(incident).get().pk}/"

    assert signed_in(world.outsider).get(file).status_code == 404
    confided.opened(world)
    assert signed_in(world.outsider).get(file).status_code == 200
    assert EvidenceReading.objects.get().read_by == world.outsider


def test_the_list_of_what_is_shut_asks_for_all_at_once(world, django_assert_max_num_queries):
    for _one in range(3):
        actions.make_confidential(
            incident=reports.reported(), readers=[], reason="x", by=world.chief
        )
    client = signed_in(world.outsider)
    client.get("/incidents/confidential/")

    with django_assert_max_num_queries(12):
        answer = client.get("/incidents/confidential/")

    assert answer.text.count("Open it in an emergency") == 4


def test_all_that_was_opened_is_listed_page_by_page(world, monkeypatch):
    monkeypatch.setattr("breaches.confiding.views.PER_PAGE", 1)
    first = confided.opened(world)
    actions.end_opening(opening=first, by=world.chief)
    last = confided.opened(world)
    client = signed_in(world.chief)

    one, two = (client.get(f"/incidents/confidential/?opened={n}").text for n in (1, 2))

    assert last.get_absolute_url() in one
    assert first.get_absolute_url() not in one
    assert first.get_absolute_url() in two


def test_a_councillor_is_not_led_to_shut_what_nobody_else_sees(world):
    row = reports.of_councillor_alone(world.reporter, by=world.chief)
    page = row.incident.get_absolute_url()

    assert "Make it confidential" not in signed_in(world.reporter).get(page).text
    assert signed_in(world.reporter).get(f"{page}confidential/").status_code == 403


def test_a_councillor_who_is_named_later_is_aware_once_they_are_told(world, incident):
    rule(incident=incident, finding="confirmed", reason="A name.", by=world.chief)
    councillor = given.councillor()

    row = add_controller(
        incident=incident, controller="councillor", councillor=councillor, by=world.chief
    )

    assert row.aware_at > incident.noticed_at
