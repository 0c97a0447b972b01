"""Threats, abuse or harassment of a councillor, and to whom they chose to tell it.

"If a Member experiences any threats, abuse or harassment ... this should be reported to the
political Group Leader, Members’ Services and/or the Police" (Social Media Protocol, Safety). Only
the councillor sees their report, and those whom they chose: no right and no office opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.access import MONITORING, Role
from councilgov.constraints import NAME, holds, iff, implies, one_of
from councilgov.people.models import Appointment, GroupMembership, TermOfOffice
from councilgov.records import Record, RecordQuerySet, Staged
from devices.police import PoliceNumber

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from typing import Self

    from django.db.models import QuerySet

    from councilgov.people.models import User


class SafetyStatus(models.TextChoices):
    """How far a safety report is."""

    REPORTED = "reported", _("Reported")
    ACKNOWLEDGED = "acknowledged", _("Seen by all whom you chose")
    SUPPORTED = "supported", _("Support given")
    CLOSED = "closed", _("Closed")


SAFETY_MOVES: Mapping[str, Set[str]] = {
    SafetyStatus.REPORTED: {
        SafetyStatus.ACKNOWLEDGED,
        SafetyStatus.SUPPORTED,
        SafetyStatus.CLOSED,
    },
    SafetyStatus.ACKNOWLEDGED: {SafetyStatus.SUPPORTED, SafetyStatus.CLOSED},
    SafetyStatus.SUPPORTED: {SafetyStatus.CLOSED},
    SafetyStatus.CLOSED: set(),
}
"""Help does not wait until everybody has said that they saw it."""
OPEN_SAFETY = frozenset(SafetyStatus) - {SafetyStatus.CLOSED}


class SafetyKind(models.TextChoices):
    """What it is, as the councillor would say."""

    THREAT = "threat", _("A threat")
    ABUSE = "abuse", _("Abuse or hate")
    HARASSMENT = "harassment", _("Harassment or stalking")
    OTHER = "other", _("Something else that makes me feel unsafe")


class Told(models.TextChoices):
    """Whom a councillor can choose to tell."""

    LEADER = "leader", _("Group leader")
    SERVICES = "services", _("Members’ services")
    MONITORING = "monitoring", _("Monitoring Officer")


OFFICES: Mapping[str, Set[Role]] = {
    Told.SERVICES: frozenset({Role.MEMBERS_SERVICES}),
    Told.MONITORING: MONITORING,
}
"""Whoever was told as an officer sees it only while they hold that office, as a leader does."""


class Comes(models.TextChoices):
    """Whether it comes from one of those who could be told."""

    ELSEWHERE = "elsewhere", _("No")
    LEADER = "leader", _("Yes, my group leader")
    MONITORING = "monitoring", _("Yes, the Monitoring Officer")


class SafetyReportQuerySet(RecordQuerySet["SafetyReport"]):
    def visible_to(self, user: User) -> Self:
        """The councillor's own, and those for which they chose this person: no others, for nobody,
        whatever they hold.
        """
        if not user.is_active:
            return self.none()
        told = SafetyRecipient.objects.of(user).filter(report=OuterRef("pk"))
        return self.filter(Q(councillor=user) | Exists(told))

    def open(self) -> Self:
        return self.filter(status__in=OPEN_SAFETY)

    def to_see(self, user: User) -> Self:
        """Those of which this person was told, and nobody of their office has said that they saw
        them.
        """
        waiting = SafetyRecipient.objects.of(user).waiting()
        return self.open().filter(Exists(waiting.filter(report=OuterRef("pk"))))

    def with_row(self) -> Self:
        return self.select_related("councillor")


class SafetyReport(Staged):
    """What a councillor experienced. It is theirs: they choose who is told, and they close it."""

    MOVES = SAFETY_MOVES

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="safety_reports"
    )
    kind = models.CharField(max_length=12, choices=SafetyKind)
    status = models.CharField(max_length=12, choices=SafetyStatus, default=SafetyStatus.REPORTED)
    happened = models.TextField()
    comes_from = models.CharField(max_length=12, choices=Comes, default=Comes.ELSEWHERE)
    reported_at = models.DateTimeField()
    supported_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SafetyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            one_of("kind", SafetyKind),
            one_of("status", SafetyStatus),
            one_of("comes_from", Comes),
            holds("says_what_happened", ~Q(happened="")),
            implies("supported_when_so", Q(status="supported"), ~Q(supported_at=None)),
            iff("closed_when_closed", Q(status="closed"), ~Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("breaches:safety_report", args=[self.reference])

    @property
    def reference(self) -> str:
        """Our number of it: SAFE-000123."""
        return f"SAFE-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_SAFETY

    def is_told(self, user: User) -> bool:
        """Whether this person is one of those whom the councillor chose."""
        return SafetyRecipient.objects.of(user).filter(report=self).exists()


def _terms() -> QuerySet[TermOfOffice]:
    """The term of office in which the person of a row is today."""
    return TermOfOffice.objects.current(timezone.now()).filter(councillor=OuterRef("person"))


def _led() -> QuerySet[GroupMembership]:
    """That the person of a row leads a group today to which the councillor belongs, or did."""
    led = GroupMembership.objects.current(timezone.localdate()).filter(is_leader=True)
    theirs = OuterRef("report__councillor")
    return led.filter(councillor=OuterRef("person"), group__memberships__councillor=theirs)


class SafetyRecipientQuerySet(RecordQuerySet["SafetyRecipient"]):
    def now(self) -> Self:
        """Chosen, and not taken off since."""
        return self.filter(removed_at=None)

    def in_office(self) -> Self:
        """They are still what they were told as: an officer in that office, or a councillor who
        leads a group that the councillor is in, or was.
        """
        held = Appointment.objects.current(timezone.localdate()).filter(officer=OuterRef("person"))
        still = Q(part=Told.LEADER) & Q(Exists(_terms())) & Q(Exists(_led()))
        for part, office in OFFICES.items():
            still |= Q(part=part) & Q(Exists(held.filter(role__in=office)))
        return self.filter(still)

    def left(self) -> Self:
        """Chosen, and out of that office since: they see it no more."""
        return self.now().exclude(pk__in=self.model.objects.in_office().values("pk"))

    def of(self, user: User) -> Self:
        """Where this person was chosen, and is still what they were told as."""
        return self.now().in_office().filter(person=user)

    def waiting(self) -> Self:
        """Told, and has not said that they saw it, nor has anybody of the same office."""
        same = self.model.objects.now().filter(report=OuterRef("report"), part=OuterRef("part"))
        return self.now().in_office().filter(~Exists(same.exclude(acknowledged_at=None)))

    def with_row(self) -> Self:
        return self.select_related("person")


class SafetyRecipient(Record):
    """Somebody whom the councillor chose to tell. Whoever comes into the office later sees
    nothing of it.
    """

    report = models.ForeignKey(SafetyReport, models.PROTECT, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Told)
    chosen_at = models.DateTimeField()
    due_on = models.DateField(help_text="By when they say that they have seen it")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SafetyRecipientQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("part", Told),
            UniqueConstraint(
                "report",
                "person",
                name=NAME + "once_in_a_report",
                condition=Q(removed_at=None),
                violation_error_message=_("They are told already."),
            ),
        ]

    def __str__(self) -> str:
        return self.person.full_name

    def get_absolute_url(self) -> str:
        return self.report.get_absolute_url()


class SafetyStep(models.TextChoices):
    """What was written down in a safety report."""

    DIARY = "diary", _("Diary")
    TOLD = "told", _("Somebody told")
    REMOVED = "removed", _("Somebody taken off")
    ACKNOWLEDGED = "acknowledged", _("Seen")
    NOTE = "note", _("Note")
    SUPPORTED = "supported", _("Support given")
    POLICE = "police", _("Police")
    FILE = "file", _("File added")
    FILE_REMOVED = "file_removed", _("File removed")
    CLOSED = "closed", _("Closed")


class SafetyEntry(Record):
    """A line of the diary, or what somebody did about it."""

    report = models.ForeignKey(SafetyReport, models.PROTECT, related_name="entries")
    what = models.CharField(max_length=12, choices=SafetyStep)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            one_of("what", SafetyStep),
            implies("has_words", Q(what__in=["diary", "note", "supported"]), ~Q(words="")),
        ]

    def __str__(self) -> str:
        return str(SafetyStep(self.what).label)


class SafetyPoliceReference(PoliceNumber):
    """The number that the police gave for it."""

    report = models.ForeignKey(SafetyReport, models.PROTECT, related_name="police_references")

    class Meta(PoliceNumber.Meta):
        constraints = [
            *PoliceNumber.Meta.constraints,
            UniqueConstraint(
                "report",
                "kind",
                "reference",
                name=NAME + "once_each",
                condition=~Q(reference=""),
                violation_error_message=_("This number is there already."),
            ),
        ]
