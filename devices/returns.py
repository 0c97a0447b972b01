"""What came back: in which condition, with what, signed by whom; and what is asked back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.days import day_in_words, in_london
from councilgov.ledger.canonical import canonical
from councilgov.people.suspensions import SuspendedFrom, Suspension
from councilgov.records import Record, RecordQuerySet, Staged
from devices.assignments import Assignment, Manner
from devices.device import Device
from devices.machines import (
    REQUEST_MOVES,
    RETURN_MOVES,
    DeviceStatus,
    RequestStatus,
    ReturnStatus,
)

if TYPE_CHECKING:
    from typing import Self

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

DISPUTABLE = frozenset({ReturnStatus.WAITING, ReturnStatus.UNSIGNED})


class Condition(models.TextChoices):
    """How a device came back, as both sides see it."""

    AS_NEW = "as_new", _("As new")
    WORN = "worn", _("Used, with the usual wear")
    DAMAGED = "damaged", _("Damaged")
    NOT_WORKING = "not_working", _("Not working")


POOR = (Condition.DAMAGED, Condition.NOT_WORKING)
"""What has to be described."""


class Wipe(models.TextChoices):
    """What becomes of the data on a device that came back."""

    DONE = "done", _("Wiped here, at the desk")
    TO_DO = "to_do", _("To be wiped by the desk")
    NO_DATA = "no_data", _("It holds no data")


class ReturnQuerySet(RecordQuerySet["Return"]):
    def visible_to(self, user: User) -> Self:
        """All to those who see the register; to others their own, in office or not."""
        if user.has_perm(Right.SEE_DEVICES):
            return self
        return self.filter(councillor=user)

    def to_sign(self) -> Self:
        """Waiting for the councillor."""
        return self.filter(status=ReturnStatus.WAITING)

    def to_answer(self) -> Self:
        """The councillor does not agree, has not signed since, and the desk has not answered."""
        return self.filter(status=ReturnStatus.DISPUTED, answered_at=None)

    def with_row(self) -> Self:
        return self.select_related(
            "councillor", "received_by", "witnessed_by", "answered_by", "closed_by"
        )

    def with_devices(self) -> Self:
        """With how many devices it is of (``how_many``), and their ``tags`` to search in."""
        items = ReturnedDevice.objects.filter(part_of=OuterRef("pk")).order_by().values("part_of")
        tags = StringAgg("device__asset_tag", delimiter=" ")
        return self.annotate(
            how_many=Subquery(items.annotate(count=Count("pk")).values("count")),
            tags=Subquery(items.annotate(tags=tags).values("tags")),
        )


class Return(Staged):
    """Devices that the desk received, signed by the officer, and by the councillor then or later.

    "All facilities remain the property of the Council and must be surrendered" (Members ICT Usage
    Protocol, Responsibilities). What was received is received, whether or not the councillor signs
    or agrees.
    """

    MOVES = RETURN_MOVES

    councillor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="returns")
    status = models.CharField(max_length=10, choices=ReturnStatus, default=ReturnStatus.WAITING)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=150, help_text="As the officer typed it to sign")
    officer_statement = models.TextField()
    brought_by_whom = models.CharField(
        max_length=150, blank=True, help_text="Who brought it, if not the councillor"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    typed_name = models.CharField(max_length=150, blank=True)
    statement = models.TextField(blank=True)
    remark = models.TextField(blank=True, help_text="Of the councillor, beside the signature")
    manner = models.CharField(max_length=10, choices=Manner, blank=True)
    witnessed_at = models.DateTimeField(null=True, blank=True)
    witnessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    known_from = models.CharField(
        max_length=200, blank=True, help_text="How the officer knew who they were"
    )
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answer = models.TextField(blank=True, help_text="Of the desk, to who does not agree")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    closing_reason = models.TextField(blank=True, help_text="Why nobody waits for the signature")

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                "received_at", name="devices_return_waiting", condition=Q(status="waiting")
            )
        ]
        constraints = [
            one_of("status", ReturnStatus),
            holds("signed_by_the_desk", ~Q(officer_name="") & ~Q(officer_statement="")),
            holds(
                "received_by_another",
                ~Q(received_by=F("councillor")),
                refusal=_("Nobody receives their own equipment. Ask another officer."),
            ),
            implies(
                "signed_by_who_was_there",
                ~Q(brought_by_whom=""),
                Q(signed_at=None),
                refusal=_("Somebody else brought it, so the councillor does not sign for it."),
            ),
            iff("signed_when_so", Q(status="signed"), ~Q(signed_at=None)),
            iff("name_when_signed", ~Q(signed_at=None), ~Q(typed_name="")),
            iff("manner_when_signed", ~Q(signed_at=None), Q(manner__in=Manner.values)),
            together("witnessed_at", "witnessed_by"),
            iff("witness_at_the_desk", Q(manner="desk"), ~Q(witnessed_at=None)),
            iff("known_from_at_the_desk", Q(manner="desk"), ~Q(known_from="")),
            holds(
                "witnessed_by_another",
                Q(witnessed_by=None) | ~Q(witnessed_by=F("councillor")),
                refusal=_("Nobody witnesses their own signature."),
            ),
            iff("disputed_with_words", ~Q(disputed_at=None), ~Q(dispute_reason="")),
            implies("disputed_when_so", Q(status="disputed"), ~Q(disputed_at=None)),
            together("answered_at", "answered_by"),
            iff("answered_with_words", ~Q(answered_at=None), ~Q(answer="")),
            implies("answered_who_disagreed", ~Q(answered_at=None), ~Q(disputed_at=None)),
            holds(
                "answered_by_another",
                Q(answered_by=None) | ~Q(answered_by=F("councillor")),
                refusal=_("Nobody answers themselves. Ask another officer."),
            ),
            together("closed_at", "closed_by"),
            iff("closed_with_words", ~Q(closed_at=None), ~Q(closing_reason="")),
            implies(
                "unsigned_for_a_reason",
                Q(status="unsigned"),
                ~Q(brought_by_whom="") | ~Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return _t("the return of %(day)s") % {"day": day_in_words(self.received_at)}

    def get_absolute_url(self) -> str:
        return reverse("devices:returned", args=[self.pk])

    @property
    def may_sign(self) -> bool:
        return ReturnStatus.SIGNED in self.MOVES[self.status] and not self.brought_by_whom

    @property
    def may_disagree(self) -> bool:
        return self.status in DISPUTABLE

    @property
    def is_to_answer(self) -> bool:
        """The desk owes the councillor an answer."""
        return self.status == ReturnStatus.DISPUTED and not self.answered_at

    def fingerprint(self) -> str:
        """SHA-256 of what both sides sign: every device as the receipt names it, its condition and
        what came with it. Whose model or serial number was corrected since is read anew.
        """
        rows: list[JSON] = [item.as_signed() for item in self.items.with_row().order_by("pk")]
        return hashlib.sha256(canonical([self.pk, self.officer_statement, rows])).hexdigest()


class ReturnedDeviceQuerySet(RecordQuerySet["ReturnedDevice"]):
    def with_row(self) -> Self:
        return self.select_related("device__kind")


class ReturnedDevice(Record):
    """One device of a return, as it came back. It never changes."""

    part_of = models.ForeignKey(Return, models.PROTECT, related_name="items")
    device = models.ForeignKey(Device, models.PROTECT, related_name="returns")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="returns")
    condition = models.CharField(max_length=20, choices=Condition)
    words = models.TextField(blank=True, help_text="What is damaged or does not work")
    accessories: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=50), default=list, blank=True, help_text="What came back too"
    )
    missing: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=50), default=list, blank=True, help_text="What did not"
    )
    wipe = models.CharField(max_length=10, choices=Wipe)

    objects = ReturnedDeviceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("condition", Condition),
            one_of("wipe", Wipe),
            implies("described_when_poor", Q(condition__in=POOR), ~Q(words="")),
            UniqueConstraint("assignment", name=NAME + "once_each"),
        ]

    def __str__(self) -> str:
        return str(self.device)

    def as_signed(self) -> list[JSON]:
        """All that its receipt says of it."""
        named: list[JSON] = [self.device_id, self.device.description]
        parts: list[JSON] = [[*self.accessories], [*self.missing]]
        return [*named, self.condition, self.words, *parts, self.wipe]


class Cause(models.TextChoices):
    """Why a device is asked back for good."""

    LEAVING = "leaving", _("Leaving office")
    SUSPENDED = "suspended", _("Suspension")
    MISUSE = "misuse", _("Decision on misuse")
    LOAN_OVER = "loan_over", _("The loan is over")
    OTHER = "other", _("Another reason")


class ReturnRequestQuerySet(RecordQuerySet["ReturnRequest"]):
    def open(self) -> Self:
        return self.filter(status=RequestStatus.OPEN)

    def to_be_met_by(self, user: User) -> Self:
        """What this person still has and is asked to bring back."""
        return self.to_chase().filter(holder=user)

    def to_chase(self) -> Self:
        """Still to be brought back: neither here, nor missing, nor kept after all."""
        return self.open().filter(device__status=DeviceStatus.RETURN_DUE)

    def with_row(self) -> Self:
        return self.select_related("device__kind", "holder")


class ReturnRequest(Staged):
    """Somebody is asked to bring a device back for good, by a day."""

    MOVES = REQUEST_MOVES

    device = models.ForeignKey(Device, models.PROTECT, related_name="return_requests")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=RequestStatus, default=RequestStatus.OPEN)
    because = models.CharField(max_length=10, choices=Cause)
    words = models.TextField(blank=True, help_text="Why, for whoever is asked to read")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    objects = ReturnRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index("due_on", name="devices_request_open", condition=Q(status="open")),
        ]
        constraints = [
            one_of("status", RequestStatus),
            one_of("because", Cause),
            implies("said_when_other", Q(because="other"), ~Q(words="")),
            UniqueConstraint(
                "device",
                name=NAME + "one_open_each",
                condition=Q(status="open"),
                violation_error_message=_("This device is asked back already."),
            ),
            iff("ended_when_not_open", ~Q(status="open"), ~Q(ended_at=None)),
            iff("cancelled_with_reason", Q(status="cancelled"), ~Q(cancel_reason="")),
        ]

    def __str__(self) -> str:
        return _t("the request to return %(device)s") % {"device": self.device}

    def get_absolute_url(self) -> str:
        """Where whoever has the device reads what to do; the page of the device."""
        return self.device.get_absolute_url()

    @property
    def reason(self) -> str:
        """Why, in words."""
        return self.words or self.cause

    @property
    def cause(self) -> str:
        """What it is asked for, in a word or two: one query more for who is suspended, or without
        facilities, which is not the same.
        """
        if self.because == Cause.SUSPENDED:
            theirs = Suspension.objects.filter(councillor=self.holder_id, is_kit_asked_back=True)
            last = theirs.filter(starts_on__lte=in_london(self.asked_at)).first()
            if last and last.what == SuspendedFrom.FACILITIES:
                return _t("Council facilities withdrawn for a time")
            return _t("Suspension from office")
        return str(Cause(self.because).label)
