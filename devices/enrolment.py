"""A councillor's own device that ICT set up for council data, and what was agreed about it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import holds, iff, implies, one_of, together
from councilgov.records import Record, RecordQuerySet
from devices.cases import OPEN_LOSSES
from devices.device import Device
from devices.machines import DeviceStatus

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User

STATEMENT = _(
    "This device is mine. I agree that the ICT service desk sets up council email and files on it, "
    "keeps checking that it is safe, and may remove council data from it at any time: when I ask, "
    "when it is lost, when it is no longer safe and when I leave office. Nothing of my own is "
    "removed. I keep it locked with a PIN or my face or finger, keep it up to date, and tell the "
    "desk at once if it is lost or stolen."
)


class Platform(models.TextChoices):
    """By what it is managed."""

    IOS = "ios", _("iPhone or iPad")
    ANDROID = "android", _("Android")
    WINDOWS = "windows", _("Windows")
    MACOS = "macos", _("Mac")
    OTHER = "other", _("Something else")


class EnrolmentEnd(models.TextChoices):
    """Why council data goes."""

    ASKED = "asked", _("The councillor asked for it")
    NOT_SAFE = "not_safe", _("It does not keep to the rules")
    LEFT_OFFICE = "left_office", _("The councillor has left office")
    MISSING = "missing", _("It is lost or stolen")


class EnrolmentQuerySet(RecordQuerySet["Enrolment"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm(Right.SEE_DEVICES):
            return self
        return self.filter(councillor=user)

    def to_sign(self) -> Self:
        """In use for the council, and set up before the portal came: nobody has signed for it."""
        in_use = {DeviceStatus.ENROLLED, DeviceStatus.NON_COMPLIANT}
        used = self.filter(signed_at=None, removal_asked_at=None, device__status__in=in_use)
        return used.exclude(device__losses__status__in=OPEN_LOSSES)

    def to_mend(self) -> Self:
        """In use for the council though something is wrong, and its data is not to go yet."""
        unsafe = self.filter(device__status=DeviceStatus.NON_COMPLIANT, removal_asked_at=None)
        return unsafe.exclude(problem="")


class Enrolment(Record):
    """What belongs to a personal device beside its status (Members ICT Usage Protocol,
    Definitions: "personal devices set up by IT"). It is never returned and never emptied: council
    data alone is removed, asked for and confirmed as two moments.

    A device that was set up before the portal came has no signature yet.
    """

    device = models.OneToOneField(Device, models.PROTECT, related_name="enrolment")
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments"
    )
    platform = models.CharField(max_length=10, choices=Platform, default=Platform.OTHER)
    statement = models.TextField(blank=True)
    typed_name = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    enrolled_at = models.DateTimeField(null=True, blank=True)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    problem = models.CharField(
        max_length=500, blank=True, help_text="Why it does not keep to the rules now"
    )
    mend_before = models.DateField(null=True, blank=True, help_text="The last day to mend that")
    removal_because = models.CharField(max_length=20, choices=EnrolmentEnd, blank=True)
    removal_asked_at = models.DateTimeField(null=True, blank=True)
    removal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    removal_confirmed_at = models.DateTimeField(null=True, blank=True)
    removal_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    refusal = models.CharField(max_length=500, blank=True, help_text="Why it was not enrolled")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("platform", Platform),
            iff("statement_when_signed", ~Q(signed_at=None), ~Q(statement="")),
            iff("name_when_signed", ~Q(signed_at=None), ~Q(typed_name="")),
            together("enrolled_at", "enrolled_by"),
            iff("problem_has_a_day", ~Q(problem=""), ~Q(mend_before=None)),
            together("removal_asked_at", "removal_asked_by"),
            iff(
                "removal_has_a_reason",
                ~Q(removal_asked_at=None),
                Q(removal_because__in=EnrolmentEnd.values),
            ),
            together("removal_confirmed_at", "removal_confirmed_by"),
            implies(
                "confirmed_after_it_was_asked",
                ~Q(removal_confirmed_at=None),
                ~Q(removal_asked_at=None),
            ),
            together("released_at", "released_by"),
            holds(
                "released_without_council_data",
                Q(released_at=None) | Q(enrolled_at=None) | ~Q(removal_confirmed_at=None),
                refusal=_("Council data is still on it: remove that first, then release it."),
            ),
            implies("refused_before_it_was_enrolled", ~Q(refusal=""), Q(enrolled_at=None)),
        ]

    def __str__(self) -> str:
        return _t("the enrolment of %(device)s") % {"device": self.device}

    def get_absolute_url(self) -> str:
        return self.device.get_absolute_url()

    @property
    def is_to_be_removed(self) -> bool:
        """Council data is still on it, and somebody asked for it to go."""
        return self.removal_asked_at is not None and self.removal_confirmed_at is None


def statement_sha256() -> str:
    """Of what is signed now."""
    return hashlib.sha256(str(STATEMENT).encode()).hexdigest()
