"""Who has a part in it, as somebody finds out: and so in what else is reported of the same loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from breaches.containing.opening import name_whose, shut_desk
from breaches.log import prove, write
from breaches.models import Incident, IncidentStep, Involved, Part

if TYPE_CHECKING:
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


def note_part(incident: Incident, person: User, part: str, *, by: User) -> Involved | None:
    """They decide nothing on it, and look into it no more; of whose account or device it is the
    desk hears. None where that is noted already. The incident is held.
    """
    if incident.involved.filter(person=person, part=part).exists():
        return None
    row = _note(incident, person, part, by=by)
    for twin in _twins(incident):
        _keep_out(twin, person, by=by)
    return row


def _note(incident: Incident, person: User, part: str, *, by: User) -> Involved:
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


def hold_with_twins(incident: Incident) -> None:
    """It and the other reports of the same loss, held in the order of their numbers."""
    keys = [incident.pk, *(twin.pk for twin in _twins(incident, is_held=False))]
    rows = Incident.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(of=("self",)))


def _twins(incident: Incident, *, is_held: bool = True) -> list[Incident]:
    """Other reports of the same loss that are looked into by themselves: what was confidential, or
    ruled on, before anybody knew that it was the same.
    """
    losses = [key for key in (incident.loss_id, incident.also_of_id) if key]
    if not losses:
        return []
    same = Q(loss__in=losses) | Q(also_of__in=losses)
    rows = Incident.objects.filter(same, erased_at=None).exclude(pk=incident.pk).order_by("pk")
    return list(rows.select_for_update(of=("self",)) if is_held else rows)


def _keep_out(incident: Incident, person: User, *, by: User) -> None:
    """They look into it no more; neither why nor of which other report is said."""
    if not incident.is_involved(person):
        _note(incident, person, Part.KEPT_OUT, by=by)


def keep_out_of_twins(incident: Incident, *, by: User) -> None:
    """Whoever has a part in the one has none of deciding in the others, and the other way round."""
    both = [incident, *_twins(incident)]
    for one in both:
        for other in both:
            for person in _recused(other) if other != one else ():
                _keep_out(one, person, by=by)


def _recused(incident: Incident) -> list[User]:
    """Who has a part in this very report."""
    rows = incident.involved.exclude(part=Part.KEPT_OUT).select_related("person")
    reporter = [incident.reported_by] if incident.reported_by else []
    return [*reporter, *(row.person for row in rows)]


def let_back(incident: Incident, person: User, *, by: User) -> None:
    """A part was taken back: who has none in any report of the same loss looks into all again."""
    both = [incident, *_twins(incident)]
    if any(person in _recused(one) for one in both):
        return
    for row in Involved.objects.filter(incident__in=both, person=person).select_related("incident"):
        row.discard(by=by, why="Taken back")
        shut_desk(row.incident, by=by)
        write(row.incident, IncidentStep.PART_TAKEN_BACK, by=by)
        facts: dict[str, JSON] = {"person": person.pk, "part": str(row.part)}
        prove(row.incident, "part_taken_back", by=by, facts=facts)
