"""Days are taken out of the calendar of working days, and put back."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings as portal
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from councilgov.days import today, weekday_in_words
from councilgov.elections.closing.calendar import Calendar
from councilgov.ledger.actions import record
from councilgov.people.models import ClosureDay, Council
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def close_on(
    *, days: Collection[date], name: str, is_holiday: bool, by: User | None
) -> Sequence[str]:
    """The council is shut on these days, or they are one-off holidays: they are no working days.

    Days that are none anyway are left out. What is open is due by the new days, and the old ones
    stay in history: what moved, in words. Raises ``Refused`` if none of them is a working day, for
    a day that is over, as what was late then stays late and nobody has access for longer after the
    event, and ``CalendarEnds`` for a day for which the bank holidays are not published.
    """
    council = Council.objects.locked(Council.objects.the())
    counting = Calendar(council).counting(days)
    if not counting:
        raise Refused(
            _("None of these is a working day, so nothing would change. Enter other days"),
            field="days",
        )
    _check_none_is_over(counting)
    rows = [ClosureDay(day=day, name=name.strip(), is_holiday=is_holiday) for day in counting]
    keep_all(rows, by=by, why="One-off holiday" if is_holiday else "Council closed")
    record(
        kind="calendar.closed",
        actor=by,
        subject=council,
        facts={"days": [day.isoformat() for day in counting], "is_holiday": is_holiday},
        names={"name": name.strip()},
    )
    _log("Days closed", days=len(counting))
    return calendar_changed()


def _check_none_is_over(days: Sequence[date]) -> None:
    if over := [day for day in days if day < today()]:
        told = _("%(day)s is over, and what was due by then was due. Enter today or a day to come")
        raise Refused(told % {"day": weekday_in_words(over[0])}, field="days")


@transaction.atomic
def count_again(*, closure: ClosureDay, reason: str, by: User | None) -> Sequence[str]:
    """A day is a working day after all, for a reason; what moved, in words."""
    council = Council.objects.locked(Council.objects.the())
    closure = ClosureDay.objects.locked(closure)
    record(
        kind="calendar.opened",
        actor=by,
        subject=council,
        facts={"day": closure.day.isoformat()},
        names={"reason": reason.strip()},
    )
    closure.discard(by=by, why="Working day after all")
    _log("Day counts again")
    return calendar_changed()


def _log(what: str, **facts: int) -> None:
    """Said once it is done: what is only foretold is taken back, and never happened."""
    transaction.on_commit(partial(logger.info, what, extra=facts))


def calendar_changed() -> Sequence[str]:
    """Other parts of the portal count anew what is open, in the transaction in which the calendar
    changes (``settings.WHEN_CALENDAR_CHANGES``); what moved, in words.
    """
    told = (import_string(name)() for name in portal.WHEN_CALENDAR_CHANGES)
    return [words for words in told if words]


def foretell(change: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What a change of the calendar would move, in words: it is made, and taken back at once."""
    with transaction.atomic():
        moved = change()
        transaction.set_rollback(True)
    return moved
