"""What leaving office would bring, told before the end of a term is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.days import today, weekday_in_words
from councilgov.deadlines import CalendarEnds, last_day_before
from councilgov.offboarding.clocks import ACCESS_WORKING_DAYS, Clocks, Dates
from councilgov.offboarding.following import LONG_AGO
from councilgov.people.models import EndReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime


def foretell(*, ends_at: datetime, reason: EndReason) -> Sequence[str]:
    """When the case begins, and by when access ends and equipment is due, with the arithmetic.

    Raises ``CalendarEnds`` for an end to come whose days lie past the published bank holidays:
    nothing is guessed. What has happened is recorded all the same, and told so.
    """
    now = timezone.now()
    if ends_at < now - LONG_AGO:
        return [_("This is more than a year ago, so no case of leaving office is opened.")]
    return list(_told(last_day_before(ends_at), reason, is_over=ends_at <= now))


def warn(*, ends_at: datetime, reason: EndReason) -> Sequence[str]:
    """Where day ten is past: that their sign-in ends with the press of the button, and how late the
    council is from its first moment on. Also of an end that is a year old, with no case.
    """
    clocks, last_day = Clocks(), last_day_before(ends_at)
    dates = clocks.dates(last_day)
    if dates.access_due_on >= today():
        return []
    told = {"day": weekday_in_words(dates.access_due_on)}
    found = [_("Their access ended with %(day)s: as soon as you save, they can’t sign in.") % told]
    if reason == EndReason.DIED:
        found = []
    if ends_at >= timezone.now() - LONG_AGO:
        found.append(_how_late(clocks, dates.access_due_on))
    return found


def _how_late(clocks: Clocks, due_on: date) -> str:
    try:
        n = clocks.between(due_on, today())
    except CalendarEnds:
        return _("The case of leaving office is overdue from its first moment.")
    told = ngettext(
        "The case of leaving office is overdue from its first moment, by %(n)s working day.",
        "The case of leaving office is overdue from its first moment, by %(n)s working days.",
        n,
    )
    return told % {"n": n}


def _told(last_day: date, reason: EndReason, *, is_over: bool) -> Iterator[str]:
    clocks = Clocks()
    if not is_over:
        clocks.check(last_day)
    dates = clocks.dates(last_day)
    yield (
        _("A case of leaving office starts at once.")
        if is_over
        else _("A case of leaving office is opened. Its clocks start after %(day)s.")
        % {"day": weekday_in_words(last_day)}
    )
    yield from _days(clocks, last_day, dates)
    if reason == EndReason.DIED:
        yield _("Nothing is sent to them any more, and nobody can sign in as them.")


def _days(clocks: Clocks, last_day: date, dates: Dates) -> Iterator[str]:
    """By when access ends and equipment is due; the arithmetic once, where it is the same."""
    kit_days = clocks.council.return_working_days
    yield _by(
        dates.access_due_on,
        _("Access to the council’s systems ends by %(day)s."),
        _("Access to the council’s systems was to end by %(day)s."),
        arithmetic(clocks, last_day, ACCESS_WORKING_DAYS),
    )
    yield _by(
        dates.kit_due_on,
        _("Equipment is due back by %(day)s."),
        _("Equipment was due back by %(day)s."),
        "" if kit_days == ACCESS_WORKING_DAYS else arithmetic(clocks, last_day, kit_days),
    )


def _by(due_on: date, to_come: str, over: str, why: str) -> str:
    told = (over if due_on < today() else to_come) % {"day": weekday_in_words(due_on)}
    return f"{told} {why}".strip()


def arithmetic(clocks: Clocks, last_day: date, n: int) -> str:
    """Why it is that day; where the calendar is not known, that the day is not final."""
    try:
        return clocks.in_words(last_day, n)
    except CalendarEnds as refusal:
        told = _("Until they are published none is counted, and then the day moves.")
        return f"{refusal} {told}"
