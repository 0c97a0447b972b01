"""A whole council is elected: 54 seats, 23 leavers, of whom nobody stood in another ward, and 3 who
did and were elected there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.elections.models import Outcome
from councilgov.elections.returning.actions import Return, hold, set_up
from tests import given
from tests.elections import polls
from tests.elections.polls import CHANGE, member, new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.elections.models import Contest
    from councilgov.people.models import User, Ward

WARDS, SEATS, LEAVERS, ELSEWHERE = 18, 3, 23, 3
POLLED = "2027-05-07"
MOVERS = {1: 51, 3: 48, 5: 45}
"""Who stood in another ward, and in whose place there they were elected."""
LEAVE = {*MOVERS.values(), *range(0, 2 * (LEAVERS - ELSEWHERE), 2)}


def sitting_for(wards: Sequence[Ward]) -> list[User]:
    """Three of each ward, in order."""
    return [member(wards[n // SEATS], f"Sitting {n:02}") for n in range(WARDS * SEATS)]


def named_wards() -> list[Ward]:
    return [given.ward(name=f"Ward {n:02}") for n in range(WARDS)]


def council() -> tuple[list[Contest], list[User], User]:
    """The contests of 18 wards, who sits for them, in order, and who enters the results."""
    clerk, wards = polls.clerk(), named_wards()
    sitting = sitting_for(wards)
    seats: dict[int | None, int] = {ward.pk: SEATS for ward in wards}
    contests = set_up(election=polls.election(), seats=seats, changes_on=CHANGE, by=clerk)
    return list(contests), sitting, clerk


def returns_of(
    contest: Contest, contests: Sequence[Contest], sitting: Sequence[User]
) -> Sequence[Return]:
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


def hold_all(contests: Sequence[Contest], sitting: Sequence[User], clerk: User) -> None:
    """Every result is entered, and held."""
    for contest in contests:
        hold(contest=contest, returns=returns_of(contest, contests, sitting), by=clerk)
