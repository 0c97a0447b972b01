"""Chasing: an officer reminds those who have not signed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.accounts.models import reachable
from councilgov.ledger.actions import record
from councilgov.notices import digests
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import Refused, keep_all
from policies.models import UNSIGNED, Acknowledgement, AcknowledgementStatus, Chase
from policies.reminders import CHASED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from policies.models import AcknowledgementQuerySet, PolicyVersion

logger = logging.getLogger(__name__)


class Spared(models.TextChoices):
    """Why somebody is not chased."""

    SIGNED = "signed", gettext_lazy("Has signed")
    DECLINED = "declined", gettext_lazy("Declined to sign, so chasing stops")
    EXEMPT = "exempt", gettext_lazy("Is exempt for now")
    DISPUTED = "disputed", gettext_lazy("Disputes a signature that was recorded")
    NOT_ASKED = "not_asked", gettext_lazy("Is not asked any more")
    CHASED = "chased", gettext_lazy("Was reminded today already")
    NO_MAILBOX = (
        "no_mailbox",
        gettext_lazy("Can’t sign in yet, or any more, so no message would help"),
    )
    REFUSED = "refused", gettext_lazy("The mail server refuses their address")


BY_STATUS = {
    AcknowledgementStatus.SIGNED: Spared.SIGNED,
    AcknowledgementStatus.OBJECTED: Spared.SIGNED,
    AcknowledgementStatus.DECLINED: Spared.DECLINED,
    AcknowledgementStatus.EXEMPT: Spared.EXEMPT,
    AcknowledgementStatus.DISPUTED: Spared.DISPUTED,
}


class Sorted(NamedTuple):
    """Who is to be chased, and who is not and why."""

    chased: Sequence[Any]
    spared: Sequence[tuple[Any, Spared]]


def counts_for(now: datetime) -> date:
    """The working day that a chase at that moment belongs to: at a weekend the next one."""
    return digests.next_morning(digests.start_of_day(now)).date()


def goes_at(now: datetime) -> datetime:
    """When its message goes: at once while the council works, else in the next morning.

    An officer decided to write now, so it waits for no digest; but nobody is chased on a Sunday.
    """
    return now if digests.may_go(now) else digests.next_morning(now)


def sort_out(asked: AcknowledgementQuerySet, now: datetime) -> Sorted:
    """Whom a chase at that moment reaches: one query."""
    today = Chase.objects.of_day(counts_for(now)).filter(acknowledgement=OuterRef("pk"))
    mailbox = reachable(User.objects.filter(pk=OuterRef("councillor"), is_active=True))
    refused = Notice.objects.refused().filter(to=OuterRef("councillor"))
    rows = asked.with_office(now).annotate(
        was_chased=Exists(today), has_mailbox=Exists(mailbox), is_refused=Exists(refused)
    )
    judged = [(row, why_spared(row)) for row in rows.select_related("councillor", "version")]
    spared = [(row, why) for row, why in judged if why is not None]
    return Sorted([row for row, why in judged if why is None], spared)


def why_spared(row: Any) -> Spared | None:
    """The first reason that stands in the way of a row from ``sort_out``; None if none does."""
    if why := BY_STATUS.get(row.status):
        return why
    if row.status not in UNSIGNED or not row.is_asked or not row.version.is_open_to_sign:
        return Spared.NOT_ASKED
    if row.was_chased:
        return Spared.CHASED
    if not row.has_mailbox:
        return Spared.NO_MAILBOX
    return Spared.REFUSED if row.is_refused else None


@transaction.atomic
def chase(*, version: PolicyVersion, rows: Collection[int], by: User) -> int:
    """An officer reminds those who have not signed, each at most once on a working day. How many.

    Nobody who declined, is exempt or disputes a signature is reminded. Raises ``Refused`` where
    nobody of those chosen may be reminded now.
    """
    now = timezone.now()
    chosen = Acknowledgement.objects.of_line(version).filter(pk__in=rows)
    locked = [row.pk for row in chosen.select_for_update(of=("self",)).order_by("pk")]
    due = sort_out(Acknowledgement.objects.filter(pk__in=locked), now).chased
    if not due:
        raise Refused(
            _(
                "Nobody was reminded. Each of them was reminded today already, need not sign any "
                "more, or gets no mail. Nobody is reminded twice on one day."
            )
        )
    _keep(due, counts_for(now), now, by=by)
    _tell([row.pk for row in due], now)
    facts = {"counts_for": str(counts_for(now)), "acknowledgements": [row.pk for row in due]}
    record(kind="policies.chased", actor=by, subject=version, facts=facts)
    logger.info("Chased", extra={"version": version.pk, "rows": len(due), "by": by.pk})
    return len(due)


def _keep(due: Sequence[Any], day: date, now: datetime, *, by: User) -> None:
    chases = [
        Chase(acknowledgement=row, counts_for=day, chased_at=now, chased_by=by) for row in due
    ]
    keep_all(chases, by=by, why="Chased")


def _tell(rows: Collection[int], now: datetime) -> None:
    asked = Acknowledgement.objects.filter(pk__in=rows)
    asked = asked.annotate(day=Value(counts_for(now).isoformat()))
    Notice.objects.plan(CHASED, asked, to="councillor", cause=("pk", "day"), due_at=goes_at(now))
