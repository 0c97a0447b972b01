"""Three legal meanings of "by when", and never one function for all of them.

Working days skip weekends and holidays, calendar months do not, and hours are elapsed hours.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from govuk_bank_holidays.bank_holidays import BankHolidays

from councilgov.days import LONDON, weekday_in_words
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

SATURDAY, SUNDAY = 5, 6
NONE: Mapping[date, str] = MappingProxyType({})


class Division(StrEnum):
    """The three bank-holiday calendars that GOV.UK publishes."""

    ENGLAND_AND_WALES = BankHolidays.ENGLAND_AND_WALES
    SCOTLAND = BankHolidays.SCOTLAND
    NORTHERN_IRELAND = BankHolidays.NORTHERN_IRELAND


class Nation(StrEnum):
    """The nations whose law on councils differs."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


DIVISIONS = {
    Nation.ENGLAND: Division.ENGLAND_AND_WALES,
    Nation.WALES: Division.ENGLAND_AND_WALES,
    Nation.SCOTLAND: Division.SCOTLAND,
    Nation.NORTHERN_IRELAND: Division.NORTHERN_IRELAND,
}


class CalendarEnds(Refused):
    """The day lies outside the bank holidays that have been published."""


@cache
def bank_holidays(division: str) -> dict[date, str]:
    """Day and name of every published bank holiday of the division (GOV.UK's own list)."""
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=Division(division))
    return {holiday["date"]: holiday["title"] for holiday in published}


def calendar_ends_on(division: str) -> date:
    """The last day for which the bank holidays are known."""
    return date(max(bank_holidays(division)).year, 12, 31)


def is_working_day(day: date, *, division: str, closures: Collection[date] = ()) -> bool:
    """Neither a weekend, a bank holiday, nor a day on which the council is closed.

    Raises ``CalendarEnds`` where the bank holidays are not known, rather than guess.
    """
    holidays = bank_holidays(division)
    if not min(holidays).year <= day.year <= max(holidays).year:
        raise CalendarEnds(
            _(
                "Bank holidays are published from %(first)s to %(last)s. "
                "CouncilGov can’t count working days in %(year)s."
            )
            % {"first": min(holidays).year, "last": max(holidays).year, "year": day.year}
        )
    return day.weekday() < SATURDAY and day not in holidays and day not in closures


def working_days_after(
    day: date, n: int, *, division: str, closures: Collection[date] = ()
) -> date:
    """The n-th working day after the day, which itself is day 0 and is not counted.

    "Within ten working days" (Havering ICT protocol, Responsibilities). Raises ``ValueError`` for
    a negative n and ``CalendarEnds`` past the end of the published calendar.
    """
    if n < 0:
        raise ValueError("Working days are counted forwards")
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day, division=division, closures=closures)
    return day


def earliest_working_day_after(
    day: date, n: int, *, division: str, closures: Collection[date] = ()
) -> date:
    """As ``working_days_after``, also where bank holidays are not published yet: there each weekday
    counts, so that it is never later than the day that turns out to be right. For what has happened
    and has to be recorded; what is to come is refused instead.
    """
    while n:
        day += timedelta(days=1)
        try:
            n -= is_working_day(day, division=division, closures=closures)
        except CalendarEnds:
            n -= day.weekday() < SATURDAY and day not in closures
    return day


def working_days_between(
    first: date, last: date, *, division: str, closures: Collection[date] = ()
) -> int:
    """How many working days lie after the first day, up to and with the last; none backwards.

    The reverse of ``working_days_after``. Raises ``CalendarEnds`` as that does.
    """
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, division=division, closures=closures) for day in days)


def end_of_day(day: date) -> datetime:
    """Midnight in London at which the day ends, also on a day of 23 or 25 hours."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)


def last_day_before(moment: datetime) -> date:
    """The last day, in London, of what ends at that moment: at midnight it is the day before."""
    return (moment.astimezone(LONDON) - timedelta(microseconds=1)).date()


def months_after(day: date, n: int) -> date:
    """The same day n calendar months later, or the last day of that month if it is shorter.

    31 August and six months is 28 February ("after, say, 6 months, you should check": Barnet
    policy 1.3).
    """
    return day + relativedelta(months=n)


def hours_after(moment: datetime, n: int) -> datetime:
    """The moment n elapsed hours later, in UTC (UK GDPR Articles 4A and 33).

    Weekends, holidays and clock changes make no difference. Raises ``ValueError`` for a moment
    without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone")
    return moment.astimezone(UTC) + timedelta(hours=n)


