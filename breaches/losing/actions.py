"""A loss, or a message to the wrong person, is reported once; one report does all that follows.

"If IT equipment is damaged, lost or stolen it is the responsibility of the Member to immediately
report it" (Members ICT Usage Protocol, Responsibilities). A theft that was treated "only as a loss
of equipment" cost an NHS trust a month: so every report of a loss opens a triage too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.losing.joining import (
    Again,
    add_to,
    find_out,
    is_same_again,
    join_loss,
    join_triages,
)
from breaches.losing.reach import note_reach
from breaches.models import Incident, IncidentKind, IncidentStatus
from breaches.reporting.actions import note_once, report_incident
from breaches.triaging.clocks import Heard, begin_clock
from consent.models import ContactPermission, PermissionStatus
from consent.permitting.actions import mark_wrong_person
from consent.permitting.checks import check_own
from councilgov.capacity import Capacity, Controller
from councilgov.records import Refused, subject_of
from devices.actions import record_loss
from devices.losses import ending
from devices.losses.actions import correct_kind as correct
from devices.losses.actions import open_case
from devices.models import Device, Loss, LossKind

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.people.models import User
    from devices.losses.actions import Told


class About(TypedDict, total=False):
    """Who reported it, when and how, if that was not here and now."""

    reported_at: datetime
    reported_by: User | None
    reported_via: str
    teller: str


class Reported(NamedTuple):
    """What a report came to. ``is_new``: nobody had reported it before."""

    loss: Loss
    incident: Incident | None
    is_new: bool


@transaction.atomic
def report_loss(
    *,
    device: Device,
    kind: str,
    noticed_at: datetime,
    happened: str,
    by: User,
    is_at_risk: bool = False,
    triage: Incident | None = None,
    **told: Unpack[Told],
) -> Reported:
    """A device is lost, stolen or damaged: its case is opened, with what the desk and the police
    have to do, and the triage of what may be a breach of personal data.

    Of what is damaged only where it ``is_at_risk``: somebody else had it, or data is lost; the
    ``triage`` is one that began before anybody knew which device it is. A second report joins the
    first, with its words as a note. Raises ``Refused`` for a device of which this can't be true.
    """
    device = Device.objects.locked(device)
    case = open_case(device)
    loss = case or record_loss(
        device=device, kind=kind, noticed_at=noticed_at, happened=happened, by=by, **told
    )
    is_needed = is_at_risk or kind != LossKind.DAMAGED
    incident = _looked_into(loss, triage, is_needed=is_needed, by=by)
    if case:
        loss, incident = join_loss(case, incident, Again(kind, noticed_at, happened, told), by=by)
    return Reported(loss, incident, is_new=case is None)


def _looked_into(
    loss: Loss, triage: Incident | None, *, is_needed: bool, by: User
) -> Incident | None:
    """The triage of the loss, begun now if there is none and it is needed."""
    found = triage_of(loss)
    if found:
        return join_triages(triage, found, by=by) if triage else found
    if triage:
        return _take_up(triage, loss, by=by)
    return _same_report(loss, by=by) if is_needed else None


def _same_report(loss: Loss, *, by: User) -> Incident:
    """What was said of the loss, for who looks into what may be a breach."""
    return _triage(
        loss,
        happened=loss.happened,
        noticed_at=loss.noticed_at,
        by=by,
        reported_at=loss.reported_at,
        reported_by=None if loss.teller else loss.reported_by,
        reported_via=loss.reported_via,
        teller=loss.teller,
    )


def _triage(
    loss: Loss, *, happened: str, noticed_at: datetime, by: User, **told: Unpack[About]
) -> Incident:
    """It begins, with whom one might reach through the device."""
    incident = report_incident(
        kind=kind_of(loss.kind),
        happened=happened,
        noticed_at=noticed_at,
        by=by,
        owner=loss.councillor,
        data_told=loss.data_held,
        device=loss.device,
        loss=loss,
        **told,
    )
    note_reach(incident, loss, by=by)
    return incident


def kind_of(kind: str) -> IncidentKind:
    """What a loss is to those who look into it: of theft and loss the same."""
    return IncidentKind.DAMAGED if kind == LossKind.DAMAGED else IncidentKind.LOST


def _take_up(incident: Incident, loss: Loss, *, by: User) -> Incident:
    """By now it is known which device it is."""
    incident = Incident.objects.locked(incident)
    incident.loss, incident.device = loss, loss.device
    incident.keep(by=by, why="Device known")
    note_reach(incident, loss, by=by)
    return find_out(
        incident, owner=loss.councillor, noticed_at=loss.noticed_at, happened=loss.happened, by=by
    )


def triage_of(loss: Loss) -> Incident | None:
    """Where it is looked into whether people's information is affected; None if nowhere."""
    return Incident.objects.filter(loss=loss).with_row().first()


