"""Complaints that a councillor answers: about information that they used in their ward work.

For it the councillor is the controller, and "if a controller receives a complaint under this
section" it is the controller who acknowledges, takes steps and tells the outcome (Data Protection
Act 2018, section 164A(3) and (4)). What they record here is theirs. The council knows that it was
passed on and when, and what came of it only where they let it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    UniqueConstraint,
    Value,
    When,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.complaint_stages import A_DAY, ACKNOWLEDGED_WITHIN, NEWS_EVERY, Outcome, last_day
from breaches.complaints import Complainant, Complaint
from councilgov.accounts.models import reachable
from councilgov.constraints import NAME, holds, iff, implies, together
from councilgov.people.models import TermOfOffice, User
from councilgov.people.narrowed import with_access_over
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Self

OWN_OUTCOMES = [one for one in Outcome if one != Outcome.PASSED_ON]
"""What can come of it: it is passed on no further."""


class Obstacle(StrEnum):
    """What keeps a councillor from answering here."""

    DIED = "died"
    LEFT = "left"
    """Office, and day ten is over."""
    NO_ACCOUNT = "no_account"
    """That works: theirs is closed, or they never chose a password and have no link to do so."""


def _obstacle() -> Case:
    """What keeps the councillor from answering it here; empty for nothing."""
    dead = TermOfOffice.objects.of_the_dead().filter(councillor=OuterRef("councillor"))
    gone = with_access_over(timezone.now())
    able = reachable(User.objects.filter(is_active=True))
    return Case(
        When(Exists(dead), then=Value(Obstacle.DIED.value)),
        When(councillor__in=gone, then=Value(Obstacle.LEFT.value)),
        When(councillor__in=able, then=Value("")),
        default=Value(Obstacle.NO_ACCOUNT.value),
    )


class WardComplaintQuerySet(RecordQuerySet["WardComplaint"]):
    def visible_to(self, user: User) -> Self:
        """Those that this councillor answers. Nobody else sees what they record."""
        return self.filter(councillor=user, taken_back_at=None)

    def open(self) -> Self:
        """Those that wait for an answer, unless who complained is erased."""
        known = Complainant.objects.filter(complaint=OuterRef("complaint"))
        return self.filter(Exists(known), taken_back_at=None, answered_on=None)

    def within_reach(self) -> Self:
        """Those of councillors who can sign in here, and so can answer them."""
        return self.annotate(obstacle=_obstacle()).filter(obstacle="")

    def out_of_reach(self, *why: Obstacle) -> Self:
        """Those that wait for somebody who can't answer them here, for one of these reasons."""
        return self.open().annotate(obstacle=_obstacle()).filter(obstacle__in=why)

    def obstacles(self) -> Mapping[int, str]:
        """Of those that wait for somebody who can't answer them here: why, by the key of each."""
        stuck = self.open().annotate(obstacle=_obstacle()).exclude(obstacle="")
        return dict(stuck.values_list("pk", "obstacle"))

    def with_due(self) -> Self:
        """With the ``day`` by which whoever complains is to hear from them next."""
        first = F("complaint__received_on") + Value((ACKNOWLEDGED_WITHIN - A_DAY).days)
        later = F("acknowledged_on") + Value(NEWS_EVERY.days)
        day = Case(
            When(acknowledged_on=None, then=ExpressionWrapper(first, DateField())),
            default=ExpressionWrapper(later, DateField()),
        )
        return self.annotate(day=day)

    def with_row(self) -> Self:
        return self.select_related("complaint__complainant", "councillor", "passed_by")


class WardComplaint(Record):
    """A complaint in the hands of the councillor who answers it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="passed")
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="ward_complaints"
    )
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    acknowledged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in OWN_OUTCOMES], blank=True
    )
    shared_at = models.DateTimeField(
        null=True, blank=True, help_text="When they let the officers see how far it is"
    )

    objects = WardComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-passed_at", "-pk"]
        constraints = [
            together("taken_back_at", "taken_back_by"),
            holds("outcome_known", Q(outcome__in=["", *OWN_OUTCOMES])),
            iff("answered_with_outcome", ~Q(answered_on=None), ~Q(outcome="")),
            implies("answer_stays", ~Q(taken_back_at=None), Q(answered_on=None)),
            holds(
                "acknowledged_before_answered",
                Q(answered_on=None)
                | Q(acknowledged_on__isnull=False, acknowledged_on__lte=F("answered_on")),
                refusal=_("You can’t have answered before you said that you have it."),
            ),
            UniqueConstraint(
                "complaint",
                name=NAME + "with_one_at_a_time",
                condition=Q(taken_back_at=None, answered_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.complaint.reference

    def get_absolute_url(self) -> str:
        return reverse("breaches:own_complaint", args=[self.pk])

    @property
    def reference(self) -> str:
        return self.complaint.reference

    @property
    def is_open(self) -> bool:
        return self.taken_back_at is None and self.answered_on is None

    @property
    def acknowledge_by(self) -> date:
        """The 30th day, and the day on which it reached the council is the first.

        The law counts from when "a controller receives a complaint" (section 164A(3)), and does not
        say when a councillor receives what was sent to their council. The council's own form asks
        for complaints about its councillors, so it can be said that whoever fills it in has reached
        the councillor. We count from the earlier day: who keeps to it is in time either way.
        """
        return last_day(self.complaint.received_on)

    @property
    def due_on(self) -> date | None:
        """By when whoever complains is to hear from them next; None once they were answered."""
        if not self.is_open:
            return None
        return self.acknowledged_on + NEWS_EVERY if self.acknowledged_on else self.acknowledge_by
