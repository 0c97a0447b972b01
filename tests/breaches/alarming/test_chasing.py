"""Whoever rules on reports is told once where nobody ruled in time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from breaches.alarming.chasing import (
    latest,
    remind_of_hours,
    remind_to_confirm,
    remind_to_rule,
)
from breaches.models import ALARM_HOURS, Incident
from breaches.triaging import actions as triaging
from councilgov.notices.actions import deliver
from councilgov.notices.models import Notice, State
from councilgov.people.models import ClosureDay
from tests import given
from tests.breaches import reports

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    given.council()
    return reports.handler()


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def test_after_four_working_hours_it_is_said_once(officer, clock):
    reports.reported()

    clock.shift(timedelta(hours=3, minutes=59))
    assert remind_to_rule() == 0
    clock.shift(timedelta(minutes=2))
    assert remind_to_rule() == 1
    assert remind_to_rule() == 0

    assert told("incident_to_rule") == [officer.pk]


def test_the_night_and_the_weekend_do_not_count(officer, clock):
    clock.move_to(datetime(2026, 11, 20, 15, 0, tzinfo=UTC))
    reports.reported()

    clock.move_to(datetime(2026, 11, 23, 10, 58, tzinfo=UTC))
    assert remind_to_rule() == 0
    clock.move_to(datetime(2026, 11, 23, 11, 1, tzinfo=UTC))
    assert remind_to_rule() == 1


def test_a_closure_of_the_council_does_not_count(officer, clock):
    ClosureDay(day=MONDAY.date(), name="Closed").keep(by=None, why="Test")
    reports.reported()

    clock.shift(timedelta(hours=8))
    assert remind_to_rule() == 0
    clock.shift(timedelta(hours=20, minutes=1))
    assert remind_to_rule() == 1


def test_past_the_published_bank_holidays_hours_are_elapsed_ones(officer):
    now = datetime(2031, 6, 1, 3, 0, tzinfo=UTC)

    with time_machine.travel(now, tick=False):
        found = latest(now)

    assert timedelta(0) <= now - timedelta(hours=4) - found <= timedelta(minutes=1)


def test_without_reports_nothing_is_worked_out(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert remind_to_rule() == 0


def test_who_comes_later_is_not_told_once_more(officer, clock):
    reports.reported()
    clock.shift(timedelta(hours=5))
    remind_to_rule()
    reports.handler()

    assert remind_to_rule() == 0


def test_who_is_on_call_rules(officer, clock):
    second = reports.handler()
    reports.on_call(second)
    reports.reported()
    clock.shift(timedelta(hours=5))

    remind_to_rule()

    assert told("incident_to_rule") == [second.pk]


def test_where_the_team_has_a_part_in_it_those_who_decide_are_told(officer, clock):
    decider = reports.decider()
    reports.reported(by=officer)
    clock.shift(timedelta(hours=5))

    remind_to_rule()

    assert told("incident_to_rule") == [decider.pk]


def test_what_is_taken_up_again_is_told_again(officer, clock):
    incident = reports.ruled("not_personal", by=officer)
    clock.shift(timedelta(hours=1))
    triaging.reopen(incident=incident, reason="A copy was found.", by=officer)
    assert remind_to_rule() == 0
    clock.shift(timedelta(hours=4, minutes=1))

    assert remind_to_rule() == 1
    assert remind_to_rule() == 0


def test_at_each_stage_of_the_hours_those_who_rule_and_decide_are_told(officer, clock):
    decider = reports.decider()
    incident = reports.reported()

    clock.move_to(incident.noticed_at + timedelta(hours=23, minutes=59))
    assert remind_of_hours() == 0
    for hours in ALARM_HOURS:
        clock.move_to(incident.noticed_at + timedelta(hours=hours))
        assert remind_of_hours() == 2
        assert remind_of_hours() == 0
    clock.shift(timedelta(days=30))
    assert remind_of_hours() == 0

    assert told("incident_unruled") == [officer.pk, decider.pk] * len(ALARM_HOURS)


def test_what_was_slept_through_is_told_once(officer, clock):
    incident = reports.reported()

    clock.move_to(incident.noticed_at + timedelta(hours=67))

    assert remind_of_hours() == 1
    assert remind_of_hours() == 0


def test_of_what_was_ruled_on_nobody_is_told_the_hours(officer, clock):
    reports.ruled("not_personal", by=officer)
    reports.ruled("suspected", by=officer)

    clock.shift(timedelta(hours=30))

    assert remind_of_hours() == 0


def test_the_hours_of_what_nobody_ruled_on_are_told(officer, clock, mailoutbox):
    incident = reports.reported(noticed_at=MONDAY - timedelta(hours=20))
    clock.shift(timedelta(hours=5))
    remind_of_hours()

    deliver(until=timezone.now() + timedelta(minutes=1))

    (mail,) = [one for one in mailoutbox if "what it is" in one.subject]
    assert mail.subject == f"{incident.reference}: 25 hours, and nobody has said what it is"
    for words in (
        "noticed at 1:00pm GMT on Sunday 22 November 2026",
        "end at 1:00pm GMT on Wednesday 25 November 2026",
        incident.get_absolute_url(),
    ):
        assert words in mail.body
    assert incident.happened not in mail.body


def test_the_hours_are_on_the_page_and_in_the_register(officer, clock, client):
    incident = reports.reported(noticed_at=MONDAY - timedelta(hours=20))
    client.force_login(officer)

    page, register = client.get(incident.get_absolute_url()), client.get("/incidents/")
    clock.shift(timedelta(hours=60))
    client.force_login(officer)
    late, late_register = client.get(incident.get_absolute_url()), client.get("/incidents/")

    assert "Time left to tell the regulator, if it is a breach" in page.text
    assert "52 hours 0 minutes" in page.text
    assert "52 hours left, if it is a breach" in register.text
    assert "Over the time to tell the regulator, if it is a breach" in late.text
    assert "8 hours over, if it is a breach" in late_register.text


def test_whoever_reported_it_reads_no_hours_of_the_council(officer, clock, client):
    incident = reports.reported()
    client.force_login(incident.reported_by)

    assert "if it is a breach" not in client.get(incident.get_absolute_url()).text


def test_a_day_after_a_suspicion_it_is_to_be_confirmed_or_dismissed(officer, clock):
    reports.ruled("suspected", by=officer)

    clock.shift(timedelta(hours=23, minutes=59))
    assert remind_to_confirm() == 0
    clock.shift(timedelta(minutes=1))
    assert remind_to_confirm() == 1
    assert remind_to_confirm() == 0

    assert told("incident_to_confirm") == [officer.pk]


def rule(incident, finding, by):
    triaging.rule(incident=incident, finding=finding, reason="It names her.", by=by)


def involve(incident, _finding, by):
    triaging.involve(incident=incident, person=by, part="subject", by=reports.handler())


@pytest.mark.parametrize("change", [rule, involve])
@pytest.mark.parametrize("step", ["rule", "confirm"])
def test_what_is_done_meanwhile_is_not_sent(officer, clock, change, step):
    incident = reports.reported() if step == "rule" else reports.ruled("suspected", by=officer)
    clock.shift(timedelta(hours=25))
    remind_to_rule()
    remind_to_confirm()
    notice = Notice.objects.get(kind=f"incident_to_{step}")
    if change is involve and step == "rule":
        rule(incident, "suspected", officer)
    change(Incident.objects.get(pk=incident.pk), "confirmed", officer)

    deliver(until=timezone.now() + timedelta(minutes=1))

    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == (State.CANCELLED, "no_longer_true")


def test_a_new_suspicion_has_its_own_day(officer, clock):
    incident = reports.ruled("suspected", by=officer)
    clock.shift(timedelta(hours=25))
    remind_to_confirm()
    rule(incident, "not_personal", officer)
    triaging.reopen(incident=incident, reason="A copy was found.", by=officer)
    rule(incident, "suspected", officer)

    deliver(until=timezone.now() + timedelta(minutes=1))

    assert Notice.objects.get(kind="incident_to_confirm").state == State.CANCELLED
    clock.shift(timedelta(hours=24))
    assert remind_to_confirm() == 1
