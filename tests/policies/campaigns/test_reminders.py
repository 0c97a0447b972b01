"""Which stage of the ladder is reached on which day, and to whom it goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts import actions as accounts
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Dropped, Notice
from councilgov.notices.texts import part_of
from councilgov.people import actions as people
from policies.campaigns.actions import remind
from policies.models import Acknowledgement
from policies.reminders import ASKED as REQUEST
from policies.reminders import LADDER, TO_LEADER, TO_OFFICER, stage_of, with_stage
from tests import given

ASKED, DUE = date(2026, 11, 23), date(2026, 12, 21)
"""Monday, and twenty working days later."""
DECISION = "Full Council, 24 February 2026, minute 8"


@pytest.fixture(scope="module")
def version(shared):
    return shared(begin)


def begin():
    group = given.group()
    given.councillor(group=group, full_name="Late Member")
    given.councillor(group=group, is_leader=True, full_name="Leading Member")
    given.officer(Role.MONITORING_OFFICER, full_name="Monitoring Officer")
    version = given.published()
    leader = Acknowledgement.objects.get(councillor__full_name="Leading Member")
    given.signature(version, leader.councillor)
    return version


def late():
    return Acknowledgement.objects.get(councillor__full_name="Late Member")


def on(days):
    """So many days after the last day."""
    return time_machine.travel(f"{(DUE + timedelta(days=days)).isoformat()} 09:00Z", tick=False)


def told(kind):
    return Notice.objects.filter(kind=kind)


def reminders():
    return Notice.objects.filter(kind__in=LADDER)


def decide(decision=DECISION):
    given.council(leaders_decision=decision)


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (-15, None),
        (-14, -14),
        (-8, -14),
        (-7, -7),
        (-4, -7),
        (-3, -3),
        (-2, -3),
        (-1, -1),
        (0, 0),
        (6, 0),
        (7, 7),
        (13, 7),
        (14, 14),
        (100, 98),
    ],
)
def test_the_last_stage_reached_is_the_one_that_is_sent(version, days, stage):
    with on(days):
        remind()
        remind()

    assert [stage_of(one) for one in reminders()] == ([] if stage is None else [stage])


@pytest.mark.parametrize(
    ("asked", "stages"),
    [(-14, [-7]), (-15, [-14]), (-7, [-3]), (-1, [0]), (0, [7])],
    ids=str,
)
def test_a_stage_that_was_past_when_the_request_began_is_dropped(version, asked, stages):
    row = late()
    row.asked_on = DUE + timedelta(days=asked)
    row.keep(by=None, why="Test")

    for days in range(asked, 8):
        with on(days):
            remind()

    assert [stage_of(one) for one in reminders().order_by("pk")][:1] == stages


def test_a_new_last_day_begins_a_new_ladder(version):
    with on(7):
        remind()
        row = late()
        row.asked_on, row.due_on = timezone.localdate(), timezone.localdate() + timedelta(days=7)
        row.keep(by=None, why="Test")
    with on(11):
        remind()

        first, second = reminders().order_by("pk")
        assert unwanted(first) == Dropped.NO_LONGER_TRUE
        assert unwanted(second) == ""
    assert (stage_of(first), stage_of(second)) == (7, -3)


@pytest.mark.parametrize(("days", "word"), [(0, "is"), (1, "was"), (6, "was")])
def test_a_reminder_says_what_is_true_on_the_day_it_goes(version, days, word):
    with on(0):
        remind()
    with on(days):
        mail = part_of(reminders().get())

    assert mail.subject.startswith(f"21 December 2026 {word} the last day to sign")
    assert f"The last day to sign {word} 21 December 2026." in mail.body
    assert "tomorrow" not in mail.next


@pytest.mark.parametrize(("days", "why"), [(0, ""), (1, Dropped.NO_LONGER_TRUE)])
def test_a_reminder_of_days_to_come_is_dropped_once_they_are_past(version, days, why):
    with on(-1):
        remind()
    with on(days):
        assert unwanted(reminders().get()) == why


@pytest.mark.parametrize(("days", "words"), [(0, "by 21 December"), (1, "was 21 December")])
def test_a_request_that_goes_late_says_so(version, days, words):
    with on(days):
        assert words in part_of(told(REQUEST).get(to=late().councillor)).body


@pytest.mark.parametrize("status", ["exempt", "declined", "signed"])
def test_nobody_is_reminded_who_is_exempt_or_has_answered(version, status):
    row = late()
    if status == "signed":
        given.signature(version, row.councillor)
    else:
        row.declined_at, row.decline_reason = (
            (timezone.now(), "No") if status == "declined" else (None, "")
        )
        row.move(status, by=None, why="Test")

    with on(14):
        assert remind() == 0


def test_nobody_is_reminded_whose_account_is_closed(version):
    people.close_account(
        person=late().councillor, reason="Left", by=given.officer(Role.ADMINISTRATOR)
    )

    with on(0):
        assert remind() == 0


def test_nobody_is_reminded_who_cannot_come_in(version):
    newcomer = given.invited()
    given.term(newcomer)
    given.ask_everybody(version)
    accounts.withdraw(invitation=newcomer.invitations.get(), by=given.person())

    with on(0):
        remind()

    assert {one.to for one in reminders()} == {late().councillor}


def test_a_signature_stops_a_reminder_that_waits(version):
    with on(-7):
        remind()
        given.signature(version, late().councillor)

        assert unwanted(reminders().get()) == Dropped.NO_LONGER_TRUE


def test_a_reminder_is_overtaken_by_a_later_one_that_goes_now(version):
    with on(-3):
        remind()
    with on(-1):
        remind()
        earlier, later = reminders().order_by("pk")
        Notice.objects.filter(pk=later.pk).update(due_at=timezone.now())

        assert unwanted(earlier) == Dropped.OVERTAKEN
        assert unwanted(later) == ""


def test_a_reminder_is_not_overtaken_by_one_that_goes_tomorrow(version):
    with on(-3):
        remind()
    with on(-1):
        remind()  # after eight in the morning: it goes on the next working day
        earlier = reminders().order_by("pk").first()

        assert unwanted(earlier) == ""


# The leader and the Monitoring Officer


def test_the_leader_is_told_after_a_week_if_the_council_has_decided_so(version):
    decide()
    with on(6):
        remind()
        assert not told(TO_LEADER).exists()
    with on(7):
        remind()
        remind()

    assert told(TO_LEADER).get().to.full_name == "Leading Member"
    assert not told(TO_OFFICER).exists()


def test_the_leader_is_not_told_without_a_decision(version):
    with on(7):
        remind()

    assert not told(TO_LEADER).exists()
    assert not told(TO_OFFICER).exists()


def test_a_decision_does_not_reach_back_beyond_a_week(version):
    decide()
    with on(14):
        remind()

    assert not told(TO_LEADER).exists()
    assert told(TO_OFFICER).get().to.full_name == "Monitoring Officer"


def test_nothing_goes_to_a_leader_once_the_decision_is_taken_back(version):
    decide()
    with on(7):
        remind()
        assert unwanted(told(TO_LEADER).get()) == ""
        decide("")

        assert unwanted(told(TO_LEADER).get()) == Dropped.NO_LONGER_TRUE


def test_nothing_goes_to_somebody_who_no_longer_leads_the_group(version):
    decide()
    with on(7):
        remind()
        leader = told(TO_LEADER).get().to
        people.leave_group(
            membership=leader.memberships.get(),
            ends_on=timezone.localdate() - timedelta(days=1),
            by=None,
        )

        assert unwanted(told(TO_LEADER).get()) == Dropped.NO_LONGER_TRUE


@pytest.mark.parametrize("who", ["without a group", "the leader"])
def test_without_another_leader_the_monitoring_officer_is_told_after_a_week(version, who):
    decide()
    group = given.group()
    row = late()
    people.leave_group(
        membership=row.councillor.memberships.get(), ends_on=date(2026, 11, 23), by=None
    )
    if who == "the leader":
        people.join_group(
            councillor=row.councillor,
            group=group,
            starts_on=date(2026, 11, 24),
            is_leader=True,
            by=None,
        )

    with on(7):
        remind()
        (notice,) = told(TO_OFFICER)
        assert unwanted(notice) == ""
        assert stage_of(notice) == 7
        decide("")
        assert unwanted(notice) == Dropped.NO_LONGER_TRUE
    assert not told(TO_LEADER).exists()


def test_nothing_goes_to_somebody_who_is_monitoring_officer_no_more(version):
    with on(14):
        remind()
        notice = told(TO_OFFICER).get()
        assert unwanted(notice) == ""
        people.end_appointment(
            appointment=notice.to.appointments.get(),
            ends_on=timezone.localdate() - timedelta(days=1),
            by=None,
        )

        assert unwanted(notice) == Dropped.NO_LONGER_TRUE


def test_the_monitoring_officer_is_told_once_about_each(version):
    with on(14):
        remind()
    with on(21):
        remind()

    assert told(TO_OFFICER).count() == 1


def test_reminders_are_planned_in_as_many_queries_for_many_as_for_one(
    version, django_assert_max_num_queries
):
    given.many_requests(version, 50)
    Notice.objects.all().delete()

    with on(14), django_assert_max_num_queries(22):
        remind()

    assert with_stage(Acknowledgement.objects.unsigned(), DUE).count() == 51
