"""Totals of permission to contact, none so small that it would tell of anybody.

Ward records are their councillor's: officers get numbers, never names. There is no number of any
one councillor: "no pressure on Members to use social media methods" (Barnet policy, 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from consent.models import Constituent, ContactPermission, PermissionStatus
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.disclosure import FEWEST, is_enough

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

STALE = "stale"
MANY: Sequence[tuple[int, StrOrPromise]] = (
    (1, _lazy("None")),
    (10, _lazy("1 to 9")),
    (50, _lazy("10 to 49")),
)
MOST = _lazy("50 or more")
"""How many somebody has to check again: fewer than so many is told as that."""
TO_CHECK = _lazy("To be checked again")


class Figures(NamedTuple):
    """What officers read: each a list of what is counted, and how many as it is told."""

    people: str
    permissions: str
    by_capacity: list[tuple[str, str]]
    by_standing: list[tuple[str, str]]
    by_channel: list[tuple[str, str]]


def figures() -> Figures | None:
    """The totals of today; None while so few councillors keep contacts that they would tell of
    one of them.
    """
    people, permissions = Constituent.objects.order_by(), ContactPermission.objects.order_by()
    if not _are_enough(people):
        return None
    by_standing = _standings(permissions)
    by_capacity = _counted(people, "capacity")
    return Figures(
        in_words(sum(one.rows for one in by_capacity.values())),
        in_words(sum(one.rows for one in by_standing.values())),
        told(by_capacity, dict(Capacity.choices)),
        told(by_standing, {**dict(PermissionStatus.choices), STALE: TO_CHECK}),
        told(_counted(permissions, "channel__name"), {}),
    )


def _are_enough(people: QuerySet[Constituent]) -> bool:
    return is_enough(people.values("councillor").distinct().count())


def _is_stale() -> Q:
    return Q(status=PermissionStatus.VERIFIED, stale_on__lte=today())


def _standings(permissions: QuerySet[ContactPermission]) -> dict[str, Counted]:
    text: CharField[str, str] = CharField()
    standing = Case(When(_is_stale(), then=Value(STALE)), default=F("status"), output_field=text)
    return _counted(permissions.annotate(standing=standing), "standing")


def _stale(permissions: QuerySet[ContactPermission]) -> int | None:
    """How many are to be checked again, as the totals tell it; None where they do not."""
    counts = _standings(permissions)
    if STALE not in counts:
        return 0
    return counts[STALE].rows if STALE in groups_told(counts) else None


def stale_told() -> int:
    """How many permissions are to be checked again; 0 where it is not told: with so few it would
    tell of one councillor.
    """
    if not _are_enough(Constituent.objects.order_by()):
        return 0
    return _stale(ContactPermission.objects.order_by()) or 0


class Stale(NamedTuple):
    """How many permissions are to be checked again, as it is told, and how that is spread: of how
    many councillors it is so many. Nobody is named: there is no league table of use.
    """

    permissions: str
    spread: list[tuple[str, str]]


def stale() -> Stale | None:
    """As of today; None where the totals are not told either. Three queries."""
    if not _are_enough(Constituent.objects.order_by()):
        return None
    permissions = ContactPermission.objects.order_by()
    number = _stale(permissions)
    total = _("Not told") if number is None else f"{number:,}"
    each = permissions.values_list("councillor").annotate(n=Count("pk", filter=_is_stale()))
    return Stale(total, spread([n for _councillor, n in each]))


def spread(each: Sequence[int]) -> list[tuple[str, str]]:
    """Of how many it is none, few or many, in that order; no number is told of fewer than five,
    nor one from which such a number could be worked out.
    """
    names = [*(name for _below, name in MANY), MOST]
    counts = [0] * len(names)
    for n in each:
        counts[sum(n >= below for below, _name in MANY)] += 1
    shown = groups_told({str(at): Counted(n, n) for at, n in enumerate(counts) if n})
    is_told = [not n or str(at) in shown for at, n in enumerate(counts)]
    return [
        (str(name), f"{n:,}" if told_now else _("Not told"))
        for name, n, told_now in zip(names, counts, is_told, strict=True)
    ]


class Counted(NamedTuple):
    """How many there are in a group, and of how many councillors."""

    rows: int
    councillors: int

    @property
    def is_enough(self) -> bool:
        return self.rows >= FEWEST and self.councillors >= FEWEST


def _counted(
    rows: QuerySet[Constituent] | QuerySet[ContactPermission], by: str
) -> dict[str, Counted]:
    councillors = Count("councillor", distinct=True)
    found = rows.values_list(by).annotate(n=Count("pk"), councillors=councillors)
    return {group: Counted(*counts) for group, *counts in found}


def told(counts: Mapping[str, Counted], names: Mapping[str, object]) -> list[tuple[str, str]]:
    """Each by its name with its number, the greatest first; one that is less than five, or of fewer
    than five councillors, or could be worked out from the others, is not told, and stands after
    them.
    """
    shown = groups_told(counts)
    order = sorted(counts, key=lambda key: (key not in shown, -counts[key].rows, key))
    left = sorted(set(counts) - shown)
    return [
        *((str(names.get(key, key)), f"{counts[key].rows:,}") for key in order if key in shown),
        *((str(names.get(key, key)), _("Not told")) for key in left),
    ]


def groups_told(counts: Mapping[str, Counted]) -> set[str]:
    """What is left over, which anybody finds by subtraction, must be nothing or enough too: until
    it is, the smallest group that was told joins it. Of its councillors as many are counted as its
    largest group has: they may be the same in each.
    """
    shown = {key for key, count in counts.items() if count.is_enough}
    while shown and not _is_safe([counts[key] for key in set(counts) - shown]):
        shown.remove(min(shown, key=lambda key: (counts[key].rows, key)))
    return shown


def _is_safe(left: Collection[Counted]) -> bool:
    rows = sum(one.rows for one in left)
    return not left or Counted(rows, max(one.councillors for one in left)).is_enough


def in_words(count: int) -> str:
    return f"{count:,}" if is_enough(count) else _("Fewer than 5")
