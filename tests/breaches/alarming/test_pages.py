"""The alarms on the record, the messages, and the rota."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from breaches.alarming import actions
from breaches.models import ALARM_HOURS, Alarm, Turn
from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.models import Notice, State
from councilgov.people.models import User
from councilgov.records import Refused
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
)


@pytest.fixture
def officer():
    given.council()
    return monitoring()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def shown(person, row, *, at):
    with after(at):
        return signed_in(person).get(row.get_absolute_url()).text


# On the record


def test_the_record_says_when_the_next_alarm_is_given(officer):
    row = running()

    page = shown(officer, row, at=1)

    assert "No alarm was given yet." in page
    assert "after 24 of 72 hours, at 5:30pm GMT on Saturday 21 November 2026" in page


def test_the_record_shows_whom_what_came_of_it_and_who_opened_it(officer):
    turn(officer)
    row = running()
    swept(26)
    sent(26)

    page = shown(reports.handler(), row, at=26.5)

    assert f"{officer.full_name}, Monitoring Officer" in page
    assert "24 hours (late)" in page
    assert "Sent at 7:30pm on 21 November 2026" in page
    assert "Not yet" in page
    assert "7:36pm" not in page
    shown(officer, row, at=26.6)
    assert "8:06pm on 21 November 2026" in shown(officer, row, at=40)


def test_what_could_not_be_delivered_is_on_the_record(officer):
    row = running()
    swept(24)
    Notice.objects.filter(kind="breach_alarm").update(state=State.DEAD, last_error="refused X 550")

    assert "Could not be sent. The mail server refuses this address." in shown(officer, row, at=25)


def test_after_the_last_stage_no_more_come(officer):
    row = running()
    swept(72)

    page = shown(officer, row, at=73)

    assert "72 hours, over" in page
    assert "No more alarms come." in page


@pytest.mark.parametrize(("at", "hour"), [(25, 24), (80, 72)])
def test_an_alarm_that_is_due_is_said_to_come_at_once(officer, at, hour):
    row = running()

    page = shown(officer, row, at=at)

    assert f"the one of {hour} hours goes out within a minute" in page
    assert "No more alarms come." not in page
    swept(at)
    assert "within a minute" not in shown(officer, row, at=at + 0.1)


def test_what_is_no_breach_has_no_alarms(officer):
    with after(0):
        incident = reports.reported(noticed_at=NOTICED)

    assert "Alarms" not in shown(officer, incident, at=1)


def test_a_councillor_sees_the_alarms_of_their_own_part_only(officer):
    councillor = given.councillor()
    with after(0):
        row = reports.of_councillor(councillor, reporter=councillor, noticed_at=NOTICED)
    swept(24)

    page = shown(councillor, row, at=25)

    assert f"{councillor.full_name}, Councillor" in page
    assert "Monitoring Officer</td>" not in page
    assert f"({councillor.full_name})" not in page
    assert "See who is on call" not in page
    assert f"24 hours ({councillor.full_name})" in shown(officer, row, at=25)


def test_who_reported_a_breach_of_the_council_sees_no_alarms(officer):
    councillor = given.councillor()
    row = running(reporter=councillor)
    swept(24)

    assert "Alarms" not in shown(councillor, row, at=25)


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_takes_as_many_queries_for_many_alarms_as_for_one(
    officer, django_assert_max_num_queries, count
):
    for _n in range(count):
        deputy()
    row = running()
    for hour in (24, 48, 60)[:count]:
        swept(hour)
    client = signed_in(officer)

    with after(61):
        client.get(row.get_absolute_url())
        with django_assert_max_num_queries(32):
            client.get(row.get_absolute_url())


def test_opening_the_record_is_noted_once(officer):
    row = running()
    swept(24)

    shown(officer, row, at=25)
    shown(officer, row, at=26)

    assert Alarm.objects.get().opened_at == NOTICED + timedelta(hours=25)


def test_a_machine_whose_clock_is_behind_shows_the_record_all_the_same(officer):
    row = running()
    swept(24)

    shown(officer, row, at=23.99)

    assert Alarm.objects.get().opened_at == NOTICED + timedelta(hours=24)


# The words


def letter(row, hours):
    """The message of the last stage that was reached by then, each of those before in its time."""
    *before, _last = [hour for hour in ALARM_HOURS if hour <= hours]
    for hour in [*before, hours]:
        mail.outbox.clear()
        swept(hour)
        sent(hour)
    told = "to tell the regulator", "hours are over", "Nobody answers"
    return [one for one in mail.outbox if any(words in one.subject for words in told)][-1]


def test_an_alarm_says_how_many_hours_are_left_and_names_nobody(officer):
    row = running()

    told = letter(row, 48)

    assert told.subject == f"{row.incident.reference}: 24 hours left to tell the regulator"
    for words in (
        "48 of the 72 hours have passed. They end at 5:30pm GMT on Monday 23 November 2026.",
        "Nobody has recorded yet whether the regulator is to be told.",
        row.get_absolute_url(),
    ):
        assert words in told.body
    for words in ("late", "suspected", row.incident.happened, row.incident.reported_by.full_name):
        assert words not in told.body


def test_the_last_but_one_says_hours(officer):
    assert "2 hours left" in letter(running(), 70).subject


def test_a_late_alarm_says_that_it_is(officer):
    told = letter(running(), 27)

    assert "This alarm is late. It was due at 5:30pm GMT on Saturday 21 November 2026." in told.body


def test_at_the_end_it_says_what_to_do(officer):
    told = letter(running(), 72)

    assert told.subject.endswith("the 72 hours are over")
    assert "Tell them now, and say why it is late." in told.body


def test_a_suspicion_says_so(officer):
    assert "It is only suspected so far." in letter(running("suspected"), 24).body


def test_a_decision_to_tell_says_that_nobody_has(officer):
    row = running()
    with after(20):
        reports.notifiable(row, by=officer)

    assert "It was decided to tell the regulator." in letter(row, 24).body


def test_whoever_is_told_next_reads_why(officer):
    turn(officer)
    deputy()
    row = running()
    swept(24)

    assert "nobody who was told before you has opened the report" in letter(row, 28).body


def test_8_a_councillor_reads_that_they_are_not_on_their_own():
    given.council()
    councillor = given.councillor()
    with after(0):
        row = reports.of_councillor(councillor, reporter=councillor, noticed_at=NOTICED)
    swept(24)
    sent(24)

    told = next(one for one in mail.outbox[::-1] if one.to == [councillor.email])

    assert "so you decide whether the regulator is told" in told.body
    assert "01632 960126" in told.body
    assert row.incident.reference in told.subject


def test_an_administrator_is_asked_to_ring():
    given.council()
    given.officer(Role.ADMINISTRATOR)
    row = running(by=monitoring(), reporter=given.councillor())
    decider = User.objects.holding(Role.MONITORING_OFFICER).get()
    decider.is_active = False
    decider.keep(by=None, why="Test")

    told = letter(row, 24)

    assert told.subject.startswith("Nobody answers an alarm about")
    assert "01632 960123" in told.body
    assert "/people/" in told.body
    assert row.get_absolute_url() not in told.body


# The rota


def entered(by, officer, duty="on_call", *, starts=0, ends=7):
    return actions.add_turn(
        officer=officer,
        duty=duty,
        starts_on=today() + timedelta(days=starts),
        ends_on=today() + timedelta(days=ends),
        by=by,
    )


@pytest.mark.parametrize("role", Role)
def test_those_who_decide_and_the_team_keep_the_rota(officer, role):
    somebody = given.somebody(role)

    if role in {
        Role.MONITORING_OFFICER,
        Role.DEPUTY_MONITORING_OFFICER,
        Role.INFORMATION_OFFICER,
    }:
        row = entered(somebody, somebody)
        actions.remove_turn(turn=row, by=somebody)
        assert not Turn.objects.exists()
    else:
        row = entered(officer, officer)
        with pytest.raises(Refused, match="can do this"):
            entered(somebody, officer, starts=8, ends=9)
        with pytest.raises(Refused, match="can do this"):
            actions.remove_turn(turn=row, by=somebody)
        with pytest.raises(Refused, match="Choose somebody who decides"):
            entered(officer, somebody)


def test_days_in_the_wrong_order_or_over_are_refused(officer):
    with pytest.raises(Refused, match="before the first"):
        entered(officer, officer, starts=3, ends=2)
    with pytest.raises(Refused, match="today or later"):
        entered(officer, officer, starts=-3, ends=-1)


def test_the_same_line_twice_is_refused(officer):
    entered(officer, officer)

    with pytest.raises(Refused, match="on the list already"):
        entered(officer, officer)


def test_a_line_that_is_gone_is_said_to_be(officer):
    row = entered(officer, officer)
    actions.remove_turn(turn=row, by=officer)

    with pytest.raises(Refused, match="no longer there"):
        actions.remove_turn(turn=Turn(pk=row.pk or 1), by=officer)


BROKEN = [
    ("duty_known", {"duty": "asleep"}),
    ("ends_after_it_starts", {"ends_on": today() - timedelta(days=9)}),
]


@pytest.mark.parametrize(("name", "column"), BROKEN)
def test_the_database_refuses_what_is_no_turn(officer, name, column):
    row = entered(officer, officer)
    for field, value in column.items():
        setattr(row, field, value)

    with (
        pytest.raises(IntegrityError, match=f"breaches_turn_{name}"),
        transaction.atomic(),
    ):
        row.save()


def typed(officer, duty="on_call", days=7):
    first, last = today(), today() + timedelta(days=days)
    return {
        "officer": officer.pk,
        "duty": duty,
        "starts_on_day": first.day,
        "starts_on_month": first.month,
        "starts_on_year": first.year,
        "ends_on_day": last.day,
        "ends_on_month": last.month,
        "ends_on_year": last.year,
    }


def test_the_rota_is_kept_on_its_page(officer):
    client, second = signed_in(officer), deputy()
    assert "Nobody is on call today." in client.get("/incidents/on-call/").text

    client.post("/incidents/on-call/add/", typed(second))
    page = client.get("/incidents/on-call/").text
    assert "On call today:" in page
    assert second.full_name in page

    client.post("/incidents/on-call/add/", typed(second, "away"))
    assert "Nobody is on call today." in client.get("/incidents/on-call/").text
    for row in Turn.objects.all():
        client.post(f"/incidents/on-call/{row.pk}/remove/")
    assert "Nobody is on the list." in client.get("/incidents/on-call/").text


def test_the_rota_says_whom_alarms_reach_where_nobody_who_decides_is_on_call(officer):
    handler = reports.handler()
    reports.on_call(handler)
    page = signed_in(officer).get("/incidents/on-call/").text
    assert "Nobody who decides is on call today. Alarms go to everybody who decides" in page

    reports.on_call(officer, "away")
    page = signed_in(officer).get("/incidents/on-call/").text
    assert "Everybody who decides is away today. Alarms go to all of them" in page


def test_what_is_missing_or_wrong_is_asked_again(officer):
    client = signed_in(officer)
    page = client.post("/incidents/on-call/add/", {"duty": ""}).text

    for words in ("Choose somebody", "Select if they are on call", "Enter the first day"):
        assert words in page
    wrong = client.post("/incidents/on-call/add/", typed(officer, days=-1))
    assert "The last day must be today or later" in wrong.text


def test_only_who_is_on_the_rota_can_be_chosen(officer):
    page = signed_in(officer).post("/incidents/on-call/add/", typed(given.councillor()))

    assert page.status_code == 200
    assert not Turn.objects.exists()


def test_a_clock_can_be_opened_by_who_was_told_and_not_by_the_administrator(officer):
    running()
    alarm = swept(24)[0]
    assert alarm.get_absolute_url() == alarm.assessment.get_absolute_url()

    alarm.role = Role.ADMINISTRATOR

    assert alarm.get_absolute_url() == "/people/"
    assert str(alarm) == f"Alarm {alarm.pk}"
    assert timezone.now() > alarm.due_at
