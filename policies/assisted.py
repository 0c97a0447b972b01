"""What officers do for a councillor's signature: record one on paper, grant an exemption."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.records import Record, RecordQuerySet
from policies.acknowledgements import Acknowledgement

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

DISPUTABLE = timedelta(days=14)
"""Calendar days from the day after an officer recorded a signature."""


class Manner(models.TextChoices):
    """How a signature reached the officer who recorded it."""

    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")


class RecordedSignature(Record):
    """That an officer recorded a signature which the councillor gave on paper or by phone.

    The councillor is told, and may dispute it for 14 days. The Monitoring Officer then lets it
    stand or sets it aside.
    """

    acknowledgement = models.OneToOneField(Acknowledgement, models.PROTECT, related_name="recorded")
    manner = models.CharField(max_length=10, choices=Manner)
    given_on = models.DateField(help_text="The day on the paper, or of the call")
    evidence = models.CharField(max_length=300, help_text="Where the paper is, or who rang whom")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.TextField(blank=True, help_text="Why, in the councillor's words")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    stands = models.BooleanField(null=True, blank=True, help_text="What came of the dispute")
    reason = models.TextField(blank=True, help_text="Why it stands or was set aside")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("manner", Manner),
            holds("has_evidence", ~Q(evidence="")),
            iff("words_when_disputed", ~Q(disputed_at=None), ~Q(dispute="")),
            together("settled_at", "settled_by"),
            iff("outcome_when_settled", ~Q(settled_at=None), ~Q(stands=None) & ~Q(reason="")),
            implies("settled_after_dispute", ~Q(settled_at=None), ~Q(disputed_at=None)),
        ]

    def __str__(self) -> str:
        return f"Recorded signature {self.pk}"


class ExemptionQuerySet(RecordQuerySet["Exemption"]):
    def open(self) -> Self:
        """Not ended yet, whether or not the last day is past."""
        return self.filter(ended_at=None)

    def over(self, today: date) -> Self:
        """Whose last day is past and which nobody has ended."""
        return self.open().filter(until__lt=today)


class Exemption(Record):
    """That a councillor need not sign until a day, for a reason such as illness or no equipment."""

    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="exemptions")
    until = models.DateField(help_text="The last day of the exemption")
    reason = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="By signing, by an officer, or because the day is past"
    )

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("has_a_reason", ~Q(reason="")),
            UniqueConstraint("acknowledgement", name=NAME + "one_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"Exemption {self.pk}"
