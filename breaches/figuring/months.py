"""Twelve months in a row, as London has them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from councilgov.days import begins_at, today
from councilgov.deadlines import months_after
from councilgov.forms.charts import Label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

YEAR = 12
ROOM = 3
"""Columns between two years that are written out."""
EARLIEST = 2000
"""Before it there was no portal; and a year that no calendar knows is never asked of one."""


class Year(NamedTuple):
    """Twelve months, named by the first day of the last."""

    last: date

    @property
    def months(self) -> Sequence[date]:
        """The first day of each."""
        return [months_after(self.last, n - YEAR + 1) for n in range(YEAR)]

    @property
    def begins(self) -> datetime:
        return begins_at(self.months[0])

    @property
    def ends(self) -> datetime:
        """The moment after it."""
        return begins_at(months_after(self.last, 1))

    @property
    def last_day(self) -> date:
        return months_after(self.last, 1) - timedelta(days=1)

    @property
    def before(self) -> Year:
        return Year(months_after(self.last, -YEAR))

    @property
    def after(self) -> Year | None:
        """Those after it, up to now; None where it is now."""
        now = today().replace(day=1)
        later = min(months_after(self.last, YEAR), now)
        return Year(later) if self.last < now else None

    @property
    def key(self) -> str:
        """2026-11, as the address has it."""
        return f"{self.last:%Y-%m}"


def year_to(asked: str) -> Year:
    """The twelve months up to that one (2026-11); for anything else those up to now."""
    now = today().replace(day=1)
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", asked)
    if not found:
        return Year(now)
    last = date(max(int(found[1]), EARLIEST), int(found[2]), 1)
    return Year(min(last, now))


def labels(months: Sequence[date]) -> list[Label]:
    """Below the columns of twelve months: each January with its year, and the first month with its
    own if that leaves room; on a phone each second month.
    """
    january = next(place for place, day in enumerate(months) if day.month == 1)
    dated = {january} | ({0} if january >= ROOM else set())
    return [
        Label(f"{day:%b}", f"{day:%Y}" if place in dated else "", (place - january) % 2 == 1)
        for place, day in enumerate(months)
    ]
