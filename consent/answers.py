"""What who left said of their records by phone or letter, written down by an officer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.leavings import Leaving
from councilgov.constraints import holds, one_of
from councilgov.records import Record, RecordQuerySet


class Answer(models.TextChoices):
    """What becomes of what is left. Nobody reads it for them, so it can’t be given to them."""

    DELETE = "delete", _("Delete all of them now")
    KEEP = "keep", _("Keep them sealed until their day")


class Manner(models.TextChoices):
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    IN_PERSON = "in_person", _("In person")


class LeaverAnswer(Record):
    """Said by the councillor, whose records they are; written down by an officer who reads none."""

    leaving = models.ForeignKey(Leaving, models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answer)
    said_on = models.DateField()
    manner = models.CharField(max_length=10, choices=Manner)
    known_from = models.CharField(max_length=200, help_text="How the officer knew that it was them")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            one_of("answer", Answer),
            one_of("manner", Manner),
            holds(
                "known_to_be_them",
                ~Q(known_from=""),
                refusal=_("Say how you knew that it was them."),
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
