"""Matters of conduct whose time is over lose their words, unless a request or a case needs them.

No law says how long. East Riding of Yorkshire Council keeps what it investigated "6 years" from
the decision (its privacy notice on complaints against councillors).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from breaches.holds import is_referral_held
from breaches.keeping.naming import name_days, take_back
from breaches.keeping.rows import WHY
from breaches.keeping.rules import SAID_BEFORE, day_for, ends_of
from breaches.models import Referral
from breaches.referrals import FORGOTTEN
from councilgov.days import today
from councilgov.ledger.actions import erase_names, record_all
from councilgov.ledger.models import Entry
from councilgov.people.models import Council
from councilgov.records import keep_all, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from breaches.referrals import ReferralQuerySet

logger = logging.getLogger(__name__)

AT_ONCE = 100


def over(rows: ReferralQuerySet, by: date, years: int) -> ReferralQuerySet:
    """Closed so many years ago on that day, and not kept for a request or a case."""
    closed = rows.filter(erased_at=None, closed_at__lt=ends_of(by, years))
    return closed.exclude(is_referral_held())


@transaction.atomic
def announce_referrals() -> int:
    """What is over in four weeks, or was before, is erased on a day that is named now; how many are
    new. Safe twice.
    """
    years = Council.objects.the().referral_years
    due = over(Referral.objects.filter(erases_on=None), today() + SAID_BEFORE, years)
    return name_days(due, lambda row: day_for(row.closed_at, years, today()))


@transaction.atomic
def spare_referrals(*, among: Sequence[int] | None = None) -> int:
    """What is kept, or is not over yet after other years, stays; how many."""
    years = Council.objects.the().referral_years
    named = Referral.objects.exclude(erases_on=None)
    if among is not None:
        named = named.filter(pk__in=among)
    due = over(named, today() + SAID_BEFORE, years).values("pk")
    return take_back(named.exclude(pk__in=due))


@transaction.atomic
def erase_referrals() -> int:
    """What was to be erased by today is, some at a time; how many. Safe twice and late. Held first,
    then asked again: what was kept while we waited stays.
    """
    due = Referral.objects.filter(erases_on__lte=today())
    held = due.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE]
    keys = [row.pk for row in held]
    spare_referrals()
    rows = list(due.filter(pk__in=keys).order_by("pk"))
    _erase(rows)
    return len(rows)


def _erase(rows: Sequence[Referral]) -> None:
    """Here, in what was kept of every change, and beside the evidence."""
    past: Any = Referral.history
    past.filter(id__in=[row.pk for row in rows]).delete()
    now = timezone.now()
    for row in rows:
        row.forget(now)
    keep_all(rows, by=None, why=WHY, fields=FORGOTTEN)
    subjects = [subject_of(row) for row in rows]
    erase_names(entries=Entry.objects.filter(subject__in=subjects), by=None)
    record_all(kind="breaches.referral_erased", actor=None, facts=[(row, {}) for row in rows])
    logger.info("Matters of conduct erased", extra={"count": len(rows)})
