"""When reminders may go: once a person a working day, from eight in the morning in London."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from councilgov.days import LONDON
from councilgov.deadlines import SATURDAY, CalendarEnds, end_of_day, is_working_day
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

MORNING = time(8)


def next_morning(moment: datetime) -> datetime:
    """Eight o'clock of the first day for reminders that has it at or after the moment."""
    local = moment.astimezone(LONDON)
    day = local.date() + timedelta(days=local.time() > MORNING)
    is_one = _calendar(Council.objects.the())
    while not is_one(day):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=LONDON)


def may_go(moment: datetime) -> bool:
    """Whether it is a working day, after eight: a reminder tried again at night waits too."""
    local = moment.astimezone(LONDON)
    council = Council.objects.first()
    if council is None or local.time() < MORNING:
        return False
    return _calendar(council)(local.date())


def _calendar(council: Council) -> Callable[[date], bool]:
    """Which days are working days of the council.

    Past the published bank holidays any weekday is one: no right hangs on the morning of a
    reminder, and a mail that never goes is worse than one on a holiday.
    """
    closures = council.closures()

    def is_one(day: date) -> bool:
        try:
            return is_working_day(day, division=council.division, closures=closures)
        except CalendarEnds:
            return day.weekday() < SATURDAY and day not in closures

    return is_one


def start_of_day(moment: datetime) -> datetime:
    """Midnight in London before the moment."""
    return datetime.combine(moment.astimezone(LONDON).date(), time(), tzinfo=LONDON)


def start_of_next_day(moment: datetime) -> datetime:
    """Midnight in London after the moment."""
    return end_of_day(moment.astimezone(LONDON).date())
