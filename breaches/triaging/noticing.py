"""When it was first noticed: it may have been earlier than who reported it first knew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.log import prove, write
from breaches.machines import OPEN_INCIDENTS, TOLD
from breaches.models import Incident, IncidentStep
from breaches.triaging.checks import check_handles, check_reason
from breaches.triaging.clocks import Heard, counted_from
from councilgov.capacity import Controller
from councilgov.days import deadline_in_words
from councilgov.records import Refused
from devices.losses.actions import set_noticed
from devices.models import Device, Loss

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from breaches.models import Assessment
    from councilgov.people.models import User


def notice_earlier(incident: Incident, heard: Heard, *, by: User) -> None:
    """Another report says that it was noticed earlier, or that the council knew earlier: the case
    and the clocks that nobody has set go back to that, and never forward. The incident is held.
    """
    noticed_at = min(heard.noticed_at, incident.noticed_at)
    knew_at = min(heard.council_knew_at, incident.council_knew_at)
    if (noticed_at, knew_at) != (incident.noticed_at, incident.council_knew_at):
        _set(incident, Heard(noticed_at, knew_at), _("Another report says so."), by=by)


@transaction.atomic
def correct_noticed(
    *, incident: Incident, noticed_at: datetime, because: str, by: User
) -> Incident:
    """It was noticed at another time than was reported. The clocks that nobody has set otherwise go
    along; both moments stay on record.

    Later than it was reported only with what the Data Protection Officer says, as a later moment of
    awareness. Raises ``Refused`` for who does not look into it, without a reason, once it is
    closed, for the moment that it has, for one after the report, and for a later one without their
    advice or once the regulator was told.
    """
    loss = _held(incident.loss)
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands(OPEN_INCIDENTS, gettext_noop("Correcting when it was noticed"))
    why = check_reason(because, field="because")
    _check_noticed(incident, noticed_at)
    if loss and loss.noticed_at == incident.noticed_at:
        set_noticed(loss=loss, noticed_at=noticed_at, by=by)
    is_same = incident.council_knew_at == incident.noticed_at
    knew_at = noticed_at if is_same else max(noticed_at, incident.council_knew_at)
    _set(incident, Heard(noticed_at, knew_at), why, by=by)
    return incident


def _held(loss: Loss | None) -> Loss | None:
    """The case of its device, held before it, as a report of the loss holds them."""
    if loss is None:
        return None
    Device.objects.locked(loss.device)
    return Loss.objects.locked(loss)


def _check_noticed(incident: Incident, noticed_at: datetime) -> None:
    if noticed_at == incident.noticed_at.replace(second=0, microsecond=0):
        raise Refused(_("That is the time which it has."), field="noticed_at")
    if noticed_at > incident.reported_at:
        told = _("It can’t be reported before it was noticed. Check both times.")
        raise Refused(told, field="noticed_at")
    if noticed_at < incident.noticed_at:
        return
    rows = incident.assessments.all()
    if any(row.regulator in TOLD for row in rows):
        told = _("The regulator was told with this moment. Tell them more if it was wrong.")
        raise Refused(told, way=incident.own_page)
    if not rows or any(row.advice == "" for row in rows):
        told = _("This is later than was reported. The Data Protection Officer advises first.")
        raise Refused(told, field="noticed_at")


def _set(incident: Incident, now: Heard, why: str, *, by: User) -> None:
    """The moments, and the clocks that counted from the ones before. That it happened later than it
    was noticed can't be: it falls, unless it was the same moment.
    """
    was, before = incident.noticed_at, _counted(incident)
    if incident.occurred_at and incident.occurred_at > now.noticed_at:
        incident.occurred_at = now.noticed_at if incident.occurred_at == was else None
    incident.noticed_at, incident.council_knew_at = now
    incident.keep(by=by, why="Noticed")
    for row in incident.assessments.select_for_update().order_by("pk"):
        _follow(row, incident, before, by=by)
    told = {"moment": deadline_in_words(now.noticed_at), "was": deadline_in_words(was), "why": why}
    words = _("%(moment)s. Before: %(was)s. %(why)s") % told
    write(incident, IncidentStep.NOTICED, by=by, words=words)
    facts = {"noticed_at": now.noticed_at.isoformat(), "was_at": was.isoformat()}
    prove(incident, "noticed", by=by, facts=facts, names={"because": why})


def _counted(incident: Incident) -> Mapping[str, datetime]:
    """From when each controller's hours count, where nobody has set another moment."""
    return {one: counted_from(incident, one)[0] for one in Controller}


def _follow(
    row: Assessment, incident: Incident, before: Mapping[str, datetime], *, by: User
) -> None:
    """What the regulator was told with stays; so does what was set, unless it would lie before."""
    since, because = counted_from(incident, row.controller)
    is_unset = row.aware_at == before[row.controller]
    if row.regulator in TOLD or not (is_unset or row.aware_at < since):
        return
    row.aware_at, row.aware_because = since, because
    row.keep(by=by, why="Noticed")
