"""Answers that everybody who is signed in may read, in words that name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, UniqueConstraint, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from breaches.advice import ROUTES, AdviceKind, AdviceRequest, AdviceTeam, as_advice
from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, one_of, together
from councilgov.records import RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from typing import Self

    from councilgov.people.models import User


class PublishedStatus(models.TextChoices):
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLISHED_MOVES: Mapping[str, Set[str]] = {
    PublishedStatus.PUBLISHED: {PublishedStatus.WITHDRAWN},
    PublishedStatus.WITHDRAWN: set(),
}


LIKE = 2
"""So many words of a question at least stand in another that it may answer."""
SHARE = 3
"""And of all its words this part: one in three."""
MOST_LIKE = 3


class Lexemes(Func):
    """The words of a text that mean something, each once and without its ending. "May I" begins
    every other question.
    """

    template = "array_remove(tsvector_to_array(to_tsvector('english', %(expressions)s)), 'may')"
    output_field = ArrayField(models.TextField())


class HowMany(Func):
    """Of these, how many stand in both."""

    template = "cardinality(ARRAY(SELECT unnest(%(expressions)s)))"
    arg_joiner = ") INTERSECT SELECT unnest("
    output_field = models.IntegerField()


def kinds_published_by(user: User) -> frozenset[str]:
    """What this person publishes answers about: the desk, what it is asked itself."""
    if user.has_perm(Right.PUBLISH_ANSWERS):
        return frozenset(AdviceKind)
    if user.has_perm(Right.PUBLISH_TECHNICAL_ANSWERS):
        return frozenset(kind for kind, team in ROUTES.items() if team == AdviceTeam.DESK)
    return frozenset()


class PublishedAnswerQuerySet(RecordQuerySet["PublishedAnswer"]):
    def visible_to(self, user: User) -> Self:
        """What is published, to everybody who is signed in; the rest to those who publish such."""
        return self.filter(
            Q(status=PublishedStatus.PUBLISHED) | Q(kind__in=kinds_published_by(user))
        )

    def like(self, words: str, kind: str) -> Self:
        """What is published and may answer such a question, the likest first: at most three."""
        own = Lexemes(F("question"))
        typed = Lexemes(Value(words, models.TextField()))
        found = self.filter(status=PublishedStatus.PUBLISHED).annotate(
            of_all=HowMany(own), in_both=HowMany(own, typed), is_same_kind=Q(kind=kind)
        )
        found = found.filter(in_both__gte=LIKE, of_all__lte=F("in_both") * SHARE)
        return found.order_by("-in_both", "-is_same_kind", "question", "pk")[:MOST_LIKE]


class PublishedAnswer(Staged):
    """A question that others have too, with its answer, in words that name nobody."""

    MOVES = PUBLISHED_MOVES

    kind = models.CharField(max_length=20, choices=AdviceKind)
    question = models.CharField(max_length=300)
    answer = models.TextField()
    status = models.CharField(
        max_length=10, choices=PublishedStatus, default=PublishedStatus.PUBLISHED
    )
    source = models.ForeignKey(
        AdviceRequest, models.PROTECT, related_name="published", null=True, blank=True
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(help_text="When the words were last changed")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_because = models.TextField(blank=True)

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question", "pk"]
        constraints = [
            one_of("status", PublishedStatus),
            one_of("kind", AdviceKind),
            holds("asks_and_answers", ~Q(question="") & ~Q(answer="")),
            holds("changed_after_published", Q(changed_at__gte=F("published_at"))),
            together("withdrawn_at", "withdrawn_by"),
            iff("withdrawn_when_so", Q(status="withdrawn"), ~Q(withdrawn_at=None)),
            iff("withdrawn_with_reason", Q(status="withdrawn"), ~Q(withdrawn_because="")),
            UniqueConstraint(
                "question",
                name=NAME + "asked_once",
                condition=Q(status="published"),
                violation_error_message=_("This question is published already."),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("breaches:published_answer", args=[self.pk])

    @property
    def reply(self) -> str:
        """The answer as it is shown."""
        return as_advice(self.answer)
