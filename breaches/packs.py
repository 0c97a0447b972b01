"""What one controller has to say to the regulator, answer by answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from breaches.assessments import Assessment
from councilgov.constraints import NAME, holds, implies, together
from councilgov.records import Record, RecordQuerySet


class PackAnswer(Record):
    """One answer in the report to the regulator, as it stands now; its history has the others.

    That something is not known yet is an answer too: the rest may follow (Article 33(4)).
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    question = models.SlugField(max_length=30)
    words = models.TextField(blank=True)
    chosen: ArrayField[list[str], list[str]] = ArrayField(
        models.SlugField(max_length=30), default=list, blank=True
    )
    least = models.PositiveIntegerField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True)
    is_unknown = models.BooleanField(default=False, help_text="Not all of it is known yet")
    expected_on = models.DateField(null=True, blank=True, help_text="When it should be known")
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint("assessment", "question", name=NAME + "one_each"),
            together("least", "most"),
            holds(
                "least_before_most",
                Q(least=None) | Q(least__lte=F("most")),
                refusal=_("The second number is as high as the first, or higher."),
            ),
            implies("expected_while_unknown", ~Q(expected_on=None), Q(is_unknown=True)),
            holds(
                "says_something",
                ~Q(words="") | ~Q(chosen=[]) | ~Q(least=None) | Q(is_unknown=True),
            ),
        ]

    def __str__(self) -> str:
        return self.question
