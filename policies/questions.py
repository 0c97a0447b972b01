"""Short questions on a text, answered before it is signed. Optional: most policies have none."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds
from councilgov.records import Record, RecordQuerySet
from policies.acknowledgements import Acknowledgement
from policies.versions import PolicyVersion


class Question(Record):
    """One question with its possible answers. What it asks is the same for everybody.

    Text and questions belong together: the database freezes both once the version is published.
    """

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    choices: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=200))
    right = models.PositiveSmallIntegerField(help_text="Which of the answers is right, from 0")
    explanation = models.TextField(help_text="Shown after an answer, right or wrong")
    anchor = models.CharField(max_length=100, blank=True, help_text="The clause that says so")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            UniqueConstraint(
                fields=["version", "position"],
                name=NAME + "one_at_a_place",
                deferrable=Deferrable.IMMEDIATE,  # judged by statement: two may change places
            ),
            holds("counted_from_one", Q(position__gte=1)),
            holds(
                "has_answers",
                Q(choices__len__gte=2),
                refusal=_("Enter at least two answers to choose from."),
            ),
            holds("right_is_an_answer", Q(choices__len__gt=F("right"))),
        ]

    def __str__(self) -> str:
        return self.text


class Answer(Record):
    """What a councillor answered, each time they tried. It stays as it was given."""

    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    chosen = models.PositiveSmallIntegerField()
    is_right = models.BooleanField()
    answered_at = models.DateTimeField()

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                "acknowledgement", "question", name=NAME + "right_once", condition=Q(is_right=True)
            )
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
