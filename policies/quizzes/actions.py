"""Questions are entered until a version is published, and answered before it is signed.

There is no score and no limit of tries: a wrong answer is explained, and the question asked again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.records import Refused, keep_all
from policies.models import Acknowledgement, Answer, PolicyVersion, Question
from policies.quizzes.checks import MOST_CHOICES, check_may_ask, unanswered
from policies.signatures.actions import check_may_sign

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def add_question(
    *,
    version: PolicyVersion,
    text: str,
    choices: Sequence[str],
    right: int,
    explanation: str,
    anchor: str,
    by: User,
) -> Question:
    """A drafter adds a question on the text, after the others.

    Raises ``Refused`` once the version is published, for fewer than two answers or more than five,
    for two that are alike, for a clause that the text does not have, and for a question twice.
    """
    version = _locked(version)
    _check(version, choices, right, anchor)
    if version.questions.filter(text=text).exists():  # as after a second click
        raise Refused(_("This question is there already"), field="text")
    question = Question(
        version=version,
        position=version.questions.count() + 1,
        text=text,
        choices=list(choices),
        right=right,
        explanation=explanation,
        anchor=anchor,
    )
    return question.keep(by=by, why="Question added")


@transaction.atomic
def change_question(
    *,
    question: Question,
    text: str,
    choices: Sequence[str],
    right: int,
    explanation: str,
    anchor: str,
    by: User,
) -> Question:
    """A drafter puts a question in other words.

    Raises ``Refused`` as ``add_question``, and if somebody removed the question before.
    """
    version = _locked(question.version)
    _check(version, choices, right, anchor)
    question = _there(question)
    question.text, question.choices, question.right = text, list(choices), right
    question.explanation, question.anchor = explanation, anchor
    return question.keep(by=by, why="Question changed")


@transaction.atomic
def move_question(*, question: Question, by: User) -> None:
    """A question changes places with the one before it; the first stays where it is.

    Raises ``Refused`` once the version is published, and if somebody removed the question before.
    """
    version = _locked(question.version)
    question = _there(question)
    before = version.questions.filter(position=question.position - 1).first()
    if before:
        question.position, before.position = before.position, question.position
        keep_all([question, before], by=by, why="Question moved", fields=["position"])


@transaction.atomic
def remove_question(*, question: Question, by: User) -> None:
    """A question goes, and those after it move up. Raises ``Refused`` as ``move_question``."""
    version = _locked(question.version)
    question = _there(question)
    question.discard(by=by, why="Question removed")
    later = list(version.questions.filter(position__gt=question.position).order_by("position"))
    for row in later:
        row.position -= 1
    keep_all(later, by=by, why="Question removed", fields=["position"])


def _locked(version: PolicyVersion) -> PolicyVersion:
    version = PolicyVersion.objects.locked(version)
    check_may_ask(version)
    return version


def _there(question: Question) -> Question:
    """The question as it is now, held. Raises ``Refused`` if somebody removed it meanwhile."""
    row = Question.objects.select_for_update(of=("self",)).filter(pk=question.pk).first()
    if row is None:
        version = question.version
        raise Refused(
            _("Somebody has removed this question already."),
            way=(
                reverse("policies:edit_questions", args=[version.policy.slug, version.number]),
                _("See the questions"),
            ),
        )
    return row


def _check(version: PolicyVersion, choices: Sequence[str], right: int, anchor: str) -> None:
    if len(choices) > MOST_CHOICES:
        raise Refused(_("Enter five answers at most"), field="choice_1")
    if len({choice.casefold() for choice in choices}) < len(choices):
        raise Refused(_("Two answers are the same. Change one of them"), field="choice_1")
    if not 0 <= right < len(choices):
        raise Refused(_("Select which of the answers is right"), field="right")
    if anchor and anchor not in {clause.anchor for clause in version.text}:
        raise Refused(_("Select a clause of this text"), field="anchor")


@transaction.atomic
def answer_questions(*, version: PolicyVersion, chosen: Mapping[int, int], by: User) -> int:
    """A councillor answers questions on the text; each try is kept. How many are still open.

    ``chosen`` gives the place of the answer by the id of the question; what was answered rightly
    before is left alone. Raises ``Refused`` where they are not asked to sign, or an answer is none.
    """
    own = Acknowledgement.objects.to_sign_by(version).live().filter(councillor=by).with_line()
    asked = check_may_sign(version, by, own.select_for_update(of=("self",)).first())
    if not asked.may_still_sign:
        raise Refused(_("There is nothing to sign here any more."))
    now = timezone.now()
    answers = [
        Answer(
            acknowledgement=asked,
            question=question,
            chosen=_choice(question, chosen[question.pk]),
            is_right=chosen[question.pk] == question.right,
            answered_at=now,
        )
        for question in unanswered(asked, version)
        if question.pk in chosen
    ]
    keep_all(answers, by=by, why="Answer")
    logger.info("Questions answered", extra={"acknowledgement": asked.pk})
    return unanswered(asked, version).count()


def _choice(question: Question, place: int) -> int:
    if not 0 <= place < len(question.choices):
        raise Refused(_("Select one of the answers"))
    return place
