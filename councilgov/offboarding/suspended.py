"""Which of the council's systems are closed to a suspended councillor, or narrowed."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from councilgov.constraints import NAME
from councilgov.offboarding.accounts import System
from councilgov.people.models import Suspension
from councilgov.records import Record, RecordQuerySet


class SuspendedSystem(Record):
    """One of them, for the time of a suspension."""

    suspension = models.ForeignKey(Suspension, models.CASCADE, related_name="systems")
    system = models.ForeignKey(System, models.PROTECT, related_name="+")
    is_narrowed = models.BooleanField(help_text="Not closed: the reasons say how far")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["system__name", "pk"]
        constraints = [UniqueConstraint("suspension", "system", name=NAME + "once_each")]

    def __str__(self) -> str:
        return f"Suspended system {self.pk}"
