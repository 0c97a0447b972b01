"""Reminders: one mail a person a working day, from eight in the morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from councilgov.notices.actions import deliver, deliver_next, send_again, tell
from councilgov.notices.models import LEASE, Notice, State
from councilgov.people.models import ClosureDay, User
from tests import given
from tests.notices import kinds

LONDON = ZoneInfo("Europe/London")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.fixture
def clock():
    with time_machine.travel(london("2026-11-20 12:00"), tick=False) as clock:  # a Friday
        yield clock


def remind(to, *causes):
    return [tell(kind="reminder", to=to, cause=cause) for cause in causes]


def deliver_all():
    return deliver(until=timezone.now() + DAY)


def subjects(sink):
    return [mail["Subject"] for mail in sink.mails]


@pytest.mark.parametrize(
    ("planned", "due"),
    [
        ("2026-11-19 07:59", "2026-11-19 08:00"),
        ("2026-11-19 08:00", "2026-11-19 08:00"),
        ("2026-11-19 08:01", "2026-11-20 08:00"),
        ("2026-11-20 12:00", "2026-11-23 08:00"),
        ("2026-12-24 07:00", "2026-12-24 08:00"),
        ("2026-12-24 10:00", "2026-12-29 08:00"),
        ("2026-12-31 10:00", "2027-01-04 08:00"),
        ("2026-10-23 10:00", "2026-10-26 08:00"),
        ("2027-03-25 10:00", "2027-03-30 08:00"),
    ],
    ids=[
        "early on a working day",
        "at eight",
        "too late for today",
        "over a weekend",
        "on Christmas Eve",
        "over Christmas and Boxing Day, which moves to Monday",
        "over New Year and a weekend",
        "over the end of summer time",
        "over Easter and the start of summer time",
    ],
)
def test_a_reminder_waits_for_the_morning_of_a_working_day(planned, due):
    person = given.person()

    with time_machine.travel(london(planned), tick=False):
        (notice,) = remind(person, "1")

    assert notice.due_at == london(due)
    assert notice.due_at.astimezone(LONDON).hour == 8


def test_eight_o_clock_is_an_hour_earlier_in_utc_in_summer():
    person = given.person()
    with time_machine.travel(london("2027-03-25 10:00"), tick=False):
        (notice,) = remind(person, "1")

    assert notice.due_at == datetime(2027, 3, 30, 7, tzinfo=UTC)


def test_the_council_s_own_closure_counts():
    person = given.person()
    ClosureDay(day=date(2026, 11, 23), name="Civic day").keep(by=None, why="Test")

    with time_machine.travel(london("2026-11-20 12:00"), tick=False):
        (notice,) = remind(person, "1")

    assert notice.due_at == london("2026-11-24 08:00")


def test_the_calendar_is_that_of_the_council_s_nation():
    given.council(nation="scotland")
    person = given.person()
    with time_machine.travel(london("2026-11-27 12:00"), tick=False):
        (notice,) = remind(person, "1")

    assert notice.due_at == london("2026-12-01 08:00")  # St Andrew's Day is the 30th


@pytest.mark.parametrize(
    ("planned", "due"),
    [("2099-01-01 12:00", "2099-01-02 08:00"), ("2099-01-02 12:00", "2099-01-05 08:00")],
    ids=["a weekday", "before a weekend"],
)
def test_beyond_the_published_calendar_reminders_still_go(planned, due):
    person = given.person()

    with time_machine.travel(london(planned), tick=False):
        (notice,) = remind(person, "1")

    assert notice.due_at == london(due)


def test_beyond_the_published_calendar_they_still_wait_for_a_closure_to_end(sink):
    ClosureDay(day=date(2099, 1, 5), name="Moving house").keep(by=None, why="Closed")
    with time_machine.travel(london("2099-01-02 12:00"), tick=False):
        (notice,) = remind(given.person(), "1")

    with time_machine.travel(london("2099-01-05 12:00"), tick=False):
        assert deliver_all() == 0

    assert notice.due_at == london("2099-01-06 08:00")


@pytest.mark.usefixtures("clock")
def test_a_reminder_for_later_waits_for_the_morning_after():
    notice = tell(kind="reminder", to=given.person(), cause="1", due_at=london("2026-11-28 15:00"))

    assert notice.due_at == london("2026-11-30 08:00")


@pytest.mark.usefixtures("clock")
def test_planned_reminders_wait_too():
    given.person()
    Notice.objects.plan("reminder", User.objects.all(), to="pk", cause=("pk",))

    assert Notice.objects.get().due_at == london("2026-11-23 08:00")


def test_the_reminders_of_a_morning_go_as_one_mail(clock, sink):
    person, other = given.person(), given.person()
    rows = remind(person, "gas", "water") + remind(other, "light")
    clock.move_to(london("2026-11-23 08:00"))

    assert deliver_all() == 2

    (mail,) = sink.to(person.email)
    assert mail["Subject"] == "2 reminders from the council’s portal"
    text = mail.get_content()
    assert text.index("1. Reminder gas") < text.index("2. Reminder water")
    assert text.count("Why you get this: The council decided") == 2
    assert subjects(sink).count("Reminder light") == 1
    assert {row.state for row in Notice.objects.filter(pk__in=[r.pk for r in rows])} == {"sent"}


def test_reminders_for_two_addresses_of_one_person_go_to_each_alone(clock, sink):
    person, home = given.person(), "alder@home.example"
    remind(person, "gas")
    tell(kind="reminder", to=person, cause="water", address=home)
    clock.move_to(london("2026-11-23 08:00"))

    assert deliver_all() == 2

    assert (len(sink.to(person.email)), len(sink.to(home))) == (1, 1)
    assert {row.state for row in Notice.objects.filter(to=person)} == {State.SENT}


def test_what_has_become_untrue_is_left_out(clock, sink):
    remind(given.person(), "gas", "water")
    kinds.untrue.add("gas")
    clock.move_to(london("2026-11-23 08:00"))

    deliver_all()

    assert subjects(sink) == ["Reminder water"]
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent", "cancelled"}


def test_one_without_a_text_does_not_hold_up_the_rest(clock, sink):
    person = given.person()
    remind(person, "gas")
    broken = tell(kind="reminder_without_text", to=person, cause="1")
    clock.move_to(london("2026-11-23 08:00"))

    deliver_all()

    broken.refresh_from_db()
    assert subjects(sink) == ["Reminder gas"]
    assert (broken.state, broken.message_id) == (State.QUEUED, "")


@pytest.mark.parametrize(
    "moment",
    ["2026-11-20 13:00", "2026-11-21 12:00", "2026-11-22 23:59", "2026-11-23 07:59"],
    ids=["the same day", "Saturday", "Sunday night", "before eight"],
)
def test_no_reminder_goes_before_that_morning(clock, sink, moment):
    remind(given.person(), "gas")
    clock.move_to(london(moment))

    assert deliver_all() == 0
    assert sink.mails == []


def test_a_worker_that_was_down_sends_the_reminders_of_two_days_as_one_mail(clock, sink):
    person = given.person()
    remind(person, "gas")
    clock.move_to(london("2026-11-23 12:00"))
    remind(person, "water")
    clock.move_to(london("2026-11-24 09:00"))

    deliver_all()

    assert subjects(sink) == ["2 reminders from the council’s portal"]


@pytest.mark.usefixtures("sink")
def test_a_worker_that_was_down_until_a_weekend_waits_for_monday(clock):
    remind(given.person(), "gas")
    clock.move_to(london("2026-11-28 09:00"))

    assert deliver_all() == 0


@pytest.mark.usefixtures("sink")
def test_nobody_gets_two_mails_of_reminders_on_one_day(clock):
    person = given.person()
    remind(person, "gas")
    clock.move_to(london("2026-11-23 07:59"))
    (late,) = remind(person, "water")
    Notice.objects.filter(pk=late.pk).update(due_at=london("2026-11-23 08:01"))
    clock.move_to(london("2026-11-23 08:00"))
    deliver_all()

    clock.move_to(london("2026-11-23 23:00"))
    assert deliver_all() == 0
    clock.move_to(london("2026-11-24 00:01"))
    assert deliver_all() == 0
    clock.move_to(london("2026-11-24 08:00"))
    assert deliver_all() == 1


@pytest.mark.usefixtures("sink")
def test_an_alarm_does_not_wait_for_the_morning(clock):
    clock.move_to(london("2026-12-25 03:00"))
    tell(kind="alarm", to=given.person(), cause="fire")

    assert deliver_all() == 1


def test_a_reminder_tried_again_keeps_office_hours(clock, sink):
    person = given.person()
    remind(person, "gas")
    sink.replies[person.email] = "451 Come back later"
    clock.move_to(london("2026-11-27 08:00"))
    for _ in range(5):  # a minute, five, half an hour, two hours, six hours
        deliver_all()
        clock.move_to(Notice.objects.get().due_at.timestamp())
    del sink.replies[person.email]
    clock.move_to(london("2026-11-28 12:00"))

    assert deliver_all() == 0
    clock.move_to(london("2026-11-30 08:00"))
    assert deliver_all() == 1


def test_a_mail_of_reminders_is_tried_again_as_it_was(clock, sink):
    person = given.person()
    remind(person, "gas", "water")
    clock.move_to(london("2026-11-23 08:00"))
    claimed = Notice.objects.claim(timezone.now())
    remind(person, "light")
    Notice.objects.filter(key__contains="light").update(due_at=timezone.now())

    clock.shift(HOUR)
    assert deliver_all() == 1

    assert len({row.message_id for row in claimed}) == 1
    assert list(sink.ids) == [f"<{claimed[0].message_id}@testserver>"]
    text = sink.mails[0].get_content()
    assert "water" in text
    assert "light" not in text


@pytest.mark.usefixtures("sink")
def test_while_a_mail_of_reminders_is_open_no_other_begins(clock):
    person = given.person()
    remind(person, "gas")
    clock.move_to(london("2026-11-23 08:00"))
    Notice.objects.claim(timezone.now())
    remind(person, "water")
    Notice.objects.filter(key__contains="water").update(due_at=timezone.now())

    clock.shift(LEASE - timedelta(seconds=1))

    assert Notice.objects.claim(timezone.now()) == []


@pytest.mark.usefixtures("sink")
def test_a_reminder_sent_again_still_waits_its_turn(clock):
    person = given.person()
    (notice,) = remind(person, "gas")
    Notice.objects.update(state=State.DEAD)
    clock.move_to(london("2026-11-28 12:00"))  # a Saturday

    send_again(notice=notice, by=person)
    assert not deliver_next(timezone.now())

    clock.move_to(london("2026-11-30 08:00"))
    assert deliver_next(timezone.now())


def test_a_mail_that_was_tried_goes_before_a_new_one(clock, sink):
    person = given.person()
    remind(person, "gas")
    clock.move_to(london("2026-11-23 08:00"))
    Notice.objects.claim(timezone.now())
    Notice.objects.update(due_at=timezone.now() + timedelta(minutes=2))
    (new,) = remind(person, "water")
    Notice.objects.filter(pk=new.pk).update(due_at=timezone.now())
    clock.shift(LEASE + timedelta(minutes=2))

    deliver_all()

    assert subjects(sink) == ["Reminder gas"]
    new.refresh_from_db()
    assert new.due_at > timezone.now()


def test_a_reminder_waits_until_the_open_mail_is_tried_again(clock, sink):
    person = given.person()
    remind(person, "gas")
    clock.move_to(london("2026-11-23 08:00"))
    sink.replies[person.email] = "451 Come back later"
    for _ in range(4):
        deliver_all()
        clock.move_to(Notice.objects.get().due_at.timestamp())
    Notice.objects.update(due_at=timezone.now() + HOUR)
    (new,) = remind(person, "water")
    Notice.objects.filter(pk=new.pk).update(due_at=timezone.now())

    assert deliver_all() == 0

    new.refresh_from_db()
    assert new.due_at == timezone.now() + HOUR


def test_what_several_reminders_say_alike_is_said_once(clock, sink):
    person = given.person()
    for cause in ("gas", "water"):
        tell(kind="reminder_without_facts", to=person, cause=cause)
    clock.move_to(london("2026-11-23 08:00"))

    deliver_all()

    (mail,) = sink.mails
    assert mail.get_content().count("Something is late") == 1
    assert Notice.objects.filter(state=State.SENT).count() == 2


def test_a_reminder_that_a_later_one_overtakes_is_left_out(clock, sink):
    first, second = remind(given.person(), "gas", "water")
    kinds.overtaken.add("gas")
    clock.move_to(london("2026-11-23 08:00"))

    deliver_all()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.last_error) == (State.CANCELLED, "overtaken")
    assert second.state == State.SENT
