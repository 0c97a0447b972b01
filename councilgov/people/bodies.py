"""What people belong to and hold, from when until when: groups, committees, officers’ roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.access import OFFICES, Role
from councilgov.constraints import NAME, holds
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date


class Group(Record):
    """A political group: two or more members by signed notice (SI 1990/1553)."""

    name = models.CharField(max_length=100, unique=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DatedQuerySet(RecordQuerySet[Any]):
    def unfinished(self, today: date) -> DatedQuerySet:
        """Not ended before that day: begun, or yet to begin."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def current(self, today: date) -> DatedQuerySet:
        """Begun by that day and not ended before it."""
        return self.unfinished(today).filter(starts_on__lte=today)


class GroupMembership(Record):
    """Membership of a group, dated, so that a change of leader shows nothing of the past."""

    councillor = models.ForeignKey("people.User", models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    is_leader = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            holds(
                "ends_after_it_starts",
                Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                refusal=_("Nobody leaves a group before they join it."),
            ),
            UniqueConstraint("councillor", name=NAME + "one_open_each", condition=Q(ends_on=None)),
            UniqueConstraint(
                "group",
                name=NAME + "one_leader",
                condition=Q(ends_on=None, is_leader=True),
                violation_error_message=_("This group has a leader already."),
            ),
        ]

    def __str__(self) -> str:
        return f"Membership of {self.councillor_id} in {self.group_id}"


class Committee(Record):
    """A committee, sub-committee or panel of the council, as far as policies speak of it."""

    name = models.CharField(max_length=100, unique=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CommitteeMembership(Record):
    """From when until when a councillor sits on a committee."""

    councillor = models.ForeignKey("people.User", models.PROTECT, related_name="seats")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            holds(
                "ends_after_it_starts",
                Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                refusal=_("Nobody leaves a committee before they join it."),
            ),
            UniqueConstraint(
                "councillor",
                "committee",
                name=NAME + "one_open_each",
                condition=Q(ends_on=None),
                violation_error_message=_("This councillor sits on this committee already."),
            ),
        ]

    def __str__(self) -> str:
        return f"Seat of {self.councillor_id} on {self.committee_id}"


class Appointment(Record):
    """An officer's role, dated."""

    officer = models.ForeignKey("people.User", models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            holds("role_is_an_office", Q(role__in=sorted(OFFICES))),
            holds(
                "ends_after_it_starts",
                Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                refusal=_("A role can’t end before it starts."),
            ),
            UniqueConstraint(
                "officer",
                "role",
                name=NAME + "one_open_each",
                condition=Q(ends_on=None),
                violation_error_message=_("This officer holds this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.officer_id}"
