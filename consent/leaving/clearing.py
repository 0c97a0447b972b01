"""What a councillor noted for themselves alone goes after they left: nobody else may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from consent.holdings import history_of
from consent.holds import RecordsHold
from consent.models import Leaving, LeavingStatus, Moderation, SocialAccount, VideoCheck
from councilgov.days import today
from councilgov.ledger.actions import record
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.ledger.canonical import JSON
    from councilgov.records import Record


@transaction.atomic
def clear() -> int:
    """Accounts on social media, with what they took down and whom they shut out there, and checks
    before video calls go when the ten working days after the term are over; how many things.

    Not of who is in office again, nor what an information officer keeps for a request or a case.
    After a restore the clock does it again.
    """
    mine = Q(Exists(SocialAccount.objects.filter(councillor=OuterRef("councillor"))))
    mine |= Q(Exists(VideoCheck.objects.filter(councillor=OuterRef("councillor"))))
    left = Leaving.objects.exclude(left_at=None).exclude(status=LeavingStatus.STAYED)
    due = left.filter(mine, answer_until__lt=today()).exclude(
        councillor__in=User.objects.councillors(timezone.now())
    )
    return sum(_clear(row) for row in due.select_for_update(of=("self",)).order_by("pk"))


def _clear(leaving: Leaving) -> int:
    whose, held = leaving.councillor_id, RecordsHold.objects
    accounts = SocialAccount.objects.filter(councillor=whose)
    free = [row.pk for row in accounts if not held.on(whose, row.capacity).exists()]
    logged = Moderation.objects.filter(account__in=free).values_list("pk", flat=True)
    checks = VideoCheck.objects.filter(councillor=whose).values_list("pk", flat=True)
    gone: dict[str, JSON] = {
        "entries": _erase(Moderation, list(logged)),
        "accounts": _erase(SocialAccount, free),
        "checks": 0 if held.on(whose).exists() else _erase(VideoCheck, list(checks)),
    }
    if any(gone.values()):
        record(kind="consent.left_accounts_deleted", actor=None, subject=leaving, facts=gone)
    return sum(count for count in gone.values() if isinstance(count, int))


def _erase(model: type[Record], keys: Sequence[int]) -> int:
    """With the history: it holds the same."""
    rows: QuerySet[Any] = QuerySet(model)
    rows = rows.filter(pk__in=keys)
    history_of(model).filter(id__in=keys).delete()
    rows._raw_delete(rows.db)
    return len(keys)
