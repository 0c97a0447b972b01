"""Who is on call for alarms, and who is away: days, each from midnight to midnight in London."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date
    from typing import Self


class Duty(models.TextChoices):
    """What somebody is on these days."""

    ON_CALL = "on_call", _("On call")
    AWAY = "away", _("Away")


class TurnQuerySet(RecordQuerySet["Turn"]):
    def on(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def called(self, day: date) -> Self:
        """Those of who is on call that day, and not away."""
        away = Turn.objects.on(day).filter(duty=Duty.AWAY).values("officer")
        return self.on(day).filter(duty=Duty.ON_CALL).exclude(officer__in=away)

    def not_over(self, day: date) -> Self:
        return self.filter(ends_on__gte=day)


class Turn(Record):
    """An officer is on call, or away, from one day to another, both of them with it."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="turns")
    duty = models.CharField(max_length=10, choices=Duty)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "ends_on", "pk"]
        constraints = [
            one_of("duty", Duty),
            holds(
                "ends_after_it_starts",
                Q(ends_on__gte=F("starts_on")),
                refusal=_("The last day can’t be before the first. Check both days."),
            ),
            UniqueConstraint(
                "officer",
                "duty",
                "starts_on",
                name=NAME + "one_from_each_day",
                violation_error_message=_("This is on the list already. Take the old line off."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer.full_name}: {self.get_duty_display()}"
