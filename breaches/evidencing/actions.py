"""Evidence files of an incident: added by whoever sees it, removed by whoever looks into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from breaches.evidencing.checks import seen_by
from breaches.log import prove, write
from breaches.models import Incident, IncidentStep
from breaches.triaging.checks import check_adds, check_handles
from councilgov.evidence import actions as evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.evidence.actions import Upload
    from councilgov.evidence.models import EvidenceFile
    from councilgov.people.models import User


@transaction.atomic
def add_files(*, incident: Incident, uploads: Sequence[Upload], by: User) -> Sequence[EvidenceFile]:
    """What proves it is kept with it. Raises ``Refused`` for who has a confidential one open in an
    emergency, and for files that are not taken.
    """
    incident = Incident.objects.locked(incident)
    check_adds(incident, by)
    seen = seen_by(incident, by)
    rows = evidence.add_files(case=incident, uploads=uploads, by=by, seen=seen)
    for row in rows:
        write(incident, IncidentStep.FILE, by=by, words=row.name)
        prove(incident, "file_added", by=by, facts={"file": row.pk, "sha256": row.sha256})
    return rows


@transaction.atomic
def remove_file(*, incident: Incident, file: EvidenceFile, reason: str, by: User) -> EvidenceFile:
    """A file that should not be there goes; that it was there, and why it went, stays. Raises
    ``Refused`` for who may not look into it or has a part in it, and without a reason.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    row = evidence.remove_file(file=file, reason=reason, by=by)
    told = f"{row.name}: {row.removed_because}"
    write(incident, IncidentStep.FILE_REMOVED, by=by, words=told)
    prove(incident, "file_removed", by=by, facts={"file": row.pk})
    return row
