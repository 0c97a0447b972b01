"""A loss that somebody reports who can't sign in: not checked, until the desk has rung them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.db.models.functions import MD5
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.incidents import Incident
from breaches.machines import LOSS_REPORT_MOVES, LossReportStatus
from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of
from councilgov.days import moment_in_words
from councilgov.records import RecordQuerySet, Refused, Staged
from devices.models import Loss, LossKind

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User


class LossReportQuerySet(RecordQuerySet["LossReport"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm(Right.SEE_LOSS_REPORTS) else self.none()

    def waiting(self) -> Self:
        return self.filter(status=LossReportStatus.WAITING)

    def with_row(self) -> Self:
        return self.select_related("told", "incident", "loss", "reporter")


class LossReport(Staged):
    """Somebody says that a device is gone, and nobody knows yet which one it is, or whether it is
    true. Who they are and what they said stands in ``LossReporter``, which is deleted.
    """

    MOVES = LOSS_REPORT_MOVES

    status = models.CharField(
        max_length=10, choices=LossReportStatus, default=LossReportStatus.WAITING
    )
    kind = models.CharField(
        max_length=10, choices=LossKind, blank=True, help_text="As whoever signed in said"
    )
    noticed_at = models.DateTimeField(help_text="As they said")
    reported_at = models.DateTimeField(help_text="When it came in: from then the council knew")
    told = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who reported it, if they were signed in: their device is not in the list",
    )
    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="loss_reports", null=True, blank=True
    )
    loss = models.ForeignKey(
        Loss, models.PROTECT, related_name="loss_reports", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Nobody, where nobody could ring back before who it was is deleted",
    )
    dropped_because = models.TextField(blank=True, help_text="Why it was thrown away")

    objects = LossReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            one_of("status", LossReportStatus),
            holds("kind_known", Q(kind="") | Q(kind__in=LossKind.values)),
            holds(
                "noticed_before_reported",
                Q(noticed_at__lte=F("reported_at")),
                refusal=_("It can’t be reported before it was noticed. Check both times."),
            ),
            implies("ended_by_somebody_at_a_time", ~Q(ended_by=None), ~Q(ended_at=None)),
            implies("joined_by_somebody", Q(status="joined"), ~Q(ended_by=None)),
            iff("ended_when_not_waiting", ~Q(status="waiting"), ~Q(ended_at=None)),
            implies("joined_to_a_case", Q(status="joined"), ~Q(incident=None) | ~Q(loss=None)),
            iff("thrown_away_with_reason", Q(status="dropped"), ~Q(dropped_because="")),
        ]

    def __str__(self) -> str:
        return _t("Loss report %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("breaches:loss_report", args=[self.pk])

    def check_stands(self, at: Set[str], why: str) -> None:
        """Raise ``Refused`` once somebody was quicker, with who that was, and when."""
        if self.status in at:
            return
        told = {
            "what": _t(why),
            "report": self,
            "status": self.get_status_display().lower(),
            "name": self.ended_by.full_name if self.ended_by else _t("nobody"),
            "moment": moment_in_words(self.ended_at) if self.ended_at else "",
        }
        words = _t("%(what)s can’t be done: %(report)s is %(status)s, by %(name)s, %(moment)s.")
        raise Refused(words % told, way=(self.get_absolute_url(), str(self)))

    @property
    def is_waiting(self) -> bool:
        return self.status == LossReportStatus.WAITING

    @property
    def is_verified(self) -> bool:
        """Whoever reported it was signed in."""
        return self.told_id is not None


class LossReporterQuerySet(models.QuerySet["LossReporter"]):
    def needless(self, *, ended: datetime, reported: datetime) -> Self:
        """Of reports that ended before the one moment, or came in before the other."""
        return self.filter(Q(report__ended_at__lt=ended) | Q(report__reported_at__lt=reported))


class LossReporter(models.Model):
    """Who it was, what they said and where to ring them back. No history is kept of it, and it is
    deleted 30 days after the report was joined or thrown away, and 90 days after it came in (UK
    GDPR Article 5(1)(e)).
    """

    report = models.OneToOneField(LossReport, models.CASCADE, related_name="reporter")
    name = models.CharField(max_length=150)
    what = models.TextField()
    phone = models.CharField(max_length=40, blank=True)
    is_waiting = models.BooleanField(default=True, help_text="Nobody has joined or dropped it")

    objects = LossReporterQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                F("name"),
                MD5("what"),
                F("phone"),
                name=NAME + "once_each",
                condition=Q(is_waiting=True),
            )
        ]

    def __str__(self) -> str:
        return f"Reporter of {self.report_id}"
