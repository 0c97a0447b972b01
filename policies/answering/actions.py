"""Answering what councillors say: a dated note, which only a further one undoes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.ledger.actions import record
from councilgov.records import Refused
from policies.models import Acknowledgement, StatementNote

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def answer_statement(
    *, acknowledgement: Acknowledgement, seen: str, is_settled: bool, text: str, by: User
) -> StatementNote:
    """The Monitoring Officer notes what became of an objection or a refusal.

    ``seen`` is the status that the officer saw. The last note says whether it is dealt with, and a
    further one undoes that. Raises ``Refused`` without words, where there is no statement, where
    the councillor has answered since, and where it is dealt with, or open, already.
    """
    acknowledgement = Acknowledgement.objects.locked(acknowledgement)
    if not text.strip():
        raise Refused(_("Enter what was answered or done"), field="text")
    _check_was_read(acknowledgement, seen, is_open=is_settled)
    note = StatementNote(
        acknowledgement=acknowledgement,
        is_settled=is_settled,
        text=text.strip(),
        noted_at=timezone.now(),
        noted_by=by,
    ).keep(by=by, why="Statement answered")
    record(
        kind="policies.statement_answered",
        actor=by,
        subject=acknowledgement,
        facts={"note": note.pk, "is_settled": is_settled},
        names={"text": note.text},
    )
    logger.info("Statement answered", extra={"note": note.pk})
    return note


def _check_was_read(acknowledgement: Acknowledgement, seen: str, *, is_open: bool) -> None:
    if not acknowledgement.has_statement:
        raise Refused(_("Nobody objected or declined here, so there is nothing to answer."))
    if acknowledgement.status != seen:
        raise Refused(
            _("%(name)s has signed since you opened this page. Read what they say now.")
            % {"name": acknowledgement.councillor.known_as}
        )
    if is_open != Acknowledgement.objects.unsettled().filter(pk=acknowledgement.pk).exists():
        raise Refused(_("Somebody was faster. Read the newest note first."))
