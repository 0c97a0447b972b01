"""By when a question is answered, and from which day silence counts as content.

"Before posting same working day; message 1 working day; other 3 working days." What comes in while
the desk is shut is the first thing of the next working day, and counts from there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from breaches.advice import AdviceKind
from councilgov.days import LONDON
from councilgov.deadlines import CalendarEnds, is_working_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from councilgov.people.models import Council

WORKING_DAYS: Mapping[str, int] = {AdviceKind.BEFORE_POSTING: 0, AdviceKind.MESSAGE: 1}
USUAL = 3
SILENCE = 10
"""Working days after which an answer that nobody spoke against is closed."""


def first_looked_at(moment: datetime, council: Council) -> date:
    """The working day on which what came at that moment can be looked at first."""
    here = moment.astimezone(LONDON)
    is_open = is_working_day(here.date(), division=council.division, closures=council.closures())
    if is_open and here.time() < council.desk_closes_at:
        return here.date()
    return council.working_days_after(here.date(), 1)


def due_at(kind: str, moment: datetime, council: Council) -> datetime:
    """When the desk closes on the day by which a question of that moment is answered.

    Past the published bank holidays days are counted as they come: too soon, rather than never.
    """
    days = WORKING_DAYS.get(kind, USUAL)
    try:
        day = council.working_days_after(first_looked_at(moment, council), days)
    except CalendarEnds:
        day = moment.astimezone(LONDON).date() + timedelta(days=max(days, 1))
    return datetime.combine(day, council.desk_closes_at, tzinfo=LONDON)


def closes_on(day: date, council: Council) -> date:
    """The tenth working day after an answer; past the calendar two weeks."""
    try:
        return council.working_days_after(day, SILENCE)
    except CalendarEnds:
        return day + timedelta(weeks=2)


def silent_since(day: date, council: Council) -> date:
    """The first day of which ten working days are not over yet: what is older was left alone."""
    found = day - timedelta(days=SILENCE)
    while closes_on(found, council) >= day:
        found -= timedelta(days=1)
    return found + timedelta(days=1)
