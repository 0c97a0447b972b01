"""By when a leaver chooses follows the calendar and the last day, as the end of access does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from consent.leaving.rules import answer_until
from consent.models import Leaving, LeavingStatus
from councilgov.deadlines import last_day_before
from councilgov.people.standing import DayTen
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence


def recount() -> str:
    """Whoever still chooses does so until the new day; in words, empty if none moved."""
    moved = redate()
    told = ngettext(
        "The day by which %(n)s leaver says what becomes of their contacts moves.",
        "The day by which %(n)s leavers say what becomes of their contacts moves.",
        moved,
    )
    return told % {"n": moved} if moved else ""


@transaction.atomic
def redate() -> int:
    """Holidays were proclaimed or published, closures entered, or a last day was corrected: who
    still chooses does so until the right day. What is sealed stays sealed. Of how many.
    """
    rows: Sequence[Leaving] = list(
        Leaving.objects.filter(status=LeavingStatus.OPEN)
        .exclude(term__ends_at=None)
        .select_related("term")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    changed, clock = [], DayTen()
    for row in rows:
        before = (row.last_day, row.answer_until)
        assert row.term.ends_at is not None  # noqa: S101  # none of these
        row.last_day = last_day_before(row.term.ends_at)
        row.answer_until = answer_until(row.last_day, timezone.localdate(row.opened_at), clock)
        if before != (row.last_day, row.answer_until):
            changed.append(row)
    fields = ["last_day", "answer_until"]
    return len(keep_all(changed, by=None, why="The calendar changed", fields=fields))
