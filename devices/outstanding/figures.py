"""What was lost and what came back, by year: figures that name nobody."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from councilgov.days import LONDON
from devices.models import Loss, LossKind, LossOutcome, Return, ReturnStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


class Year(NamedTuple):
    """A calendar year of cases and returns, as London has it. Money is in pounds."""

    year: int
    lost: int = 0
    stolen: int = 0
    damaged: int = 0
    found: int = 0
    written_off: int = 0
    value_written_off: Decimal = Decimal(0)
    returns: int = 0
    signed: int = 0


def by_year() -> Sequence[Year]:
    """Newest first: two queries, however many cases and returns there are."""
    found: dict[int, Year] = {}
    for row in [*_losses(), *_returns()]:
        year = row.pop("year")
        known: dict[str, Any] = {name: value or 0 for name, value in row.items()}
        found[year] = found.get(year, Year(year))._replace(**known)
    return [found[year] for year in sorted(found, reverse=True)]


def _losses() -> QuerySet[Any, Any]:
    def of(**kind: str) -> Count:
        return Count("pk", filter=Q(**kind))

    rows: QuerySet[Any, Any] = Loss.objects.order_by().values(
        year=ExtractYear("reported_at", tzinfo=LONDON)
    )
    counted: QuerySet[Any, Any] = rows.annotate(
        lost=of(kind=LossKind.LOST),
        stolen=of(kind=LossKind.STOLEN),
        damaged=of(kind=LossKind.DAMAGED),
        found=of(outcome=LossOutcome.RECOVERED),
        written_off=Count("written_off_at"),
        value_written_off=Sum("value_written_off"),
    )
    return counted


def _returns() -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Return.objects.order_by().values(
        year=ExtractYear("received_at", tzinfo=LONDON)
    )
    counted: QuerySet[Any, Any] = rows.annotate(
        returns=Count("pk"), signed=Count("pk", filter=Q(status=ReturnStatus.SIGNED))
    )
    return counted