def service_time_after(
    moment: datetime,
    length: timedelta,
    *,
    opens: time,
    closes: time,
    division: str,
    closures: Collection[date] = (),
) -> datetime:
    """The moment at which so much time of service has passed, in UTC.

    Service is given on working days from when the desk opens until it closes, by the clocks of
    London. One hour after 4:30pm on a Friday is 9:30am on Monday, where the desk is open from 9 to
    5. Raises ``CalendarEnds`` where the bank holidays are not known.
    """
    day, left = moment.astimezone(LONDON).date(), length
    while True:
        if is_working_day(day, division=division, closures=closures):
            shut = datetime.combine(day, closes, tzinfo=LONDON).astimezone(UTC)
            open_from = datetime.combine(day, opens, tzinfo=LONDON).astimezone(UTC)
            begins = max(moment.astimezone(UTC), open_from)
            if begins + left <= shut:
                return begins + left
            left -= max(shut - begins, timedelta())
        day += timedelta(days=1)


def explain(
    day: date,
    n: int,
    *,
    division: str,
    closures: Collection[date] = (),
    proclaimed: Mapping[date, str] = NONE,
) -> str:
    """The arithmetic of ``working_days_after`` in words, naming every weekday that was skipped.
    ``proclaimed`` are those of the closures that are one-off holidays, with their names.
    """
    due_on = working_days_after(day, n, division=division, closures=closures)
    count = ngettext(
        "%(n)s working day after %(day)s is %(due)s.",
        "%(n)s working days after %(day)s is %(due)s.",
        n,
    ) % {"n": n, "day": weekday_in_words(day), "due": weekday_in_words(due_on)}
    holidays = bank_holidays(division) | dict(proclaimed)
    skipped = [_in_words(run, name) for run, name in _runs(day, due_on, holidays, closures)]
    if not skipped:
        return count
    rest = _("Weekends do not count, and neither do these days: %(days)s.") % {
        "days": "; ".join(skipped)
    }
    return f"{count} {rest}"


def retirement_day(poll: date, *, nation: str, holidays: Collection[date] = ()) -> date:
    """When councillors who were not re-elected leave office: a suggestion, to be confirmed.

    In England the fourth day after the poll, or the next day that is not a bank holiday or one of
    those ``holidays`` that were proclaimed (Local Government Act 1972, section 7, as counsel read
    it in 2019 for Lawyers in Local Government: "Calculation of councillor's term of office").
    Raises ``Refused`` for a nation whose rule is not built in, and ``CalendarEnds`` where the bank
    holidays are not known.
    """
    if nation != Nation.ENGLAND:
        raise Refused(
            _(
                "CouncilGov knows the day of retirement for England only. "
                "Enter the day that your returning officer gives."
            )
        )
    day = poll + timedelta(days=4)
    known = bank_holidays(Division.ENGLAND_AND_WALES)
    while day in known or day in holidays:
        day += timedelta(days=1)
    if not min(known).year <= day.year <= max(known).year:
        told = _(
            "The bank holidays of %(year)s are not published yet. "
            "Enter the day that your returning officer gives."
        )
        raise CalendarEnds(told % {"year": day.year})
    return day


def _runs(
    day: date, due_on: date, holidays: Mapping[date, str], closures: Collection[date]
) -> Sequence[tuple[list[date], str]]:
    """The weekdays that were skipped, with the name of the holiday or none. Those of one name with
    no working day between them stand together.
    """
    runs: list[tuple[list[date], str]] = []
    is_joined = False
    while day < due_on:
        day += timedelta(days=1)
        if day.weekday() in {SATURDAY, SUNDAY}:
            continue
        if day not in holidays and day not in closures:
            is_joined = False
            continue
        name = holidays.get(day, "")
        if is_joined and runs[-1][1] == name:
            runs[-1][0].append(day)
        else:
            runs.append(([day], name))
        is_joined = True
    return runs


def _in_words(run: Sequence[date], name: str) -> str:
    told = {"day": weekday_in_words(run[0]), "last": weekday_in_words(run[-1]), "name": name}
    if len(run) == 1:
        if name:
            return _("%(day)s is a bank holiday (%(name)s)") % told
        return _("the council is closed on %(day)s") % told
    if name:
        return _("%(day)s to %(last)s are bank holidays (%(name)s)") % told
    return _("the council is closed from %(day)s to %(last)s") % told
