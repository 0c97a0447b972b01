"""What was done about an incident, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from breaches.incidents import Incident
from breaches.machines import IncidentStatus
from breaches.steps import IncidentStep
from councilgov.constraints import holds, implies, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from breaches.incidents import IncidentQuerySet


class IncidentEvent(Record):
    """A line of the case: what was done, when that was, and in whose words."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="events")
    what = models.CharField(max_length=20, choices=IncidentStep)
    happened_at = models.DateTimeField(help_text="As the person said")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessment = models.ForeignKey(
        "breaches.Assessment",
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        help_text="The controller whose part it is about, if it is about one",
    )
    words = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            one_of("what", IncidentStep),
            implies("note_has_words", Q(what="note"), ~Q(words="")),
            holds("happened_before_entered", Q(happened_at__lte=F("entered_at"))),
        ]

    def __str__(self) -> str:
        return str(IncidentStep(self.what).label)


def what_was_said(incident: str) -> dict[str, Subquery]:
    """What was done against more harm, and what was learnt, in the last words of each; of the
    incident by that name in a query.
    """
    steps = {"contained_words": IncidentStep.CONTAINED, "lessons": IncidentStep.CLOSED}
    return {name: _last_words(step, incident) for name, step in steps.items()}


def _last_words(step: str, incident: str) -> Subquery:
    events = IncidentEvent.objects.filter(incident=OuterRef(incident), what=step)
    return Subquery(events.order_by("-pk").values("words")[:1])


def closed_breaches(rows: IncidentQuerySet) -> IncidentQuerySet:
    """Confirmed, and over; what was said of them is not erased yet."""
    return rows.filter(
        status=IncidentStatus.CLOSED, finding=IncidentStatus.CONFIRMED, erased_at=None
    )


def closed_without_lessons(rows: IncidentQuerySet) -> IncidentQuerySet:
    """Breaches of which nobody wrote down what was learnt."""
    said = what_was_said("pk")["lessons"]
    return closed_breaches(rows).alias(learnt=said).filter(Q(learnt=None) | Q(learnt=""))


def closed_without_cause(rows: IncidentQuerySet) -> IncidentQuerySet:
    """Breaches of which nobody said why they could happen."""
    return closed_breaches(rows).filter(cause="")
