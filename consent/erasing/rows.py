"""What is deleted by itself, and not with a person: an entry of a log, an account, a check.

All of it is deleted by ``erase_rows``, so that all of it is on the list outside the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consent.contacting.judging import judge
from consent.erasures import Erasure, mark_of, marks_of
from consent.holdings import erase, history_of
from consent.models import Contact, ContactPermission, Moderation, SocialAccount, VideoCheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set
    from datetime import datetime

    from councilgov.records import Record

KINDS: Sequence[type[Record]] = (Contact, SocialAccount, Moderation, VideoCheck)
AT_ONCE = 1_000


@transaction.atomic
def erase_rows(kind: type[Record], keys: Sequence[int]) -> int:
    """These rows of one table, what hangs on them and the history of all are deleted; how many.

    Safe twice. What was deleted goes on the list outside the database (``list_erasures``).
    """
    assert kind in KINDS  # noqa: S101  # of no other is it looked for after a restore
    now, name = timezone.now(), kind.__name__
    marks = [mark_of(pk, begun_at, name) for pk, begun_at in _begun(kind, keys)]
    Erasure.objects.bulk_create(
        [Erasure(mark=mark, erased_at=now) for mark in marks], ignore_conflicts=True
    )
    erase(keys, kind)
    return len(marks)


def erase_rows_again(known: Set[str]) -> int:
    """Of every table, what was deleted and is back, by the marks that are known of it; how many."""
    count = 0
    for kind in KINDS:
        name = kind.__name__
        back = [pk for pk, at in _begun(kind) if not known.isdisjoint(marks_of(pk, at, name))]
        for first in range(0, len(back), AT_ONCE):
            count += _erase_again(kind, back[first : first + AT_ONCE])
    return count


@transaction.atomic
def _erase_again(kind: type[Record], keys: Sequence[int]) -> int:
    """What these entries showed of a number counts no longer, as when they were removed."""
    ways = ContactPermission.objects.none()
    if kind is Contact:
        ways = ContactPermission.objects.filter(contacts__in=keys).order_by("pk").distinct()
    shown = list(ways)
    count = erase_rows(kind, keys)
    for way in shown:
        judge(ContactPermission.objects.with_row().locked(way), by=None)
    return count


def _begun(kind: type[Record], keys: Sequence[int] | None = None) -> Iterator[tuple[int, datetime]]:
    """Since when each of these rows is there, or was, or each of all: as its history has it."""
    made = history_of(kind).filter(history_type="+")
    if keys is not None:
        made = made.filter(id__in=keys)
    rows = made.order_by().values_list("id").annotate(at=Max("history_date"))
    yield from rows.iterator(chunk_size=2_000)
