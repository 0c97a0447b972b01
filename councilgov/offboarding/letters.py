"""Letters to people who left office, whom no email reaches: which an officer has posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, one_of
from councilgov.offboarding.cases import OffboardingCase
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self


class LetterKind(models.TextChoices):
    """What a letter says."""

    TO_DO = "to_do", _("What is left to do")
    AGAIN = "again", _("What is still left to do")
    FAMILY = "family", _("Equipment, to the family")
    RECEIPT = "receipt", _("Receipt")


class LetterQuerySet(RecordQuerySet["Letter"]):
    def of(self, kind: LetterKind) -> Self:
        return self.filter(kind=kind)


class Letter(Record):
    """One that was posted. Where to stands on the case, and is forgotten with it."""

    case = models.ForeignKey(OffboardingCase, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=LetterKind)
    last_day = models.DateField(
        help_text="In office, as known then: who leaves on another day after all is written to anew"
    )
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["posted_at", "pk"]
        constraints = [
            one_of("kind", LetterKind),
            UniqueConstraint(
                "case",
                "kind",
                "last_day",
                name=NAME + "once_each",
                violation_error_message=_("This letter was posted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"
