"""Whether a councillor who left was told that sealed records go: what was sent counts, and nothing
that only waits, or that nobody could be sent.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from consent.models import LeavingStatus
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.notices.models import Notice, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from consent.leavings import Leaving, LeavingQuerySet

TO_LAPSE = "sealed_contacts_to_go"
TAKE_AGAIN = "contacts_file_again"
FIRST, SECOND = "told_on", "told_again_on"
FIRST_NOTICE = timedelta(days=21)
"""Before sealed records are deleted; the second goes two weeks later."""
LAST_NOTICE = timedelta(days=7)
"""So long before they are deleted the second notice went out, however late the clock was."""


def cause_of(row: Leaving, column: str) -> str:
    """What makes the first or the second notice of a deletion another one than those before."""
    return f"{row.pk} {row.deletes_on} {column}"


def told_twice(due: LeavingQuerySet) -> Sequence[int]:
    """Those to whom both notices were sent, the second a week ago or longer; by their keys. Where
    there is no message, an officer told them otherwise on the day that is noted.
    """
    rows = list(due)
    found = Notice.objects.filter(key__in=_keys(rows, FIRST, SECOND))
    sent = {notice.key: notice.sent_at for notice in found}
    in_time = end_of_day(today() - LAST_NOTICE)
    return [
        row.pk
        for row in rows
        if (first := _told_at(row, FIRST, sent)) and (last := _told_at(row, SECOND, sent))
        if max(first, last) < in_time
    ]


def _told_at(row: Leaving, column: str, sent: Mapping[str, datetime | None]) -> datetime | None:
    day: date | None = getattr(row, column)
    noted = end_of_day(day - timedelta(days=1)) if day else None
    return sent.get(_key(row, column), noted)


def not_reached(sealed: LeavingQuerySet) -> Sequence[int]:
    """Those to whom one of the two could not be sent: the account is closed and they gave no other
    address, or a mail server refuses it; by their keys.
    """
    rows = list(sealed)
    failed = Notice.objects.filter(
        key__in=_keys(rows, FIRST, SECOND), state__in=[State.DEAD, State.CANCELLED]
    )
    keys = set(failed.values_list("key", flat=True))
    return [row.pk for row in rows if not keys.isdisjoint(_keys([row], FIRST, SECOND))]


def timed(rows: LeavingQuerySet) -> LeavingQuerySet:
    """Sealed, with a day on which they are deleted, and nobody but the clock set it."""
    mine = rows.filter(status=LeavingStatus.SEALED, period_begun_at=None)
    return mine.exclude(deletes_on=None)


def _keys(rows: Sequence[Leaving], *columns: str) -> Sequence[str]:
    return [_key(row, column) for row in rows for column in columns]


def _key(row: Leaving, column: str) -> str:
    """As ``notices.actions.tell`` makes it."""
    return f"{TO_LAPSE}:{cause_of(row, column)}:{row.councillor_id}"
