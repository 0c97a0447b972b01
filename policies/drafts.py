"""What surrounds a draft: who is editing it, what was said of it, and which bodies it goes to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, one_of, together
from councilgov.records import Record, RecordQuerySet
from policies.decisions import Body, Decision
from policies.reports import CommitteeReport
from policies.text.clauses import from_json
from policies.versions import PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User
    from policies.text.clauses import Clause

LEFT_ALONE = timedelta(minutes=30)
"""After so long without a sign of life, anybody may go on with a draft without asking."""


class Editing(models.Model):
    """Who is editing a version now. A courtesy among colleagues and no evidence."""

    version = models.OneToOneField(PolicyVersion, models.CASCADE, related_name="editing")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When they last opened or saved it")

    def __str__(self) -> str:
        return f"Version {self.version_id} is with {self.editor_id}"

    def is_live(self, now: datetime) -> bool:
        """Whether they are probably still at it."""
        return now - self.seen_at < LEFT_ALONE


class CommentQuerySet(RecordQuerySet["Comment"]):
    def visible_to(self, user: User | Any) -> Self:
        """Those on versions that this person may work on."""
        is_theirs = user.is_authenticated and user.has_perm(Right.SEE_DRAFTS)
        return self if is_theirs else self.none()

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class Comment(Record):
    """What somebody said of a draft, and the answer ("comment on": Barnet report, 1)."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="comments")
    anchor = models.CharField(
        max_length=100, blank=True, help_text="The clause it is about; empty for the whole text"
    )
    place = models.CharField(
        max_length=200, blank=True, help_text="Where that clause stood: Rules, clause 3"
    )
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("says_something", ~Q(text="")),
            together("answered_at", "answered_by"),
            iff("words_when_answered", ~Q(answered_at=None), ~Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk} on version {self.version_id}"


class Stage(Record):
    """A body that a version has to pass: one recommends, the last one decides."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="stages")
    position = models.PositiveSmallIntegerField()
    body = models.CharField(max_length=100)
    body_kind = models.CharField(max_length=20, choices=Body)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        related_name="stages",
        null=True,
        blank=True,
        help_text="By which it recommended or decided",
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            one_of("body_kind", Body),
            UniqueConstraint("version", "position", name=NAME + "one_at_a_place"),
            holds("counted_from_one", Q(position__gte=1)),
            holds("has_a_body", ~Q(body=""), refusal=_("Enter the name of the body.")),
        ]

    def __str__(self) -> str:
        return self.body


class Submission(Record):
    """A text as it went before a body, word for word, with the report that asked for a decision.

    The database refuses any change of it: what was put forward can be held against what was
    resolved.
    """

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="submissions")
    report = models.ForeignKey(CommitteeReport, models.PROTECT, related_name="submissions")
    clauses = models.JSONField(help_text="See policies.text.clauses")
    sha256 = models.CharField(max_length=64, help_text="Of the canonical text")
    submitted_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty where it was before the portal"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("hash_is_whole", Q(sha256__regex=r"^[0-9a-f]{64}$")),
            together("submitted_at", "submitted_by"),
        ]

    def __str__(self) -> str:
        return f"Submission {self.pk} of version {self.version_id}"

    @cached_property
    def text(self) -> Sequence[Clause]:
        """The clauses in their order."""
        return from_json(self.clauses)
