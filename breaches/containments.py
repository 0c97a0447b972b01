"""What is done against more harm: the list for each kind of report, and the tasks of one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from breaches.categories import IncidentKind
from breaches.incidents import Incident
from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.records import Record, RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User


class Team(models.TextChoices):
    """Who does it."""

    INFORMATION = "information", _("Information Management Team")
    DESK = "desk", _("ICT service desk")


class Known(models.TextChoices):
    """What the case of a lost device says by itself."""

    LOCKED = "locked", _("The device is locked or wiped")
    WIPED = "wiped", _("The device is wiped")


class TaskStatus(models.TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")


TASK_MOVES: Mapping[str, Set[str]] = {
    TaskStatus.OPEN: {TaskStatus.DONE, TaskStatus.NOT_NEEDED},
    TaskStatus.DONE: set(),
    TaskStatus.NOT_NEEDED: set(),
}
"""What was said of a task stays; whatever is to be done again is a new one."""

KNOWN = Q(loss_says=Known.WIPED, incident__loss__wiped_at__isnull=False) | (
    Q(loss_says=Known.LOCKED)
    & (Q(incident__loss__locked_at__isnull=False) | Q(incident__loss__wiped_at__isnull=False))
)
"""The case of the lost device says that it is done."""


class ToDo(Record):
    """What is to be done, by whom, and whether it has to be."""

    words = models.CharField(max_length=200)
    team = models.CharField(max_length=15, choices=Team, default=Team.INFORMATION)
    is_required = models.BooleanField(
        default=True, help_text="Nothing is contained before this is done or not needed"
    )
    loss_says = models.CharField(
        max_length=10, choices=Known, blank=True, help_text="Where a loss case says that it is done"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.words


class ContainmentTemplateQuerySet(RecordQuerySet["ContainmentTemplate"]):
    def in_use(self, kind: str) -> Self:
        return self.filter(kind=kind, retired_at=None)


class ContainmentTemplate(ToDo):
    """A task that every report of this kind begins with, as the council has changed its list.

    A kind without rows has the list of ``breaches.containing.usual``.
    """

    kind = models.CharField(max_length=15, choices=IncidentKind)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ContainmentTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("kind", IncidentKind),
            one_of("team", Team),
            holds("loss_says_known", Q(loss_says__in=["", *Known.values])),
            holds("has_words", ~Q(words="")),
            together("retired_at", "retired_by"),
            UniqueConstraint(
                "kind",
                "words",
                name=NAME + "one_each",
                condition=Q(retired_at=None),
                violation_error_message=_("This task is in the list already."),
            ),
        ]


class ContainmentTaskQuerySet(RecordQuerySet["ContainmentTask"]):
    def visible_to(self, user: User) -> Self:
        """To those who look into a report its tasks, and to a councillor those of their own log; to
        the desk what it was given and nothing else of the report, but for those in which they have
        a part, and for confidential reports.
        """
        seen = Q(incident__in=Incident.objects.own_of(user))
        if user.has_perm(Right.SEE_INCIDENTS):
            seen |= Q(incident__in=Incident.objects.looked_into_by(user))
        elif user.has_perm(Right.DO_CONTAINMENT):
            theirs = Incident.objects.filter(involved__person=user)
            desks = Q(handed_at__isnull=False, incident__is_confidential=False)
            seen |= desks & ~Q(incident__in=theirs)
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(status=TaskStatus.OPEN)

    def undone(self) -> Self:
        """Nobody has said what became of it, and no case of a loss says so."""
        return self.open().exclude(KNOWN)

    def kept_from_desk(self) -> Self:
        """What the desk would do, and was not given: of what a councillor has not let it help with,
        and of confidential reports.
        """
        return self.filter(team=Team.DESK, handed_at=None)

    def with_row(self) -> Self:
        return self.select_related(
            "incident__device", "incident__loss", "incident__reported_by", "ended_by"
        )


class ContainmentTask(ToDo, Staged):
    """Something to be done so that no more harm comes of one report."""

    MOVES = TASK_MOVES

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="containment_tasks")
    status = models.CharField(max_length=10, choices=TaskStatus, default=TaskStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the desk was given it; of what others do empty"
    )
    done_at = models.DateTimeField(null=True, blank=True, help_text="As the person said")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_words = models.TextField(blank=True, help_text="What was done, or why it is not needed")

    objects = ContainmentTaskQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("team", Team),
            one_of("status", TaskStatus),
            holds("loss_says_known", Q(loss_says__in=["", *Known.values])),
            holds("has_words", ~Q(words="")),
            together("ended_at", "ended_by"),
            iff("ended_when_not_open", ~Q(status="open"), ~Q(ended_at=None)),
            iff("ended_with_words", ~Q(status="open"), ~Q(ended_words="")),
            iff("dated_when_done", Q(status="done"), ~Q(done_at=None)),
            implies("handed_to_the_desk_alone", ~Q(handed_at=None), Q(team="desk")),
            UniqueConstraint(
                "incident",
                "words",
                name=NAME + "one_each",
                violation_error_message=_("This task is there already."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("breaches:task", args=[self.pk])

    @property
    def reference(self) -> str:
        """That of its report."""
        return self.incident.reference

    @property
    def known_at(self) -> datetime | None:
        """When the case of the lost device says that it was done."""
        loss = self.incident.loss
        if loss is None or not self.loss_says:
            return None
        if self.loss_says == Known.WIPED:
            return loss.wiped_at
        return min(filter(None, [loss.locked_at, loss.wiped_at]), default=None)

    @property
    def is_undone(self) -> bool:
        """As ``undone`` says of many."""
        return self.status == TaskStatus.OPEN and self.known_at is None
