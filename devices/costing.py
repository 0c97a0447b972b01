"""Who pays for a device that was lost, stolen or damaged: proposed, commented on, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import holds, iff, implies, one_of, together
from councilgov.pounds import in_pounds
from councilgov.records import RecordQuerySet, Staged
from devices.cases import COST_MOVES, CostStatus
from devices.losing import Loss

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class Route(models.TextChoices):
    """Who pays: the "home contents policy", the "basic allowance" (Members ICT Usage Protocol,
    Responsibilities), or the council itself.
    """

    INSURER = "insurer", _("The councillor’s insurer")
    ALLOWANCE = "allowance", _("The councillor, from their basic allowance")
    COUNCIL = "council", _("The council")
    NOBODY = "none", _("Nobody: there is no cost")


FREE = frozenset({Route.COUNCIL, Route.NOBODY})
"""Costs the councillor nothing."""


class Cost(Staged):
    """What an officer decided on the cost of one case, once the councillor could comment.

    Nothing is ever charged by the portal: what is to be deducted from an allowance needs the
    councillor's own agreement, which is recorded here.
    """

    MOVES = COST_MOVES

    loss = models.OneToOneField(Loss, models.PROTECT, related_name="cost")
    status = models.CharField(max_length=10, choices=CostStatus, default=CostStatus.PROPOSED)
    route = models.CharField(max_length=10, choices=Route)
    amount = models.DecimalField(
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text="Pounds",
    )
    proposal = models.TextField(help_text="Why this is proposed")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    comment_before = models.DateField(help_text="The last day on which the councillor may comment")
    comment = models.TextField(blank=True)
    commented_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    agreed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the councillor agreed that it is deducted"
    )
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("status", CostStatus),
            one_of("route", Route),
            holds("amount_is_no_debt", Q(amount__gte=0)),
            iff(
                "nothing_where_nobody_pays",
                Q(route=Route.NOBODY),
                Q(amount=0),
                refusal=_("Enter the amount, or choose that there is no cost."),
            ),
            holds("says_why", ~Q(proposal="")),
            together("decided_at", "decided_by"),
            iff("decided_with_reasons", ~Q(decided_at=None), ~Q(reasons="")),
            implies("decided_when_so", ~Q(status="proposed"), ~Q(decided_at=None)),
            iff("comment_with_its_moment", ~Q(comment=""), ~Q(commented_at=None)),
            iff("appeal_with_its_moment", ~Q(appeal=""), ~Q(appealed_at=None)),
            implies("appealed_when_so", Q(status="appealed"), ~Q(appealed_at=None)),
            implies(
                "agreed_to_a_deduction",
                ~Q(agreed_at=None),
                Q(route=Route.ALLOWANCE) & ~Q(decided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Cost of {self.loss_id}"

    def get_absolute_url(self) -> str:
        return self.loss.get_absolute_url()

    def in_words(self) -> str:
        """Who pays what."""
        if self.route == Route.NOBODY:
            return f"{self.get_route_display()}."
        return f"{self.get_route_display()}: {in_pounds(self.amount)}."

    def is_to_comment(self, today: date) -> bool:
        """The councillor may still comment before it is decided."""
        return self.status == CostStatus.PROPOSED and self.comment_before >= today

    @property
    def is_commented(self) -> bool:
        """On what is proposed now: what was said of an earlier proposal is no comment on this."""
        return self.commented_at is not None and self.commented_at >= self.proposed_at

    def may_be_decided(self, today: date) -> bool:
        """The councillor commented or let the time pass; or nobody had the device."""
        was_heard = self.is_commented or self.comment_before < today
        is_heard = was_heard or self.loss.councillor_id is None
        return self.status == CostStatus.PROPOSED and is_heard

    def is_worse(self, route: str, amount: Decimal) -> bool:
        """For the councillor, than what they could comment on: more of their own money, or from
        the allowance what an insurer was to pay.
        """
        if route in FREE:
            return False
        is_new = self.route in FREE or (route == Route.ALLOWANCE and self.route != Route.ALLOWANCE)
        return is_new or amount > self.amount

    @property
    def decision(self) -> str:
        """Of which decision a page speaks: another one has another moment."""
        return f"{self.amount:.2f} {self.decided_at.isoformat() if self.decided_at else ''}"

    @property
    def waits_for_agreement(self) -> bool:
        """It is to be paid from the allowance, and the councillor has not agreed yet."""
        is_theirs = self.route == Route.ALLOWANCE and self.status == CostStatus.DECIDED
        return is_theirs and self.agreed_at is None
