"""Whoever gives advice writes up an answer for everybody, in words that name nobody: the
Information Management Team, the Monitoring Officer of what councillors asked them, and the ICT
service desk of what is technical.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.advice import REPLIED
from breaches.advising.checks import check_words
from breaches.answering.anonymous import is_copied, says_who_asked, words_to_check
from breaches.models import (
    AdviceRequest,
    PublishedAnswer,
    PublishedStatus,
    kinds_published_by,
)
from consent.holdings import erase
from councilgov.days import begins_at, today
from councilgov.deadlines import months_after
from councilgov.ledger.actions import record
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

MONTHS_KEPT = 12
"""So long the words of a withdrawn answer can be read by those who publish, then by nobody."""


@transaction.atomic
def add_answer(
    *,
    kind: str,
    question: str,
    answer: str,
    by: User,
    is_checked: bool = False,
    source: AdviceRequest | None = None,
) -> PublishedAnswer:
    """A question that others have too is published with its answer.

    Raises ``Refused`` for who may not, where its words name whoever asked or are copied from them,
    where they may name somebody else and nobody looked at that (``is_checked``), for a question
    that they may not see or that has no answer yet, and for one that is published already.
    """
    _check_publishes(by, kind)
    if source:
        seen = AdviceRequest.objects.visible_to(by).filter(status__in=REPLIED)
        source = seen.select_for_update(of=("self",)).filter(pk=source.pk).first()
        if source is None:
            raise Refused(_("Only a question that was answered can be written up."))
    row = PublishedAnswer(kind=kind, source=source, published_at=timezone.now(), published_by=by)
    return _publish(row, question, answer, is_checked=is_checked, by=by)


@transaction.atomic
def change_answer(
    *,
    published: PublishedAnswer,
    kind: str,
    question: str,
    answer: str,
    by: User,
    is_checked: bool = False,
) -> PublishedAnswer:
    """Its words are changed; what they were stays in its history. Raises ``Refused`` as
    ``add_answer`` does, and once it is withdrawn.
    """
    row = PublishedAnswer.objects.locked(published)
    _check_publishes(by, row.kind, kind)
    row.check_stands({PublishedStatus.PUBLISHED}, gettext_noop("Changing it"))
    row.kind = kind
    return _publish(row, question, answer, is_checked=is_checked, by=by)


def _publish(
    row: PublishedAnswer, question: str, answer: str, *, is_checked: bool, by: User
) -> PublishedAnswer:
    row.question, row.answer = " ".join(question.split()), check_words(answer)
    row.changed_at = timezone.now()
    check_names_nobody(row, is_checked=is_checked)
    is_new = row.pk is None
    row.keep(by=by, why="Published" if is_new else "Changed")
    _prove(row, "published" if is_new else "changed", by=by)
    return row


def check_names_nobody(row: PublishedAnswer, *, is_checked: bool) -> None:
    """Raise ``Refused`` for words that say who asked, are theirs, or may say whom it is about."""
    texts = (row.question, row.answer)
    if row.source and says_who_asked(row.source, *texts):
        told = _("Take out the name of whoever asked: %(words)s.")
        raise Refused(told % {"words": row.source.asker.full_name})
    if row.source and is_copied(row.source, *texts):
        raise Refused(_("Use your own words. Some of these are those of whoever asked."))
    found = words_to_check(*texts, source=row.source)
    if found and not is_checked:
        told = _("This may say whom it is about: %(words)s. Take it out, or say that you checked.")
        raise Refused(told % {"words": ", ".join(found)}, field="is_checked")


@transaction.atomic
def withdraw_answer(*, published: PublishedAnswer, reason: str, by: User) -> PublishedAnswer:
    """Nobody but those who publish reads it any more. Raises ``Refused`` for who may not, without a
    reason, and the second time.
    """
    row = PublishedAnswer.objects.locked(published)
    _check_publishes(by, row.kind)
    row.withdrawn_because = check_words(reason)
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.move(PublishedStatus.WITHDRAWN, by=by, why=gettext_noop("Withdrawing it"))
    _prove(row, "withdrawn", by=by)
    return row


@transaction.atomic
def erase_answer(*, published: PublishedAnswer, by: User) -> None:
    """What was withdrawn is erased before its time, with all that it ever said: it named somebody.
    Raises ``Refused`` for who may not, and while it is published.
    """
    row = PublishedAnswer.objects.locked(published)
    _check_publishes(by, row.kind)
    row.check_stands({PublishedStatus.WITHDRAWN}, gettext_noop("Erasing it"))
    _prove(row, "erased", by=by)
    erase([row.pk], PublishedAnswer)


@transaction.atomic
def forget_answers() -> int:
    """What was withdrawn a year ago is erased with its history. Safe twice. How many."""
    since = begins_at(months_after(today(), -MONTHS_KEPT))
    due = PublishedAnswer.objects.filter(withdrawn_at__lt=since).order_by("pk")
    rows = list(due.select_for_update(of=("self",)))
    for row in rows:
        _prove(row, "erased", by=None)
    erase([row.pk for row in rows], PublishedAnswer)
    return len(rows)


def _check_publishes(by: User, *kinds: str) -> None:
    may = kinds_published_by(by)
    if not may:
        raise Refused(_("Only the Information Management Team and the Monitoring Officer can."))
    if not may.issuperset(kinds):
        raise Refused(_("You write up what is technical. The team writes up the rest."))


def _prove(row: PublishedAnswer, what: str, *, by: User | None) -> None:
    facts = {"answer": row.pk, "source": row.source_id}
    record(kind=f"breaches.answer_{what}", actor=by, subject=row, facts=facts)
    logger.info("Published answer: %s", what, extra={"answer": row.pk})
