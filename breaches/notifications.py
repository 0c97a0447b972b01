"""What the regulator was told of a breach, when and how: in phases, each as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from breaches.assessments import Assessment
from councilgov.constraints import holds, one_of
from councilgov.ledger.canonical import sha256_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User


class Stage(models.TextChoices):
    """Information may be given in phases (UK GDPR Article 33(4))."""

    INITIAL = "initial", _("First report")
    UPDATE = "updated", _("Update")
    FINAL = "final", _("Final report")


class Route(models.TextChoices):
    """How the regulator was told."""

    ONLINE = "online", _("Online form")
    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By email")
    POST = "post", _("By post")


class Notification(Record):
    """One message to the regulator. A later one adds to it and overwrites nothing."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="notifications")
    stage = models.CharField(max_length=10, choices=Stage)
    route = models.CharField(max_length=10, choices=Route)
    told_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reference = models.CharField(
        max_length=40, blank=True, help_text="The regulator’s, once it gave one"
    )
    unknown = models.TextField(blank=True, help_text="What was not known yet")
    late_because = models.TextField(blank=True, help_text="Reasons for more than 72 hours")
    names_because = models.TextField(
        blank=True, help_text="Why it names somebody, if the check found names"
    )
    answers = models.JSONField(default=list, help_text="The report as it was then, line by line")
    answers_sha256 = models.CharField(max_length=64, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            one_of("stage", Stage),
            one_of("route", Route),
            holds("told_before_entered", Q(told_at__lte=F("entered_at"))),
            holds("has_its_hash", Q(answers_sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())

    def keep(self, *, by: User | None, why: str) -> Self:
        """Once. What was sent stays as it was: more is told in another message."""
        if not self._state.adding:
            raise TypeError("A message to the regulator is never changed")
        return super().keep(by=by, why=why)

    @property
    def is_as_it_was(self) -> bool:
        """The answers are those whose hash is in the evidence."""
        return sha256_of(self.answers) == self.answers_sha256
