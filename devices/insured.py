"""What a councillor declares about the insurance of the equipment, once a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import holds, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date
    from typing import Self


class Cover(models.TextChoices):
    """The member's "home contents policy covers the cost of equipment replacement", or they fund it
    "from the Members' basic allowance" (Members ICT Usage Protocol, Responsibilities).
    """

    HOME = "home", _("My home contents insurance covers it")
    ALLOWANCE = "allowance", _("I would pay for a replacement from my basic allowance")


class InsuranceQuerySet(RecordQuerySet["InsuranceDeclaration"]):
    def valid(self, day: date) -> Self:
        """Declared, and not a year ago yet."""
        return self.filter(valid_until__gte=day)


class InsuranceDeclaration(Record):
    """Which cover a councillor declared, and until when that is good."""

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="insurance_declarations"
    )
    cover = models.CharField(max_length=10, choices=Cover)
    declared_at = models.DateTimeField()
    declared_on = models.DateField(help_text="The day of that moment in London")
    valid_until = models.DateField(help_text="The last day on which it is good")

    objects = InsuranceQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at", "-pk"]
        indexes = [
            models.Index(fields=["councillor", "-valid_until"], name="devices_insurance_by_person")
        ]
        constraints = [
            one_of("cover", Cover),
            holds("is_good_for_a_while", models.Q(valid_until__gt=F("declared_on"))),
        ]

    def __str__(self) -> str:
        return f"Insurance declared by {self.councillor_id}"
