"""Audits: does everybody still have what is on their record? With the machine of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, one_of, together
from councilgov.records import RecordQuerySet, Staged
from devices.device import Device
from devices.machines import MISSING, DeviceStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import date
    from typing import Self

    from councilgov.people.models import User


class AuditStatus(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class AnswerStatus(models.TextChoices):
    """What is known of one device in an audit."""

    ASKED = "asked", _("Not answered")
    YES = "yes", _("Yes, they have it")
    NO = "no", _("No, they do not have it")
    UNSURE = "unsure", _("Not sure")
    SEEN = "seen", _("Seen by the desk")
    DROPPED = "dropped", _("No longer with them")


AUDIT_MOVES: Mapping[str, Set[str]] = {
    AuditStatus.OPEN: {AuditStatus.CLOSED},
    AuditStatus.CLOSED: set(),
}
GIVEN = (AnswerStatus.YES, AnswerStatus.NO, AnswerStatus.UNSURE)
"""What the holder may answer, and change until the audit is closed."""
NOT_ASKED = (*MISSING, DeviceStatus.RECOVERED, DeviceStatus.IN_WORKSHOP)
"""Of which the desk knows more than their holder could say."""
ANSWER_MOVES: Mapping[str, Set[str]] = {
    AnswerStatus.ASKED: {*GIVEN, AnswerStatus.SEEN, AnswerStatus.DROPPED},
    **{answer: {*GIVEN, AnswerStatus.SEEN, AnswerStatus.DROPPED} - {answer} for answer in GIVEN},
    AnswerStatus.SEEN: set(),
    AnswerStatus.DROPPED: set(),
}


class AuditQuerySet(RecordQuerySet["Audit"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm(Right.SEE_DEVICES) else self.none()

    def with_counts(self) -> Self:
        """With how many devices are ``expected``, ``found``, ``missing``, ``unsure``, ``silent``.

        What was handed back meanwhile is found, what was reported lost or stolen is missing: both
        are written down as they happen. What was replaced or kept is expected of nobody.
        """
        return self.annotate(
            expected=Count("lines", filter=~Q(lines__status=AnswerStatus.DROPPED)),
            found=Count("lines", filter=Q(lines__status__in=[AnswerStatus.YES, AnswerStatus.SEEN])),
            missing=Count("lines", filter=Q(lines__status=AnswerStatus.NO)),
            unsure=Count("lines", filter=Q(lines__status=AnswerStatus.UNSURE)),
            silent=Count("lines", filter=Q(lines__status=AnswerStatus.ASKED)),
        )


class Audit(Staged):
    """Every holder is asked whether they have what is on their record ("for the purposes of
    Audit": Members ICT Usage Protocol, Responsibilities).

    Who is given a device after it began has just signed for it, and is not asked. Whose device
    came back, is with the desk or was reported missing meanwhile is asked no more.
    """

    MOVES = AUDIT_MOVES

    title = models.CharField(max_length=100)
    until_on = models.DateField(help_text="The last day on which to answer")
    status = models.CharField(max_length=10, choices=AuditStatus, default=AuditStatus.OPEN)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            one_of("status", AuditStatus),
            holds("has_a_title", ~Q(title="")),
            together("closed_at", "closed_by"),
            iff("closed_when_so", Q(status="closed"), ~Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("devices:audit", args=[self.pk])


class AuditLineQuerySet(RecordQuerySet["AuditLine"]):
    def open(self) -> Self:
        """Of audits that are not closed, with whoever was asked; also where they have it again."""
        asked = self.filter(is_open=True, device__holder=F("holder"))
        return asked.exclude(status=AnswerStatus.DROPPED)

    def moved_on(self) -> Self:
        """Of open audits, but the device is no longer with whoever was asked. What they did not
        have stays missing whatever is settled about it, and what was seen stays seen.
        """
        gone = Q(device__holder=None) | ~Q(device__holder=F("holder"))
        asked = [AnswerStatus.ASKED, AnswerStatus.YES, AnswerStatus.UNSURE]
        return self.filter(gone, is_open=True, status__in=asked)

    def to_answer(self) -> Self:
        """What their holder may answer, or answer otherwise: neither seen by the desk, nor with it
        now, nor reported missing.
        """
        known = Q(status=AnswerStatus.SEEN) | Q(device__status__in=NOT_ASKED)
        return self.open().exclude(known)

    def silent(self) -> Self:
        return self.to_answer().filter(status=AnswerStatus.ASKED)

    def to_remind(self, today: date) -> Self:
        """Not answered, and the last day is not past."""
        return self.silent().filter(audit__until_on__gte=today)

    def with_row(self) -> Self:
        return self.select_related("audit", "device__kind", "holder")


class AuditLine(Staged):
    """One device of an audit, and what its holder answered."""

    MOVES = ANSWER_MOVES

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="lines")
    device = models.ForeignKey(Device, models.PROTECT, related_name="audit_lines")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=AnswerStatus, default=AnswerStatus.ASKED)
    is_open = models.BooleanField(default=True, help_text="The audit is not closed")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AuditLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("status", AnswerStatus),
            UniqueConstraint(
                "device",
                name=NAME + "one_open_each",
                condition=Q(is_open=True),
                violation_error_message=_("One of these devices is in another open audit."),
            ),
            together("answered_at", "answered_by"),
            holds("answered_by_somebody", ~Q(status__in=[*GIVEN, "seen"]) | ~Q(answered_at=None)),
        ]

    def __str__(self) -> str:
        return _t("the answer for %(device)s") % {"device": self.device}

    def get_absolute_url(self) -> str:
        return self.device.get_absolute_url()
