"""What is known and left for now: the only rows of the X-ray, which finds all else anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, together
from councilgov.days import today
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

MOST_REASON = 500
"""Letters: a reason is read at a glance."""


class SetAsideQuerySet(RecordQuerySet["SetAside"]):
    def open(self) -> Self:
        """Nobody has brought it back, whether or not its day is past."""
        return self.filter(ended_at=None)

    def in_effect(self, day: date) -> Self:
        """Left out of the list on that day."""
        return self.open().filter(until__gte=day)

    def with_row(self) -> Self:
        return self.select_related("set_by", "ended_by")


class SetAside(Record):
    """A finding is known, and is not shown with the others until a day has passed.

    It comes back by itself after that day; of what is counted also when there is more of it than
    there was.
    """

    finding = models.CharField(max_length=100, help_text="The key of the finding")
    known = models.PositiveIntegerField(help_text="How many there were, where it is counted")
    reason = models.CharField(max_length=MOST_REASON)
    until = models.DateField(help_text="The last day on which it is left out")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            holds("names_a_finding", ~Q(finding="")),
            holds("has_a_reason", ~Q(reason=""), refusal=_("Say why it is left for now.")),
            together("ended_at", "ended_by"),
            UniqueConstraint(
                "finding",
                name=NAME + "one_open_each",
                condition=Q(ended_at=None),
                violation_error_message=_("Somebody has set this aside a moment ago."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}, set aside until {self.until}"

    def covers(self, count: int) -> bool:
        """Whether so many are no more than were known, and its day has not passed."""
        return self.until >= today() and count <= self.known
