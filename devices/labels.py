"""Labels: a token that tells a stranger nothing, the device that it is on, and who found one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.ledger.statements import tidy
from councilgov.records import Record, RecordQuerySet, Staged
from devices.device import Device
from devices.labelling.layouts import LARGEST, LAYOUTS, Layout, Sheet
from devices.machines import FOUND_MOVES, FoundStatus
from devices.numbers import validate_tag

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User

TOKEN = r"^[0-9A-HJKMNP-TV-Z]{16}$"  # noqa: S105  # its form: base32 of 80 random bits


def last_part(typed: str) -> str:
    """What an address ends with, as a scanner types it; anything else as it is."""
    return re.split(r"[/?#]", typed.strip().rstrip("/"))[-1]


def code_of(typed: str) -> str:
    """The token of a label, however it was typed or scanned; empty if it is none."""
    return tidy(last_part(typed))


class LabelBatchQuerySet(RecordQuerySet["LabelBatch"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm(Right.PRINT_LABELS) else self.none()


class LabelBatch(Record):
    """Labels that were printed together, from the ``start``-th label of the first sheet on."""

    sheet = models.CharField(max_length=10, choices=Sheet)
    start = models.PositiveSmallIntegerField(default=1, help_text="The first free label, from 1")
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = LabelBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("sheet", Sheet),
            holds("starts_on_the_sheet", Q(start__gte=1) & Q(start__lte=LARGEST)),
        ]

    def __str__(self) -> str:
        return _t("Labels, batch %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("devices:label_batch", args=[self.pk])

    @property
    def layout(self) -> Layout:
        return LAYOUTS[Sheet(self.sheet)]


class LabelQuerySet(RecordQuerySet["Label"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm(Right.PRINT_LABELS) else self.none()

    def live(self) -> Self:
        """Not replaced."""
        return self.filter(retired_at=None)

    def unclaimed(self) -> Self:
        """Printed ahead, and on no device yet."""
        return self.live().filter(device=None)

    def with_row(self) -> Self:
        return self.select_related("device", "batch")

    def of_code(self, typed: str) -> Self:
        """The one with that token, however it was typed or scanned: also as a whole address."""
        code = code_of(typed)
        return self.filter(token=code) if code else self.none()


class Label(Record):
    """A label with a QR code. Its token is random: it holds no name, serial number or tag."""

    token = models.CharField(max_length=16, unique=True)
    batch = models.ForeignKey(
        LabelBatch,
        models.PROTECT,
        related_name="labels",
        help_text="The sheet on which it was printed last",
    )
    position = models.PositiveSmallIntegerField(help_text="In its batch, from 0")
    number = models.CharField(
        max_length=20,
        blank=True,
        validators=[validate_tag],
        help_text="Printed on it instead of a tag, as it was printed before it had a device",
    )
    device = models.ForeignKey(Device, models.PROTECT, related_name="labels", null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "position", "pk"]
        constraints = [
            holds("token_is_random", Q(token__regex=TOKEN)),
            UniqueConstraint(
                "number",
                name=NAME + "number_once",
                condition=~Q(number=""),
                violation_error_message=_("There is a label with this number already."),
            ),
            UniqueConstraint(
                "device",
                name=NAME + "one_live_each",
                condition=Q(retired_at=None),
                violation_error_message=_("This device has a label already. Replace it instead."),
            ),
            holds("has_a_device_or_a_number", ~Q(device=None) | ~Q(number="")),
            together("claimed_at", "claimed_by"),
            implies("claimed_for_a_device", ~Q(claimed_at=None), ~Q(device=None)),
            together("retired_at", "retired_by"),
        ]

    def __str__(self) -> str:
        return self.printed_text

    @property
    def printed_text(self) -> str:
        """What people read on it: a number of its own, or the asset tag of its device."""
        if self.number or self.device is None:
            return self.number
        return self.device.asset_tag


class FoundReportQuerySet(RecordQuerySet["FoundReport"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm(Right.SEE_FOUND_REPORTS) else self.none()

    def waiting(self) -> Self:
        return self.filter(status=FoundStatus.WAITING)

    def with_row(self) -> Self:
        return self.select_related("device", "label")


class FoundOutcome(models.TextChoices):
    """What came of it."""

    COLLECTED = "collected", _("We have the device")
    ON_ITS_WAY = "on_its_way", _("It goes back to its councillor without us")
    NOT_FOUND = "not_found", _("It was not there, or nobody answered")
    NOT_OURS = "not_ours", _("It is not the council’s")
    NOT_TRUE = "not_true", _("A joke or a mistake")


class FoundReport(Staged):
    """Somebody told the desk that they found something with our label on it."""

    MOVES = FOUND_MOVES

    label = models.ForeignKey(
        Label, models.PROTECT, related_name="found_reports", null=True, blank=True
    )
    device = models.ForeignKey(
        Device, models.PROTECT, related_name="found_reports", null=True, blank=True
    )
    number = models.CharField(
        max_length=40, blank=True, help_text="What they read on the label, if it was not scanned"
    )
    status = models.CharField(max_length=10, choices=FoundStatus, default=FoundStatus.WAITING)
    reported_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=FoundOutcome, blank=True)
    remark = models.CharField(max_length=500, blank=True, help_text="Never about the finder")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = FoundReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("status", FoundStatus),
            together("closed_at", "closed_by"),
            iff("closed_when_so", Q(status=FoundStatus.CLOSED), ~Q(closed_at=None)),
            iff("outcome_when_closed", ~Q(closed_at=None), Q(outcome__in=FoundOutcome.values)),
        ]

    def __str__(self) -> str:
        return _t("Found report %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("devices:found_report", args=[self.pk])

    @property
    def about(self) -> str:
        """What was found, as far as it is known."""
        if self.device:
            return str(self.device)
        return self.label.printed_text if self.label else self.number


class FinderQuerySet(models.QuerySet["Finder"]):
    def needless(self, *, closed: datetime, reported: datetime) -> Self:
        """Of reports that were closed before the one moment, or came in before the other: nobody
        needs to reach them any more.
        """
        return self.filter(Q(report__closed_at__lt=closed) | Q(report__reported_at__lt=reported))


class Finder(models.Model):
    """Where the device is and how to reach whoever found it. No history is kept of it, and it is
    deleted 30 days after the report is closed, and 90 days after it came in (UK GDPR article
    5(1)(e)).
    """

    report = models.OneToOneField(FoundReport, models.CASCADE, related_name="finder")
    place = models.CharField(max_length=500)
    contact = models.CharField(max_length=200, blank=True)

    objects = FinderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Finder of {self.report_id}"
