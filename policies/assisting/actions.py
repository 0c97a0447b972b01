"""Signatures given on paper or by phone: recorded, disputed, and the dispute settled."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.accounts.monitoring import tell_monitoring
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import Refused, keep_all
from policies.assisting.checks import check_batch, check_may_dispute, check_may_settle, to_record
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Policy,
    PolicyVersion,
    RecordedSignature,
)
from policies.signatures import actions as signatures
from policies.signatures.carrying import request_for
from policies.signatures.closing import close_request

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

logger = logging.getLogger(__name__)

SIGNING = ["status", "typed_name", "statement", "text_sha256", "signed_at"]


@transaction.atomic
def record_signatures(
    *, version: PolicyVersion, councillors: Collection[User], by: User, **paper: Any
) -> Sequence[RecordedSignature]:
    """An officer records who signed on paper or by phone, one or many, as at an induction.

    ``paper`` is ``manner``, ``given_on`` and ``evidence``. Each is told at once and may dispute it
    for 14 days. The paper is the evidence, so there is no certificate. Raises ``Refused`` for a day
    in the future or before the publication, without a word on where the paper is or who rang whom,
    and for somebody who was not asked, has signed, or is the officer.
    """
    version = PolicyVersion.objects.locked(version)
    people = User.objects.filter(pk__in=[person.pk for person in councillors])
    _lock(version, people)
    check_batch(version=version, councillors=list(people), by=by, **paper)
    chosen = to_record(version, by).filter(councillor__in=people)
    asked = chosen.select_related("councillor", "version__policy").order_by("pk")
    rows = [request_for(row, version) for row in asked]
    now = timezone.now()
    _sign(rows, now, by=by)
    told = [
        RecordedSignature(acknowledgement=row, recorded_at=now, recorded_by=by, **paper)
        for row in rows
    ]
    keep_all(told, by=by, why="Signature recorded")
    _tell_of(told)
    logger.info("Signatures recorded", extra={"version": version.pk, "rows": len(told)})
    return told


def _lock(version: PolicyVersion, people: Collection[User]) -> None:
    asked = Acknowledgement.objects.to_sign_by(version).filter(councillor__in=people)
    list(asked.select_for_update(of=("self",)).order_by("pk"))


def _sign(rows: Sequence[Acknowledgement], now: datetime, *, by: User) -> None:
    for row in rows:
        row.check_move(AcknowledgementStatus.SIGNED, gettext_noop("Signature"))
        row.status = AcknowledgementStatus.SIGNED
        row.typed_name = row.councillor.full_name
        row.statement = signatures.statement(row.version)
        row.text_sha256 = row.version.sha256
        row.signed_at = now
    keep_all(rows, by=by, why="Signature recorded", fields=SIGNING)
    close_request(rows, by=by)


def _tell_of(rows: Sequence[RecordedSignature]) -> None:
    for row in rows:
        asked = row.acknowledgement
        record(
            kind="policies.signature_recorded",
            actor=row.recorded_by,
            subject=asked,
            facts={
                "version": asked.version_id,
                "text_sha256": asked.text_sha256,
                "signed_at": row.recorded_at.isoformat(),
                "manner": row.manner,
                "given_on": row.given_on.isoformat(),
            },
            names={"name": asked.typed_name, "evidence": row.evidence},
        )
    signed = Acknowledgement.objects.filter(recorded__in=rows)
    Notice.objects.plan("signature_recorded", signed, to="councillor", cause=("pk",))


@transaction.atomic
def dispute(*, acknowledgement: Acknowledgement, reason: str, by: User) -> RecordedSignature:
    """A councillor says that they did not give the signature that an officer recorded.

    The Monitoring Officer is told, and nobody is reminded meanwhile. Raises ``Refused`` without a
    reason, after 14 days, and the second time.
    """
    acknowledgement = Acknowledgement.objects.locked(acknowledgement)
    recorded = RecordedSignature.objects.locked(acknowledgement.recorded)
    if not reason.strip():
        raise Refused(_("Say what is wrong with this signature"), field="reason")
    check_may_dispute(acknowledgement, recorded)
    recorded.disputed_at, recorded.dispute = timezone.now(), reason.strip()
    recorded.keep(by=by, why="Dispute")
    acknowledgement.move(AcknowledgementStatus.DISPUTED, by=by, why=gettext_noop("Dispute"))
    record(
        kind="policies.signature_disputed",
        actor=by,
        subject=acknowledgement,
        facts={"disputed_at": recorded.disputed_at.isoformat()},
        names={"dispute": recorded.dispute},
    )
    cause = str(acknowledgement.pk)
    tell_monitoring(kind="signature_disputed", cause=cause, about=acknowledgement)
    logger.info("Signature disputed", extra={"acknowledgement": acknowledgement.pk})
    return recorded


@transaction.atomic
def settle_dispute(
    *, acknowledgement: Acknowledgement, stands: bool, reason: str, by: User
) -> RecordedSignature:
    """The Monitoring Officer lets a disputed signature stand or sets it aside, with reasons.

    Where it is set aside the councillor is asked anew, with fresh days, in the same transaction.
    Both sides are told. Raises ``Refused`` without a reason, for whoever recorded it or disputes
    it, and where it is settled already.
    """
    version = acknowledgement.version
    Policy.objects.locked(version.policy)  # first, as publishing does: neither waits for the other
    open_ones = PolicyVersion.objects.filter(policy=version.policy_id).open_to_sign()
    to_ask = list(open_ones.select_for_update(of=("self",)).order_by("pk"))
    acknowledgement = Acknowledgement.objects.locked(acknowledgement)
    recorded = RecordedSignature.objects.locked(acknowledgement.recorded)
    if not reason.strip():
        raise Refused(_("Enter the reason"), field="reason")
    check_may_settle(acknowledgement, recorded, by)
    recorded.settled_at, recorded.settled_by = timezone.now(), by
    recorded.stands, recorded.reason = stands, reason.strip()
    recorded.keep(by=by, why="Dispute settled")
    to = AcknowledgementStatus.SIGNED if stands else AcknowledgementStatus.VOIDED
    acknowledgement.move(to, by=by, why=gettext_noop("Decision on the dispute"))
    _tell_of_outcome(acknowledgement, recorded)
    for row in [] if stands else to_ask:
        signatures.ask(version=row, by=by)
    logger.info("Dispute settled", extra={"acknowledgement": acknowledgement.pk})
    return recorded


def _tell_of_outcome(acknowledgement: Acknowledgement, recorded: RecordedSignature) -> None:
    record(
        kind="policies.dispute_settled",
        actor=recorded.settled_by,
        subject=acknowledgement,
        facts={"stands": bool(recorded.stands)},
        names={"reason": recorded.reason},
    )
    cause = str(acknowledgement.pk)
    for kind, person in (
        ("dispute_settled", acknowledgement.councillor),
        ("dispute_settled_officer", recorded.recorded_by),
    ):
        tell(kind=kind, to=person, cause=cause, about=acknowledgement)
