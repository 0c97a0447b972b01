"""What a term of office and its end leave of somebody's access: worked out each time, never noted.

So no order of events can break it: not a case that is completed or paused, nor a job that did not
run. "Access to Council electronic systems will be suspended and terminated within ten working days"
(Members ICT Usage Protocol, Responsibilities).
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from councilgov.days import LONDON
from councilgov.deadlines import earliest_working_day_after, last_day_before
from councilgov.people.council import Council

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

ACCESS_WORKING_DAYS = 10
"""After the last day in office; the last of them is the last day of access."""
WITHOUT_COUNCIL = timedelta(days=14)
"""Ten working days where no council is set up."""


class Access(StrEnum):
    """What somebody may do here, whatever their password."""

    WHOLE = "whole"
    LEAVING = "leaving"
    """Their terms are over, and day ten is not: only what is left to do."""
    NEWLY = "newly"
    """Day ten is over, and a new term is to come: only what newly elected people need."""
    OVER = "over"
    SUSPENDED = "suspended"
    """In office, and for a time only what is their own."""


class DayTen:
    """The council's calendar, asked once for the last days of access of many."""

    def __init__(self) -> None:
        self.council = Council.objects.first()
        self.closures: Collection[date] = self.council.closures() if self.council else ()

    def after(self, last_day: date) -> date:
        """The last day of access of somebody whose last day in office that was. Access never lasts
        longer for want of a calendar.
        """
        if self.council is None:
            return last_day + WITHOUT_COUNCIL
        return earliest_working_day_after(
            last_day, ACCESS_WORKING_DAYS, division=self.council.division, closures=self.closures
        )

    def first_last_day(self, day: date) -> date:
        """Whoever left with that day or later still has access; whoever left before has none."""
        found = day
        while self.after(found - timedelta(days=1)) >= day:
            found -= timedelta(days=1)
        return found


def access_after(ends: Sequence[datetime | None], now: datetime) -> Access:
    """Of somebody with terms of office that end so, who is not in office now and has no
    appointment. Whoever was elected for the first time and has not begun, and whoever never was a
    councillor, is not narrowed: they have no rights. Who left office before is, until they are in
    office again: half a year may lie between.
    """
    over = [end for end in ends if end is not None and end <= now]
    if not over:
        return Access.WHOLE
    today = now.astimezone(LONDON).date()
    if today <= DayTen().after(last_day_before(max(over))):
        return Access.LEAVING
    return Access.NEWLY if len(over) < len(ends) else Access.OVER
