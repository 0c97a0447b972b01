"""A report that somebody has begun and not sent yet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User


class ReportDraftQuerySet(models.QuerySet["ReportDraft"]):
    def visible_to(self, user: User) -> Self:
        """To whoever began it, and to nobody else, whatever their office."""
        return self.filter(person=user)

    def left_lying(self, since: datetime) -> Self:
        return self.filter(saved_at__lt=since)


class ReportDraft(models.Model):
    """The answers so far: scratch paper of one person. It has no history and is in no log, for what
    is written there may be about a constituent.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_draft"
    )
    key = models.UUIDField(default=uuid4, help_text="Of the report that it will be")
    answers = models.JSONField(default=dict, help_text="As they were typed, by page")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)

    objects = ReportDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Report begun, {self.pk}"
