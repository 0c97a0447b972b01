"""The files from which texts came, kept as they were uploaded."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from councilgov.constraints import holds
from councilgov.records import Record, RecordQuerySet
from policies.versions import PolicyVersion


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

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [holds("hash_is_whole", Q(sha256__regex=r"^[0-9a-f]{64}$"))]

    def __str__(self) -> str:
        return self.name
