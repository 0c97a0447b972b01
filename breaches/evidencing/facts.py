"""The evidence files of an incident, as its page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from breaches.facts import named
from breaches.triaging.checks import may_handle
from councilgov.evidence.models import EvidenceFile
from councilgov.evidence.showing import files_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Incident
    from councilgov.evidence.showing import Shown
    from councilgov.people.models import User


def files(incident: Incident, user: User) -> Sequence[Shown]:
    """Those that are there and those that were removed, with who read them. Whoever does not look
    into it sees their own ones alone.
    """
    rows = EvidenceFile.objects.of(incident)
    if not incident.is_read_by(user):
        rows = rows.filter(added_by=user)

    def address(page: str, file: EvidenceFile) -> str:
        return reverse(f"breaches:{page}", args=[incident.reference, file.pk])

    may_remove, name = may_handle(incident, user), named(incident, user)
    return files_of(rows, address, may_remove=may_remove, name=name)
