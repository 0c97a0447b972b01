"""Whom somebody who has a lost device might reach through it: numbers, never names."""

from __future__ import annotations

from django.db import models

from breaches.incidents import Incident
from consent.constituents import KEPT
from consent.models import Channel
from councilgov.capacity import Capacity
from councilgov.constraints import NAME, holds
from councilgov.records import Record, RecordQuerySet


class Reach(Record):
    """How many people the councillor reached on a channel when the device went, in one capacity.

    A number of ward records tells the council nothing about anybody, and shows who else answers
    for what is on the device. It stays when the people are deleted from the contacts.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reaches")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=15, choices=Capacity)
    people = models.PositiveIntegerField(help_text="Who agreed to be reached there")
    logged = models.PositiveIntegerField(help_text="With whom they were in touch on this device")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["capacity", "channel__name"]
        constraints = [
            holds("never_of_party_work", models.Q(capacity__in=KEPT)),
            models.UniqueConstraint("incident", "channel", "capacity", name=NAME + "one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.people}"
