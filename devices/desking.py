"""A task of the ICT service desk: what is to be done about what, and its ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, UniqueConstraint, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of
from councilgov.records import RecordQuerySet, Staged, subject_of
from devices.device import Device
from devices.machines import TASK_MOVES, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from councilgov.people.models import User


class TaskKind(models.TextChoices):
    """What the desk is to do. Each is done on the page of what it is about."""

    RING_BACK = "ring_back", _("Ring back about a loss (unverified)")
    SECURE = "secure", _("Lock and wipe a missing device")
    CHECK_FOUND = "check_found", _("Answer somebody who found a device")
    CHECK_RECOVERED = "check_recovered", _("Check a device that was found again")
    RECEIVE = "receive", _("Receive a recalled device")
    REPAIR = "repair", _("Repair or service a device")
    WIPE = "wipe", _("Wipe a returned device")
    ANSWER_RETURN = "answer_return", _("Answer a councillor who does not agree with a receipt")
    HAND_BACK = "hand_back", _("Collect declined equipment")
    AUDIT = "audit", _("Look into an answer of an audit")
    FILTER = "filter", _("Filter or unblock a sender of email")
    ENROL = "enrol", _("Enrol a personal device")
    CHECK_MENDED = "check_mended", _("Check that a personal device is safe again")
    REMOVE_DATA = "remove_data", _("Remove council data from a personal device")
    CONTAIN = "contain", _("Help with something that went wrong")


class DeskTaskQuerySet(RecordQuerySet["DeskTask"]):
    def visible_to(self, user: User) -> Self:
        """To the desk and the Monitoring Officer, but for what they have a part in themselves."""
        tasks = self if user.has_perm(Right.SEE_DESK_TASKS) else self.none()
        return tasks.exclude(shut_to__contains=[user.pk])

    def open(self) -> Self:
        return self.filter(status=TaskStatus.OPEN)

    def about(self, row: models.Model) -> Self:
        return self.about_any([row])

    def about_any(self, rows: Sequence[models.Model]) -> Self:
        """About one of these rows."""
        return self.filter(about__in=[subject_of(row) for row in rows])

    def with_row(self) -> Self:
        """With all that a row of the list shows. A loss that nobody has checked comes first."""
        first = Case(When(kind=TaskKind.RING_BACK, then=0), default=1)
        return self.select_related("device", "councillor").annotate(comes=first)


class DeskTask(Staged):
    """Something that the desk has to do, with the number of the desk's own ticket."""

    MOVES = TASK_MOVES

    kind = models.CharField(max_length=20, choices=TaskKind)
    status = models.CharField(max_length=10, choices=TaskStatus, default=TaskStatus.OPEN)
    device = models.ForeignKey(
        Device, models.PROTECT, related_name="desk_tasks", null=True, blank=True
    )
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    about = models.CharField(max_length=100, help_text="app.model:pk of what it belongs to")
    address = models.CharField(max_length=200, help_text="The page on which it is done")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    ticket = models.CharField(
        max_length=40, blank=True, help_text="Its number in the desk’s own system"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    shut_to: ArrayField[list[int], list[int]] = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="Who has a part in what it is about, and does not see it",
    )
    dropped_because = models.TextField(blank=True, help_text="Said by hand: no longer needed")

    objects = DeskTaskQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        indexes = [
            models.Index(fields=["about"], name="devices_desktask_about"),
            models.Index(
                "due_at", "opened_at", name="devices_desktask_open", condition=Q(status="open")
            ),
        ]
        constraints = [
            one_of("kind", TaskKind),
            one_of("status", TaskStatus),
            holds("is_about_something", ~Q(about="") & ~Q(address="")),
            UniqueConstraint(
                "kind", "about", name=NAME + "one_open_each", condition=Q(status="open")
            ),
            iff("ended_when_not_open", ~Q(status="open"), ~Q(ended_at=None)),
            implies("because_when_dropped", ~Q(dropped_because=""), Q(status="dropped")),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("devices:desk_task", args=[self.pk])

    @property
    def reference(self) -> str:
        """Our number, for the desk's ticket: ICT-000123."""
        return f"ICT-{self.pk:06d}"
