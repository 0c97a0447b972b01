"""The evidence files of an incident, as its page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from breaches.evidencing.checks import seen_by
from breaches.facts import named
from breaches.triaging.checks import may_handle
from councilgov.evidence.showing import files_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Incident
    from councilgov.evidence.models import EvidenceFile
    from councilgov.evidence.showing import Shown
    from councilgov.people.models import User


PAGES = {"file": "breaches:incident_file", "remove_file": "breaches:remove_incident_file"}


def files(incident: Incident, user: User) -> Sequence[Shown]:
    """Those that are there and those that were removed, with who read them."""
    rows = seen_by(incident, user)

    def address(page: str, file: EvidenceFile) -> str:
        return reverse(PAGES[page], args=[incident.reference, file.pk])

    may_remove, name = may_handle(incident, user), named(incident, user)
    return files_of(rows, address, may_remove=may_remove, name=name)
