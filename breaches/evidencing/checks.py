"""Which files of an incident somebody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.evidence.models import EvidenceFile

if TYPE_CHECKING:
    from breaches.models import Incident
    from councilgov.evidence.models import EvidenceFileQuerySet
    from councilgov.people.models import User


def seen_by(incident: Incident, user: User) -> EvidenceFileQuerySet:
    """All of them; whoever does not look into it sees their own ones alone."""
    rows = EvidenceFile.objects.of(incident)
    return rows if incident.is_read_by(user) else rows.filter(added_by=user)
