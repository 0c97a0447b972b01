"""The police and their numbers: of a theft only, several, late, and never in the way of a report.

"Any theft should be referred to the Police immediately and the ICT Service Desk notified of the
Criminal Incident number" (Members ICT Usage Protocol, Responsibilities).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.records import Refused
from devices.losses.log import prove, tell_desk, write
from devices.models import Loss, LossKind, LossStep, PoliceReference, ReferenceKind
from devices.police import tidy_reference, validate_reference

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User


@transaction.atomic
def add_police_reference(
    *, loss: Loss, force: str, kind: str, reference: str, reported_on: date | None, by: User
) -> PoliceReference:
    """The police were told, and gave a number, or none yet. Those that are there already stay.

    Also once the case is closed: a number may come late. Raises ``Refused`` for what was not
    stolen, for a day to come, and for what no police force gives out.
    """
    loss = Loss.objects.locked(loss)
    check_theft(loss)
    check_day(reported_on)
    row = PoliceReference(
        loss=loss,
        force=" ".join(force.split()),
        kind=kind,
        reference="" if kind == ReferenceKind.NONE_YET else check_reference(reference),
        reported_on=reported_on,
        added_at=timezone.now(),
        added_by=by,
    ).keep(by=by, why="Police reference")
    _added(row, by=by)
    return row


def _added(row: PoliceReference, *, by: User) -> None:
    loss = row.loss
    told_on = row.reported_on.isoformat() if row.reported_on else None
    told = f"{row.force}: {row.get_kind_display()} {row.reference}"
    write(loss, LossStep.POLICE, by=by, words=told)
    prove(
        loss,
        "police_reference_added",
        by=by,
        facts={"kind": str(row.kind), "reported_on": told_on},
        names={"force": row.force, "reference": row.reference},
    )
    if by == loss.councillor:
        tell_desk(loss, "loss_police", but=by, stage=str(row.pk))


def check_theft(loss: Loss) -> None:
    """Raise ``Refused`` for what was not stolen: nobody is asked to go to the police for it."""
    if loss.kind != LossKind.STOLEN:
        raise Refused(
            _("This was not reported as stolen. If it was, correct that first."), way=loss.own_page
        )


def check_day(day: date | None) -> None:
    """Raise ``Refused`` for a day to come. Somebody may have told them before it was noticed."""
    if day and day > timezone.localdate():
        raise Refused(_("The day must be today or in the past"), field="reported_on")


def check_reference(typed: str) -> str:
    """The number as it is kept. Raises ``Refused`` with what is wrong with it."""
    reference = tidy_reference(typed)
    try:
        validate_reference(reference)
    except ValidationError as wrong:
        raise Refused(wrong.messages[0], field="reference") from None
    return reference


@transaction.atomic
def waive_police(*, loss: Loss, reason: str, by: User) -> Loss:
    """The desk or the Monitoring Officer does without a number, with reasons. Nobody is asked."""
    loss = Loss.objects.locked(loss)
    check_theft(loss)
    if not loss.waits_for_police():
        raise Refused(_("Nobody is asked for a number any more."), way=loss.own_page)
    loss.police_waived_at, loss.police_waived_because = timezone.now(), reason.strip()
    loss.keep(by=by, why="Police reference waived")
    write(loss, LossStep.POLICE_WAIVED, by=by, words=reason)
    prove(loss, "police_waived", by=by, names={"reason": loss.police_waived_because})
    return loss
