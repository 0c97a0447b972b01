"""Taking one person's evidence out of the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from councilgov.ledger.actions import record

if TYPE_CHECKING:
    from councilgov.ledger.models import Entry
    from councilgov.people.models import User


@transaction.atomic
def export_evidence(*, person: User, by: User, sha256: str, head: int, rows: int) -> Entry:
    """A person's evidence file leaves the portal: who took it, and which bytes they were.

    ``head`` is the number of the last seal that the file names, ``rows`` how many requests to sign
    stand in it.
    """
    return record(
        kind="policies.evidence_exported",
        actor=by,
        subject=person,
        facts={"sha256": sha256, "head": head, "rows": rows},
    )
