"""What went wrong is reported once, in a few words, and never held up.

"It is the responsibility of the Member to immediately report it" (Members ICT Usage Protocol,
Responsibilities). The clock of a breach counts from when it was noticed, not from this report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.citing import cite
from breaches.log import prove, tell_handlers, tell_reporter, write
from breaches.models import Incident, IncidentStep, Involved, Part, ReportedVia
from breaches.triaging.checks import check_adds
from breaches.triaging.clocks import heard
from councilgov.capacity import Capacity
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from breaches.triaging.clocks import Heard
    from devices.models import Device, Loss


class Told(TypedDict, total=False):
    """What may be known beside what happened and when it was noticed.

    ``reported_at``, ``reported_by`` and ``reported_via`` are of whoever told us, if it was not done
    here and now; ``teller`` names who has no account. ``owner`` is in whose work it happened, and
    ``recipient`` has what they should not have. ``sent_as`` is the key of the form: what is sent
    twice, or from two tabs, is one report. ``about`` names a row of another app that may be erased.
    """

    category: str
    capacity: str
    recipient: User | None
    sent_as: UUID | None

    occurred_at: datetime | None
    reported_at: datetime
    reported_by: User | None
    reported_via: str
    teller: str
    owner: User | None
    data_told: str
    device: Device | None
    loss: Loss | None
    about: str
    is_near_miss: bool


@transaction.atomic
def report_incident(
    *, kind: str, happened: str, noticed_at: datetime, by: User, **told: Unpack[Told]
) -> Incident:
    """Something went wrong: who looks into it is told at once, at any hour.

    It cites the clause of the policy in force on the day. Raises ``Refused`` for moments that can't
    be, in this order: it happened, was noticed, was reported, and none of them lies ahead; for what
    was reported without a word; and for party work, of which nothing is kept.
    """
    if sent := sent_already(key=told.get("sent_as"), by=by):
        return sent
    now = timezone.now()
    incident = Incident(
        kind=kind,
        happened=happened.strip(),
        noticed_at=noticed_at,
        recorded_at=now,
        recorded_by=by,
        **_told(told, by=by, now=now),
    )
    incident.council_knew_at = _heard(incident).council_knew_at
    check_moments(incident)
    check_told(incident)
    incident.cited, incident.clause = cite(incident)
    incident.keep(by=by, why="Reported")
    _note_part(incident, told.get("owner"), Part.OWNER, by=by)
    _note_part(incident, told.get("recipient"), Part.RECIPIENT, by=by)
    _begin(incident, by=by)
    return incident


@transaction.atomic
def sent_already(*, key: UUID | None, by: User) -> Incident | None:
    """What this person sent with that form before. Holds the person, so that of two at the same
    moment the second finds the first.
    """
    if key is None:
        return None
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    return Incident.objects.filter(recorded_by=by, sent_as=key).first()


def _told(told: Told, *, by: User, now: datetime) -> dict[str, object]:
    """The columns of what may be known. Nobody reported it but who told us, by name or account."""
    teller = told.get("teller", "").strip()
    return {
        "occurred_at": told.get("occurred_at"),
        "reported_at": told.get("reported_at") or now,
        "reported_by": told.get("reported_by") or (None if teller else by),
        "reported_via": told.get("reported_via", ReportedVia.PORTAL),
        "teller": teller,
        "category": told.get("category", ""),
        "capacity": told.get("capacity", ""),
        "sent_as": told.get("sent_as"),
        "data_told": told.get("data_told", "").strip(),
        "device": told.get("device"),
        "loss": told.get("loss"),
        "about": told.get("about", ""),
        "is_near_miss": told.get("is_near_miss", False),
    }


def _heard(incident: Incident) -> Heard:
    return heard(
        incident.noticed_at,
        reported_at=incident.reported_at,
        via=incident.reported_via,
        reported_by=incident.reported_by,
    )


def check_moments(incident: Incident) -> None:
    """Raise ``Refused`` where they can't have come in this order, or lie ahead."""
    if incident.reported_at > incident.recorded_at:
        raise Refused(_("The time must be in the past."), field="reported_at")
    if incident.noticed_at > incident.reported_at:
        told = _("It can’t be reported before it was noticed. Check both times.")
        raise Refused(told, field="noticed_at")
    if incident.occurred_at and incident.occurred_at > incident.noticed_at:
        told = _("It can’t be noticed before it happened. Check both times.")
        raise Refused(told, field="occurred_at")


def check_told(incident: Incident) -> None:
    """Raise ``Refused`` without a word, and for party work."""
    if incident.capacity == Capacity.POLITICAL:
        raise Refused(_("The portal keeps nothing about party work."), field="capacity")
    if not incident.happened:
        raise Refused(_("Say what happened, in a few words."), field="happened")


def _note_part(incident: Incident, person: User | None, part: Part, *, by: User) -> None:
    """Whoever reported it has a part already. That it is their own is noted all the same, but of a
    lost device, of which its case says whose it was.
    """
    is_own = part == Part.OWNER and incident.loss is None
    if person and (is_own or person != incident.reported_by):
        Involved(
            incident=incident, person=person, part=part, noted_at=timezone.now(), noted_by=by
        ).keep(by=by, why="Reported")


def _begin(incident: Incident, *, by: User) -> None:
    """It is written down, and those who look into it are told."""
    write(incident, IncidentStep.RECORDED, by=by, words=incident.happened, at=incident.reported_at)
    prove(
        incident,
        "incident_recorded",
        by=by,
        facts={
            "kind": str(incident.kind),
            "category": str(incident.category),
            "capacity": str(incident.capacity),
            "cited": incident.cited_id,
            "clause": incident.clause,
            "via": str(incident.reported_via),
            "noticed_at": incident.noticed_at.isoformat(),
            "reported_at": incident.reported_at.isoformat(),
            "reported_by": incident.reported_by_id,
        },
        names={"happened": incident.happened, "teller": incident.teller},
    )
    tell_handlers(incident, "incident_reported", but=by)
    tell_reporter(incident, "incident_told", but=by)


@transaction.atomic
def add_note(*, incident: Incident, words: str, by: User) -> None:
    """Whoever sees the case adds what they know. Raises ``Refused`` for who has a confidential one
    open in an emergency, for nothing, and for the same words sent twice.
    """
    incident = Incident.objects.locked(incident)
    check_adds(incident, by)
    words = words.strip()
    if not words:
        raise Refused(_("Write what you know."), field="words")
    if not note_once(incident=incident, words=words, by=by):
        raise Refused(_("You have added this already."), field="words")


@transaction.atomic
def note_once(*, incident: Incident, words: str, by: User) -> bool:
    """A note, of which who looks into it hears. False where it is the last thing they said."""
    last = incident.events.order_by("-pk").first()
    if last and (last.what, last.entered_by, last.words) == (IncidentStep.NOTE, by, words):
        return False
    note = write(incident, IncidentStep.NOTE, by=by, words=words)
    prove(incident, "incident_note", by=by, names={"words": words})
    tell_handlers(incident, "incident_note", but=by, stage=str(note.pk))
    return True
