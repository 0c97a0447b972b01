"""Imports: who brought which file in, what was found in it, and what became of it."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.imports.importables import (
    Option,
    Outcome,
    Question,
    allowed,
    importable_of,
    own_kinds,
)
from councilgov.records import RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import datetime
    from typing import Self

    from django_stubs_ext import StrOrPromise

    from councilgov.imports.importables import Importable
    from councilgov.people.models import User


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Columns to confirm")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", _("Imported")
    FAILED = "failed", _("Failed")
    DISCARDED = "discarded", _("Discarded")


AT_WORK = frozenset({ImportStatus.CHECKING, ImportStatus.APPLYING})
"""What the job has to do something with."""
OPEN = frozenset({ImportStatus.UPLOADED, ImportStatus.CHECKED, ImportStatus.FAILED})
"""What waits for a person."""
COUNTED = frozenset({ImportStatus.CHECKED, ImportStatus.APPLYING, ImportStatus.APPLIED})

BEGUN_WITHIN = timedelta(minutes=3)


class ImportQuerySet(RecordQuerySet["Import"]):
    def at_work(self) -> Self:
        """What the job has to check or apply."""
        return self.filter(status__in=AT_WORK)

    def visible_to(self, user: User) -> Self:
        """To everybody who may import the same: a colleague may go on with it. What is somebody's
        own, to them alone.
        """
        kinds = allowed(user)
        shared = Q(kind__in=[one.name for one in kinds if not one.is_own])
        own = Q(kind__in=[one.name for one in kinds if one.is_own], uploaded_by=user)
        return self.filter(shared | own)

    def own(self) -> Self:
        """Those of kinds of which each person has their own."""
        return self.filter(kind__in=own_kinds())

    def untouched_since(self, moment: datetime) -> Self:
        """What waits for a person, and was not gone on with since."""
        return self.filter(status__in=OPEN, moved_at__lt=moment)

    def over_since(self, moment: datetime) -> Self:
        """What was applied or discarded before."""
        over = [ImportStatus.APPLIED, ImportStatus.DISCARDED]
        return self.filter(status__in=over, moved_at__lt=moment)

    def same_file_applied(self, row: Import) -> Self:
        """The same file, when it was imported before."""
        applied = self.filter(status=ImportStatus.APPLIED).exclude(pk=row.pk)
        return applied.filter(kind=row.kind, sha256=row.sha256)

    def with_row(self) -> Self:
        """With all that a row of the list shows."""
        return self.select_related("uploaded_by")


class Import(Staged):
    """A file that somebody brings in. Its rows are kept only until it is applied, or for a week."""

    MOVES: ClassVar[Mapping[str, Set[str]]] = {
        ImportStatus.UPLOADED: {
            ImportStatus.UPLOADED,
            ImportStatus.CHECKING,
            ImportStatus.DISCARDED,
        },
        ImportStatus.CHECKING: {
            ImportStatus.CHECKED,
            ImportStatus.FAILED,
            ImportStatus.DISCARDED,
        },
        ImportStatus.CHECKED: {
            ImportStatus.UPLOADED,
            ImportStatus.CHECKING,
            ImportStatus.APPLYING,
            ImportStatus.DISCARDED,
        },
        ImportStatus.APPLYING: {
            ImportStatus.APPLIED,
            ImportStatus.FAILED,
            ImportStatus.DISCARDED,
        },
        ImportStatus.FAILED: {
            ImportStatus.UPLOADED,
            ImportStatus.CHECKING,
            ImportStatus.DISCARDED,
        },
        ImportStatus.APPLIED: set(),
        ImportStatus.DISCARDED: set(),
    }

    kind = models.CharField(max_length=50, help_text="Name of its importable")
    status = models.CharField(max_length=20, choices=ImportStatus, default=ImportStatus.UPLOADED)
    moved_at = models.DateTimeField(help_text="When its status was changed last")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="Of the bytes of the file")
    headings = models.JSONField()
    headings_key = models.CharField(
        max_length=64, db_index=True, help_text="By which a file of the same headings is known"
    )
    mapping = models.JSONField(
        default=dict, blank=True, help_text="Name of our column: its place in the file, from 0"
    )
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(help_text="Of the file, without headings and empty ones")
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    consequences = models.JSONField(
        default=list, blank=True, help_text="What else follows, in words"
    )
    answers = models.JSONField(
        default=dict, blank=True, help_text="Key of a question: what was answered"
    )
    absent = models.JSONField(
        default=list, blank=True, help_text="Keys of what is here and not in the file"
    )
    otherwise = models.PositiveIntegerField(
        default=0, help_text="Rows that came out otherwise than the check had said"
    )
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker has begun what is to be done now"
    )
    failure = models.TextField(blank=True, help_text="Why it failed, in words")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was to be applied")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("status", ImportStatus),
            holds("hash_is_whole", Q(sha256__regex=r"^[0-9a-f]{64}$")),
            holds("has_rows", Q(rows__gt=0)),
            together("asked_at", "asked_by"),
            implies("asked_when_applied", Q(status__in=["applying", "applied"]), ~Q(asked_at=None)),
            iff("reason_when_failed", Q(status="failed"), ~Q(failure="")),
            implies(
                "counts_add_up",
                Q(status__in=sorted(COUNTED)),
                Q(rows=F("created") + F("updated") + F("unchanged") + F("refused")),
            ),
        ]

    def __str__(self) -> str:
        return gettext("the import of %(file)s") % {"file": self.file_name}

    def get_absolute_url(self) -> str:
        return reverse("imports:one", args=[self.pk])

    def move(self, to: str, *, by: User | None, why: str) -> Self:
        """Change the status, and keep when. Whatever goes on has not failed."""
        self.moved_at = timezone.now()
        if to != ImportStatus.FAILED:
            self.failure = ""
        return super().move(to, by=by, why=why)

    @property
    def questions(self) -> list[Question]:
        """What the check found open, once each; none before it and after the file is gone."""
        kept = ImportFile.objects.filter(of=self).values_list("questions", flat=True).first()
        return [_question(*asked) for asked in kept or ()]

    @property
    def importable(self) -> Importable:
        return importable_of(self.kind)

    @property
    def file_mark(self) -> str:
        """Of the file that was brought in: another one, or the same once more, has another."""
        return _marked([self.sha256, self.uploaded_at.isoformat()])

    @property
    def check_mark(self) -> str:
        """Of what the check showed: the file, its columns, and when it was checked."""
        return _marked([self.file_mark, self.mapping, self.moved_at.isoformat()])

    @property
    def counted(self) -> str:
        """54 devices."""
        return self.importable.counted(self.rows)

    @property
    def good(self) -> int:
        """Rows that write something."""
        return self.created + self.updated

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which outcome."""
        return {
            Outcome.CREATE: self.created,
            Outcome.UPDATE: self.updated,
            Outcome.UNCHANGED: self.unchanged,
            Outcome.REFUSED: self.refused,
        }

    @property
    def outcomes(self) -> list[tuple[StrOrPromise, int]]:
        """The same in words."""
        return [(Outcome(outcome).label, count) for outcome, count in self.counts.items()]

    @property
    def is_at_work(self) -> bool:
        """Whether the job has to do something with it."""
        return self.status in AT_WORK

    def is_late(self, now: datetime) -> bool:
        """Whether a worker should have begun by now, unless it is busy with another import."""
        return self.moved_at < now - BEGUN_WITHIN


