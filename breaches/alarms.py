"""The alarms of a clock: one row for each stage and person, and whether they looked since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from breaches.assessments import Assessment
from breaches.clocks import ALARM_HOURS, HOURS
from councilgov.access import Role
from councilgov.constraints import NAME, holds, one_of
from councilgov.deadlines import hours_after

if TYPE_CHECKING:
    from breaches.incidents import Incident
    from councilgov.people.models import User

FOLLOWING = dict(zip(ALARM_HOURS, [*ALARM_HOURS[1:], None], strict=True))
"""The stage after each, None after the last."""
SAME_CLOCK = timedelta(hours=1)
"""A clock that is set later by less is the same: its alarms are not given again."""
LATE = timedelta(minutes=10)
"""An alarm that comes later than this says that it is late."""
SHORTEST = timedelta(minutes=10)


def patience(hour: int) -> timedelta:
    """How long an alarm may stay unopened until the next people are told.

    A twelfth of the time that is left, and never less than ten minutes: four hours after 24, an
    hour after 60, ten minutes after 70. So those who are told next have nearly all of it left.
    """
    return max(timedelta(hours=HOURS - hour) / 12, SHORTEST)


class Circle(models.TextChoices):
    """In which turn somebody is told: the next once nobody before them opened the alarm."""

    FIRST = "first", _("First")
    NEXT = "next", _("Next")
    LAST = "last", _("Last")


CIRCLES = tuple(Circle)


def stage_due(hour: int, now: datetime) -> models.QuerySet[Any]:
    """The assessments whose clock has reached this stage, and that nobody was alarmed of.

    Each stage is told once for each clock, however late: a worker that was down makes up for all
    of them. But of the stages that were past when the clock began here, or when somebody ruled,
    decided or opened it again (they had the hours before them), only the last is told (``since``).
    """
    rows = Assessment.objects.running().filter(aware_at__lte=now - timedelta(hours=hour))
    touched = ("begun_at", "incident__ruled_at", "incident__handled_since", "regulator_decided_at")
    since = Greatest(*touched)
    found: models.QuerySet[Any] = rows.annotate(since=since)
    if following := FOLLOWING[hour]:
        found = found.filter(aware_at__gt=F("since") - timedelta(hours=following))
    told = Alarm.objects.filter(
        assessment=OuterRef("pk"), hour=hour, aware_at__gt=OuterRef("aware_at") - SAME_CLOCK
    )
    return found.filter(~Exists(told)).select_related("incident", "councillor").order_by("pk")


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def unheard(self) -> Self:
        """Of the last stage of each clock that runs: nobody opened it, and some may still be told
        who were not.
        """
        running = Assessment.objects.running().values("pk")
        of_same = Alarm.objects.filter(assessment=OuterRef("assessment"))
        later = of_same.filter(Q(hour__gt=OuterRef("hour")) | Q(aware_at__gt=OuterRef("aware_at")))
        here = of_same.filter(hour=OuterRef("hour"), aware_at=OuterRef("aware_at"))
        done = here.filter(Q(circle=Circle.LAST) | ~Q(opened_at=None))
        return self.filter(~Exists(later), ~Exists(done), assessment__in=running)

    def note_opened(self, person: User, incident: Incident, now: datetime) -> int:
        """They have opened the incident: whatever they were told of it is heard. One statement. The
        clock of this machine may be behind that of the one which gave the alarm.
        """
        theirs = self.filter(person=person, assessment__incident=incident, opened_at=None)
        return theirs.update(opened_at=Greatest(F("raised_at"), Value(now)))

    def with_row(self) -> Self:
        return self.select_related("assessment__incident", "assessment__councillor", "person")


class Alarm(models.Model):
    """Somebody is told that a clock has reached a stage.

    Its key is the cause and the stage: the assessment, its clock (``aware_at``), the hour and the
    person. So a sweep that is late, repeated or racing another gives none twice.

    Not a ``Record``: it is itself the account of what became of it, as a ``Notice`` is, and is
    written by the thousand in one statement.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="alarms")
    aware_at = models.DateTimeField(help_text="From when the hours of this clock count")
    hour = models.PositiveSmallIntegerField(help_text="Which stage")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role, help_text="As what they were told")
    circle = models.CharField(max_length=10, choices=Circle)
    raised_at = models.DateTimeField()
    is_late = models.BooleanField(help_text="Nobody looked after the clocks when it was due")
    opened_at = models.DateTimeField(
        null=True, blank=True, help_text="When they first opened the incident since"
    )

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["aware_at", "hour", "raised_at", "pk"]
        constraints = [
            one_of("role", Role),
            one_of("circle", Circle),
            holds("hour_is_a_stage", Q(hour__in=ALARM_HOURS)),
            holds("opened_after_raised", Q(opened_at=None) | Q(opened_at__gte=F("raised_at"))),
            UniqueConstraint("assessment", "aware_at", "hour", "person", name=NAME + "told_once"),
        ]
        indexes = [
            models.Index(
                "person", name="breaches_alarm_unopened", condition=Q(opened_at__isnull=True)
            ),
            models.Index("raised_at", name="breaches_alarm_raised"),
        ]

    def __str__(self) -> str:
        return f"Alarm {self.pk}"

    def get_absolute_url(self) -> str:
        """The incident; for an administrator, who may not see it, the people who could be rung."""
        if self.role == Role.ADMINISTRATOR:
            return reverse("accounts:people")
        return self.assessment.get_absolute_url()

    @property
    def due_at(self) -> datetime:
        return hours_after(self.aware_at, self.hour)

    @property
    def is_over(self) -> bool:
        return self.hour >= HOURS
