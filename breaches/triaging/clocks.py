"""From when the hours of each controller count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.models import Assessment
from councilgov.capacity import Controller

if TYPE_CHECKING:
    from datetime import datetime

    from breaches.models import Incident
    from councilgov.people.models import User


def begin_clock(
    incident: Incident,
    controller: str,
    *,
    by: User,
    councillor: User | None = None,
    body: str = "",
) -> Assessment:
    """One controller's part begins."""
    aware_at, because = aware(incident, controller, councillor)
    return Assessment(
        incident=incident,
        controller=controller,
        councillor=councillor,
        body=body,
        aware_at=aware_at,
        aware_because=because,
    ).keep(by=by, why="Controller named")


def aware(incident: Incident, controller: str, councillor: User | None) -> tuple[datetime, str]:
    """From when it was noticed. A councillor who had no part in that is aware once they are told,
    as whoever holds their records tells them (UK GDPR Article 33(2); Guidelines 9/2022 of the
    European Data Protection Board, 44); the council, of what was reported without signing in, from
    when that came in.
    """
    if councillor is not None and not incident.is_involved(councillor):
        return timezone.now(), _("The council told them then.")
    came_in = incident.council_knew_at
    if controller == Controller.COUNCIL and came_in != incident.noticed_at:
        return came_in, _("It was reported then. Nobody at the council knew of it before.")
    return incident.noticed_at, ""
