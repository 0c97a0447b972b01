"""Equipment that the desk asks to see: what for, by when, and at which time somebody comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.days import LONDON, clock_in_words, weekday_in_words
from councilgov.records import Record, RecordQuerySet, Staged
from devices.assignments import Issue
from devices.cases import OPEN_LOSSES
from devices.device import Device
from devices.machines import (
    BOOKING_MOVES,
    LINE_MOVES,
    OPEN_LINES,
    BookingStatus,
    DeviceStatus,
    LineStatus,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

    from councilgov.people.models import User


class RecallReason(models.TextChoices):
    """The four of the Members ICT Usage Protocol, Responsibilities, and what else occurs."""

    AUDIT = "audit", _("Audit")
    UPGRADE = "upgrade", _("Upgrade")
    REPAIR = "repair", _("Repair")
    MAINTENANCE = "maintenance", _("Maintenance")
    MISUSE = "misuse", _("Looking into misuse")
    OTHER = "other", _("Another reason")


class Recall(Record):
    """The desk asks to see devices, "on request by Business Systems for the purposes of Audit,
    Upgrade, Repair or Maintenance" (Members ICT Usage Protocol, Responsibilities).
    """

    reason = models.CharField(max_length=20, choices=RecallReason)
    words = models.TextField(blank=True, help_text="For whoever is asked to read")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField()

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            one_of("reason", RecallReason),
            implies("said_when_other", Q(reason="other"), ~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class RecallLineQuerySet(RecordQuerySet["RecallLine"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm(Right.SEE_DEVICES) else self.filter(holder=user)

    def open(self) -> Self:
        """Still to be brought in, or with the desk."""
        return self.filter(status__in=OPEN_LINES)

    def to_bring(self) -> Self:
        """Asked for, and neither brought in nor missing."""
        return self.filter(status=LineStatus.ASKED, device__status=DeviceStatus.RECALLED)

    def in_workshop(self) -> Self:
        """With the desk now."""
        return self.filter(status=LineStatus.IN_WORKSHOP)

    def late(self, today: date) -> Self:
        return self.to_bring().filter(recall__due_on__lt=today)

    def strayed(self) -> Self:
        """Open, though their device went another way. While it is not known what becomes of a
        device that was lost or damaged, its recall stands, and what was lent for it stays lent.
        """
        asked = Q(status=LineStatus.ASKED) & ~Q(device__status=DeviceStatus.RECALLED)
        here = Q(status=LineStatus.IN_WORKSHOP) & ~Q(device__status=DeviceStatus.IN_WORKSHOP)
        return self.filter(asked | here).exclude(device__losses__status__in=OPEN_LOSSES)

    def with_row(self) -> Self:
        return self.select_related("recall", "device__kind", "holder", "loan")


class RecallLine(Staged):
    """One device of a recall."""

    MOVES = LINE_MOVES

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="lines")
    device = models.ForeignKey(Device, models.PROTECT, related_name="recall_lines")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="recall_lines"
    )
    status = models.CharField(max_length=20, choices=LineStatus, default=LineStatus.ASKED)
    loan = models.ForeignKey(Issue, models.PROTECT, related_name="+", null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    objects = RecallLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("status", LineStatus),
            UniqueConstraint(
                "device",
                name=NAME + "one_open_each",
                condition=Q(status__in=sorted(OPEN_LINES)),
                violation_error_message=_("This device is recalled already."),
            ),
            together("received_at", "received_by"),
            implies("received_when_here", Q(status="in_workshop"), ~Q(received_at=None)),
            iff("ended_when_not_open", ~Q(status__in=sorted(OPEN_LINES)), ~Q(ended_at=None)),
            iff("cancelled_with_reason", Q(status="cancelled"), ~Q(cancel_reason="")),
        ]

    def __str__(self) -> str:
        return _t("the recall of %(device)s") % {"device": self.device}

    def get_absolute_url(self) -> str:
        return self.device.get_absolute_url()


class SlotQuerySet(RecordQuerySet["Slot"]):
    def with_taken(self) -> Self:
        """With how many of its places are ``taken``, and how many who had booked it ``came``."""
        booked = Count("bookings", filter=Q(bookings__status=BookingStatus.BOOKED))
        met = Count("bookings", filter=Q(bookings__status=BookingStatus.MET))
        return self.annotate(taken=booked, came=met)

    def offered(self, now: datetime) -> Self:
        """Not over, not withdrawn, and with a free place: one can be booked."""
        ahead = self.filter(withdrawn_at=None, ends_at__gt=now)
        return ahead.with_taken().filter(taken__lt=F("places"))


class Slot(Record):
    """A time at the drop-in place of the desk, for so many people."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            holds(
                "ends_after_it_starts",
                Q(ends_at__gt=F("starts_at")),
                refusal=_("The slot must end after it starts."),
            ),
            holds("has_a_place", Q(places__gte=1)),
            UniqueConstraint(
                fields=["starts_at", "ends_at"],
                name=NAME + "once",
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This slot is offered already."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_words

    def get_absolute_url(self) -> str:
        return reverse("devices:slot", args=[self.pk])

    @property
    def in_words(self) -> str:
        """Tuesday 24 November 2026, 9am to midday."""
        from_, until = self.local_times
        return _t("%(day)s, %(from)s to %(until)s") % {
            "day": weekday_in_words(self.starts_at),
            "from": from_,
            "until": until,
        }

    def is_open(self, now: datetime) -> bool:
        """Neither over nor withdrawn."""
        return self.withdrawn_at is None and self.ends_at > now

    @property
    def local_times(self) -> tuple[str, str]:
        from_, until = (moment.astimezone(LONDON) for moment in (self.starts_at, self.ends_at))
        return clock_in_words(from_.time()), clock_in_words(until.time())


class BookingQuerySet(RecordQuerySet["Booking"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm(Right.RECALL_DEVICES) else self.filter(councillor=user)

    def booked(self) -> Self:
        return self.filter(status=BookingStatus.BOOKED)

    def ahead(self, now: datetime) -> Self:
        """Of slots that are not over."""
        return self.booked().filter(slot__ends_at__gt=now)

    def with_row(self) -> Self:
        return self.select_related("slot", "councillor")


class Booking(Staged):
    """A councillor comes to the desk in a slot, with all that is recalled of theirs."""

    MOVES = BOOKING_MOVES

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings")
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings"
    )
    status = models.CharField(max_length=10, choices=BookingStatus, default=BookingStatus.BOOKED)
    booked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["slot__starts_at", "pk"]
        constraints = [
            one_of("status", BookingStatus),
            UniqueConstraint(
                "councillor",
                name=NAME + "one_open_each",
                condition=Q(status="booked"),
                violation_error_message=_("You have booked a slot already. Change it instead."),
            ),
            iff("ended_when_not_booked", ~Q(status="booked"), ~Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return _t("the booking for %(slot)s") % {"slot": self.slot}

    def get_absolute_url(self) -> str:
        return reverse("devices:my_recalls")
