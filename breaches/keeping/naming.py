"""The day on which something is erased is named beforehand, and taken back where it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from django.db.models import QuerySet


def name_days(due: QuerySet[Any], day_of: Callable[[Any], date]) -> int:
    """Held, each gets its day; how many."""
    rows = _held(due)
    for row in rows:
        row.erases_on = day_of(row)
    return len(keep_all(rows, by=None, why="To be erased", fields=["erases_on"]))


def take_back(rest: QuerySet[Any]) -> int:
    """Held, they have no day any more; how many."""
    rows = _held(rest)
    for row in rows:
        row.erases_on = None
    return len(keep_all(rows, by=None, why="Stays", fields=["erases_on"]))


def _held(rows: QuerySet[Any]) -> Sequence[Any]:
    return list(rows.select_for_update(of=("self",)).order_by("pk"))
