"""Evidence files: the bytes as they came, what they are, who added, read or removed them.

The bytes stand in the database, in pieces: outside anything that a web server shows, saved or not
saved with the act they belong to, and in the same backup (ADR 0024).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, iff, together
from councilgov.records import Record, RecordQuerySet, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

MEGABYTE = 1_000_000
LARGEST = 25 * MEGABYTE
MOST_AT_ONCE = 5
LARGEST_TOGETHER = 50 * MEGABYTE
MOST_OF_A_CASE = 40
PIECE = MEGABYTE


class EvidenceFileQuerySet(RecordQuerySet["EvidenceFile"]):
    def of(self, case: models.Model) -> Self:
        """Those of one case. Whoever asks has seen to it that the reader may see the case."""
        return self.of_any([case])

    def of_any(self, cases: Sequence[models.Model]) -> Self:
        """Those of any of these cases."""
        return self.filter(about__in=[subject_of(case) for case in cases])

    def there(self) -> Self:
        """Not removed."""
        return self.filter(removed_at=None)

    def with_row(self) -> Self:
        return self.select_related("added_by", "removed_by").prefetch_related("readings__read_by")


class EvidenceFile(Record):
    """A file of a case, byte for byte, with its SHA-256. It is never changed and never opened.

    What belongs to a picture (where and when it was taken) stays in it. Removed, its bytes go, and
    the row says who removed it, when and why.
    """

    about = models.CharField(max_length=100, help_text="The case: breaches.incident:17")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, help_text="Found in its bytes, not claimed")
    sha256 = models.CharField(max_length=64, help_text="Of the bytes")
    size = models.PositiveIntegerField(help_text="In bytes")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    removed_because = models.CharField(max_length=500, blank=True)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["about"], name="evidence_file_about")]
        constraints = [
            holds("hash_is_whole", Q(sha256__regex=r"^[0-9a-f]{64}$")),
            holds("has_bytes", Q(size__gt=0, size__lte=LARGEST)),
            together("removed_at", "removed_by"),
            iff("removed_with_reason", Q(removed_at=None), Q(removed_because="")),
            UniqueConstraint(
                "about",
                "sha256",
                "added_by",
                name=NAME + "once_in_a_case",
                condition=Q(removed_at=None),
                violation_error_message=_("This file is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> bytes:
        """All of its bytes; none once it was removed."""
        return b"".join(self.pieces.order_by("place").values_list("content", flat=True))


class EvidencePiece(models.Model):
    """A megabyte of a file: the database moves no more at a time. Bytes have no history."""

    file = models.ForeignKey(EvidenceFile, models.CASCADE, related_name="pieces")
    place = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [UniqueConstraint("file", "place", name=NAME + "in_order")]

    def __str__(self) -> str:
        return f"Piece {self.place} of file {self.file_id}"


class EvidenceReading(Record):
    """That somebody took a copy of a file."""

    file = models.ForeignKey(EvidenceFile, models.CASCADE, related_name="readings")
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Reading of file {self.file_id}"
