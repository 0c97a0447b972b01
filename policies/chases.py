"""Officers' own reminders: who chased whom, at most once on a working day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME
from councilgov.records import Record, RecordQuerySet
from policies.acknowledgements import Acknowledgement

if TYPE_CHECKING:
    from datetime import date
    from typing import Self


class ChaseQuerySet(RecordQuerySet["Chase"]):
    def of_day(self, day: date) -> Self:
        """Those that count for that working day."""
        return self.filter(counts_for=day)


class Chase(Record):
    """That an officer reminded somebody to sign. The message itself is a notice."""

    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="chases")
    counts_for = models.DateField(
        help_text="The working day on which it was done; at a weekend the next one"
    )
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ChaseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                "acknowledgement",
                "counts_for",
                name=NAME + "once_a_day",
                violation_error_message=_("They were chased about this today already."),
            )
        ]

    def __str__(self) -> str:
        return f"Chase {self.pk}"
