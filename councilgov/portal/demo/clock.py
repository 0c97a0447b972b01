"""Demo data has a past: the clock of the portal, set back, and the days that a story needs."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING
from unittest import mock

from django.utils import timezone

from councilgov.days import LONDON
from councilgov.deadlines import SATURDAY, Division, calendar_ends_on
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

NOON = time(12)
LOOKS_AHEAD = timedelta(days=60)
"""More than the 20 working days and the reminders after them that a policy published now needs."""


def demo_today() -> date:
    """Today; if the bank holidays of the next weeks are unknown, the last day when they are not.

    A copy of this release that somebody starts years later must still seed.
    """
    return min(timezone.localdate(), calendar_ends_on(Division.ENGLAND_AND_WALES) - LOOKS_AHEAD)


@contextmanager
def days_ago(days: int, at: time = NOON) -> Iterator[None]:
    """The clock of the portal from that hour of that day on: what follows is later by seconds."""
    moment = datetime.combine(demo_today() - timedelta(days=days), at, tzinfo=LONDON)
    moments = (moment + timedelta(seconds=second) for second in count())
    with mock.patch("django.utils.timezone.now", moments.__next__):
        yield


def asked_before(days_late: int) -> int:
    """How many days ago somebody was asked to sign who is so many days late, or a few more."""
    council, today = Council.objects.the(), demo_today()
    last_day = today - timedelta(days=days_late)
    days = days_late
    while council.working_days_after(today - timedelta(days), council.signing_working_days) > (
        last_day
    ):
        days += 1
    return days


def meeting_day(days: int) -> date:
    """So many days before the day of the clock; before a weekend, as no body meets at one."""
    day = demo_today() - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
