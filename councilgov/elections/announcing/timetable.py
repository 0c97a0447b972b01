"""When notice of an election has to be published: a suggestion, to be confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.easter import easter
from django.utils.translation import gettext as _

from councilgov.deadlines import DIVISIONS, Nation, is_working_day
from councilgov.elections.models import Kind
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Collection

NOTICE_DAYS = 25
LOCAL = frozenset({Kind.ORDINARY, Kind.BY_ELECTION, Kind.MAYORAL, Kind.POLICE})
"""Polls of the same timetable."""


def latest_notice(poll: date, *, nation: str, holidays: Collection[date] = ()) -> date:
    """The last day on which notice of an election in England may be published.

    "Not later than the twenty-fifth day before the day of election", without Saturdays, Sundays,
    Christmas Eve, Christmas Day, Good Friday, bank holidays and days of public thanksgiving or
    mourning, which are ``holidays`` (Local Elections (Principal Areas) (England and Wales) Rules
    2006, Schedule 3, rules 1 and 2). Days on which only the council is closed count. Raises
    ``Refused`` for another nation, whose timetable differs, and ``CalendarEnds`` where the bank
    holidays are not known.
    """
    if nation != Nation.ENGLAND:
        raise Refused(
            _(
                "CouncilGov knows the timetable of elections in England only. "
                "Enter the day that your returning officer gives"
            ),
            field="notice_on",
        )
    day, left = poll, NOTICE_DAYS
    while left:
        day -= timedelta(days=1)
        left -= _counts(day, holidays)
    return day


def _counts(day: date, holidays: Collection[date]) -> bool:
    never = {date(day.year, 12, 24), date(day.year, 12, 25), easter(day.year) - timedelta(days=2)}
    is_working = is_working_day(day, division=DIVISIONS[Nation.ENGLAND], closures=holidays)
    return day not in never and is_working
