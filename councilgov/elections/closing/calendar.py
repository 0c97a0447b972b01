"""What the calendar of the council's nation holds, and until when it is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from councilgov.days import today
from councilgov.deadlines import (
    bank_holidays,
    calendar_ends_on,
    is_working_day,
    months_after,
)
from councilgov.people.models import ClosureDay, Council

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

WARNS_MONTHS = 6
"""Before the last bank holiday that is published, from when officers are warned."""
STAGES = (6, 3, 1)
"""Calendar months before it at which they are told; once it is past, each month."""


@dataclass(frozen=True)
class Line:
    """A day that is no working day, beside weekends."""

    day: date
    name: str
    closure: ClosureDay | None = None

    @property
    def is_removable(self) -> bool:
        """What is published nobody can take away."""
        return self.closure is not None


class Calendar:
    """The days that do not count, as far as they are known."""

    def __init__(self, council: Council | None = None) -> None:
        self.council = council or Council.objects.the()

    @property
    def division(self) -> str:
        return self.council.division

    @cached_property
    def published(self) -> Mapping[date, str]:
        return bank_holidays(self.division)

    @property
    def last_holiday(self) -> date:
        """The last bank holiday that is published."""
        return max(self.published)

    @property
    def ends_on(self) -> date:
        """The last day of which it is known whether it is a working day."""
        return calendar_ends_on(self.division)

    @property
    def warns_from(self) -> date:
        return months_after(self.last_holiday, -WARNS_MONTHS)

    def is_ending(self, day: date) -> bool:
        """Whether the last bank holiday that is published is near."""
        return day >= self.warns_from

    def stage(self, day: date) -> int | None:
        """Which warning is due, in months before the last holiday; None before the first."""
        if day >= self.last_holiday:
            gone = relativedelta(day, self.last_holiday)
            return -(12 * gone.years + gone.months)
        reached = [n for n in STAGES if day >= months_after(self.last_holiday, -n)]
        return min(reached, default=None)

    def years(self, since: int) -> Sequence[tuple[int, Sequence[Line]]]:
        """Every year from that one on, with its days in order."""
        closures = ClosureDay.objects.filter(day__year__gte=since)
        lines = [Line(row.day, row.name, row) for row in closures]
        lines += [Line(day, name) for day, name in self.published.items() if day.year >= since]
        lines.sort(key=lambda line: line.day)
        years = sorted({line.day.year for line in lines})
        return [(year, [line for line in lines if line.day.year == year]) for year in years]

    def counting(self, days: Collection[date]) -> Sequence[date]:
        """Those of the days that are working days as yet. Raises ``CalendarEnds`` past its end."""
        closures = self.council.closures()
        return [
            day
            for day in sorted(days)
            if is_working_day(day, division=self.division, closures=closures)
        ]


def this_year() -> int:
    return today().year
