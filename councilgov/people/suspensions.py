"""Suspensions: a councillor stays in office, and does without access for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import holds, iff, implies, one_of, together
from councilgov.days import begins_at, in_london, today
from councilgov.people.office import TermOfOffice
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date
    from typing import Self


class SuspendedFrom(models.TextChoices):
    OFFICE = "office", _("Suspended from office")
    FACILITIES = "facilities", _("Council facilities withdrawn, and no more than that")


class Decider(models.TextChoices):
    """Who may suspend differs from nation to nation (``offboarding.suspending.law``)."""

    COUNCIL = "council", _("The council, or one of its committees or officers")
    STANDARDS = "standards", _("A tribunal, commission or commissioner for standards")
    COURT = "court", _("A court")


class SuspensionQuerySet(RecordQuerySet["Suspension"]):
    def unlifted(self) -> Self:
        return self.filter(lifted_at=None)

    def in_term(self, day: date) -> Self:
        """Of the terms that it began in, one goes on on that day. With the last of them it ends, at
        the end of that day: whoever is elected again is not suspended.
        """
        running = Q(ends_at=None) | Q(ends_at__gt=begins_at(day))
        terms = TermOfOffice.objects.filter(running, councillor=OuterRef("councillor"))
        return self.filter(Exists(terms.filter(starts_on__lte=OuterRef("starts_on"))))

    def on(self, day: date) -> Self:
        """In force on that day."""
        return self.unlifted().in_term(day).filter(starts_on__lte=day, ends_on__gte=day)

    def without_contacts(self, day: date) -> Self:
        """In force, with their contact records closed to them: nobody asks them to check any."""
        return self.on(day).filter(is_without_contacts=True)

    def to_come(self, day: date) -> Self:
        """To begin after that day."""
        return self.unlifted().filter(starts_on__gt=day)

    def meeting(self, first: date, last: date) -> Self:
        """In force on one of these days, or to be."""
        return self.unlifted().in_term(first).filter(starts_on__lte=last, ends_on__gte=first)

    def to_close(self, day: date) -> Self:
        """In force, and the service desk has not said that it closed what is to be closed."""
        return self.on(day).filter(is_for_desk=True, closed_at=None)

    def to_open(self, day: date) -> Self:
        """What the desk closed is to be opened again, from the last day on; not to who left."""
        shut = self.filter(opened_at=None).exclude(closed_at=None)
        in_office = TermOfOffice.objects.filter(councillor=OuterRef("councillor"))
        still = Exists(in_office.current(timezone.now()))
        return shut.filter(still).exclude(pk__in=self.model.objects.on(day).filter(ends_on__gt=day))

    def with_row(self) -> Self:
        return self.select_related("councillor", "entered_by", "lifted_by", "closed_by")


class Suspension(Record):
    """From which day to which, both with it, by whose decision, and what it closes.

    Nobody is suspended by the portal: an officer enters what was decided, with reasons.
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="suspensions"
    )
    what = models.CharField(max_length=10, choices=SuspendedFrom)
    decider = models.CharField(max_length=10, choices=Decider)
    decision = models.CharField(
        max_length=300, help_text="Its date, and its minute or number; the law that it names"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day of it")
    reasons = models.TextField(help_text="Why access is closed; the councillor reads them")
    is_for_desk = models.BooleanField(help_text="The service desk closes systems for that time")
    is_kit_asked_back = models.BooleanField(default=False)
    is_without_contacts = models.BooleanField(
        default=False, help_text="Their contact records are closed to them for that time"
    )
    moved_because = models.TextField(blank=True, help_text="Why it ends on another day")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_because = models.TextField(blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            one_of("what", SuspendedFrom),
            one_of("decider", Decider),
            holds("has_a_decision", ~Q(decision="")),
            holds("has_reasons", ~Q(reasons="")),
            holds(
                "ends_after_it_starts",
                Q(ends_on__gte=F("starts_on")),
                refusal=_("A suspension can’t end before it starts."),
            ),
            together("closed_at", "closed_by"),
            together("opened_at", "opened_by"),
            implies("opened_once_closed", ~Q(opened_at=None), ~Q(closed_at=None)),
            together("lifted_at", "lifted_by"),
            iff("lifted_with_reasons", ~Q(lifted_at=None), ~Q(lifted_because="")),
        ]

    def __str__(self) -> str:
        return f"Suspension {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("offboarding:suspension", args=[self.pk])

    @property
    def own_page(self) -> tuple[str, str]:
        return self.get_absolute_url(), gettext("See the suspension")

    @property
    def is_unlifted(self) -> bool:
        return self.lifted_at is None

    @property
    def is_to_come(self) -> bool:
        return self.is_unlifted and self.starts_on > today()

    @property
    def is_over(self) -> bool:
        """By its own days. Whether the term ended before it, ``on`` says."""
        return not self.is_unlifted or self.ends_on < today()

    @property
    def last_day(self) -> date:
        """The day on which it was lifted, if it was."""
        return in_london(self.lifted_at) if self.lifted_at else self.ends_on
