"""What leaving office would bring, told before the end of a term is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import weekday_in_words
from councilgov.deadlines import CalendarEnds, last_day_before
from councilgov.offboarding.clocks import ACCESS_WORKING_DAYS, Clocks
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
    access = arithmetic(clocks, last_day, ACCESS_WORKING_DAYS)
    kit = arithmetic(clocks, last_day, clocks.council.return_working_days)
    yield _("Access to the council’s systems ends by %(day)s. %(why)s") % {
        "day": weekday_in_words(dates.access_due_on),
        "why": access,
    }
    yield _("Equipment is due back by %(day)s. %(why)s") % {
        "day": weekday_in_words(dates.kit_due_on),
        "why": kit,
    }
    if reason == EndReason.DIED:
        yield _("Nothing is sent to them any more, and nobody can sign in as them.")


def arithmetic(clocks: Clocks, last_day: date, n: int) -> str:
    """Why it is that day; where the calendar is not known, that the day is not final."""
    try:
        return clocks.in_words(last_day, n)
    except CalendarEnds as refusal:
        told = _("Until they are published none is counted, and then the day moves.")
        return f"{refusal} {told}"
