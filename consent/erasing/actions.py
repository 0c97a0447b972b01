"""People are erased, what must stay of it stays, and after a restore it is done again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from consent.constituents import Constituent
from consent.erasing import listing
from consent.erasing.rows import erase_rows_again
from consent.erasures import PERMISSION, Erasure, Refusal, Suppression, mark_of, marks_of
from consent.holdings import erase, history_of
from consent.holds import held
from consent.keys import keyed
from consent.machines import CLOSED_BY_THEM
from consent.permissions import ContactPermission
from consent.permitting.actions import withdraw
from consent.permitting.peace import left_until
from consent.stop_links import STOPPABLE
from councilgov.days import today
from councilgov.imports.actions import forget_own
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from consent.erasures import L, ListedQuerySet

logger = logging.getLogger(__name__)

AT_ONCE = 1_000


@transaction.atomic
def erase_people(*, people: Sequence[int]) -> int:
    """These people, every row about them and the whole history are deleted; how many people.

    Who is held for a request or a case stays, whoever calls this. Who said no, or took it back, is
    still left in peace (``permitting.peace``). Safe twice. What was erased goes on the list outside
    the database (``list_erasures``).
    """
    _forget_files(people)
    there = Constituent.objects.filter(pk__in=people)
    list(there.select_for_update().order_by("pk").values_list("pk"))  # then ask: see ``holding``
    kept = set(held(there).values_list("pk", flat=True))
    return _erase([pk for pk in people if pk not in kept])


def _erase(people: Sequence[int]) -> int:
    rows = Constituent.objects.filter(pk__in=people).select_for_update().order_by("pk")
    begun = dict(rows.values_list("pk", "begun_at"))
    _hold_permissions(begun)
    before = history_of(Constituent).filter(id__in=people).values_list("id", "begun_at")
    keep_refusals(people=list(begun))
    now = timezone.now()
    Erasure.objects.bulk_create(
        [Erasure(mark=mark_of(*one), erased_at=now) for one in sorted({*begun.items(), *before})],
        ignore_conflicts=True,
    )
    erase(people)
    logger.info("People erased", extra={"count": len(begun)})
    return len(begun)


def _hold_permissions(people: Iterable[int]) -> None:
    """After the people themselves: a no that comes at this moment is waited for, and kept."""
    rows = ContactPermission.objects.filter(constituent__in=people).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))


def _forget_files(people: Sequence[int]) -> None:
    """What their councillors uploaded and have not brought in yet may name them: it goes too."""
    here = Constituent.objects.filter(pk__in=people).order_by().values_list("councillor")
    before = history_of(Constituent).filter(id__in=people).order_by().values_list("councillor")
    forget_own(people={councillor for (councillor,) in [*here.distinct(), *before.distinct()]})


def keep_refusals(*, people: Sequence[int], of: User | None = None) -> None:
    """Keep that they said no, for as long as that binds their councillor, or whoever takes over
    from them (``of``).
    """
    closed = ContactPermission.objects.filter(constituent__in=people, status__in=CLOSED_BY_THEM)
    found: dict[tuple[int, int, str, str], Suppression] = {}
    for row in sorted(closed, key=lambda row: row.said_no_on):
        until = left_until(row.purpose, row.said_no_on)
        whose = of.pk if of else row.councillor_id
        key = (whose, row.channel_id, row.purpose, keyed(f"handle {row.normal}"))
        councillor, channel, purpose, mark = key
        about = {"councillor_id": councillor, "channel_id": channel, "purpose": purpose}
        found[key] = Suppression(mark=mark, said_on=row.said_no_on, until=until, **about)
    Suppression.objects.bulk_create(
        [row for row in found.values() if row.until > today() and not row.has_a_later_one()],
        update_conflicts=True,
        unique_fields=["councillor", "channel", "purpose", "mark"],
        update_fields=["said_on", "until"],
    )


def list_erasures() -> int:
    """Who was erased or said no since is written on the list outside the database; how many.

    Safe twice and on two machines at once: a mark that is listed twice is the same mark.
    """
    return _list(Erasure.objects.unlisted()) + _list(Refusal.objects.unlisted())


@transaction.atomic
def _list(waiting: ListedQuerySet[L]) -> int:
    rows = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE])
    if rows:
        listing.add((row.done_at, row.mark) for row in rows)
        done = waiting.model._default_manager.filter(pk__in=[row.pk for row in rows])
        done.update(listed_at=timezone.now())
    return len(rows)


def take_back_again() -> int:
    """After a restore: what is on the list as refused or taken back, and agreed or asked again by
    the backup, is taken back since that day; how many. Done before anybody is erased again, so
    that it is known of them too. Raises as ``replay`` does.
    """
    known = listing.marks()
    rows = ContactPermission.objects.filter(status__in=STOPPABLE).order_by("pk")
    back: list[tuple[int, datetime]] = []
    for pk, begun_at in rows.values_list("pk", "begun_at").iterator(chunk_size=2_000):
        said = [known[mark] for mark in marks_of(pk, begun_at, PERMISSION) if mark in known]
        back += [(pk, min(said))] if said else []
    for pk, said_at in back:
        _take_back(pk, said_at)
    return len(back)


@transaction.atomic
def _take_back(pk: int, said_at: datetime) -> None:
    row = withdraw(permission=ContactPermission.objects.get(pk=pk), by=None)
    row.ended_at = said_at
    row.keep(by=None, why="As before the restore")


def replay() -> int:
    """After a restore: whoever is on the list and back is erased again; how many. Also who was
    held when the backup was made: they were erased after that.

    Raises ``OSError`` without a list, and ``listing.OtherKey``.
    """
    known = listing.marks()
    count = 0
    back: list[int] = []
    for pk, begun_at in _everybody():
        if not known.keys().isdisjoint(marks_of(pk, begun_at)):
            back.append(pk)
    _forget_files(back)
    for first in range(0, len(back), AT_ONCE):
        with transaction.atomic():
            count += _erase(back[first : first + AT_ONCE])
    return count


def replay_rows() -> int:
    """After a restore: entries, accounts and checks that were deleted one by one are deleted again;
    how many. Files of contacts that were not brought in yet are deleted too: nobody knows which of
    them their councillors had discarded since. Raises as ``replay`` does.
    """
    known = listing.marks()
    forget_own(people=User.objects.values_list("pk", flat=True))
    return erase_rows_again(known.keys())


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
