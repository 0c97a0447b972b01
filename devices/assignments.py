"""Who was given which devices, on which terms, when they signed, and until when they had them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.days import day_in_words
from councilgov.ledger.canonical import canonical
from councilgov.people.models import TermOfOffice
from councilgov.records import Record, RecordQuerySet, Staged
from devices.device import Device
from devices.machines import ISSUE_MOVES, MISSING, DeviceStatus, IssueStatus, RequestStatus

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

SHA256 = r"^[0-9a-f]{64}$"


class Terms(Record):
    """A version of the terms on which the council lends its equipment. It never changes."""

    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(
                "number",
                name=NAME + "numbered_once",
                violation_error_message=_("Somebody has just published terms. Read them first."),
            ),
            holds("has_a_text", ~Q(text="")),
            holds("hash_is_sha256", Q(sha256__regex=SHA256)),
        ]

    def __str__(self) -> str:
        return _t("Terms of equipment, version %(number)s") % {"number": self.number}


class IssueKind(models.TextChoices):
    """Why somebody is given devices."""

    NEW = "new", _("Issued")
    LOAN = "loan", _("Lent while another is away")
    HELD = "held", _("Held already, entered later")


class Manner(models.TextChoices):
    """Where the councillor signed."""

    ACCOUNT = "account", _("Signed in to their own account")
    DESK = "desk", _("At the service desk, before an officer")


class IssueQuerySet(RecordQuerySet["Issue"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm(Right.SEE_DEVICES):
            return self
        return self.filter(councillor=user)

    def waiting(self) -> Self:
        """Neither accepted nor declined, and something of it is there to be accepted: what is asked
        back is to be returned, so nobody is asked to accept it too.
        """
        there = Assignment.objects.not_missing().filter(issue=OuterRef("pk"))
        kept = there.exclude(device__return_requests__status=RequestStatus.OPEN)
        return self.filter(Exists(kept), status=IssueStatus.WAITING)

    def late(self, now: datetime) -> Self:
        """To be accepted by somebody in office by a day that is past."""
        rows = self.waiting().in_office(now)
        return rows.filter(accept_before__lt=timezone.localdate(now))

    def in_office(self, now: datetime) -> Self:
        """Of councillors who are in office then."""
        terms = TermOfOffice.objects.current(now).filter(councillor=OuterRef("councillor"))
        return self.filter(Exists(terms))

    def loans_of(self, device: Device) -> Self:
        """By which a device was lent, the last first."""
        return self.filter(kind=IssueKind.LOAN, assignments__device=device).order_by("-pk")

    def of_today(self) -> Self:
        """Handed out today, the last first."""
        return self.filter(issued_at__date=timezone.localdate())

    def with_row(self) -> Self:
        return self.select_related("councillor", "terms")


class Issue(Staged):
    """Devices handed to a councillor, accepted with one signature over one text of terms."""

    MOVES = ISSUE_MOVES

    councillor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="issues")
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="issues")
    kind = models.CharField(max_length=10, choices=IssueKind, default=IssueKind.NEW)
    status = models.CharField(max_length=10, choices=IssueStatus, default=IssueStatus.WAITING)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    accept_before = models.DateField(help_text="The last day on which to accept in time")
    due_back_on = models.DateField(null=True, blank=True, help_text="Of a loan")
    signed_at = models.DateTimeField(null=True, blank=True)
    typed_name = models.CharField(max_length=150, blank=True)
    statement = models.TextField(blank=True)
    manner = models.CharField(max_length=10, choices=Manner, blank=True)
    witnessed_at = models.DateTimeField(null=True, blank=True)
    witnessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    known_from = models.CharField(
        max_length=200, blank=True, help_text="How the officer knew who they were"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(
                "accept_before", name="devices_issue_waiting", condition=Q(status="waiting")
            )
        ]
        constraints = [
            one_of("status", IssueStatus),
            one_of("kind", IssueKind),
            iff("signed_when_accepted", Q(status="accepted"), ~Q(signed_at=None)),
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
            iff("declined_with_reason", ~Q(declined_at=None), ~Q(decline_reason="")),
            implies("declined_when_so", Q(status="declined"), ~Q(declined_at=None)),
            implies("due_back_of_loans", ~Q(due_back_on=None), Q(kind="loan")),
        ]

    def __str__(self) -> str:
        return _t("the issue of equipment on %(day)s") % {"day": day_in_words(self.issued_at)}

    def get_absolute_url(self) -> str:
        return reverse("devices:issue", args=[self.pk])

    @property
    def heading(self) -> str:
        """What it is, and since when."""
        day = day_in_words(self.issued_at)
        if self.kind == IssueKind.LOAN:
            return _t("Equipment lent on %(day)s") % {"day": day}
        if self.kind == IssueKind.HELD:
            return _t("Equipment held already, entered on %(day)s") % {"day": day}
        return _t("Equipment issued on %(day)s") % {"day": day}

    @property
    def given_as(self) -> str:
        """How a receipt says that it was lent, or held already; "" if it was simply issued."""
        if self.due_back_on:
            return _t("Lent until %(day)s") % {"day": day_in_words(self.due_back_on)}
        return "" if self.kind == IssueKind.NEW else str(IssueKind(self.kind).label)

    @property
    def is_acceptable(self) -> bool:
        """It can still be accepted, also by who declined it, and something of it is there."""
        may_be = IssueStatus.ACCEPTED in self.MOVES[self.status]
        return may_be and self.assignments.not_missing().exists()

    def is_late(self, today: date) -> bool:
        return self.status == IssueStatus.WAITING and self.accept_before < today

    def fingerprint(self) -> str:
        """SHA-256 of what is signed: the terms, each device as the receipt will name it, and
        whether they are lent.
        """
        held = self.assignments.not_missing().select_related("device").order_by("pk")
        devices: list[JSON] = [
            [row.device_id, row.device.description, *row.device.accessories] for row in held
        ]
        said: dict[str, JSON] = {
            "terms": self.terms.sha256,
            "devices": devices,
            "given_as": self.given_as,
        }
        return hashlib.sha256(canonical(said)).hexdigest()


class AssignmentEnd(models.TextChoices):
    """Why somebody has a device no longer."""

    RETURNED = "returned", _("Returned")
    REPLACED = "replaced", _("Replaced")
    WRITTEN_OFF = "written_off", _("Written off")
    CORRECTED = "corrected", _("Entered by mistake")


class AssignmentQuerySet(RecordQuerySet["Assignment"]):
    def open(self) -> Self:
        """On somebody's record now."""
        return self.filter(ended_at=None)

    def at_hand(self) -> Self:
        """On somebody's record, and with them: not missing, with the desk or asked back."""
        with_them = [DeviceStatus.ASSIGNED, DeviceStatus.ACTIVE]
        return self.open().filter(device__status__in=with_them)

    def not_missing(self) -> Self:
        """On somebody's record, and not lost or stolen: nobody signs that they have what is."""
        return self.open().exclude(device__status__in=MISSING)

    def to_sign(self) -> Self:
        """Not missing, and not signed for: what was declined may still be accepted."""
        return self.not_missing().filter(
            issue__status__in=[IssueStatus.WAITING, IssueStatus.DECLINED]
        )

    def with_row(self) -> Self:
        return self.select_related("device__kind", "holder", "issue__terms")


class Assignment(Record):
    """From when until when a device was on somebody's record."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="assignments")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="assignments")
    began_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, choices=AssignmentEnd, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            UniqueConstraint(
                "device",
                name=NAME + "one_open_each",
                condition=Q(ended_at=None),
                violation_error_message=_("Somebody has this device already."),
            ),
            iff(
                "reason_when_ended",
                ~Q(ended_at=None),
                Q(ended_because__in=AssignmentEnd.values),
            ),
            holds("ends_after_it_begins", Q(ended_at=None) | Q(ended_at__gte=F("began_at"))),
        ]

    def __str__(self) -> str:
        return f"Device {self.device_id} with {self.holder_id}"