@transaction.atomic
def open_triage(*, loss: Loss, words: str, by: User) -> Incident:
    """What was damaged is found to be a matter of people's information after all: somebody else had
    it, or data is lost. Raises ``Refused`` where that is looked into already, and without a word.
    """
    Device.objects.locked(loss.device)
    loss = Loss.objects.locked(loss)
    if incident := triage_of(loss):
        told = _("Somebody looks into that already: %(reference)s.")
        raise Refused(told % {"reference": incident.reference})
    is_damage = loss.kind == LossKind.DAMAGED
    noticed_at = timezone.now() if is_damage else loss.noticed_at
    return _triage(loss, happened=words, noticed_at=noticed_at, by=by)


@transaction.atomic
def correct_kind(*, loss: Loss, kind: str, reason: str, by: User) -> Loss:
    """What was thought damaged is missing, or the other way round. What is missing is looked into:
    the triage is opened if there is none. Raises ``Refused`` as the correction of a loss does.
    """
    Device.objects.locked(loss.device)
    loss = correct(loss=loss, kind=kind, reason=reason, by=by)
    if loss.kind != LossKind.DAMAGED and triage_of(loss) is None:
        open_triage(loss=loss, words=reason, by=by)
    return loss


@transaction.atomic
def close_loss(*, loss: Loss, by: User) -> Loss:
    """The case of a device ends, once it was said whether people's information is affected; of what
    is damaged only if that was asked. Raises ``Refused`` before that, and as closing a loss does.
    """
    loss = Loss.objects.locked(loss)
    check_looked_into(loss)
    return ending.close_loss(loss=loss, by=by)


def check_looked_into(loss: Loss) -> None:
    """Raise ``Refused`` before it was said whether people's information is affected."""
    incident = triage_of(loss)
    page = reverse("breaches:triage_of_loss", args=[loss.reference])
    way = (page, _("Is people’s information affected?"))
    if incident is None and loss.kind != LossKind.DAMAGED:
        told = _("Nobody has looked into whether people’s information is affected. Ask for that.")
        raise Refused(told, way=way)
    if incident and incident.ruled_at is None and not _is_ruled_beside(loss):
        told = _(
            "An information officer has not said yet whether people’s information is affected "
            "(%(reference)s). Close the case after that."
        )
        raise Refused(told % {"reference": incident.reference}, way=way)


def _is_ruled_beside(loss: Loss) -> bool:
    """It was reported twice, and said in the other report, which is looked into by itself."""
    return Incident.objects.filter(also_of=loss).exclude(ruled_at=None).exists()


@transaction.atomic
def report_wrong_person(
    *,
    permission: ContactPermission,
    noticed_at: datetime,
    happened: str,
    by: User,
    data_told: str = "",
    is_near_miss: bool = False,
) -> Incident:
    """A message went to somebody else: nothing is sent there again, and it is looked into; in ward
    work the councillor is the controller from the beginning. A second report joins the first.
    Raises ``Refused`` for whose contact it is not, and for what ended otherwise."""
    row = _marked(permission, by=by)
    if incident := _report_about(row):
        found = incident if is_near_miss else _seen_after_all(incident, by=by)
        words = _said_again(found, happened, data_told, by=by)
        return add_to(found, words, Heard(noticed_at, noticed_at), by=by)
    incident = report_incident(
        kind=IncidentKind.WRONG_PERSON,
        happened=happened,
        noticed_at=noticed_at,
        by=by,
        data_told=data_told,
        is_near_miss=is_near_miss,
        capacity=row.constituent.capacity,
        about=subject_of(row),
    )
    if row.constituent.capacity == Capacity.WARD:
        begin_clock(incident, Controller.COUNCILLOR, councillor=by, by=by)
    return incident


def _said_again(incident: Incident, happened: str, data_told: str, *, by: User) -> str:
    """What a second report says beyond the first."""
    said = [] if is_same_again(incident, happened, by) else [happened.strip()]
    if data_told.strip() not in {"", incident.data_told}:
        said.append(data_told.strip())
    return "\n".join(said)


def _seen_after_all(incident: Incident, *, by: User) -> Incident:
    """Nobody says any more that it was stopped in time; what an officer found stands."""
    incident = Incident.objects.locked(incident)
    if incident.is_near_miss and incident.finding != IncidentStatus.NOT_PERSONAL:
        incident.is_near_miss = False
        incident.keep(by=by, why="No near miss")
        words = _("It was not stopped in time, or nobody knows.")
        note_once(incident=incident, words=words, by=by)
    return incident


def _marked(permission: ContactPermission, *, by: User) -> ContactPermission:
    """The number or name, held, and marked as somebody else's if it was not before."""
    row = ContactPermission.objects.with_row().locked(permission)
    check_own(row.constituent, by)
    if row.status == PermissionStatus.WRONG_PERSON:
        return row
    return mark_wrong_person(permission=row, by=by)


def _report_about(row: ContactPermission) -> Incident | None:
    """The open report about the same number or name of the same person, on whatever channel."""
    same = list(row.constituent.permissions.filter(normal=row.normal))
    return Incident.objects.open().about(same).first()
