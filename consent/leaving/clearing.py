"""What a councillor noted for themselves alone goes after they left: nobody else may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consent.erasing.rows import erase_rows
from consent.holds import RecordsHold
from consent.models import Leaving, LeavingStatus, Moderation, SocialAccount, VideoCheck
from councilgov.days import today
from councilgov.ledger.actions import record
from councilgov.people.models import User

if TYPE_CHECKING:
    from councilgov.ledger.canonical import JSON


@transaction.atomic
def clear() -> int:
    """Accounts on social media, with what they took down and whom they shut out there, and checks
    before video calls go when the ten working days after the term are over; how many things.

    Not of who is in office again, nor what an information officer keeps for a request or a case.
    What goes is on the list outside the database, as all that is deleted by itself.
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
        "entries": erase_rows(Moderation, list(logged)),
        "accounts": erase_rows(SocialAccount, free),
        "checks": 0 if held.on(whose).exists() else erase_rows(VideoCheck, list(checks)),
    }
    if any(gone.values()):
        record(kind="consent.left_accounts_deleted", actor=None, subject=leaving, facts=gone)
    return sum(count for count in gone.values() if isinstance(count, int))
