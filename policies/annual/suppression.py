"""No figure about so few people that it would tell who they are, shown or by subtraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from policies.annual.figures import Figure

FEWEST = 5
"""People about whom a figure is told."""


def groups_told(asked: Collection[Mapping[str, int]]) -> frozenset[str]:
    """The groups whose figures may be told: the same ones throughout a report.

    Each mapping says how many of each group were asked to sign one policy; "" is no group. A group
    is told if in each policy none of it was asked or at least ``FEWEST``. What is left over, which
    anybody finds by subtraction, must be nobody or at least as many too: until it is, the smallest
    group that was told joins it. One choice for the whole report, or a group that is left out of
    one policy could be found from the sums.
    """
    names = {name for one in asked for name in one if name}
    told = {name for name in names if all(_is_enough(one.get(name, 0)) for one in asked)}
    while told and not all(_is_enough(left_over(one, told)) for one in asked):
        told.remove(min(told, key=lambda name: (sum(one.get(name, 0) for one in asked), name)))
    return frozenset(told)


def left_over(asked: Mapping[str, int], told: Collection[str]) -> int:
    """How many belong to no group that is told."""
    return sum(count for name, count in asked.items() if name not in told)


def may_be_told(count: int, of: int) -> bool:
    """Whether it is of at least ``FEWEST`` people and leaves as many others.

    None and all would tell of each single one, so they may not.
    """
    return FEWEST <= count <= of - FEWEST


def measures_told(figures: Collection[Figure]) -> tuple[bool, bool]:
    """Whether of each group may be told how many signed in six weeks, and how many by now.

    Of all groups of a policy or of none: the sum is known, so one alone would be found from it.
    Who signed later is the difference, and must be nobody or enough.
    """
    signed = all(may_be_told(one.signed, one.asked) for one in figures)
    soon = all(may_be_told(one.soon, one.asked) for one in figures)
    late = all(_is_enough(one.signed - one.soon) for one in figures)
    return soon and (late or not signed), signed


def _is_enough(count: int) -> bool:
    return count == 0 or count >= FEWEST
