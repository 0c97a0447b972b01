"""What is done about an incident is written down, told and kept as evidence, the same way for
every act.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.models import IncidentEvent
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from breaches.models import Incident, IncidentStep
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import UserQuerySet

logger = logging.getLogger(__name__)


def write(
    incident: Incident, what: IncidentStep, *, by: User, words: str = "", at: datetime | None = None
) -> IncidentEvent:
    """A line of the case. ``at`` is when it was done, if not now."""
    now = timezone.now()
    logger.info("Incident: %s", what, extra={"incident": incident.pk})
    return IncidentEvent(
        incident=incident,
        what=what,
        happened_at=at or now,
        entered_at=now,
        entered_by=by,
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
    """Whoever looks into incidents is told, but for whoever did it or has a part in it."""
    for officer in handlers().exclude(pk=but.pk):
        if not incident.has_part(officer):
            tell(kind=kind, to=officer, cause=cause_of(incident, stage), about=incident)


def tell_reporter(incident: Incident, kind: str, *, but: User, stage: str = "") -> None:
    """Whoever reported it is told, unless it was they who did it."""
    reporter = incident.reported_by
    if reporter and reporter != but:
        tell(kind=kind, to=reporter, cause=cause_of(incident, stage), about=incident)


def cause_of(incident: Incident, stage: str) -> str:
    return f"{incident.pk}:{stage}" if stage else str(incident.pk)


def handlers() -> UserQuerySet:
    """The information officers who can come in."""
    return reachable(User.objects.holding(Role.INFORMATION_OFFICER))
