"""People whom a councillor is in touch with, each in the capacity in which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.capacity import Capacity
from councilgov.constraints import holds, implies, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User

KEPT = (Capacity.COUNCIL, Capacity.WARD, Capacity.OUTSIDE_BODY)
"""Of party work nothing is kept."""


class AskedBy(models.TextChoices):
    """On whose request the councillor acts (Data Protection Act 2018, Schedule 1, paragraph 23)."""

    THEMSELVES = "themselves", _("The person themselves")
    CANNOT = "cannot", _("Somebody else: the person cannot be asked")
    NOT_FAIR = "not_fair", _("Somebody else: the person cannot fairly be expected to be asked")
    HARM = "harm", _("Somebody else: to ask the person would stand in the way of the help")
    INTEREST = "interest", _("Somebody else: in the interest of another, against an unfair refusal")


class ConstituentQuerySet(RecordQuerySet["Constituent"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, in office. Nobody else's, whatever their role."""
        return self.filter(councillor=user) if user.is_councillor else self.none()


class Constituent(Record):
    """Somebody whom a councillor is in touch with, in one capacity.

    The same person met in two capacities is two rows with two controllers, and no permission goes
    from one to the other (Barnet policy, 1: the three roles).
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="constituents"
    )
    capacity = models.CharField(max_length=15, choices=Capacity)
    full_name = models.CharField(max_length=150)
    at_request_of = models.CharField(max_length=15, choices=AskedBy, default=AskedBy.THEMSELVES)
    advocate = models.CharField(
        max_length=150, blank=True, help_text="Who speaks for them, and by what authority"
    )
    begun_at = models.DateTimeField()
    needed_on = models.DateField(null=True, blank=True, help_text="Said to be still needed")
    goes_on = models.DateField(null=True, blank=True, help_text="When they are deleted, if known")

    objects = ConstituentQuerySet.as_manager()

    class Meta:
        ordering = ["full_name", "pk"]
        indexes = [
            models.Index("councillor", "full_name", name="consent_constituent_of"),
            models.Index("goes_on", name="consent_constituent_goes", condition=~Q(goes_on=None)),
        ]
        constraints = [
            one_of("at_request_of", AskedBy),
            holds("never_of_party_work", Q(capacity__in=KEPT)),
            holds("has_a_name", ~Q(full_name="")),
            implies("spoken_for_by_somebody", ~Q(at_request_of="themselves"), ~Q(advocate="")),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("consent:constituent", args=[self.pk])
