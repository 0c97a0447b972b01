"""When reminders may go: once a person a working day, from eight in the morning in London."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from councilgov.deadlines import LONDON, first_working_day, is_working_day
from councilgov.people.models import Council

MORNING = time(8)


def next_morning(moment: datetime) -> datetime:
    """Eight o'clock of the first working day that has it at or after the moment.

    Weekends, bank holidays and closures are the council's own. Raises ``CalendarEnds`` beyond the
    published bank holidays.
    """
    local = moment.astimezone(LONDON)
    day = local.date() + timedelta(days=local.time() > MORNING)
    council = Council.objects.the()
    day = first_working_day(day, division=council.division, closures=council.closures())
    return datetime.combine(day, MORNING, tzinfo=LONDON)


def may_go(moment: datetime) -> bool:
    """Whether it is a working day, after eight: a reminder tried again at night waits too."""
    local = moment.astimezone(LONDON)
    council = Council.objects.first()
    if council is None or local.time() < MORNING:
        return False
    return is_working_day(local.date(), division=council.division, closures=council.closures())


def start_of_day(moment: datetime) -> datetime:
    """Midnight in London before the moment."""
    return datetime.combine(moment.astimezone(LONDON).date(), time(), tzinfo=LONDON)


def end_of_day(moment: datetime) -> datetime:
    """Midnight in London after the moment, also on a day of 23 or 25 hours."""
    return datetime.combine(
        moment.astimezone(LONDON).date() + timedelta(days=1), time(), tzinfo=LONDON
    )
