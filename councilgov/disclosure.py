"""No group so small that its figures would tell of its members, shown or by subtraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
    told = {name for name in names if all(is_enough(one.get(name, 0)) for one in asked)}
    while told and not all(is_enough(left_over(one, told)) for one in asked):
        told.remove(min(told, key=lambda name: (sum(one.get(name, 0) for one in asked), name)))
    return frozenset(told)


def left_over(asked: Mapping[str, int], told: Collection[str]) -> int:
    """How many belong to no group that is told."""
    return sum(count for name, count in asked.items() if name not in told)


def is_enough(count: int) -> bool:
    """Whether a number of people may be told: nobody, or so many that it tells of no single one."""
    return count == 0 or count >= FEWEST
