"""What officers do for a councillor's signature: record one on paper, grant an exemption."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.days import in_london
from councilgov.deadlines import end_of_day, months_after
from councilgov.records import Record, RecordQuerySet
from policies.acknowledgements import Acknowledgement
from policies.machines import AcknowledgementStatus

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

    from policies.versions import Policy

DISPUTABLE = timedelta(days=14)
"""Calendar days from the day after an officer recorded a signature."""


class Manner(models.TextChoices):
    """How a signature reached the officer who recorded it."""

    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")


class RecordedSignatureQuerySet(RecordQuerySet["RecordedSignature"]):
    def disputed(self) -> Self:
        """Those that somebody disputed, decided on or not."""
        return self.exclude(disputed_at=None)

    def unsettled(self) -> Self:
        """Disputed, and nobody has decided."""
        return self.disputed().filter(settled_at=None)

    def settled(self) -> Self:
        return self.disputed().exclude(settled_at=None)


class RecordedSignature(Record):
    """That an officer recorded a signature which the councillor gave on paper or by phone.

    The councillor is told, and may dispute it for 14 days. The Monitoring Officer then lets it
    stand or sets it aside. Apart from that it stays as it was recorded: the database refuses any
    other change (migration ``recorded``).
    """

    acknowledgement = models.OneToOneField(Acknowledgement, models.PROTECT, related_name="recorded")
    manner = models.CharField(max_length=10, choices=Manner)
    given_on = models.DateField(help_text="The day on the paper, or of the call")
    evidence = models.CharField(max_length=300, help_text="Where the paper is, or who rang whom")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.TextField(blank=True, help_text="Why, in the councillor's words")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    stands = models.BooleanField(null=True, blank=True, help_text="What came of the dispute")
    reason = models.TextField(blank=True, help_text="Why it stands or was set aside")

    objects = RecordedSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("manner", Manner),
            holds("has_evidence", ~Q(evidence="")),
            iff("words_when_disputed", ~Q(disputed_at=None), ~Q(dispute="")),
            together("settled_at", "settled_by"),
            iff("outcome_when_settled", ~Q(settled_at=None), ~Q(stands=None)),
            iff("reason_when_settled", ~Q(settled_at=None), ~Q(reason="")),
            implies("settled_after_dispute", ~Q(settled_at=None), ~Q(disputed_at=None)),
        ]

    def __str__(self) -> str:
        return f"Recorded signature {self.pk}"

    @property
    def disputable_until(self) -> date:
        """The last day, in London, on which the councillor may dispute it."""
        return in_london(self.recorded_at) + DISPUTABLE

    def may_be_disputed(self, now: datetime) -> bool:
        """Once, until the end of the last day."""
        return self.disputed_at is None and now < end_of_day(self.disputable_until)

    @property
    def is_disputable(self) -> bool:
        """Whether the councillor may dispute it now."""
        return self.may_be_disputed(timezone.now())


class ExemptionQuerySet(RecordQuerySet["Exemption"]):
    def open(self) -> Self:
        """Not ended yet, whether or not the last day is past."""
        return self.filter(ended_at=None)

    def in_effect(self) -> Self:
        """Not ended, of requests that were not answered or replaced meanwhile."""
        return self.open().filter(acknowledgement__status=AcknowledgementStatus.EXEMPT)

    def long(self, day: date) -> Self:
        """In effect, for more than a year from that day."""
        return self.in_effect().filter(until__gt=months_after(day, 12))

    def of_policy(self, policy: Policy) -> Self:
        """From signing whatever version of it."""
        return self.filter(acknowledgement__version__policy=policy)

    def with_row(self) -> Self:
        """With all that a row of their list shows."""
        return self.select_related(
            "granted_by", "acknowledgement__councillor", "acknowledgement__version__policy"
        )

    def over(self, today: date) -> Self:
        """Whose last day is past and which nobody has ended."""
        return self.open().filter(until__lt=today)


class Exemption(Record):
    """That a councillor need not sign until a day, for a reason such as illness or no equipment."""

    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="exemptions")
    until = models.DateField(help_text="The last day of the exemption")
    reason = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="By signing, by an officer, or because the day is past"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    end_reason = models.TextField(blank=True, help_text="Why an officer ended it early")

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("has_a_reason", ~Q(reason="")),
            iff("reason_when_ended_by", ~Q(ended_by=None), ~Q(end_reason="")),
            implies("dated_when_ended_by", ~Q(ended_by=None), ~Q(ended_at=None)),
            UniqueConstraint("acknowledgement", name=NAME + "one_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"Exemption {self.pk}"

    @property
    def is_in_effect(self) -> bool:
        """Not ended, and the request that it is from was not answered or replaced meanwhile."""
        return self.ended_at is None and self.acknowledgement.is_exempt
