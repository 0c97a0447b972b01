"""That the regulator was told: when, how, what was still unknown, and why late."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.log import prove, write
from breaches.machines import TOLD
from breaches.models import Assessment, Incident, IncidentStep, Notification
from breaches.triaging.checks import may_handle
from councilgov.capacity import Controller
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


class Said(TypedDict, total=False):
    """What may be known of a message beside its stage, moment and route."""

    reference: str
    unknown: str
    late_because: str


@transaction.atomic
def record_notification(
    *,
    assessment: Assessment,
    stage: str,
    route: str,
    told_at: datetime,
    by: User,
    **said: Unpack[Said],
) -> Notification:
    """The regulator was told: for the first time, more, or all there is to tell.

    "Where the notification ... is not made within 72 hours, it shall be accompanied by reasons for
    the delay" (UK GDPR Article 33(1)). Raises ``Refused`` before it was decided, for a moment ahead
    or before the controller was aware, and for a late first report without its reasons.
    """
    row = _locked(assessment)
    check_may_tell(row, by)
    row.check_regulator(stage)
    late = said.get("late_because", "").strip()
    _check_moment(row, told_at, late)
    told = Notification(assessment=row, stage=stage, route=route, told_at=told_at)
    told.entered_at, told.entered_by = timezone.now(), by
    told.late_because, told.unknown = late, said.get("unknown", "").strip()
    told.reference = said.get("reference", "").strip()
    told.keep(by=by, why="Told")
    row.regulator = stage
    row.keep(by=by, why="Told")
    _write(told, row, by=by)
    return told


def _locked(assessment: Assessment) -> Assessment:
    """The part of a controller, held after its incident."""
    incident = Incident.objects.locked(assessment.incident)
    row = Assessment.objects.locked(assessment)
    row.incident = incident
    return row


def check_may_tell(row: Assessment, by: User) -> None:
    """Raise ``Refused`` for who may not report for this controller: for a councillor they
    themselves, and an officer once they have authorised it.
    """
    if not _reports(row, by):
        raise Refused(_("Somebody who has no part in it records this."))
    if not may_tell(row, by):
        told = _("%(name)s has not authorised the council to report for them.")
        raise Refused(told % {"name": row.named_controller}, way=row.incident.own_page)


def _reports(row: Assessment, user: User) -> bool:
    """Their own part, or one of an incident that they look into."""
    return user.pk == row.councillor_id or may_handle(row.incident, user)


def may_tell(row: Assessment, user: User) -> bool:
    """Whether this person reports to the regulator for this controller."""
    is_theirs = row.controller == Controller.COUNCILLOR and user.pk != row.councillor_id
    return _reports(row, user) and not (is_theirs and row.authorised_at is None)


def _check_moment(row: Assessment, told_at: datetime, late_because: str) -> None:
    if told_at > timezone.now():
        raise Refused(_("The time must be in the past."), field="told_at")
    if told_at < row.incident.noticed_at:
        told = _("The regulator can’t have been told before it was noticed. Check both times.")
        raise Refused(told, field="told_at")
    is_first = row.regulator not in TOLD
    if is_first and told_at > row.due_at and not late_because:
        told = _("More than 72 hours have passed. The regulator must be told why: write it here.")
        raise Refused(told, field="late_because")


def _write(told: Notification, row: Assessment, *, by: User) -> None:
    write(
        row.incident,
        IncidentStep.NOTIFIED,
        by=by,
        words=f"{row.named_controller}. {told.get_stage_display()}",
        at=told.told_at,
    )
    facts: dict[str, JSON] = {
        "assessment": row.pk,
        "stage": str(told.stage),
        "route": str(told.route),
        "told_at": told.told_at.isoformat(),
        "was_late": told.told_at > row.due_at,
    }
    names = {"late_because": told.late_because, "unknown": told.unknown}
    prove(row.incident, "notified", by=by, facts=facts, names=names)


@transaction.atomic
def authorise(*, assessment: Assessment, by: User) -> Assessment:
    """ "I authorise the council to report for me": kept as evidence. Raises ``Refused`` for anybody
    but the councillor whose records these are.
    """
    Incident.objects.locked(assessment.incident)
    row = Assessment.objects.with_row().locked(assessment)
    if by.pk != row.councillor_id:
        raise Refused(_("Only the councillor whose records these are can say so."))
    if row.authorised_at is None:
        row.authorised_at = timezone.now()
        row.keep(by=by, why="Authorised")
        prove(row.incident, "authorised", by=by, facts={"assessment": row.pk})
    return row
