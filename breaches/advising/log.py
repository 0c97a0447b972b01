"""What is done about a question is written down, told and kept as evidence: without a word of it in
a message, in a log, or in what stands for ever.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.advising.advisers import advisers
from breaches.models import AdviceEntry
from councilgov.ledger.actions import record, record_all
from councilgov.notices.actions import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import AdviceRequest, AdviceStep
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


def write(
    asked: AdviceRequest, what: AdviceStep, *, by: User | None, words: str = ""
) -> AdviceEntry:
    """A line of the case, and that there is one as evidence. ``by`` is None for the clock."""
    row = AdviceEntry(
        request=asked, what=what, entered_at=timezone.now(), entered_by=by, words=words
    ).keep(by=by, why="Written down")
    facts: dict[str, JSON] = {**_facts(asked), "entry": row.pk}
    record(kind=f"breaches.advice_{what}", actor=by, subject=asked, facts=facts)
    logger.info("Advice: %s", what, extra={"advice": asked.pk})
    return row


def prove_all(rows: Sequence[AdviceRequest], what: str) -> None:
    """Evidence of what the clock did to many."""
    if rows:
        facts = [(row, _facts(row)) for row in rows]
        record_all(kind=f"breaches.advice_{what}", actor=None, facts=facts)
        logger.info("Advice: %s", what, extra={"advice": [row.pk for row in rows]})


def _facts(asked: AdviceRequest) -> dict[str, JSON]:
    return {"advice": asked.reference, "team": str(asked.team)}


def tell_advisers(asked: AdviceRequest, kind: str, entry: AdviceEntry) -> None:
    """Whoever looks at it is told, or the whole team where nobody does, or no longer may."""
    team = advisers(asked)
    handler = team.filter(pk__in=[asked.handler_id] if asked.handler_id else [])
    for officer in handler or team:
        tell(kind=kind, to=officer, cause=f"{asked.pk}:{entry.pk}", about=asked)


def tell_asker(asked: AdviceRequest, kind: str, entry: AdviceEntry) -> None:
    tell(kind=kind, to=asked.asker, cause=f"{asked.pk}:{entry.pk}", about=asked)
