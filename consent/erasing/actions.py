"""People are erased, what must stay of it stays, and after a restore it is done again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from consent.constituents import Constituent
from consent.erasing import listing
from consent.erasures import Erasure, Suppression, keyed, mark_of
from consent.holdings import erase, history_of
from consent.machines import CLOSED_BY_THEM
from consent.permissions import ContactPermission
from consent.permitting.checks import ASK_AGAIN_AFTER
from councilgov.days import today
from councilgov.deadlines import months_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

logger = logging.getLogger(__name__)

AT_ONCE = 1_000


@transaction.atomic
def erase_people(*, people: Sequence[int]) -> int:
    """These people, every row about them and the whole history are deleted; how many people.

    Who said no, or took it back, is still not asked again for their year. Safe twice. What was
    erased goes on the list outside the database (``list_erasures``).
    """
    rows = Constituent.objects.filter(pk__in=people).select_for_update().order_by("pk")
    begun = dict(rows.values_list("pk", "begun_at"))
    before = history_of(Constituent).filter(id__in=people).values_list("id", "begun_at")
    _suppress(list(begun))
    now = timezone.now()
    Erasure.objects.bulk_create(
        [Erasure(mark=mark_of(*one), erased_at=now) for one in sorted({*begun.items(), *before})],
        ignore_conflicts=True,
    )
    erase(people)
    logger.info("People erased", extra={"count": len(begun)})
    return len(begun)


def _suppress(people: Sequence[int]) -> None:
    """Keep that they said no, for as long as that binds the councillor."""
    closed = ContactPermission.objects.filter(constituent__in=people, status__in=CLOSED_BY_THEM)
    found: dict[tuple[int, int, str, str], Suppression] = {}
    for row in closed.exclude(ended_at=None).order_by("ended_at"):
        assert row.ended_on  # noqa: S101  # of these every one has ended
        until = months_after(row.ended_on, ASK_AGAIN_AFTER)
        key = (row.councillor_id, row.channel_id, row.purpose, keyed(f"handle {row.normal}"))
        councillor, channel, purpose, mark = key
        found[key] = Suppression(
            councillor_id=councillor, channel_id=channel, purpose=purpose, mark=mark, until=until
        )
    Suppression.objects.bulk_create(
        [row for row in found.values() if row.until > today()],
        update_conflicts=True,
        unique_fields=["councillor", "channel", "purpose", "mark"],
        update_fields=["until"],
    )


@transaction.atomic
def list_erasures() -> int:
    """What was erased since is written on the list outside the database; how many.

    Safe twice and on two machines at once: a mark that is listed twice is the same mark.
    """
    rows = list(
        Erasure.objects.unlisted().select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE]
    )
    if rows:
        listing.add((row.erased_at, row.mark) for row in rows)
        Erasure.objects.filter(pk__in=[row.pk for row in rows]).update(listed_at=timezone.now())
    return len(rows)


def replay() -> int:
    """After a restore: whoever is on the list and back is erased again; how many.

    Raises ``OSError`` without a list, and ``listing.OtherKey``.
    """
    known = listing.marks()
    count = 0
    back: list[int] = []
    for pk, begun_at in _everybody():
        if mark_of(pk, begun_at) in known:
            back.append(pk)
    for first in range(0, len(back), AT_ONCE):
        count += erase_people(people=back[first : first + AT_ONCE])
    return count


def _everybody() -> Iterator[tuple[int, datetime]]:
    """Who is there, and who is left in the history alone."""
    here = Constituent.objects.order_by("pk").values_list("pk", "begun_at")
    yield from here.iterator(chunk_size=2_000)
    gone = history_of(Constituent).exclude(id__in=Constituent.objects.values("pk"))
    yield from gone.values_list("id", "begun_at").distinct().iterator(chunk_size=2_000)


@transaction.atomic
def forget_suppressions() -> int:
    """Who said no a year ago may be asked again: what was kept of it goes. Safe twice."""
    count, _tables = Suppression.objects.over(today()).delete()
    return count
