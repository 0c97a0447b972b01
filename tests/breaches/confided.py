"""A confidential report and everybody around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from breaches.confiding.actions import make_confidential, open_confidential
from breaches.models import Incident
from councilgov.access import Role
from tests import given
from tests.breaches import reports

if TYPE_CHECKING:
    from breaches.models import IncidentOpening
    from councilgov.people.models import User

CANARY = "qvk-canary"
"""A word that stands nowhere but in what only readers may see."""


@dataclass(frozen=True)
class Around:
    """The report, who is on its list, and who is not."""

    incident: Incident
    reporter: User
    chief: User
    deputy: User
    officer: User
    outsider: User


def around() -> Around:
    """A report that the Monitoring Officer made confidential, with one information officer."""
    given.council()
    reporter = given.councillor()
    chief = given.officer(Role.MONITORING_OFFICER)
    incident = reports.reported(by=reporter, happened=f"{CANARY} happened")
    officer = given.officer(Role.INFORMATION_OFFICER)
    make_confidential(incident=incident, readers=[officer], reason=f"{CANARY} why", by=chief)
    return Around(
        incident=Incident.objects.get(pk=incident.pk),
        reporter=reporter,
        chief=chief,
        deputy=given.officer(Role.DEPUTY_MONITORING_OFFICER),
        officer=officer,
        outsider=given.officer(Role.INFORMATION_OFFICER),
    )


def opened(world: Around, *, by: User | None = None, **details: Any) -> IncidentOpening:
    usual: dict[str, Any] = {"reason": "A call in the night", "hours": 2}
    return open_confidential(incident=world.incident, by=by or world.outsider, **usual | details)
