"""The regulator's self-assessment: its questions, what was answered, and what follows from that.

As the Information Commissioner's Office asks them ("Self-assessment for data breaches"): is it
about living people, how likely is a risk to them, is it high, and has it been ended since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from breaches.assessments import Assessment
from councilgov.constraints import iff, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Mapping


class Likelihood(models.TextChoices):
    """Whether somebody may come to harm."""

    LIKELY = "likely", _("Likely")
    UNLIKELY = "unlikely", _("Unlikely")
    UNSURE = "unsure", _("Not sure")


class Doubt(models.TextChoices):
    """Yes, no, or nobody can say yet."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class RiskOutcome(models.TextChoices):
    """What the regulator says to the answers. It advises: a person decides, with reasons."""

    NO_BREACH = "no_breach", _("This is no breach of personal data. Keep a note of it.")
    RECORD = "record", _("The regulator need not be told. Keep the record, with your reason.")
    REGULATOR = "regulator", _("Tell the regulator. The people need not be told.")
    SAFE = "safe", _("You are not sure, so tell the regulator to be safe. Ask about the people.")
    BOTH = "both", _("Tell the regulator, and tell the people.")


def outcome_of(*, is_living: bool, likely: str, high: str, mitigated: str) -> RiskOutcome:
    """What follows from the answers (UK GDPR Articles 4(12), 33(1), 34(1) and 34(3)(b))."""
    if not is_living:
        return RiskOutcome.NO_BREACH
    if likely == Likelihood.UNLIKELY:
        return RiskOutcome.RECORD
    if high == Doubt.YES and mitigated != Doubt.YES:
        return RiskOutcome.BOTH
    if likely == Likelihood.UNSURE or high == Doubt.UNSURE:
        return RiskOutcome.SAFE
    return RiskOutcome.REGULATOR


class RiskCheck(Record):
    """The questions as somebody answered them once. Answered anew, it is another row."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="risk_checks")
    is_living = models.BooleanField(help_text="It is about living people")
    likely = models.CharField(max_length=10, choices=Likelihood, blank=True)
    high = models.CharField(max_length=10, choices=Doubt, blank=True)
    mitigated = models.CharField(
        max_length=10, choices=Doubt, blank=True, help_text="What was done ended the high risk"
    )
    outcome = models.CharField(max_length=10, choices=RiskOutcome)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_at", "-pk"]
        constraints = [
            one_of("outcome", RiskOutcome),
            iff("likely_of_the_living", Q(is_living=True), Q(likely__in=Likelihood.values)),
            iff("high_unless_unlikely", Q(likely__in=["likely", "unsure"]), ~Q(high="")),
            iff("mitigated_if_high", Q(high="yes"), Q(mitigated__in=Doubt.values)),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    def says(self, answers: Mapping[str, object]) -> bool:
        """These are its answers, each of them."""
        return all(getattr(self, name) == answer for name, answer in answers.items())
