"""Breaking the glass: somebody opens what is not theirs, for a reason, for hours, on record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councilgov.constraints import holds, together
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import datetime

HOURS = (1, 2, 4, 8)
T = TypeVar("T", bound="TimedOpening")


class TimedOpeningQuerySet(RecordQuerySet[T]):
    """What is open, and what was."""

    def running(self, now: datetime) -> Self:
        return self.filter(ended_at=None, ends_at__gt=now)


class TimedOpening(Record):
    """Why somebody opened something, from when and until when. What it is, each app says."""

    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Before its time")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        abstract = True
        ordering = ["-opened_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            holds("has_a_reason", ~Q(reason="")),
            holds(
                "for_some_hours",
                Q(ends_at__gt=F("opened_at"), ends_at__lte=F("opened_at") + timedelta(hours=8)),
            ),
            together("ended_at", "ended_by"),
        ]

    @property
    def closed_at(self) -> datetime:
        """When it was over, or will be."""
        return self.ended_at or self.ends_at

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.ends_at > timezone.now()
