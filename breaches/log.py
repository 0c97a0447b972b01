"""What is done about an incident is written down, told and kept as evidence, the same way for
every act.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.models import Duty, IncidentEvent, Turn
from councilgov.access import HOLDERS, Right, Role
from councilgov.accounts.models import reachable
from councilgov.capacity import Controller
from councilgov.days import today
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from breaches.models import Assessment, Incident, IncidentStep
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import UserQuerySet

logger = logging.getLogger(__name__)


def write(
    incident: Incident,
    what: IncidentStep,
    *,
    by: User,
    words: str = "",
    at: datetime | None = None,
    part: Assessment | None = None,
) -> IncidentEvent:
    """A line of the case. ``at`` is when it was done, if not now; ``part`` is the controller whose
    alone it is, as councillors don't read each other's.
    """
    now = timezone.now()
    logger.info("Incident: %s", what, extra={"incident": incident.pk})
    return IncidentEvent(
        incident=incident,
        what=what,
        happened_at=at or now,
        entered_at=now,
        entered_by=by,
        assessment=part,
        words=words.strip(),
    ).keep(by=by, why="Written down")


def prove(
    incident: Incident,
    kind: str,
    *,
    by: User,
    facts: Mapping[str, JSON] | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """What was done about an incident is evidence; free words stand beside it, to be erased."""
    record(
        kind=f"breaches.{kind}",
        actor=by,
        subject=incident,
        facts={"incident": incident.reference, **(facts or {})},
        names=names or {},
    )


def tell_handlers(incident: Incident, kind: str, *, but: User, stage: str = "") -> None:
    """Whoever looks into incidents is told, but for whoever did it or has a part in it. Where no
    information officer can look into it, the Monitoring Officer and the deputies are; nobody of
    what stands in a councillor's own log alone.
    """
    if not incident.is_for_officers():
        return
    people = able(incident, Role.INFORMATION_OFFICER)
    if not people.exists():
        people = able(incident, *map(Role, HOLDERS[Right.DECIDE_BREACH]))
    for officer in people.exclude(pk=but.pk):
        tell(kind=kind, to=officer, cause=cause_of(incident, stage), about=incident)


def tell_deciders(incident: Incident, *, but: User, stage: str) -> None:
    """Whoever decides for a controller is told at once that there is something to decide."""
    for row in incident.assessments.with_row():
        if row.controller == Controller.COUNCIL:
            for decider in deciders(incident).exclude(pk=but.pk):
                cause = cause_of(incident, stage)
                tell(kind="incident_to_decide", to=decider, cause=cause, about=incident)
        else:
            tell_councillor(row, but=but, stage=stage)


def tell_councillor(row: Assessment, *, but: User, stage: str) -> None:
    """A councillor is told that they answer for a part of it."""
    to = row.councillor
    if to and to != but:
        cause = cause_of(row.incident, stage)
        tell(kind="incident_yours", to=to, cause=cause, about=row.incident)


def tell_reporter(incident: Incident, kind: str, *, but: User, stage: str = "") -> None:
    """Whoever reported it is told, unless it was they who did it."""
    reporter = incident.reported_by
    if reporter and reporter != but:
        tell(kind=kind, to=reporter, cause=cause_of(incident, stage), about=incident)


def cause_of(incident: Incident, stage: str) -> str:
    return f"{incident.pk}:{stage}" if stage else str(incident.pk)


def deciders(incident: Incident) -> UserQuerySet:
    """Who decides, is on call and has no part in it; if nobody is, the Monitoring Officer, or the
    deputies. Whoever is away only where nobody else is left.
    """
    every = able(incident, *map(Role, HOLDERS[Right.DECIDE_BREACH]))
    away = Turn.objects.on(today()).filter(duty=Duty.AWAY)
    here = every.exclude(pk__in=away.values("officer"))
    called = here.filter(pk__in=Turn.objects.called(today()).values("officer"))
    chief = User.objects.holding(Role.MONITORING_OFFICER)
    turns = (called, here.filter(pk__in=chief), here, every.filter(pk__in=chief))
    return next((people for people in turns if people.exists()), every)


def able(incident: Incident, *roles: Role) -> UserQuerySet:
    """Those of these roles who can come in, and neither reported it nor have a part in it; of a
    confidential one those on the list of its readers.
    """
    recused = [*incident.involved.values_list("person", flat=True)]
    if incident.reported_by_id:
        recused.append(incident.reported_by_id)
    people = reachable(User.objects.holding(*roles)).exclude(pk__in=recused)
    if not incident.is_confidential:
        return people
    return people.filter(pk__in=incident.readers.now().values("person"))
