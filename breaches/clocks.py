"""How long is left of the 72 hours, in figures and in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import ngettext

from breaches.machines import RUNNING, TO_BE_RULED, Regulator
from councilgov.deadlines import hours_after

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

HOURS = 72
"""In which the regulator is told, in elapsed hours: no weekend or holiday makes them longer (UK
GDPR Articles 4A and 33(1)).
"""
ALARM_HOURS = (24, 48, 60, 66, 70, HOURS)
"""After which those who decide are told that the clock runs, and at last that it ran out."""
RULED_WITHIN = timedelta(hours=4)
"""Of working hours, from the report until somebody says whether personal data is affected."""
CONFIRMED_WITHIN = timedelta(hours=24)
"""From a suspicion until it is confirmed or dismissed."""
HOUR, MINUTE = 3_600, 60
UNTOLD = frozenset({Regulator.UNDECIDED, Regulator.NOTIFIABLE})


def time_left(
    status: str, regulator: str | None, aware_at: datetime | None, now: datetime
) -> timedelta | None:
    """Until a controller must have told the regulator, negative once that is over. None where no
    hours count: no breach, told, decided not to tell, or no part of it.
    """
    if aware_at is None or status not in RUNNING or regulator not in UNTOLD:
        return None
    return hours_after(aware_at, HOURS) - now


def unruled_for_too_long(reports: QuerySet[Any]) -> QuerySet[Any]:
    """Of which nobody has said whether they are breaches: if one is, its hours are over."""
    before = timezone.now() - timedelta(hours=HOURS)
    return reports.filter(status__in=TO_BE_RULED, council_knew_at__lt=before)


def about_in_words(seconds: float) -> str:
    """19 hours, or 12 minutes in the last one: where there is little room."""
    if seconds >= HOUR:
        hours = int(seconds // HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minutes = int(seconds // MINUTE)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def hours_in_words(seconds: float) -> str:
    """19 hours 12 minutes."""
    hours, minutes = int(seconds // HOUR), int(seconds % HOUR // MINUTE)
    told = [
        ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours},
        ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes},
    ]
    return " ".join(told)
