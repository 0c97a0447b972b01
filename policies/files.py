"""The files from which texts came, kept as they were uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.db.models.functions import Length

from councilgov.access import Right
from councilgov.constraints import NAME, holds
from councilgov.records import Record, RecordQuerySet
from policies.versions import PolicyVersion

if TYPE_CHECKING:
    from councilgov.people.models import User


class OriginalFileQuerySet(RecordQuerySet["OriginalFile"]):
    def visible_to(self, user: User | Any) -> Self:
        """To those who work on drafts: with ``size`` in bytes, and without the bytes."""
        is_seen = user.is_authenticated and user.has_perm(Right.SEE_DRAFTS)
        rows = self if is_seen else self.none()
        return rows.defer("content").annotate(size=Length("content"))


class OriginalFile(Record):
    """An uploaded file, byte for byte, with its SHA-256. It is never changed and never executed."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, help_text="Found in its bytes, not claimed")
    sha256 = models.CharField(max_length=64, help_text="Of the bytes")
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = OriginalFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [holds("hash_is_whole", Q(sha256__regex=r"^[0-9a-f]{64}$"))]

    def __str__(self) -> str:
        return self.name


class UnsavedText(models.Model):
    """What somebody has entered and not saved yet: scratch paper, forgotten after a day.

    Without a version it is a file of the policy library, on its way in.
    """

    version = models.ForeignKey(
        PolicyVersion, models.CASCADE, related_name="unsaved", null=True, blank=True
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entered_at = models.DateTimeField()
    source = models.TextField(blank=True, help_text="See policies.text.writing")
    seen_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of the text of the version that they started from"
    )
    name = models.CharField(max_length=200, blank=True, help_text="Of the file it came from")
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(default=bytes, blank=True)
    left_out = models.JSONField(default=list, help_text="What of the file is not in the text")

    class Meta:
        constraints = [
            UniqueConstraint("version", "entered_by", name=NAME + "one_each", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"Unsaved text {self.pk}"
