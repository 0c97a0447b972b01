"""From when the hours of each controller count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.models import Assessment, ReportedVia
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
    European Data Protection Board, 44); the council, of what a stranger reported without signing
    in, from when that came in.
    """
    if councillor is not None and not incident.is_involved(councillor):
        return timezone.now(), _("The council told them then.")
    return counted_from(incident, controller)


def counted_from(incident: Incident, controller: str) -> tuple[datetime, str]:
    """From when it was noticed; for the council, from when it knew."""
    came_in = incident.council_knew_at
    if controller == Controller.COUNCIL and came_in != incident.noticed_at:
        return came_in, _("It was reported then. Nobody at the council knew of it before.")
    return incident.noticed_at, ""


class Heard(NamedTuple):
    """When somebody noticed it, as they say, and from when the council knew by that."""

    noticed_at: datetime
    council_knew_at: datetime


def heard(
    noticed_at: datetime, *, reported_at: datetime, via: str, reported_by: User | None
) -> Heard:
    """A councillor or an officer who notices it is the council's ears, however they report it; of
    what a stranger tells without signing in nobody knew before that came in.
    """
    is_stranger = via == ReportedVia.SIGNED_OUT and reported_by is None
    return Heard(noticed_at, reported_at if is_stranger else noticed_at)
