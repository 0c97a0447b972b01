"""The two clocks of somebody who leaves office, and the stages at which they are reminded."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from councilgov import deadlines
from councilgov.deadlines import CalendarEnds
from councilgov.people import standing
from councilgov.people.models import ClosureDay, Council

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

SUSPEND_WORKING_DAYS = 1
"""After the last day, by when accounts are suspended."""
ACCESS_WORKING_DAYS = standing.ACCESS_WORKING_DAYS
"""After the last day: "suspended and terminated within ten working days" (Members ICT Usage
Protocol, Responsibilities)."""
BEFORE = 5
STAGES = (10, 8, 5, 0)
"""Working days after the last day at which somebody is reminded; after the last, every second."""
AFTER = 2


class Dates(NamedTuple):
    """By when what is to be done."""

    suspend_on: date
    access_due_on: date
    kit_due_on: date


class Clocks:
    """The council's calendar, asked once for many people who leave on few days."""

    def __init__(self) -> None:
        self.council = Council.objects.the()
        self._dates: dict[tuple[date, int], Dates] = {}

    @cached_property
    def _closed(self) -> Sequence[ClosureDay]:
        return list(ClosureDay.objects.all())

    @cached_property
    def closures(self) -> frozenset[date]:
        return frozenset(row.day for row in self._closed)

    @property
    def proclaimed(self) -> Mapping[date, str]:
        """Those of them that are holidays of the whole country, with their names."""
        return {row.day: row.name for row in self._closed if row.is_holiday}

    def dates(self, last_day: date, kit_extra_days: int = 0) -> Dates:
        """The days that follow from a last day. Past the calendar no bank holiday is counted: never
        later than the right day, and counted anew once that is known (``redate``).
        """
        key = (last_day, kit_extra_days)
        if key not in self._dates:
            kit = self.council.return_working_days + kit_extra_days
            days = (SUSPEND_WORKING_DAYS, ACCESS_WORKING_DAYS, kit)
            self._dates[key] = Dates(*(self._after(last_day, n) for n in days))
        return self._dates[key]

    def check(self, last_day: date) -> None:
        """Raise ``CalendarEnds`` where the days that follow from it are not known yet."""
        longest = max(ACCESS_WORKING_DAYS, self.council.return_working_days)
        deadlines.working_days_after(
            last_day, longest, division=self.council.division, closures=self.closures
        )

    def _after(self, day: date, n: int) -> date:
        return deadlines.earliest_working_day_after(
            day, n, division=self.council.division, closures=self.closures
        )

    def between(self, first: date, last: date) -> int:
        """Working days after the first day, up to and with the last."""
        return deadlines.working_days_between(
            first, last, division=self.council.division, closures=self.closures
        )

    def in_words(self, last_day: date, n: int) -> str:
        """The arithmetic of a clock of n working days. Raises ``CalendarEnds``."""
        return deadlines.explain(
            last_day,
            n,
            division=self.council.division,
            closures=self.closures,
            proclaimed=self.proclaimed,
        )

    def stage(self, last_day: date, day: date) -> int | None:
        """The last stage that is reached on that day, in working days from the last day; None
        before the first. Raises ``CalendarEnds``.
        """
        if day < last_day:
            return -BEFORE if self.between(day, last_day) <= BEFORE else None
        gone = self.between(last_day, day)
        if gone > STAGES[0]:
            return gone - (gone - STAGES[0]) % AFTER
        return next(stage for stage in STAGES if gone >= stage)

    def stages(self, last_days: Iterable[date], day: date) -> Mapping[date, int]:
        """The stage of each last day that has one; none for which the calendar is not known."""
        found: dict[date, int] = {}
        for last_day in set(last_days):
            try:
                stage = self.stage(last_day, day)
            except CalendarEnds:
                continue
            if stage is not None:
                found[last_day] = stage
        return found
