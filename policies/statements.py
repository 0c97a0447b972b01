"""What became of a statement: an objection, or the reason for declining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from councilgov.constraints import holds
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self


class StatementNoteQuerySet(RecordQuerySet["StatementNote"]):
    def last_ones(self) -> Self:
        """The last note on each statement: it alone says whether the statement is dealt with."""
        later = StatementNote.objects.filter(
            acknowledgement=OuterRef("acknowledgement"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))


class StatementNote(Record):
    """What the Monitoring Officer did about a statement.

    A note stays as it was written, and only a further one undoes it: the database refuses any
    change (migration ``frozen``).
    """

    acknowledgement = models.ForeignKey(
        "policies.Acknowledgement", models.PROTECT, related_name="notes"
    )
    is_settled = models.BooleanField(help_text="Whether the statement is dealt with from now on")
    text = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = StatementNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [holds("says_something", ~Q(text=""))]

    def __str__(self) -> str:
        return f"Note on {self.acknowledgement_id}"
