"""What is reported again joins what was reported before: with its words, its true times, what the
police gave, and who it turned out to be.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.containing.opening import end_left
from breaches.log import prove, write
from breaches.models import Incident, IncidentStatus, IncidentStep, Part
from breaches.reporting.actions import note_once
from breaches.triaging.clocks import Heard, heard
from breaches.triaging.noticing import notice_earlier
from breaches.triaging.parts import keep_out_of_twins, note_part
from councilgov.days import moment_in_words
from councilgov.records import Refused
from devices.losses.actions import add_loss_note, add_what_police_gave, set_noticed
from devices.models import LockState, LossKind, Via

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.people.models import User
    from devices.losses.actions import Told
    from devices.models import Loss


class Again(NamedTuple):
    """What a second report says: of what, when it was noticed, what happened, and the rest."""

    kind: str
    noticed_at: datetime
    happened: str
    told: Told


def join_loss(
    loss: Loss, incident: Incident | None, again: Again, *, by: User
) -> tuple[Loss, Incident | None]:
    """Somebody reports what was reported already: what they know is added on both sides, and what
    they noticed earlier moves both back.
    """
    if again.noticed_at < loss.noticed_at:
        loss = set_noticed(loss=loss, noticed_at=again.noticed_at, by=by)
    if again.kind == LossKind.STOLEN:
        add_what_police_gave(loss=loss, told=again.told, by=by)
    words = _said(loss, again, by)
    if words:
        with suppress(Refused):  # pressed twice
            add_loss_note(loss=loss, words=words, by=by)
    if incident:
        incident = add_to(incident, words, _heard(again, by), by=by)
    return loss, incident


def _heard(again: Again, by: User) -> Heard:
    told = again.told
    return heard(
        again.noticed_at,
        reported_at=told.get("reported_at") or timezone.now(),
        via=told.get("reported_via", Via.PORTAL),
        reported_by=told.get("reported_by") or (None if told.get("teller") else by),
    )


def _said(loss: Loss, again: Again, by: User) -> str:
    """What it says beyond the first, in words."""
    told = again.told
    data, lock = told.get("data_held", "").strip(), told.get("lock_state", LockState.UNKNOWN)
    parts = []
    if not is_same_again(loss, again.happened, by):
        parts.append(f"{LossKind(again.kind).label}. {again.happened.strip()}")
    if data and data != loss.data_held:
        parts.append(_("On it: %(data)s") % {"data": data})
    if lock not in {LockState.UNKNOWN, loss.lock_state}:
        parts.append(f"{LockState(lock).label}.")
    if parts and "reported_at" in told:
        parts.append(_reported(again.noticed_at, told["reported_at"]))
    return "\n".join(parts)


def _reported(noticed_at: datetime, reported_at: datetime) -> str:
    """Its own times, where it was not reported here and now."""
    told = {"noticed": moment_in_words(noticed_at), "reported": moment_in_words(reported_at)}
    return _("Noticed at %(noticed)s, reported at %(reported)s.") % told


def is_same_again(row: Loss | Incident, happened: str, by: User) -> bool:
    """The same person sends the same report once more: pressed twice, or from another tab."""
    return (row.happened, row.recorded_by_id) == (happened.strip(), by.pk)


def add_to(incident: Incident, words: str, heard: Heard, *, by: User) -> Incident:
    """What somebody knows beyond a report, and that they or the council knew earlier."""
    incident = Incident.objects.locked(incident)
    notice_earlier(incident, heard, by=by)
    if words:
        note_once(incident=incident, words=words, by=by)
    return incident


def find_out(
    incident: Incident, *, owner: User | None, noticed_at: datetime, happened: str, by: User
) -> Incident:
    """The desk found out, of a report that is looked into already, whose it was, when that was
    noticed and what happened.
    """
    said = {incident.happened, f"{incident.happened}\n{incident.data_told}"}
    words = "" if happened.strip() in said else happened.strip()
    incident = add_to(incident, words, Heard(noticed_at, noticed_at), by=by)
    if owner and owner != incident.reported_by:
        note_part(incident, owner, Part.OWNER, by=by)
    return incident


def _number(row: Incident) -> int:
    return row.pk


def _keep_out(other: Incident, incident: Incident, *, by: User) -> None:
    """Whoever has a part in the one report has it in the other, and decides on neither."""
    for row in other.involved.select_related("person"):
        note_part(incident, row.person, row.part, by=by)
    reporter = other.reported_by
    if reporter and reporter != incident.reported_by:
        note_part(incident, reporter, Part.REPORTER, by=by)


def _stand_beside(other: Incident, incident: Incident, *, by: User) -> Incident:
    """The other one stands, and says where the loss is looked into too, which tells nobody there;
    whoever has a part in the one decides on neither.
    """
    other.also_of = incident.loss
    other.keep(by=by, why="The same loss")
    here = {"reference": incident.reference}
    words = _("The same loss is looked into as %(reference)s.") % here
    note_once(incident=other, words=words, by=by)
    keep_out_of_twins(other, by=by)
    return other


def join_triages(other: Incident, incident: Incident, *, by: User) -> Incident:
    """One loss, reported twice before anybody knew that: it is looked into once. The other one is
    closed and points there, with its words; what somebody has ruled on, or made confidential,
    stands, and says where the loss is looked into too. Whichever the report belongs to from now.
    """
    held = {row.pk: Incident.objects.locked(row) for row in sorted([other, incident], key=_number)}
    other, incident = held[other.pk], held[incident.pk]
    here = {"reference": incident.reference}
    if other.finding or other.is_confidential:
        return _stand_beside(other, incident, by=by)
    words = "\n".join(filter(None, [other.happened, other.data_told]))
    said = _("Reported twice, also as %(reference)s.") % {"reference": other.reference}
    heard = Heard(other.noticed_at, other.council_knew_at)
    add_to(incident, f"{said}\n{words}", heard, by=by)
    _keep_out(other, incident, by=by)
    end_left(other, by=by)
    other.same_as, other.closed_at = incident, timezone.now()
    other.move(IncidentStatus.CLOSED, by=by, why=gettext_noop("Joining it to the other report"))
    words = _("Reported twice: it is looked into as %(reference)s.") % here
    write(other, IncidentStep.CLOSED, by=by, words=words)
    prove(other, "incident_joined", by=by, facts={"same_as": incident.reference})
    return incident
