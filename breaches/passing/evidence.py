"""What is done about a complaint that a councillor answers is evidence of its own: whoever reads
that of the complaint learns nothing of it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from councilgov.ledger.actions import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from breaches.models import WardComplaint
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger("breaches.passing.actions")


def prove_own(
    row: WardComplaint, what: str, *, by: User, facts: Mapping[str, JSON] | None = None
) -> None:
    """It is evidence, and stands in the log by its number alone."""
    of = {"complaint": row.complaint_id, "councillor": row.councillor_id}
    kind = f"breaches.ward_complaint_{what}"
    record(kind=kind, actor=by, subject=row, facts=of | dict(facts or {}))
    logger.info("Ward complaint: %s", what, extra={"ward_complaint": row.pk})
