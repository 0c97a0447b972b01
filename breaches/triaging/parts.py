"""Who has a part in it, as somebody finds out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.containing.opening import name_whose, shut_desk
from breaches.log import prove, write
from breaches.models import IncidentStep, Involved, Part

if TYPE_CHECKING:
    from breaches.models import Incident
    from councilgov.people.models import User


def note_part(incident: Incident, person: User, part: str, *, by: User) -> Involved | None:
    """They decide nothing on it, and look into it no more; of whose account or device it is the
    desk hears. None where that is noted already. The incident is held.
    """
    if incident.involved.filter(person=person, part=part).exists():
        return None
    row = Involved(
        incident=incident, person=person, part=part, noted_at=timezone.now(), noted_by=by
    ).keep(by=by, why="Noted")
    if incident.handler == person:
        incident.handler = incident.handled_since = None
        incident.keep(by=by, why="Noted")
    if part == Part.OWNER:
        name_whose(incident, by=by)
    shut_desk(incident, by=by)
    write(incident, IncidentStep.INVOLVED, by=by)
    prove(incident, "involved", by=by, facts={"person": person.pk, "part": str(part)})
    return row
