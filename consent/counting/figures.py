"""Totals of permission to contact, none so small that it would tell of anybody.

Ward records are their councillor's: officers get numbers, never names. There is no number of any
one councillor: "no pressure on Members to use social media methods" (Barnet policy, 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.translation import gettext as _

from consent.models import Constituent, ContactPermission, PermissionStatus
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.disclosure import FEWEST, is_enough

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

STALE = "stale"


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
    if not is_enough(people.values("councillor").distinct().count()):
        return None
    stale = Q(status=PermissionStatus.VERIFIED, stale_on__lte=today())
    text: CharField[str, str] = CharField()
    standing = Case(When(stale, then=Value(STALE)), default=F("status"), output_field=text)
    by_standing = _counted(permissions.annotate(standing=standing), "standing")
    by_capacity = _counted(people, "capacity")
    return Figures(
        in_words(sum(one.rows for one in by_capacity.values())),
        in_words(sum(one.rows for one in by_standing.values())),
        told(by_capacity, dict(Capacity.choices)),
        told(by_standing, {**dict(PermissionStatus.choices), STALE: _("To be checked again")}),
        told(_counted(permissions, "channel__name"), {}),
    )


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
