"""The account of what was asked back, or not any more: in the ledger and in the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from councilgov.ledger.actions import record_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User
    from devices.models import ReturnRequest

logger = logging.getLogger(__name__)


def record_requests(requests: Sequence[ReturnRequest], what: str, *, by: User | None) -> None:
    """That these were asked for, or are not any more, is evidence."""
    record_all(
        kind=f"devices.return_{what}",
        actor=by,
        facts=[
            (
                request,
                {
                    "device": request.device_id,
                    "holder": request.holder_id,
                    "because": request.because,
                    "due_on": request.due_on.isoformat(),
                },
            )
            for request in requests
        ],
    )
    logger.info("Return %s", what, extra={"requests": [request.pk for request in requests]})
