"""The report to the regulator as it stands: what was answered, what the portal answers itself,
what is still lacking, whom it may name, and what has changed since the last message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breaches.notifying.prefilling import known_of
from breaches.notifying.questions import DELAY, LATE, NEEDED, PARTS, QUESTIONS
from consent.sending.actions import identifiers_in
from councilgov.days import day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from breaches.models import Assessment, Notification, PackAnswer
    from breaches.notifying.questions import Question

NOT_YET = gettext_lazy("Not known yet.")
NOTHING = gettext_lazy("Not answered")


class Given(NamedTuple):
    """How a question stands: in words, by whom, and whether something of it is still unknown.

    Without an ``answer`` the words are what the portal knows, or none.
    """

    question: Question
    words: str
    is_unknown: bool
    answer: PackAnswer | None

    @property
    def is_lacking(self) -> bool:
        return self.is_unknown or not self.words


class Section(NamedTuple):
    """A part of the form with its answers."""

    title: StrOrPromise
    given: Sequence[Given]


class Line(TypedDict):
    """An answer as it was sent."""

    part: str
    question: str
    label: str
    words: str
    is_unknown: bool


class Change(NamedTuple):
    """What an answer was in the last message, and what it is now."""

    label: str
    was: str
    now: str


class Pack(NamedTuple):
    """The whole report of one controller."""

    sections: Sequence[Section]
    is_late: bool = False

    @property
    def given(self) -> Sequence[Given]:
        return [one for section in self.sections for one in section.given]

    @property
    def answered(self) -> int:
        """How many questions have an answer, if only that it is not known yet."""
        return sum(bool(one.words) for one in self.given)

    def lacking(self) -> Mapping[StrOrPromise, Sequence[Given]]:
        """What Article 33(3) needs and the report does not say yet, by its letters; of a late one
        the reasons first.
        """
        why = [one for one in self.given if one.question.slug == DELAY and one.is_lacking]
        found: dict[StrOrPromise, Sequence[Given]] = {LATE: why if self.is_late else []}
        found |= {
            words: [one for one in self.given if one.question.needs == letter and one.is_lacking]
            for letter, words in NEEDED.items()
        }
        return {words: lacks for words, lacks in found.items() if lacks}

    def naming(self) -> Sequence[tuple[Question, Sequence[str]]]:
        """Where it may name somebody whom it is about, and in which words. It warns, and stops
        nothing: no rule of ours may stand in the way of a report that the law demands.
        """
        free = [one for one in self.given if one.question.may_name]
        found = [(one.question, identifiers_in(one.words)) for one in free]
        return [(question, words) for question, words in found if words]

    def lines(self) -> list[Line]:
        """All of it as it is sent, to be kept."""
        return [
            Line(
                part=str(section.title),
                question=one.question.slug,
                label=str(one.question.label),
                words=one.words,
                is_unknown=one.is_unknown,
            )
            for section in self.sections
            for one in section.given
        ]


def pack_of(row: Assessment) -> Pack:
    """The report of one controller, as it stands now."""
    answers = {one.question: one for one in row.answers.select_related("answered_by")}
    known = known_of(row)
    sections = [
        Section(part.title, [_given(one, answers, known) for one in part.questions])
        for part in PARTS
    ]
    is_first = not row.notifications.all()
    return Pack(sections, is_late=is_first and row.due_at < timezone.now())


def _given(
    question: Question, answers: Mapping[str, PackAnswer], known: Mapping[str, str]
) -> Given:
    answer = answers.get(question.slug)
    if answer is None:
        return Given(question, known.get(question.slug, ""), is_unknown=False, answer=None)
    return Given(question, in_words(answer), answer.is_unknown, answer)


def in_words(answer: PackAnswer) -> str:
    """An answer as it is sent."""
    labels = dict(QUESTIONS[answer.question].choices)
    told = ["; ".join(str(labels[slug]) for slug in answer.chosen if slug in labels)]
    if answer.least is not None:
        told.append(_count(answer.least, answer.most))
    told.append(answer.words)
    if answer.is_unknown:
        told.append(_unknown(answer))
    return "\n".join(part for part in told if part)


def _count(least: int, most: int | None) -> str:
    if least == most:
        return str(least)
    return _("From %(least)s to %(most)s") % {"least": least, "most": most}


def _unknown(answer: PackAnswer) -> str:
    if answer.expected_on is None:
        return str(NOT_YET)
    return _("Not known yet. Expected by %(day)s.") % {"day": day_in_words(answer.expected_on)}


def changed_since(told: Notification | None, pack: Pack) -> Sequence[Change]:
    """What differs from that message; nothing if there was none."""
    return [] if told is None else changes(told.answers, pack.lines())


def changes(before: Sequence[Line], after: Sequence[Line]) -> list[Change]:
    """What differs between two messages. Which of them it is, is no news."""
    was = {line["question"]: line["words"] for line in before}
    return [
        Change(line["label"], was.get(line["question"], ""), line["words"])
        for line in after
        if line["question"] != "report_kind" and was.get(line["question"], "") != line["words"]
    ]