def _question(key: str, words: str, options: list[list[str]], default: str, hint: str) -> Question:
    return Question(key, words, [Option(*option) for option in options], default, hint)


def _marked(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class ImportFile(models.Model):
    """The file itself: scratch paper, deleted when it was applied, discarded, or after a week."""

    of = models.OneToOneField(Import, models.CASCADE, related_name="file", primary_key=True)
    content = models.BinaryField()
    sample = models.JSONField(help_text="The first rows, for choosing columns")
    questions = models.JSONField(
        default=list, blank=True, help_text="What the check found open, with the answers there are"
    )

    def __str__(self) -> str:
        return f"File of import {self.pk}"


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def refused(self) -> Self:
        return self.filter(outcome=Outcome.REFUSED)


class ImportRow(models.Model):
    """What was found in a row: scratch paper too. Refused rows outlive the apply by a week."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="found")
    number = models.PositiveIntegerField(help_text="As the spreadsheet shows it")
    outcome = models.CharField(max_length=10, choices=Outcome)
    what = models.CharField(max_length=300, blank=True, help_text="It is about, in words")
    about = models.CharField(
        max_length=20, blank=True, help_text="The key of what is there already"
    )
    cells = models.JSONField()
    changes = models.JSONField(help_text="Label, before and after of each")
    faults = models.JSONField(help_text="Name of our column and what is wrong, of each")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["of", "outcome", "number"], name="imports_row_by_outcome")]
        constraints = [
            one_of("outcome", Outcome),
            UniqueConstraint("of", "number", name=NAME + "one_for_each_number"),
            iff("faults_when_refused", Q(outcome=Outcome.REFUSED), ~Q(faults=[])),
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of import {self.of_id}"
