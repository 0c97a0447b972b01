"""A councillor tells of threats or abuse to whom they choose: nobody else sees it, ever."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from breaches.models import (
    SafetyEntry,
    SafetyRecipient,
    SafetyReport,
    SafetyStatus,
    SafetyStep,
)
from breaches.safeguarding import actions
from breaches.safeguarding.choosing import due_on, leader_of
from breaches.safeguarding.sweeping import remind_to_acknowledge, tell_who_left
from breaches.safety import SAFETY_MOVES, Comes, Told
from breaches.tasks import sweep
from councilgov.access import Role
from councilgov.deadlines import CalendarEnds
from councilgov.evidence.models import EvidenceFile
from councilgov.ledger.models import Entry, EntryName
from councilgov.notices.actions import deliver, unwanted
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import Council, EndReason, User
from councilgov.records import Refused
from tests import given
from tests.breaches import safe
from tests.breaches.safe import CANARY
from tests.evidence.corpus import PDF, REFUSED, upload

NEWS = "private_news"


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(safe.around)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


@pytest.fixture
def report(world):
    return SafetyReport.objects.get(pk=world.report.pk)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def names(report):
    rows = report.recipients.now().with_row()
    return {(one.part, one.person) for one in rows}


def test_pressed_twice_it_is_one_report_and_nobody_is_told_twice(world):
    def press():
        return safe.reported(by=world.councillor, happened="A brick came.", tell=[Told.SERVICES])

    before = Notice.objects.count()
    first, told = press(), Notice.objects.count()

    assert press() == first
    assert (told > before, Notice.objects.count()) == (True, told)


# Who sees it


def test_sent_again_with_somebody_chosen_it_is_told_to_them_and_a_new_file_is_added(world):
    councillor = given.councillor()
    first = safe.reported(by=councillor, uploads=[upload("a.png")])

    again = safe.reported(
        by=councillor, tell=[Told.SERVICES], uploads=[upload("a.png"), upload("b.pdf", PDF)]
    )

    assert again == first
    assert again.recipients.now().exists()
    assert EvidenceFile.objects.of(again).there().count() == 2


def test_the_councillor_and_those_whom_they_chose_see_it(world, report):
    assert names(report) == {(Told.LEADER, world.leader), (Told.SERVICES, world.services)}
    for person in (world.councillor, world.leader, world.services):
        assert SafetyReport.objects.visible_to(person).contains(report)


def test_who_reported_it_reads_what_happens_next_and_whom_to_ring(world, report):
    leader = User.objects.get(pk=world.leader.pk)
    leader.phone = "01632 960177"
    leader.keep(by=None, why="Test")

    own = signed_in(world.councillor).get(report.get_absolute_url()).text
    theirs = signed_in(world.services).get(report.get_absolute_url()).text

    for words in ("What happens next", "01632 960177"):
        assert words in own
        assert words not in theirs


@pytest.mark.parametrize("role", Role)
def test_nobody_else_sees_it_in_any_role(role, world, report):
    client = signed_in(given.somebody(role))
    address = report.get_absolute_url()
    file = EvidenceFile.objects.of(report).get()

    pages = ["", "write/", "tell/", "support/", "police/", "close/", "files/"]
    files = [f"files/{file.pk}/", f"files/{file.pk}/remove/"]
    posted = ["seen/", f"people/{report.recipients.first().pk}/remove/"]

    assert {client.get(address + page).status_code for page in [*pages, *files]} == {404}
    assert {client.post(address + page).status_code for page in posted} == {404}


LISTS = ["/home/", "/incidents/", "/incidents/confidential/", "/safety/", "/report/", "/help/"]


@pytest.mark.parametrize("role", Role)
def test_no_list_search_export_or_message_tells_of_it(role, world, report):
    client = signed_in(given.somebody(role))
    found = [client.get(page) for page in LISTS]
    found += [
        client.get("/incidents/", {"q": CANARY[:6]}),
        client.get("/messages/unsent/"),
    ]
    export = b"".join(client.post("/incidents/", {"export": "csv"})).decode()

    texts = [one.text for one in found] + [export]
    assert [text for text in texts if CANARY in text] == []
    assert [text for text in texts if world.councillor.full_name in text and "SAFE" in text] == []
    has_entry = role in {
        Role.INFORMATION_OFFICER,
        Role.MONITORING_OFFICER,
        Role.DEPUTY_MONITORING_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
    }
    assert any(report.reference in text for text in texts) == has_entry


def test_of_the_entry_others_see_a_number_and_a_day_and_cannot_open_it(world, report):
    text = signed_in(world.chief).get("/incidents/confidential/").text

    assert f"<strong>{report.reference}</strong>, 23 November 2026</li>" in text
    assert world.councillor.full_name not in text


def test_who_was_told_sees_no_bare_entry_but_the_report(world, report):
    actions.choose(report=report, part=Told.MONITORING, by=world.councillor)

    assert report.reference not in signed_in(world.chief).get("/incidents/confidential/").text
    assert report.reference in signed_in(world.chief).get("/safety/").text


def test_no_word_of_it_is_in_the_ledger_a_log_or_a_message(world, report, caplog):
    caplog.set_level("INFO")
    actions.add_entry(report=report, words=f"{CANARY} again", by=world.councillor)
    actions.add_files(report=report, uploads=[upload("a.pdf", PDF)], by=world.leader)

    deliver(until=timezone.now() + timedelta(minutes=1))

    facts = "".join(Entry.objects.about(report).values_list("facts", flat=True))
    kept = "".join(EntryName.objects.exclude(field="name").values_list("name", flat=True))
    letters = "".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert len(mail.outbox) >= 4
    for text in (facts, kept, letters, str([vars(line) for line in caplog.records])):
        assert CANARY not in text
        assert world.councillor.full_name not in text
    assert "threat" not in letters.lower()
    assert "SAFE-" not in letters.replace(report.get_absolute_url(), "")


def test_a_later_leader_does_not_see_an_earlier_leaders_reports(world, report):
    later = given.councillor(group=world.group)
    tomorrow = timezone.localdate() + timedelta(1)
    people.leave_group(
        membership=world.leader.memberships.get(), ends_on=timezone.localdate(), by=None
    )
    people.leave_group(membership=later.memberships.get(), ends_on=timezone.localdate(), by=None)
    people.join_group(
        councillor=later, group=world.group, is_leader=True, starts_on=tomorrow, by=None
    )

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert leader_of(world.councillor) == later
        assert not SafetyReport.objects.visible_to(later).exists()
        assert not SafetyReport.objects.visible_to(world.leader).exists()


def test_a_leader_who_is_no_councillor_any_more_sees_it_no_more(world, report):
    term = world.leader.terms.get()
    people.end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    assert not SafetyReport.objects.visible_to(world.leader).exists()
    actions.add_entry(report=report, words="Again", by=world.councillor)
    assert not Notice.objects.filter(kind="private_news", to=world.leader).exists()


def test_a_leader_who_leads_another_group_now_sees_it_no_more(world, report):
    membership, other = world.leader.memberships.get(), given.group()
    people.leave_group(membership=membership, ends_on=timezone.localdate(), by=None)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        today = timezone.localdate()
        people.join_group(
            councillor=world.leader, group=other, is_leader=True, starts_on=today, by=None
        )

        assert not SafetyReport.objects.visible_to(world.leader).exists()


def test_a_councillor_who_changes_the_group_is_still_read_by_whom_they_told(world, report):
    membership = world.councillor.memberships.get()
    people.leave_group(membership=membership, ends_on=timezone.localdate(), by=None)

    assert SafetyReport.objects.visible_to(world.leader).contains(report)


def test_the_councillor_learns_once_that_they_lost_a_reader_and_sees_whom(world, report):
    assert tell_who_left() == 0
    row = world.services.appointments.get()
    people.end_appointment(appointment=row, ends_on=timezone.localdate() - timedelta(1), by=None)

    assert (tell_who_left(), tell_who_left()) == (1, 0)

    notice = Notice.objects.get(kind="private_left")
    assert (notice.to, unwanted(notice)) == (world.councillor, "")
    page = signed_in(world.councillor).get(report.get_absolute_url()).text
    assert page.count("they are no longer in that office") == 1
    recipient = report.recipients.get(person=world.services)
    actions.take_off(recipient=recipient, by=world.councillor)
    assert unwanted(notice)


def test_who_comes_into_the_office_later_sees_nothing(world, report):
    assert not SafetyReport.objects.visible_to(given.officer(Role.MEMBERS_SERVICES)).exists()


def test_an_officer_who_leaves_the_office_sees_it_no_more(world, report):
    row = world.services.appointments.get()
    people.end_appointment(appointment=row, ends_on=timezone.localdate() - timedelta(1), by=None)

    assert not SafetyReport.objects.visible_to(world.services).exists()
    with pytest.raises(Refused, match="Only those whom the councillor told"):
        actions.acknowledge(report=report, by=world.services)


def test_whose_account_is_closed_sees_nothing(world):
    world.leader.is_active = False

    assert not SafetyReport.objects.visible_to(world.leader).exists()


# Whom they choose


@pytest.fixture
def councillor(world):
    """Another councillor of the same group."""
    return given.councillor(group=world.group)


def chosen(by, *parts, **more):
    return names(safe.reported(by=by, tell=parts, **more))


def test_nobody_is_told_where_nobody_is_chosen(world, councillor):
    before = Notice.objects.count()

    assert chosen(councillor) == set()
    assert Notice.objects.count() == before


def test_each_of_an_office_is_told(world, councillor):
    other = given.officer(Role.MEMBERS_SERVICES)

    found = chosen(councillor, Told.SERVICES)

    assert found == {(Told.SERVICES, world.services), (Told.SERVICES, other)}
    assert told("private_told") >= {world.services.pk, other.pk}


def test_without_a_leader_the_monitoring_officer_is_told(world):
    for lone in (given.councillor(), given.councillor(group=given.group())):
        assert chosen(lone, Told.LEADER) == {(Told.MONITORING, world.chief)}


def test_a_leader_does_not_tell_themselves(world):
    assert chosen(world.leader, Told.LEADER) == {(Told.MONITORING, world.chief)}


def test_what_comes_from_the_leader_goes_to_the_monitoring_officer(world, councillor):
    found = chosen(councillor, Told.LEADER, comes_from=Comes.LEADER)

    assert found == {(Told.MONITORING, world.chief)}


def test_a_leader_whose_account_is_closed_is_not_told(world, councillor):
    world.leader.is_active = False
    world.leader.keep(by=None, why="Test")

    assert chosen(councillor, Told.LEADER) == {(Told.MONITORING, world.chief)}


def test_what_comes_from_the_monitoring_officer_goes_to_the_deputy(world, councillor):
    found = chosen(councillor, Told.MONITORING, comes_from=Comes.MONITORING)

    assert found == {(Told.MONITORING, world.deputy)}


def test_without_a_monitoring_officer_the_deputy_is_told(world, councillor):
    row = world.chief.appointments.get()
    people.end_appointment(appointment=row, ends_on=timezone.localdate() - timedelta(1), by=None)

    assert chosen(councillor, Told.MONITORING) == {(Told.MONITORING, world.deputy)}


def test_where_there_is_nobody_to_tell_it_says_so_and_keeps_nothing(world, councillor):
    row = world.services.appointments.get()
    people.end_appointment(appointment=row, ends_on=timezone.localdate() - timedelta(1), by=None)
    before = SafetyReport.objects.count()

    with pytest.raises(Refused, match="nobody who could be told as “Members’ services”"):
        safe.reported(by=councillor, tell=[Told.SERVICES])

    assert SafetyReport.objects.count() == before


def test_somebody_chosen_twice_is_told_once(world):
    found = chosen(given.councillor(), Told.LEADER, Told.MONITORING)

    assert found == {(Told.MONITORING, world.chief)}


def test_one_more_is_told_later_and_not_twice(world, report):
    actions.choose(report=report, part=Told.MONITORING, by=world.councillor)

    assert SafetyReport.objects.visible_to(world.chief).contains(report)
    with pytest.raises(Refused, match="told already"):
        actions.choose(report=report, part=Told.MONITORING, by=world.councillor)


def test_who_is_taken_off_sees_it_no_more_and_can_be_told_again(world, report):
    row = report.recipients.get(person=world.leader)

    actions.take_off(recipient=row, by=world.councillor)

    assert not SafetyReport.objects.visible_to(world.leader).exists()
    with pytest.raises(Refused, match="can’t see it any more"):
        actions.take_off(recipient=row, by=world.councillor)
    actions.choose(report=report, part=Told.LEADER, by=world.councillor)
    assert SafetyReport.objects.visible_to(world.leader).exists()


def test_a_message_to_who_was_taken_off_is_not_sent(world, report):
    actions.take_off(recipient=report.recipients.get(person=world.leader), by=world.councillor)

    deliver(until=timezone.now() + timedelta(minutes=1))

    receivers = {to for letter in mail.outbox for to in letter.to}
    assert (world.services.email in receivers, world.leader.email in receivers) == (True, False)


# What is done


@pytest.mark.parametrize("start", SafetyStatus)
@pytest.mark.parametrize("end", SafetyStatus)
def test_it_moves_as_the_table_says_and_no_other_way(world, report, start, end):
    now = timezone.now()
    report.status, report.supported_at = start, now
    report.closed_at = now if start == SafetyStatus.CLOSED else None
    report.keep(by=None, why="Test")
    if end == SafetyStatus.CLOSED:
        report.closed_at = now

    def go():
        report.move(end, by=None, why="Test")

    if end in SAFETY_MOVES[start]:
        go()
        assert report.status == end
        return
    with pytest.raises(Refused):
        go()


def test_only_a_councillor_reports_and_says_what_happened(world):
    with pytest.raises(Refused, match="Only a councillor"):
        safe.reported(by=world.services)
    with pytest.raises(Refused, match="Say what happened"):
        safe.reported(by=world.councillor, happened=" ")


def test_it_is_seen_once_somebody_of_each_part_has_said_so(world, councillor):
    second = given.officer(Role.MEMBERS_SERVICES)
    report = safe.reported(by=councillor, tell=[Told.LEADER, Told.SERVICES])

    assert actions.acknowledge(report=report, by=second).status == SafetyStatus.REPORTED
    assert actions.acknowledge(report=report, by=world.leader).status == SafetyStatus.ACKNOWLEDGED
    with pytest.raises(Refused, match="said so already"):
        actions.acknowledge(report=report, by=second)
    assert councillor.pk in told(NEWS)


def test_who_is_taken_off_is_not_waited_for(world, report):
    actions.acknowledge(report=report, by=world.services)

    actions.take_off(recipient=report.recipients.get(person=world.leader), by=world.councillor)

    report.refresh_from_db()
    assert report.status == SafetyStatus.ACKNOWLEDGED


def test_who_has_nobody_left_waits_for_nobody(world, report):
    for row in report.recipients.all():
        actions.take_off(recipient=row, by=world.councillor)

    report.refresh_from_db()
    assert report.status == SafetyStatus.REPORTED


def test_support_is_recorded_by_who_was_told_once(world, report):
    report = actions.support(report=report, words="We rang the police with her.", by=world.services)

    assert (report.status, bool(report.supported_at)) == (SafetyStatus.SUPPORTED, True)
    assert told(NEWS) == {world.councillor.pk, world.leader.pk}
    with pytest.raises(Refused, match="can’t be done"):
        actions.support(report=report, words="More", by=world.leader)


def test_the_diary_is_the_councillors_and_notes_are_of_those_told(world, report):
    actions.add_entry(report=report, words="He rang again.", by=world.councillor)
    actions.add_entry(report=report, words="I spoke to her.", by=world.leader)

    found = list(report.entries.order_by("-pk").values_list("what", "words")[:2])
    assert found == [(SafetyStep.NOTE, "I spoke to her."), (SafetyStep.DIARY, "He rang again.")]
    with pytest.raises(Refused, match="added this already"):
        actions.add_entry(report=report, words="I spoke to her. ", by=world.leader)


def test_several_police_numbers_are_kept(world, report):
    for kind, number in (("none_yet", ""), ("receipt", "TVP-123"), ("crime", "43/1234/26")):
        actions.add_police_reference(
            report=report,
            force="Barsetshire  Police",
            kind=kind,
            reference=number,
            by=world.councillor,
        )

    shown = [str(row) for row in report.police_references.order_by("pk")]
    assert shown == ["Reported, no number yet", "TVP-123", "43/1234/26"]
    with pytest.raises(Refused, match="there already"), transaction.atomic():
        actions.add_police_reference(
            report=report, force="B", kind="crime", reference="43/1234/26", by=world.councillor
        )


def test_the_councillor_closes_it_and_then_it_rests(world, report):
    actions.close(report=report, by=world.councillor)

    acts = [
        lambda: actions.close(report=report, by=world.councillor),
        lambda: actions.acknowledge(report=report, by=world.leader),
        lambda: actions.support(report=report, words="x", by=world.leader),
        lambda: actions.add_entry(report=report, words="x", by=world.councillor),
        lambda: actions.add_files(report=report, uploads=[upload()], by=world.councillor),
        lambda: actions.choose(report=report, part=Told.MONITORING, by=world.councillor),
    ]
    for act in acts:
        with pytest.raises(Refused, match="is closed"):
            act()
    for person in (world.councillor, world.leader):
        assert SafetyReport.objects.visible_to(person).exists()


OWN = ["choose", "take_off", "add_police_reference", "remove_file", "close"]


def acts_on(report, by):
    file = EvidenceFile.objects.of(report).get()
    recipient = report.recipients.get(part=Told.SERVICES)
    number = {"force": "B", "kind": "crime", "reference": "1234"}
    return {
        "choose": lambda: actions.choose(report=report, part=Told.MONITORING, by=by),
        "take_off": lambda: actions.take_off(recipient=recipient, by=by),
        "add_police_reference": lambda: actions.add_police_reference(
            report=report, by=by, **number
        ),
        "remove_file": lambda: actions.remove_file(report=report, file=file, reason="x", by=by),
        "close": lambda: actions.close(report=report, by=by),
        "acknowledge": lambda: actions.acknowledge(report=report, by=by),
        "support": lambda: actions.support(report=report, words="x", by=by),
        "add_entry": lambda: actions.add_entry(report=report, words="x", by=by),
        "add_files": lambda: actions.add_files(
            report=report, uploads=[upload("a.pdf", PDF)], by=by
        ),
    }


@pytest.mark.parametrize("name", OWN)
def test_what_is_the_councillors_those_told_do_not_do(world, report, name):
    with pytest.raises(Refused, match="Only whoever reported it"):
        acts_on(report, world.leader)[name]()


@pytest.mark.parametrize("name", ["acknowledge", "support"])
def test_what_those_told_do_the_councillor_does_not(world, report, name):
    with pytest.raises(Refused, match="Only those whom the councillor told"):
        acts_on(report, world.councillor)[name]()


@pytest.mark.parametrize("name", ["acknowledge", "support", "add_entry", "add_files", *OWN])
def test_nobody_else_does_anything(world, report, name):
    with pytest.raises(Refused, match="Only"):
        acts_on(report, world.chief)[name]()


@pytest.mark.parametrize("name", ["support", "add_entry"])
def test_nothing_is_written_down_without_a_word(world, report, name):
    with pytest.raises(Refused, match="Write a few words"):
        getattr(actions, name)(report=report, words="  ", by=world.leader)


def test_files_are_kept_and_taken_out_again_by_the_councillor(world, report):
    file = EvidenceFile.objects.of(report).get()

    actions.remove_file(report=report, file=file, reason="The wrong one", by=world.councillor)

    assert not EvidenceFile.objects.of(report).there().exists()
    assert report.entries.last().words.endswith(": The wrong one")


# Reminders

DAY = timedelta(days=1)


def test_they_have_a_working_day(world):
    assert due_on(date(2026, 12, 24)) == date(2026, 12, 29)


def test_past_the_published_calendar_nothing_is_held_up(world, monkeypatch):
    def ends(*_days):
        raise CalendarEnds("2029")

    monkeypatch.setattr(Council, "working_days_after", ends)

    assert due_on(date(2026, 12, 24)) == date(2026, 12, 25)


def reminded(after):
    with time_machine.travel(timezone.now() + after):
        return sweep(), remind_to_acknowledge()


def deliver_later():
    """When the reminders of a working day go."""
    with time_machine.travel(timezone.now() + 3 * DAY):
        deliver(until=timezone.now() + timedelta(minutes=1))


def test_who_has_not_said_that_they_saw_it_is_reminded_once_a_stage(world, report):
    assert reminded(timedelta(0)) == (0, 0)
    assert reminded(DAY) == (2, 0)
    assert reminded(3 * DAY) == (0, 0)
    assert reminded(8 * DAY) == (2, 0)
    assert told("private_reminder") == {world.leader.pk, world.services.pk}


def test_a_worker_that_was_down_for_weeks_sends_one_and_not_four(world, report):
    assert reminded(22 * DAY) == (2, 0)


def test_whose_colleague_saw_it_and_who_is_off_are_left_in_peace(world, councillor):
    second = given.officer(Role.MEMBERS_SERVICES)
    report = safe.reported(by=councillor, tell=[Told.LEADER, Told.SERVICES])
    actions.acknowledge(report=report, by=second)
    actions.take_off(recipient=report.recipients.get(person=world.leader), by=councillor)
    actions.close(report=world.report, by=world.councillor)

    assert reminded(DAY) == (0, 0)


@pytest.mark.parametrize("meanwhile", ["acknowledge", "close", "take_off"])
def test_a_reminder_that_is_no_longer_true_is_not_sent(world, report, meanwhile):
    reminded(DAY)
    row = report.recipients.get(person=world.leader)
    acts = {
        "acknowledge": lambda: actions.acknowledge(report=report, by=world.leader),
        "close": lambda: actions.close(report=report, by=world.councillor),
        "take_off": lambda: actions.take_off(recipient=row, by=world.councillor),
    }
    acts[meanwhile]()
    Notice.objects.exclude(kind="private_reminder").delete()

    deliver_later()

    assert world.leader.email not in {to for letter in mail.outbox for to in letter.to}


def test_a_reminder_leads_to_the_report_and_says_nothing_of_it(world, report):
    reminded(DAY)
    Notice.objects.exclude(kind="private_reminder").delete()

    deliver_later()

    (letter,) = [one for one in mail.outbox if one.to == [world.leader.email]]
    assert report.get_absolute_url() in letter.body
    assert world.councillor.full_name not in letter.body


# What the database says


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"kind": "joke"}, "kind_known"),
        ({"status": "lost"}, "status_known"),
        ({"comes_from": "mars"}, "comes_from_known"),
        ({"happened": ""}, "says_what_happened"),
        ({"status": "supported"}, "supported_when_so"),
        ({"status": "closed"}, "closed_when_closed"),
    ],
)
def test_the_database_refuses_what_no_report_is(report, changes, broken):
    for name, value in changes.items():
        setattr(report, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_safetyreport_{broken}"):
        report.save()


def test_the_database_refuses_what_no_recipient_is(world, report):
    row = report.recipients.first()
    row.part = "friend"
    with pytest.raises(IntegrityError, match="safetyrecipient_part_known"), transaction.atomic():
        row.save()

    again = SafetyRecipient(
        report=report,
        person=row.person,
        part=Told.MONITORING,
        chosen_at=timezone.now(),
        due_on=timezone.localdate(),
    )
    with pytest.raises(Refused, match="told already"), transaction.atomic():
        again.keep(by=None, why="Test")


@pytest.mark.parametrize(
    ("changes", "broken"),
    [({"what": "song"}, "what_known"), ({"what": "diary", "words": ""}, "has_words")],
)
def test_the_database_refuses_what_no_entry_is(report, changes, broken):
    row = report.entries.first()
    for name, value in changes.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_safetyentry_{broken}"):
        row.save()


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"kind": "song"}, "kind_known"),
        ({"force": ""}, "names_the_force"),
        ({"reference": ""}, "number_unless_none_yet"),
    ],
)
def test_the_database_refuses_what_no_police_number_is(world, report, changes, broken):
    row = actions.add_police_reference(
        report=report, force="B", kind="crime", reference="1234", by=world.councillor
    )
    for name, value in changes.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_safetypolicereference_{broken}"):
        row.save()


# Pages

ANSWERS = {
    "kind": "threat",
    "happened": "He wrote that he knows where I live.",
    "comes_from": "elsewhere",
    "tell": ["leader"],
}


def test_the_page_says_first_whom_to_ring(world):
    text = signed_in(world.councillor).get("/report/safety/").text

    main = text[text.index("<main") :]
    assert main.index("Ring 999") < main.index("Operation Ford") < main.index("What is it?")
    assert "My group leader, " + world.leader.full_name in text
    assert "Exit this page" in text
    assert "<title>Private report" in text


def test_a_councillor_reports_with_a_screenshot_and_sees_who_knows(world):
    answer = signed_in(world.councillor).post(
        "/report/safety/", {**ANSWERS, "uploads": [upload(), upload("a.pdf", PDF)]}, follow=True
    )

    report = SafetyReport.objects.latest("pk")
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    for words in ("He wrote that", world.leader.full_name, "threat.png", "a.pdf", "999"):
        assert words in answer.text
    assert EvidenceFile.objects.of(report).count() == 2


@pytest.mark.parametrize("name", ["script.svg", "html-in.pdf", "eicar.txt", "MZ.pdf"])
def test_a_file_that_does_harm_is_refused_where_it_was_chosen_and_nothing_is_kept(world, name):
    content, words = REFUSED[name]
    before = SafetyReport.objects.count()

    answer = signed_in(world.councillor).post(
        "/report/safety/", {**ANSWERS, "uploads": upload(name, content)}
    )

    assert words in answer.text
    assert "He wrote that he knows" in answer.text
    assert (SafetyReport.objects.count(), answer.status_code) == (before, 200)


def test_what_is_not_answered_is_asked_again(world):
    text = signed_in(world.councillor).post("/report/safety/", {"kind": ""}).text

    for words in ("Select what it is", "Say what happened", "Select if it comes from"):
        assert words in text


def test_only_a_councillor_can_report(world):
    answer = signed_in(world.chief).get("/report/safety/", follow=True)

    assert answer.redirect_chain == [("/safety/", 302)]
    assert "Only councillors can report this here" in answer.text


def test_the_first_question_of_a_report_leads_a_councillor_there(world):
    answer = signed_in(world.councillor).post("/report/", {"kind": "threat"})

    assert (answer.status_code, answer["Location"]) == (302, "/report/safety/")


def test_the_councillor_goes_through_all_their_pages(world, report):
    client, address = signed_in(world.councillor), report.get_absolute_url()
    row = report.recipients.get(person=world.leader)
    file = EvidenceFile.objects.of(report).get()

    client.post(f"{address}write/", {"words": "He came to my surgery."})
    client.post(f"{address}tell/", {"part": "monitoring"})
    client.post(f"{address}people/{row.pk}/remove/")
    client.post(f"{address}police/", {"force": "B Police", "kind": "crime", "reference": "1234"})
    client.post(f"{address}files/", {"uploads": upload("a.pdf", PDF)})
    got = client.get(f"{address}files/{file.pk}/")
    client.post(f"{address}files/{file.pk}/remove/", {"reason": "The wrong one"})
    client.get(address)  # which says what was done
    text = client.get(address).text
    client.post(f"{address}close/", {"whatever": ""})
    closed = client.get(address).text

    assert "attachment" in got["Content-Disposition"]
    for words in ("He came to my surgery", world.chief.full_name, "1234", "a.pdf", "Removed"):
        assert words in text
    assert world.leader.full_name not in text[: text.index("Diary and what was done")]
    assert "It is closed" in closed
    assert "Add to the diary" not in closed


def test_who_was_told_goes_through_all_their_pages(world, report):
    client, address = signed_in(world.leader), report.get_absolute_url()
    file = EvidenceFile.objects.of(report).get()
    own = ["tell/", "police/", "close/", f"files/{file.pk}/remove/"]

    before = client.get(address).text
    client.post(f"{address}seen/")
    client.post(f"{address}write/", {"words": "I rang her."})
    client.post(f"{address}support/", {"words": "We meet each week."})
    text = client.get(address).text

    assert "I have seen it" in before
    assert "Do not pass it on" in before
    for words in ("I rang her.", "We meet each week.", "Support given"):
        assert words in text
    assert "I have seen it" not in text
    assert {client.get(address + page).status_code for page in own} == {403}
    assert signed_in(world.councillor).get(f"{address}support/").status_code == 403


def test_the_list_asks_for_all_at_once(world, councillor, django_assert_max_num_queries):
    client = signed_in(world.leader)
    for n in range(4):
        safe.reported(by=councillor, happened=f"Threat {n}", tell=[Told.LEADER])
    client.get("/safety/")

    with django_assert_max_num_queries(10):
        text = client.get("/safety/").text

    assert text.count("SAFE-") >= 5


def test_an_empty_list_says_so(world):
    text = signed_in(given.councillor()).get("/safety/").text

    assert "There is none" in text
    assert "Report something new" in text


def test_of_two_who_close_it_at_once_one_does(world, report):
    actions.close(report=report, by=world.councillor)

    assert SafetyEntry.objects.filter(what=SafetyStep.CLOSED).count() == 1
