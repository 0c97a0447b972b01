"""What the regulator was told of a breach, when and how: in phases, each as it was sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from breaches.assessments import Assessment
from councilgov.constraints import holds, one_of
from councilgov.records import Record, RecordQuerySet


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

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            one_of("stage", Stage),
            one_of("route", Route),
            holds("told_before_entered", Q(told_at__lte=F("entered_at"))),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())
