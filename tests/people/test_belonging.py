"""Whoever leaves office leaves their group with it, whenever that is."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from breaches.safeguarding.choosing import leader_of
from councilgov.deadlines import end_of_day
from councilgov.people.actions import end_term, join_group, leave_group, move_end
from councilgov.people.models import EndReason, GroupMembership
from councilgov.people.turnover.actions import Ending, turn_back, turn_over
from policies.campaigns.actions import leaders_of
from policies.models import Acknowledgement
from tests import given

MAY, DECEMBER = date(2027, 5, 10), date(2026, 12, 1)


@pytest.fixture
def group():
    return given.group()


@pytest.fixture
def leader(group):
    return given.councillor(group=group, is_leader=True)


def ends(term, day):
    return end_term(term=term, ends_at=end_of_day(day), reason=EndReason.RETIRED, by=None)


def moves(councillor, day, reason=EndReason.DIED):
    term = councillor.terms.order_by("starts_on", "pk")[0]
    return move_end(term=term, ends_at=end_of_day(day), reason=reason, by=None)


def left_on(councillor):
    return councillor.memberships.get().ends_on


def test_an_end_that_is_moved_moves_the_day_on_which_the_group_is_left(leader):
    ends(leader.terms.get(), MAY)

    moves(leader, date(2026, 11, 5))
    assert left_on(leader) == date(2026, 11, 5)
    moves(leader, date(2026, 11, 20))
    assert left_on(leader) == date(2026, 11, 20)


def test_nobody_is_told_of_a_report_or_a_policy_as_leader_who_has_died(leader, group):
    (asked,) = given.late_requests(given.draft(), 1)
    member = asked.councillor
    join_group(councillor=member, group=group, starts_on=date(2022, 5, 9), by=None)
    ends(leader.terms.get(), MAY)
    rows = Acknowledgement.objects.filter(pk=asked.pk)
    led = rows.annotate(leader=leaders_of("councillor").values("councillor")[:1])
    assert (leader_of(member), led.get().leader) == (leader, leader.pk)

    moves(leader, date(2026, 11, 5))

    assert (leader_of(member), led.all().get().leader) == (None, None)


def test_whoever_resigned_this_morning_is_told_of_nothing_as_leader(leader, group):
    member = given.councillor(group=group)
    with time_machine.travel("2026-11-24 09:00:00+00:00", tick=False) as clock:
        now = end_of_day(date(2026, 11, 23)).replace(hour=8)
        end_term(term=leader.terms.get(), ends_at=now, reason=EndReason.RESIGNED, by=None)
        clock.shift(1)

        assert left_on(leader) == date(2026, 11, 24)
        assert leader_of(member) is None


@pytest.mark.parametrize("first", [DECEMBER, MAY])
def test_whoever_has_two_terms_leaves_the_group_with_the_last_of_them(leader, first):
    other = MAY if first == DECEMBER else DECEMBER
    second = given.term(leader)
    ends(second, first)
    assert left_on(leader) is None
    ends(leader.terms.exclude(pk=second.pk).get(), other)

    assert left_on(leader) == MAY


def test_a_term_after_a_gap_does_not_keep_somebody_in_the_group(leader):
    ends(leader.terms.get(), DECEMBER)
    back = leader.memberships.get()
    given.term(leader, starts_on=MAY, declared_on=None)
    moves(leader, date(2026, 12, 4), EndReason.RESIGNED)

    back.refresh_from_db()
    assert back.ends_on == date(2026, 12, 4)


def test_an_end_that_is_moved_away_from_the_next_term_is_an_end_in_the_group(leader):
    given.term(leader, starts_on=MAY, declared_on=None)
    ends(leader.terms.get(starts_on=date(2022, 5, 9)), MAY)
    assert left_on(leader) is None

    moves(leader, DECEMBER, EndReason.RESIGNED)

    assert left_on(leader) == DECEMBER


def test_an_end_that_is_moved_to_where_another_term_goes_on_leaves_no_group(leader):
    ends(leader.terms.get(), DECEMBER)
    given.term(leader, starts_on=MAY, declared_on=None)

    moves(leader, MAY, EndReason.RETIRED)

    row = leader.memberships.get()
    assert (row.ends_on, row.is_leader) == (None, True)


def test_who_stays_in_office_after_all_leads_no_group_that_another_leads_by_now(leader, group):
    ends(leader.terms.get(), DECEMBER)
    given.term(leader, starts_on=MAY, declared_on=None)
    given.councillor(group=group, is_leader=True)

    moves(leader, MAY, EndReason.RETIRED)

    row = leader.memberships.get()
    assert (row.ends_on, row.is_leader) == (None, False)


def test_who_joined_another_group_since_stays_in_it_alone(leader):
    ends(leader.terms.get(), DECEMBER)
    given.term(leader, starts_on=MAY, declared_on=None)
    join_group(councillor=leader, group=given.group(), starts_on=MAY, by=None)

    moves(leader, MAY, EndReason.RETIRED)

    assert leader.memberships.get(starts_on=date(2022, 5, 9)).ends_on == DECEMBER


def test_a_group_that_was_left_before_stays_left(leader):
    leave_group(membership=leader.memberships.get(), ends_on=date(2026, 11, 1), by=None)
    ends(leader.terms.get(), MAY)

    moves(leader, date(2026, 11, 20))

    assert left_on(leader) == date(2026, 11, 1)


def test_nobody_leaves_a_group_before_they_joined_it(group):
    leader = given.councillor()
    join_group(councillor=leader, group=group, starts_on=DECEMBER, by=None)
    ends(leader.terms.get(), MAY)

    moves(leader, date(2026, 11, 5))

    assert left_on(leader) == DECEMBER


def test_who_leads_the_group_by_now_goes_on_where_an_end_is_moved_later(leader, group):
    ends(leader.terms.get(), DECEMBER)
    given.councillor(group=group, is_leader=True)

    moves(leader, MAY, EndReason.RETIRED)
    assert left_on(leader) == DECEMBER
    moves(leader, date(2026, 11, 25))
    assert left_on(leader) == DECEMBER


def test_a_recount_brings_somebody_back_whose_other_term_ended_later(leader):
    second = given.term(leader)
    ends(second, date(2027, 6, 1))
    first = Ending(
        leader.terms.exclude(pk=second.pk).get(), end_of_day(MAY), EndReason.NOT_RE_ELECTED
    )
    turn_over(endings=[first], beginnings=[], by=None)
    assert left_on(leader) == date(2027, 6, 1)

    turn_back(endings=[first], beginnings=[], reason="Recount", by=given.person())

    row = GroupMembership.objects.get(councillor=leader)
    assert (row.ends_on, row.is_leader) == (None, True)
