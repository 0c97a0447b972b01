"""The totals of what was not returned: how many of each kind, how old, and what they are worth."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Avg, Count, Q, Sum
from django.utils import timezone

from devices.outstanding.worth import with_worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from devices.models import Device


class Total(NamedTuple):
    """One kind, or all of them. ``unvalued`` are those whose value or day nobody entered;
    ``dated`` those of which the day of purchase is known, so that they have an age.
    """

    kind: str
    pieces: int
    value: Decimal
    worth: Decimal
    months: int | None
    unvalued: int
    dated: int

    @property
    def years(self) -> str:
        """The average age in years; "" if no day of purchase is known."""
        return "" if self.months is None else f"{self.months / 12:.1f}"


def totals(devices: QuerySet[Device], now: datetime) -> Sequence[Total]:
    """A total for each kind, by name: one query, however many devices there are."""
    rows = (
        with_worth(devices, timezone.localdate(now))
        .order_by("kind__name")
        .values("kind__name")
        .annotate(
            pieces=Count("pk"),
            total_value=Sum("value"),
            total_worth=Sum("worth"),
            months=Avg("age_months"),
            unvalued=Count("pk", filter=Q(worth=None)),
            dated=Count("purchased_on"),
        )
    )
    return [
        Total(
            row["kind__name"],
            row["pieces"],
            row["total_value"] or Decimal(0),
            row["total_worth"] or Decimal(0),
            None if row["months"] is None else round(row["months"]),
            row["unvalued"],
            row["dated"],
        )
        for row in rows
    ]


def whole(found: Iterable[Total], name: str) -> Total:
    """All of them together. Their age is the average of those that have one."""
    rows = list(found)
    dated = sum(row.dated for row in rows)
    months = sum((row.months or 0) * row.dated for row in rows)
    return Total(
        name,
        sum(row.pieces for row in rows),
        sum((row.value for row in rows), Decimal(0)),
        sum((row.worth for row in rows), Decimal(0)),
        round(months / dated) if dated else None,
        sum(row.unvalued for row in rows),
        dated,
    )
