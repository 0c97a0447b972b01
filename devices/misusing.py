"""Equipment that may have been misused: the facts, the councillor's comment, the decision.

Of what was misused, "either by physical damage or in contravention of this policy", the council
may "require its return, and charge the cost of repair or replacement" (Members ICT Usage Protocol,
Responsibilities).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.pounds import in_pounds
from councilgov.records import RecordQuerySet, Staged
from devices.cases import CHARGED_MISUSE, MISUSE_MOVES, OPEN_MISUSE, MisuseStatus
from devices.device import Device
from devices.losing import Loss

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

    from councilgov.people.models import User
    from devices.losing import LossQuerySet


class Ruling(models.TextChoices):
    """What the Monitoring Officer decides."""

    NO_ACTION = "no_action", _("No action")
    RETURN = "return", _("Return the device")
    CHARGE = "charge", _("Charge the cost")
    BOTH = "both", _("Return the device and charge the cost")


CHARGES = (Ruling.CHARGE.value, Ruling.BOTH.value)
RETURNS = (Ruling.RETURN.value, Ruling.BOTH.value)


class MisuseQuerySet(RecordQuerySet["MisuseCase"]):
    def visible_to(self, user: User) -> Self:
        """To those who open and decide them; what is charged to who sends the invoice; to a
        councillor their own.
        """
        if user.has_perm(Right.SEE_MISUSE):
            return self
        if user.has_perm(Right.ENTER_INVOICE):
            return self.filter(Q(status__in=CHARGED_MISUSE) | Q(councillor=user))
        return self.filter(councillor=user)

    def to_decide(self, today: date) -> Self:
        """The councillor commented, or let the time pass."""
        passed = Q(status=MisuseStatus.OPENED, comment_before__lt=today)
        return self.filter(Q(status=MisuseStatus.COMMENTED) | passed)

    def to_invoice(self) -> Self:
        return self.filter(status=MisuseStatus.CHARGED, invoiced_at=None)

    def beside(self, loss: Loss) -> Self:
        """About the device and the councillor of a loss: the same damage may be charged in both."""
        return self.filter(device=loss.device_id, councillor=loss.councillor_id)

    def with_row(self) -> Self:
        return self.select_related("device__kind", "councillor", "loss")


class MisuseCase(Staged):
    """Whether somebody misused a device, decided by the Monitoring Officer and nobody else."""

    MOVES = MISUSE_MOVES

    device = models.ForeignKey(Device, models.PROTECT, related_name="misuse_cases")
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="misuse_cases"
    )
    loss = models.ForeignKey(
        Loss, models.PROTECT, related_name="misuse_cases", null=True, blank=True
    )
    status = models.CharField(max_length=10, choices=MisuseStatus, default=MisuseStatus.OPENED)
    facts = models.TextField(help_text="What is known, and from what")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    comment_before = models.DateField(help_text="The last day on which the councillor may comment")
    comment = models.TextField(blank=True)
    commented_at = models.DateTimeField(null=True, blank=True)
    ruling = models.CharField(max_length=10, choices=Ruling, blank=True)
    reasons = models.TextField(blank=True)
    amount = models.DecimalField(
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Pounds",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    invoice_reference = models.CharField(max_length=40, blank=True)
    invoiced_at = models.DateTimeField(null=True, blank=True)
    invoiced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who entered that it was paid",
    )
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    waived_because = models.TextField(blank=True)

    objects = MisuseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            one_of("status", MisuseStatus),
            UniqueConstraint(
                "device",
                name=NAME + "one_open_each",
                condition=Q(status__in=sorted(OPEN_MISUSE)),
                violation_error_message=_("A case about this device is open already."),
            ),
            holds("says_what_is_known", ~Q(facts="")),
            iff("comment_with_its_moment", ~Q(comment=""), ~Q(commented_at=None)),
            implies("commented_when_so", Q(status="commented"), ~Q(commented_at=None)),
            together("decided_at", "decided_by"),
            iff("decided_when_not_open", ~Q(status__in=sorted(OPEN_MISUSE)), ~Q(decided_at=None)),
            iff("decided_with_reasons", ~Q(decided_at=None), ~Q(reasons="")),
            iff("ruling_when_decided", ~Q(decided_at=None), Q(ruling__in=Ruling.values)),
            holds(
                "decided_by_another",
                Q(decided_by=None)
                | (~Q(decided_by=F("opened_by")) & ~Q(decided_by=F("councillor"))),
                refusal=_(
                    "Nobody decides on a case that is about them, or that they opened. "
                    "Another Monitoring Officer or a deputy decides on it."
                ),
            ),
            iff(
                "amount_when_charged",
                Q(ruling__in=CHARGES),
                Q(amount__isnull=False, amount__gt=0),
                refusal=_("Enter the amount in pounds where a cost is charged, and only there."),
            ),
            iff("charged_by_ruling", Q(status__in=sorted(CHARGED_MISUSE)), Q(ruling__in=CHARGES)),
            together("invoiced_at", "invoiced_by"),
            iff("invoice_with_its_reference", ~Q(invoiced_at=None), ~Q(invoice_reference="")),
            implies(
                "invoiced_when_charged",
                ~Q(invoiced_at=None),
                Q(status__in=sorted(CHARGED_MISUSE)),
            ),
            together("paid_at", "paid_by"),
            iff("paid_when_paid", Q(status="paid"), ~Q(paid_at=None)),
            together("waived_at", "waived_by"),
            iff("waived_when_waived", Q(status="waived"), ~Q(waived_at=None)),
            iff("waived_with_reason", ~Q(waived_at=None), ~Q(waived_because="")),
        ]

    def __str__(self) -> str:
        return _t("the case about %(device)s") % {"device": self.device}

    def get_absolute_url(self) -> str:
        return reverse("devices:misuse_case", args=[self.pk])

    def in_words(self) -> str:
        """How it stands, and what is charged."""
        status = self.get_status_display().lower()
        return f"{status}, {in_pounds(self.amount)}" if self.amount else status

    @property
    def is_open(self) -> bool:
        """Nobody has decided yet."""
        return self.status in OPEN_MISUSE

    def losses(self) -> LossQuerySet:
        """About the same device and councillor: the same damage may be charged in both."""
        return Loss.objects.filter(device=self.device_id, councillor=self.councillor_id)

    def is_to_comment(self, today: date) -> bool:
        """The councillor may still comment, and has not."""
        return self.status == MisuseStatus.OPENED and self.comment_before >= today

    def may_be_decided(self, today: date) -> bool:
        """The councillor commented, or let the time pass."""
        return self.is_open and not self.is_to_comment(today)
