"""The evidence files of an incident, as its page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from breaches.triaging.checks import may_handle
from councilgov.evidence.showing import files_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Incident
    from councilgov.evidence.models import EvidenceFile
    from councilgov.evidence.showing import Shown
    from councilgov.people.models import User


def files(incident: Incident, user: User) -> Sequence[Shown]:
    """Those that are there and those that were removed, with who read them."""

    def address(page: str, file: EvidenceFile) -> str:
        return reverse(f"breaches:{page}", args=[incident.reference, file.pk])

    return files_of(incident, address, may_remove=may_handle(incident, user))
