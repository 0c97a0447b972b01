"""What the council's own books say of a report: its number there, and that it was a near miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from breaches.log import prove, write
from breaches.models import Incident, IncidentStatus, IncidentStep
from breaches.triaging.actions import rule
from breaches.triaging.checks import check_handles
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def file_reference(*, incident: Incident, corporate_reference: str, by: User) -> Incident:
    """The number that it has in the council's own register, or none any more.

    Raises ``Refused`` for who does not look into it, and where nothing changes.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    number = " ".join(corporate_reference.split())
    if number == incident.corporate_reference:
        raise Refused(_("That is its number already."), field="corporate_reference")
    incident.corporate_reference = number
    incident.keep(by=by, why="Reference")
    write(incident, IncidentStep.FILED, by=by, words=number or _("None any more"))
    prove(incident, "filed", by=by, names={"corporate_reference": number})
    return incident


@transaction.atomic
def find_near_miss(*, incident: Incident, reason: str, by: User) -> Incident:
    """It was noticed before harm could be done: no breach, so no hours count, and something to
    learn from. Raises ``Refused`` as any finding that there is no breach.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident = rule(incident=incident, finding=IncidentStatus.NOT_PERSONAL, reason=reason, by=by)
    incident.is_near_miss = True
    incident.keep(by=by, why="Near miss")
    prove(incident, "near_miss", by=by)
    return incident
