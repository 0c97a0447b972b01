"""What is to be done because of what was learnt: by whom, and by which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from breaches.incidents import Incident
from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, one_of, together
from councilgov.records import RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import date
    from typing import Self

    from councilgov.people.models import User


class FollowUpStatus(models.TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


FOLLOW_UP_MOVES: Mapping[str, Set[str]] = {
    FollowUpStatus.OPEN: {FollowUpStatus.DONE, FollowUpStatus.DROPPED},
    FollowUpStatus.DONE: set(),
    FollowUpStatus.DROPPED: set(),
}


class FollowUpQuerySet(RecordQuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """To whoever does it, to those who look into the report, and to a councillor those of
        their own log.
        """
        seen = Q(owner=user) | Q(incident__in=Incident.objects.own_of(user))
        if user.has_perm(Right.SEE_INCIDENTS):
            seen |= Q(incident__in=Incident.objects.looked_into_by(user))
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(status=FollowUpStatus.OPEN)

    def late(self, day: date) -> Self:
        """To be done by a day that is past."""
        return self.open().filter(due_on__lt=day)

    def with_row(self) -> Self:
        return self.select_related("incident", "owner", "ended_by")


class FollowUp(Staged):
    """Something that is done so that it does not happen again. It is chased until it is done, also
    once the report is closed.
    """

    MOVES = FOLLOW_UP_MOVES

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="follow_ups")
    words = models.CharField(max_length=300, help_text="What is to be done; nobody is named")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups")
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=FollowUpStatus, default=FollowUpStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_words = models.TextField(blank=True, help_text="What was done, or why it is dropped")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index("due_on", name="breaches_followup_open", condition=Q(status="open")),
        ]
        constraints = [
            one_of("status", FollowUpStatus),
            holds("has_words", ~Q(words="")),
            together("ended_at", "ended_by"),
            iff("ended_when_not_open", ~Q(status="open"), ~Q(ended_at=None)),
            iff("ended_with_words", ~Q(status="open"), ~Q(ended_words="")),
            UniqueConstraint(
                "incident",
                "words",
                "owner",
                name=NAME + "one_open_each",
                condition=Q(status="open"),
                violation_error_message=_("They have this to do already."),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("breaches:follow_up", args=[self.pk])

    @property
    def reference(self) -> str:
        """That of its report."""
        return self.incident.reference

    def is_overdue(self, today: date) -> bool:
        return self.status == FollowUpStatus.OPEN and self.due_on < today
