"""What is done about a complaint is evidence, which names nobody in its facts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from councilgov.ledger.actions import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from breaches.models import Complaint
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger("breaches.complaining.actions")


def prove(
    row: Complaint,
    what: str,
    *,
    by: User | None,
    facts: Mapping[str, JSON] | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """It is evidence, and stands in the log by its number alone."""
    kind = f"breaches.complaint_{what}"
    record(kind=kind, actor=by, subject=row, facts=facts or {}, names=names or {})
    logger.info("Complaint: %s", what, extra={"complaint": row.pk})
