"""Days and moments as people here read them, always in London: the one place that words them.

Source: design-system.service.gov.uk/patterns/dates/ and the style guide of GOV.UK, "Times".
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

LONDON = ZoneInfo("Europe/London")
NOON = 12


def today() -> date:
    """The day that it is in the Town Hall, whatever the server or the visitor thinks."""
    return timezone.localdate(timezone=LONDON)


def in_london(day: date) -> date:
    """A day as it is; of a moment the day that it was in London."""
    return day.astimezone(LONDON).date() if isinstance(day, datetime) else day


def begins_at(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, tzinfo=LONDON)


def ends_at(day: date) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max, tzinfo=LONDON)


def moments_at(day: date, clock: time) -> list[datetime]:
    """When the clocks of London showed that time on that day, in UTC: once as a rule, never in the
    hour that they skip in March, twice in the hour that comes again in October.
    """
    shown = datetime.combine(day, clock)
    both = [shown.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [one for one in both if one.astimezone(LONDON).replace(tzinfo=None) == shown]
    return sorted(set(real))


def day_in_words(day: date) -> str:
    """3 November 2026."""
    return date_format(in_london(day), "j F Y")


def short_day_in_words(day: date) -> str:
    """3 Nov 2026, for the narrow columns of registers."""
    return date_format(in_london(day), "j M Y")


def weekday_of_year_in_words(day: date) -> str:
    """Tuesday 3 November, under a heading that gives the year."""
    return date_format(in_london(day), "l j F")


def weekday_in_words(day: date) -> str:
    """Tuesday 3 November 2026."""
    return date_format(in_london(day), "l j F Y")


def month_in_words(day: date) -> str:
    """November 2026."""
    return date_format(in_london(day), "F Y")


def clock_in_words(clock: time) -> str:
    """9:40am, midday or midnight: what a clock in London shows."""
    if clock.minute == 0 and clock.hour in {0, NOON}:
        return _("midday") if clock.hour else _("midnight")
    half = _("am") if clock.hour < NOON else _("pm")
    return f"{clock.hour % NOON or NOON}:{clock.minute:02}{half}"


def time_in_words(moment: datetime) -> str:
    """9:40am, midday or midnight."""
    return clock_in_words(moment.astimezone(LONDON).time())


def moment_in_words(moment: datetime) -> str:
    """9:40am on 19 November 2026."""
    return _("%(time)s on %(day)s") % {"time": time_in_words(moment), "day": day_in_words(moment)}


def soon_in_words(moment: datetime) -> str:
    """5:00pm today, or 5:00pm on Tuesday 24 November 2026."""
    if in_london(moment) == today():
        return _("%(time)s today") % {"time": time_in_words(moment)}
    words = {"time": time_in_words(moment), "day": weekday_in_words(moment)}
    return _("%(time)s on %(day)s") % words


def deadline_in_words(moment: datetime) -> str:
    """9:05am GMT on Monday 26 October 2026: with its zone, as the clocks may change before it."""
    return _("%(time)s %(zone)s on %(day)s") % {
        "time": time_in_words(moment),
        "zone": f"{moment.astimezone(LONDON):%Z}",
        "day": weekday_in_words(moment),
    }


def second_in_words(moment: datetime) -> str:
    """3 November 2026, 10:00:05 GMT: as evidence gives it, to the second and with its zone."""
    return f"{day_in_words(moment)}, {moment.astimezone(LONDON):%H:%M:%S %Z}"
