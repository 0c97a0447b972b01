"""An election of the whole council: 54 seats, 23 leavers, 3 elected elsewhere, one recount."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilgov.elections.models import Contest, Outcome, Result
from councilgov.elections.returning import actions
from councilgov.elections.returning.actions import Return
from councilgov.notices.models import Notice
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.elections import polls
from tests.elections.polls import CHANGE, confirmed, member, new
from tests.offboarding.leavers import on, sweep

WARDS, SEATS, LEAVERS, ELSEWHERE = 18, 3, 23, 3
POLLED = "2027-05-07"


MOVERS = {1: 51, 3: 48, 5: 45}
"""Who stood in another ward, and in whose place there they were elected."""
LEAVE = {*MOVERS.values(), *range(0, 2 * (LEAVERS - ELSEWHERE), 2)}


@pytest.fixture
def council():
    """The contests of 18 wards, and who sits for each, in order."""
    clerk = polls.clerk()
    wards = [given.ward(name=f"Ward {n:02}") for n in range(WARDS)]
    sitting = [member(wards[n // SEATS], f"Sitting {n:02}") for n in range(WARDS * SEATS)]
    row = polls.election()
    contests = actions.set_up(
        election=row, seats={ward.pk: SEATS for ward in wards}, changes_on=CHANGE, by=clerk
    )
    return list(contests), sitting, clerk


def returns_of(contest, contests, sitting):
    """Who leaves makes way for somebody new, or for somebody of another ward."""
    at = contests.index(contest)
    mine = range(at * SEATS, (at + 1) * SEATS)
    found = []
    for n in mine:
        if n in MOVERS:
            other = contests[MOVERS[n] // SEATS]
            found.append(Return(Outcome.ELSEWHERE, sitting[n], elsewhere=other))
        else:
            outcome = Outcome.NOT_ELECTED if n in LEAVE else Outcome.ELECTED
            found.append(Return(outcome, sitting[n]))
    came = [mover for mover, place in MOVERS.items() if place in mine]
    found += [Return(Outcome.ELECTED, sitting[mover]) for mover in came]
    free = SEATS - sum(one.outcome == Outcome.ELECTED for one in found)
    return found + [new(f"New {at:02} {n}") for n in range(free)]


def held_all(contests, sitting, clerk):
    for contest in contests:
        returns = returns_of(contest, contests, sitting)
        actions.hold(contest=contest, returns=returns, by=clerk)


@pytest.fixture
def polled(council):
    """All results are held, the day after the poll."""
    contests, sitting, clerk = council
    with on(POLLED):
        held_all(contests, sitting, clerk)
        yield contests, sitting, clerk


def leaving():
    return OffboardingCase.objects.filter(status=CaseStatus.SCHEDULED)


def test_nobody_is_told_anything_before_54_results_are_confirmed(polled):
    sweep()

    assert not OffboardingCase.objects.exists()
    assert not Notice.objects.exists()
    assert not TermOfOffice.objects.exclude(ends_at=None).exists()


def test_54_results_with_23_leavers_and_3_elected_elsewhere(polled):
    contests, sitting, _clerk = polled
    confirmed(*contests)

    moved = [sitting[n] for n in MOVERS]
    assert leaving().count() == len(LEAVE) == LEAVERS
    assert not leaving().filter(councillor__in=moved).exists()
    assert all(one.terms.filter(ends_at=None).count() == 1 for one in moved)
    assert TermOfOffice.objects.filter(ends_at=None).count() == WARDS * SEATS
    assert TermOfOffice.objects.exclude(ends_at=None).count() == WARDS * SEATS
    with on("2027-05-11"):
        sweep()
        assert OffboardingCase.objects.filter(status=CaseStatus.RUNNING).count() == LEAVERS
        assert User.objects.councillors(timezone.now()).count() == WARDS * SEATS
        assert not TermOfOffice.objects.acting(timezone.now()).exists()  # nobody has declared


def test_of_54_results_one_recount_is_undone(polled):
    contests, _sitting, clerk = polled
    confirmed(*contests)

    (recounted,) = actions.undo(contest=contests[4], reason="Recount", by=clerk)

    gone = recounted.results.filter(outcome=Outcome.NOT_ELECTED).count()
    assert gone
    assert leaving().count() == LEAVERS - gone
    assert Contest.objects.filter(status="confirmed").count() == WARDS - 1
    confirmed(recounted)
    assert leaving().count() == LEAVERS


QUERIES_OF_ALL, QUERIES_OF_A_NEWCOMER = 60, 5


def test_to_confirm_many_takes_queries_for_who_is_new_alone(polled):
    contests, _sitting, clerk = polled
    counted = []
    for group in (contests[3:6], [*contests[:3], *contests[6:]]):
        new_ones = Result.objects.filter(contest__in=group, person=None).count()
        rows = Contest.objects.filter(pk__in=[one.pk for one in group])
        marks = {row.pk: row.mark for row in rows}
        with CaptureQueriesContext(connection) as asked:
            actions.confirm(election=contests[0].election, marks=marks, by=clerk)
        counted.append(len(asked) - QUERIES_OF_A_NEWCOMER * new_ones)

    assert max(counted) - min(counted) <= 1
    assert max(counted) <= QUERIES_OF_ALL
