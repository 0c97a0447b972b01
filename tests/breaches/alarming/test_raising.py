"""Each stage of each clock is told once: to who decides, on call, and late if it is late."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given as examples
from hypothesis import settings as pace
from hypothesis import strategies as st

from breaches.alarming.raising import raise_alarms
from breaches.alarms import patience
from breaches.deciding.actions import decide_regulator
from breaches.models import ALARM_HOURS, Alarm, Assessment, Incident
from breaches.notifying.actions import record_notification
from breaches.tasks import sound_alarms
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.notices.models import Notice, State
from councilgov.people.actions import appoint
from councilgov.people.models import User
from tests import given
from tests.breaches import reports
from tests.breaches.alarming.clocks import (
    NOTICED,
    after,
    deputy,
    monitoring,
    running,
    sent,
    swept,
    turn,
    whom,
)


@pytest.fixture
def officer():
    given.council()
    return monitoring()


def hours(alarms):
    return [alarm.hour for alarm in alarms]


def decided(row, by, *, is_notifiable, at):
    with after(at):
        reason = "As advised."
        return decide_regulator(
            assessment=row,
            is_notifiable=is_notifiable,
            reason=reason,
            unadvised_because=reports.UNADVISED,
            by=by,
        )


# The stages


@pytest.mark.parametrize("hour", ALARM_HOURS)
def test_each_stage_is_told_when_it_is_reached_and_not_before(officer, hour):
    running()
    swept(hour - 0.1)

    assert whom(swept(hour)) == [(hour, officer)]
    assert swept(hour) == []


def test_a_sweep_run_twice_and_two_hours_late_tells_once(officer):
    running()

    first = swept(26)

    assert [(alarm.hour, alarm.is_late) for alarm in first] == [(24, True)]
    assert swept(26) == []
    assert Notice.objects.filter(kind="breach_alarm").count() == 1


def test_after_a_worker_was_down_each_stage_is_told_once_and_marked_late(officer):
    running()

    alarms = swept(60)

    assert [(one.hour, one.is_late) for one in alarms] == [(24, True), (48, True), (60, False)]
    assert swept(60.9) == []


def test_a_few_minutes_are_not_late(officer):
    running()

    assert not swept(24 + 9 / 60)[0].is_late
    assert swept(48 + 11 / 60)[0].is_late


def test_1_of_what_was_past_when_it_was_reported_only_the_last_stage_is_told(officer):
    with after(63.5):
        reports.noticed(NOTICED)

    alarms = swept(63.6)

    assert [(one.hour, one.is_late) for one in alarms] == [(60, False)]
    assert hours(swept(66)) == [66]


def test_what_is_reported_after_72_hours_is_told_at_once(officer):
    with after(100):
        reports.noticed(NOTICED)

    assert hours(swept(100)) == [72]


def test_another_controller_who_is_named_late_is_not_told_of_each_stage_before(officer):
    councillor = given.councillor()
    row = running(reporter=councillor)
    swept(60)
    with after(61):
        triaging.add_controller(
            incident=row.incident,
            controller="councillor",
            councillor=councillor,
            by=reports.handler(),
        )

    assert (60, councillor) in whom(alarms := swept(61))
    assert set(hours(alarms)) == {60}


# When they stop


def test_they_stop_at_no_personal_data(officer):
    row = running()
    with after(20):
        triaging.rule(
            incident=row.incident, finding="not_personal", reason="Empty.", by=reports.handler()
        )

    assert swept(80) == []


def test_they_stop_once_it_is_decided_that_nobody_is_told(officer):
    decided(running(), officer, is_notifiable=False, at=20)

    assert swept(80) == []


def test_a_decision_to_tell_goes_on_until_it_is_told(officer):
    row = decided(running(), officer, is_notifiable=True, at=20)

    assert hours(swept(24)) == [24]
    with after(30):
        record_notification(
            assessment=row,
            stage="initial",
            route="online",
            told_at=timezone.now(),
            by=reports.handler(),
        )
    assert swept(80) == []


def test_a_decision_that_was_turned_tells_only_the_last_stage_before_it(officer):
    row = decided(running(), officer, is_notifiable=False, at=20)

    decided(row, officer, is_notifiable=True, at=100)

    assert hours(swept(100)) == [72]


def test_the_clock_of_a_suspicion_alarms_too(officer):
    running("suspected")

    assert hours(swept(24)) == [24]


def test_a_report_without_a_finding_has_no_clock(officer):
    with after(0):
        reports.reported(noticed_at=NOTICED)

    assert swept(80) == []


def test_the_clock_of_what_is_opened_again_goes_on(officer):
    row = running()
    swept(72)
    swept(72.5)
    with after(80):
        handler = reports.handler()
        reports.contained(row.incident, by=handler)
        reports.spared(row, by=officer)
        incident = reports.closed(row.incident, by=handler)
        triaging.reopen(incident=incident, reason="A copy was found.", by=handler)

    assert swept(90) == []  # that the hours are over was told, and no clock is set back
    assert Assessment.objects.running().get().aware_at == NOTICED


def test_what_is_opened_again_tells_only_the_last_stage_before_it(officer):
    row = running()
    with after(20):
        handler = reports.handler()
        reports.contained(row.incident, by=handler)
        reports.spared(row, by=officer)
        incident = reports.closed(row.incident, by=handler)
    assert swept(99) == []

    with after(100):
        triaging.reopen(incident=incident, reason="A copy was found.", by=handler)

    assert hours(swept(100)) == [72]


def test_an_outside_body_counts_its_own_hours(officer):
    row = running()
    with after(1):
        triaging.add_controller(
            incident=row.incident, controller="outside_body", body="Elm School", by=officer
        )

    assert [alarm.assessment_id for alarm in swept(24)] == [row.pk]


# Another moment of awareness


def aware(row, by_hours, *, at):
    with after(at):
        reports.advised(row)
        moment = NOTICED + timedelta(hours=by_hours)
        because = "The file was thought empty."
        triaging.set_aware(assessment=row, aware_at=moment, because=because, by=reports.handler())


def test_a_clock_that_is_set_later_is_told_anew_when_it_comes_there(officer):
    row = running()
    assert hours(swept(24)) == [24]

    aware(row, 10, at=30)

    assert swept(30) == []
    assert hours(swept(34)) == [24]
    assert 48 not in hours(swept(57.9))
    assert hours(swept(58)) == [48]


def test_what_a_clock_has_not_reached_any_more_is_not_passed_on(officer):
    turn(officer)
    second = deputy()
    row = running()
    swept(24)
    aware(row, 10, at=25)

    assert swept(30) == []
    assert whom(swept(34)) == [(24, officer)]
    assert whom(swept(38)) == [(24, second)]


def test_a_correction_of_minutes_tells_nothing_twice(officer):
    row = running()
    swept(24)

    aware(row, 0.9, at=24.5)

    assert swept(25) == []
    assert hours(swept(49)) == [48]


def test_a_clock_that_is_set_back_earlier_tells_no_stage_twice(officer):
    row = running()
    aware(row, 20, at=30)
    assert hours(swept(44)) == [24]

    aware(row, 0, at=45)

    assert swept(46) == []
    assert hours(swept(48)) == [48]


# Over changes of the clock, a leap day, and the end of a year


MOMENTS = {
    "clocks go back": "2026-10-23 09:00Z",
    "clocks go forward": "2026-03-27 10:00Z",
    "leap day": "2028-02-27 23:59Z",
    "year end": "2026-12-30 17:30Z",
    "christmas": "2026-12-24 17:30Z",
}


@pytest.mark.parametrize("hour", ALARM_HOURS)
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_hours_are_elapsed_hours_at_any_time_of_the_year(moment, hour):
    with time_machine.travel(moment, tick=False) as clock:
        given.council()
        monitoring()
        reports.noticed(timezone.now())
        clock.shift(timedelta(hours=hour, seconds=-1))
        sound_alarms()
        assert not Alarm.objects.filter(hour=hour).exists()
        clock.shift(timedelta(seconds=1))
        sound_alarms()

    assert Alarm.objects.filter(hour=hour, is_late=False).exists()


# Whom


def test_without_anybody_on_call_all_who_decide_are_told(officer):
    second = deputy()
    running()

    assert {person for _hour, person in whom(swept(24))} == {officer, second}


def test_who_is_on_call_is_told_first(officer):
    second = deputy()
    turn(second)
    running()

    assert whom(swept(24)) == [(24, second)]


def test_who_is_on_call_and_away_is_not_on_call(officer):
    second = deputy()
    turn(second)
    turn(second, "away")
    running()

    assert whom(swept(24)) == [(24, officer)]


def test_on_call_ends_with_its_last_day(officer):
    second = deputy()
    turn(second, days=1)
    running()

    assert whom(swept(24)) == [(24, second)]
    assert {person for _hour, person in whom(swept(48))} == {officer, second}


def test_who_comes_on_call_later_is_not_told_of_what_another_was(officer):
    running()
    swept(24)
    turn(deputy())

    assert swept(24.5) == []


@pytest.mark.parametrize("part", ["subject", "recipient", "owner"])
def test_who_has_a_part_in_it_is_left_out(officer, part):
    second = deputy()
    row = running()
    triaging.involve(incident=row.incident, person=officer, part=part, by=reports.handler())

    assert whom(swept(24)) == [(24, second)]


def test_who_reported_it_is_left_out(officer):
    second = deputy()
    running(reporter=officer)

    assert whom(swept(24)) == [(24, second)]


def test_where_all_who_decide_are_away_the_others_are_told(officer):
    turn(officer, "away")
    dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
    row = running()

    alarms = swept(24)

    assert {alarm.circle for alarm in alarms} == {"last"}
    assert {alarm.person for alarm in alarms} >= {officer, dpo}
    assert row.incident.reported_by not in {alarm.person for alarm in alarms}


def test_where_nobody_is_left_the_administrator_is_told_and_it_is_logged(caplog):
    given.council()
    keeper = given.officer(Role.ADMINISTRATOR)
    handler = reports.handler()
    row = running(by=handler)
    triaging.involve(incident=row.incident, person=handler, part="subject", by=monitoring())
    officer = monitoring()
    for role in (Role.MONITORING_OFFICER, Role.INFORMATION_OFFICER):
        for person in User.objects.holding(role).exclude(pk=handler.pk):
            triaging.involve(incident=row.incident, person=person, part="subject", by=officer)

    alarms = swept(24)

    assert [(one.person, one.role) for one in alarms] == [(keeper, "administrator")]
    assert Notice.objects.get(to=keeper).kind == "breach_unheard"
    assert "Nobody is left who can be alarmed" in caplog.text


def test_8_a_councillor_is_told_of_their_own_part_with_the_team(officer):
    councillor = given.councillor()
    with after(0):
        row = reports.of_councillor(councillor, reporter=councillor, noticed_at=NOTICED)

    theirs = [alarm for alarm in swept(24) if alarm.assessment_id == row.pk]

    assert councillor in {alarm.person for alarm in theirs}
    assert {alarm.role for alarm in theirs} == {"councillor", "information_officer"}
    assert {alarm.circle for alarm in theirs} == {"first"}


def test_who_holds_two_offices_is_told_once(officer):
    appoint(
        officer=officer,
        role=Role.DATA_PROTECTION_OFFICER,
        starts_on=date(2020, 1, 1),
        by=None,
    )
    running()

    assert [(one.person, one.role) for one in swept(24)] == [(officer, "monitoring_officer")]


# The next people


@pytest.mark.parametrize(
    ("hour", "minutes"), [(24, 240), (48, 120), (60, 60), (66, 30), (70, 10), (72, 10)]
)
def test_the_next_people_wait_a_twelfth_of_what_is_left(officer, hour, minutes):
    assert patience(hour) == timedelta(minutes=minutes)
    turn(officer)
    second = deputy()
    running()
    swept(hour)

    assert swept(hour + (minutes - 1) / 60) == []
    assert whom(swept(hour + minutes / 60)) == [(hour, second)]


def opened(person, incident, *, at):
    with after(at):
        Alarm.objects.note_opened(person, incident, timezone.now())


def test_once_somebody_opened_it_nobody_else_is_told_until_the_next_stage(officer):
    turn(officer)
    second = deputy()
    row = running()
    swept(24)

    opened(officer, row.incident, at=25)

    assert swept(40) == []
    assert whom(swept(48)) == [(48, officer)]
    assert whom(swept(50)) == [(48, second)]


def test_only_the_last_stage_is_passed_on(officer):
    turn(officer)
    second = deputy()
    running()
    assert hours(swept(60)) == [24, 48, 60]

    assert whom(swept(66 - 0.1)) == [(60, second)]


def test_at_last_all_are_told_who_see_it_and_then_the_administrator(officer):
    dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
    keeper = given.officer(Role.ADMINISTRATOR)
    running()
    swept(24)

    last = swept(28)

    assert dpo in {alarm.person for alarm in last}
    assert {alarm.circle for alarm in last} == {"last"}
    assert swept(47) == []
    assert keeper not in {alarm.person for alarm in last}


def test_where_a_message_can_not_be_delivered_the_next_are_told_at_once(officer):
    turn(officer)
    second = deputy()
    running()
    swept(24)
    Notice.objects.filter(to=officer, kind="breach_alarm").update(
        state=State.DEAD, last_error="refused SMTPRecipientsRefused"
    )

    assert whom(swept(24 + 1 / 60)) == [(24, second)]


def test_while_one_of_them_got_it_the_next_wait(officer):
    second, third = deputy(), deputy()
    turn(officer)
    turn(second)
    running()
    swept(24)
    Notice.objects.filter(to=officer, kind="breach_alarm").update(
        state=State.DEAD, last_error="refused SMTPRecipientsRefused"
    )

    assert swept(25) == []
    assert whom(swept(28)) == [(24, third)]


def test_what_was_passed_on_late_says_so(officer):
    turn(officer)
    deputy()
    running()
    swept(24)

    assert [alarm.is_late for alarm in swept(29)] == [True]


def test_what_is_decided_meanwhile_is_passed_on_to_nobody(officer):
    turn(officer)
    deputy()
    row = running()
    swept(24)
    decided(row, officer, is_notifiable=False, at=25)

    assert swept(40) == []


# The rows


def test_nobody_is_told_twice_of_the_same_stage(officer):
    running()
    alarm = swept(24)[0]
    alarm.pk = None

    with (
        pytest.raises(IntegrityError, match="breaches_alarm_told_once"),
        transaction.atomic(),
    ):
        alarm.save()


BROKEN = [
    ("role_known", {"role": "king"}),
    ("circle_known", {"circle": "outer"}),
    ("hour_is_a_stage", {"hour": 25}),
    ("opened_after_raised", {"opened_at": NOTICED}),
]


@pytest.mark.parametrize(("name", "column"), BROKEN)
def test_the_database_refuses_what_is_no_alarm(officer, name, column):
    running()
    swept(24)

    with (
        pytest.raises(IntegrityError, match=f"breaches_alarm_{name}"),
        transaction.atomic(),
    ):
        Alarm.objects.update(**column)


@pytest.mark.parametrize("count", [1, 12])
def test_many_clocks_take_as_many_queries_as_one(officer, django_assert_num_queries, count):
    councillor, handler = given.councillor(), reports.handler()
    for _ in range(count):
        running(reporter=councillor, by=handler)

    with after(24), django_assert_num_queries(19):
        raise_alarms()

    assert Alarm.objects.count() == count


@pace(max_examples=12)
@examples(st.lists(st.integers(0, 110 * 60), min_size=1, max_size=6))
def test_however_the_sweeps_fall_each_stage_is_told_once(minutes):
    with transaction.atomic():
        given.council()
        monitoring()
        running()
        for minute in sorted(minutes):
            swept(minute / 60)

        first = Alarm.objects.filter(circle="first").values_list("hour", flat=True)
        reached = [hour for hour in ALARM_HOURS if hour * 60 <= max(minutes)]
        assert sorted(first) == reached
        transaction.set_rollback(True)
    assert not Incident.objects.exists()


def test_a_message_of_a_clock_that_stopped_is_not_sent(officer):
    row = running()
    swept(24)
    decided(row, officer, is_notifiable=False, at=24)

    sent(24)

    notice = Notice.objects.get(kind="breach_alarm")
    assert (notice.state, notice.last_error) == (State.CANCELLED, "no_longer_true")
