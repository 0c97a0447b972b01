"""Policies, their versions, and what each councillor did with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    UniqueConstraint,
    When,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.people.models import GroupMembership, TermKind, TermOfOffice
from councilgov.records import Record, RecordQuerySet, Staged
from policies.decisions import Attendance, Body, Decision, Outcome
from policies.text.clauses import from_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from councilgov.people.models import User
    from policies.text.clauses import Clause

__all__ = [
    "Acknowledgement",
    "AcknowledgementStatus",
    "Attendance",
    "Audience",
    "Body",
    "Decision",
    "Outcome",
    "Policy",
    "PolicyKind",
    "PolicyVersion",
    "RelatedDocument",
    "VersionStatus",
]

NOT_A_PAGE = RegexValidator(
    r"\A(register|signed|certificates|statements)\Z",
    _("This word is an address of its own."),
    inverse_match=True,
)


class PolicyKind(models.TextChoices):
    PROTOCOL = "protocol", _("Protocol")
    CODE = "code", _("Code of conduct")
    GUIDANCE = "guidance", _("Guidance")


class Audience(models.TextChoices):
    """Who is asked to sign."""

    COUNCILLORS = "councillors", _("Elected and co-opted councillors")
    MEMBERS = "members", _("Councillors and independent persons")


KINDS_OF_TERM = {
    Audience.COUNCILLORS: [TermKind.ELECTED, TermKind.CO_OPTED, TermKind.MAYOR],
    Audience.MEMBERS: list(TermKind),
}


class Policy(Record):
    """A policy, protocol or code that the council adopts, in all its versions."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, validators=[NOT_A_PAGE])
    kind = models.CharField(max_length=20, choices=PolicyKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True
    )
    forms_part_of = models.CharField(
        max_length=200, blank=True, help_text="A policy that is not in this portal"
    )
    council = models.CharField(
        max_length=100, blank=True, help_text="Whose text it is, if not this council’s own"
    )
    owner = models.CharField(max_length=100, blank=True, help_text="The post that looks after it")
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.COUNCILLORS)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"
        constraints = [one_of("kind", PolicyKind), one_of("audience", Audience)]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.slug])

    def terms_asked(self, now: datetime) -> models.QuerySet[TermOfOffice]:
        """The terms of office whose holders are asked to sign."""
        current = TermOfOffice.objects.current(now)
        return current.filter(kind__in=KINDS_OF_TERM[Audience(self.audience)])


class RelatedDocument(Record):
    """What is to be read with a policy: "in conjunction with the Member Code of Conduct"."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="related_documents")
    title = models.CharField(max_length=200)
    why = models.TextField()
    url = models.URLField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [UniqueConstraint("policy", "title", name=NAME + "once_each")]

    def __str__(self) -> str:
        return self.title


class VersionStatus(models.TextChoices):
    """Machine A (domain research 4.3)."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SUBMITTED = "submitted", _("Submitted to a committee")
    APPROVED = "approved", _("Approved")
    APPROVED_AS_AMENDED = "approved_as_amended", _("Approved as amended")
    CERTIFIED = "certified", _("Amended text certified")
    REFERRED_BACK = "referred_back", _("Referred back")
    DEFERRED = "deferred", _("Deferred")
    REJECTED = "rejected", _("Rejected")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLIC = frozenset({VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN})


class PolicyVersionQuerySet(RecordQuerySet["PolicyVersion"]):
    def visible_to(self, user: User | Any) -> PolicyVersionQuerySet:
        """Published versions to everybody; the others to those who work on them."""
        if user.is_authenticated and user.has_perm(Right.SEE_DRAFTS):
            return self
        return self.filter(status__in=PUBLIC)

    def in_force(self) -> PolicyVersionQuerySet:
        return self.filter(status=VersionStatus.PUBLISHED)

    def newest_first(self) -> PolicyVersionQuerySet:
        return self.order_by("-major", "-minor")

    def one_of_each(self) -> PolicyVersionQuerySet:
        """Of each policy the version in force, or the newest if none is."""
        is_waiting = Case(When(status=VersionStatus.PUBLISHED, then=0), default=1)
        by_policy = self.order_by("policy__title", "policy_id", is_waiting, "-major", "-minor")
        return by_policy.distinct("policy__title", "policy_id")

    def read_before(
        self, version: PolicyVersion, user: User, sha256: str | None
    ) -> PolicyVersion | None:
        """The version that this person had before them: on the page they sent, or last signed."""
        others = self.filter(policy=version.policy, status__in=PUBLIC).exclude(pk=version.pk)
        own = Acknowledgement.objects.filter(councillor=user).signed()
        signed = others.filter(acknowledgements__in=own).order_by("-acknowledgements__signed_at")
        return others.filter(sha256=sha256).first() if sha256 else signed.first()

    def with_signatures_of(self, user: User | Any) -> PolicyVersionQuerySet:
        """Each with ``signatures``: what this person was asked and did, a list of none or one."""
        own = Acknowledgement.objects.filter(councillor_id=user.pk)
        return self.prefetch_related(Prefetch("acknowledgements", own, to_attr="signatures"))


class PolicyVersion(Staged):
    """One text of a policy. Frozen once published: a trigger refuses any change of its words."""

    MOVES = {
        VersionStatus.DRAFT: {VersionStatus.IN_REVIEW, VersionStatus.SUBMITTED},
        VersionStatus.IN_REVIEW: {VersionStatus.DRAFT, VersionStatus.SUBMITTED},
        VersionStatus.SUBMITTED: {
            VersionStatus.APPROVED,
            VersionStatus.APPROVED_AS_AMENDED,
            VersionStatus.REFERRED_BACK,
            VersionStatus.DEFERRED,
            VersionStatus.REJECTED,
        },
        VersionStatus.DEFERRED: {VersionStatus.SUBMITTED},
        VersionStatus.REFERRED_BACK: {VersionStatus.DRAFT},
        VersionStatus.REJECTED: set(),
        VersionStatus.APPROVED: {VersionStatus.PUBLISHED},
        VersionStatus.APPROVED_AS_AMENDED: {VersionStatus.CERTIFIED},
        VersionStatus.CERTIFIED: {VersionStatus.PUBLISHED},
        VersionStatus.PUBLISHED: {VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN},
        VersionStatus.SUPERSEDED: set(),
        VersionStatus.WITHDRAWN: set(),
    }

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    major = models.PositiveSmallIntegerField(default=1)
    minor = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=20, choices=VersionStatus, default=VersionStatus.DRAFT)
    dated = models.CharField(
        max_length=50, blank=True, help_text="As the document says: July 2018 (Amended)"
    )
    clauses = models.JSONField(help_text="See policies.text.clauses")
    sha256 = models.CharField(max_length=64, help_text="Of the canonical text")
    gaps = models.JSONField(
        default=list, blank=True, help_text="What the text relies on and the council lacks"
    )
    summary = models.TextField(blank=True, help_text="What changed, in a few words")
    source_name = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="versions", null=True, blank=True
    )
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    certified_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "-major", "-minor"]
        constraints = [
            one_of("status", VersionStatus),
            UniqueConstraint("policy", "major", "minor", name=NAME + "number_once"),
            UniqueConstraint(
                "policy",
                name=NAME + "one_in_force",
                condition=Q(status=VersionStatus.PUBLISHED),
                violation_error_message=_("Another version of this policy is in force already."),
            ),
            implies(
                "published_needs_a_decision",
                Q(status__in=sorted(PUBLIC)),
                ~Q(decision=None),
                refusal=_("A policy is published only when a decision on it is recorded."),
            ),
            iff("dated_when_published", Q(status__in=sorted(PUBLIC)), ~Q(published_at=None)),
            together("published_at", "published_by", "effective_on"),
            together("certified_at", "certified_by"),
            holds(
                "certified_by_another",
                Q(certified_by=None) | Q(author=None) | ~Q(certified_by=F("author")),
                refusal=_("Somebody other than the author certifies the text."),
            ),
            holds("hash_is_whole", Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.policy.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("policies:version", args=[self.policy.slug, self.number])

    @property
    def number(self) -> str:
        """The version as people say it: 2.0."""
        return f"{self.major}.{self.minor}"

    @cached_property
    def text(self) -> Sequence[Clause]:
        """The clauses in their order."""
        return from_json(self.clauses)


class AcknowledgementStatus(models.TextChoices):
    """Machine B (domain research 4.3). Overdue is a date, not a status."""

    REQUIRED = "required", _("To sign")
    OPENED = "opened", _("Opened, not signed")
    SIGNED = "signed", _("Signed")
    OBJECTED = "objected", _("Signed with an objection")
    DECLINED = "declined", _("Declined")
    SUPERSEDED = "superseded", _("Replaced by a newer version")


UNSIGNED = frozenset({AcknowledgementStatus.REQUIRED, AcknowledgementStatus.OPENED})
SIGNED = frozenset({AcknowledgementStatus.SIGNED, AcknowledgementStatus.OBJECTED})
CLOSING = SIGNED | {AcknowledgementStatus.SUPERSEDED}


class AcknowledgementQuerySet(RecordQuerySet["Acknowledgement"]):
    def visible_to(self, user: User) -> AcknowledgementQuerySet:
        """Everybody's to those who keep the register; to others only their own."""
        if user.has_perm(Right.SEE_REGISTER):
            return self
        return self.filter(councillor=user)

    def with_version(self) -> AcknowledgementQuerySet:
        """With version and policy, but without the long text of it."""
        return self.select_related("version__policy").defer("version__clauses", "version__gaps")

    def unsigned(self) -> AcknowledgementQuerySet:
        return self.filter(status__in=UNSIGNED)

    def signed(self) -> AcknowledgementQuerySet:
        return self.filter(status__in=SIGNED)

    def statements_visible_to(self, user: User) -> AcknowledgementQuerySet:
        """With what they typed: one's own, and everybody's to the Monitoring Officer."""
        return self if user.has_perm(Right.SEE_STATEMENTS) else self.filter(councillor=user)

    def for_register(self) -> AcknowledgementQuerySet:
        """Of versions in force, with all that a row of the register shows."""
        member = GroupMembership.objects.current(timezone.localdate()).filter(
            councillor=OuterRef("councillor")
        )
        return (
            self.of_versions_in_force()
            .in_office(timezone.now())
            .with_version()
            .select_related("councillor")
            .annotate(group=Subquery(member.values("group__name")[:1]))
        )

    def overdue(self, today: date) -> AcknowledgementQuerySet:
        return self.unsigned().filter(due_on__lt=today)

    def of_versions_in_force(self) -> AcknowledgementQuerySet:
        return self.filter(version__status=VersionStatus.PUBLISHED)

    def by_policy(self, today: date) -> models.QuerySet[Any, Any]:
        """For each version in force: how many were asked, have signed, declined, are overdue."""
        is_overdue = Q(status__in=UNSIGNED, due_on__lt=today)
        return (
            self.of_versions_in_force()
            .order_by("version__policy__title")
            .values("version__policy__title", "version__policy__slug")
            .annotate(
                asked=Count("pk"),
                signed=Count("pk", Q(status__in=SIGNED)),
                declined=Count("pk", Q(status=AcknowledgementStatus.DECLINED)),
                overdue=Count("pk", is_overdue),
            )
        )

    def in_office(self, now: datetime) -> AcknowledgementQuerySet:
        term = TermOfOffice.objects.current(now).filter(councillor=OuterRef("councillor"))
        return self.filter(Exists(term))


class Acknowledgement(Staged):
    """That a councillor was asked to read and agree to a version, and what came of it."""

    MOVES = {
        AcknowledgementStatus.REQUIRED: {
            AcknowledgementStatus.OPENED,
            AcknowledgementStatus.DECLINED,
            *CLOSING,
        },
        AcknowledgementStatus.OPENED: {AcknowledgementStatus.DECLINED, *CLOSING},
        AcknowledgementStatus.DECLINED: CLOSING,
        AcknowledgementStatus.SIGNED: set(),
        AcknowledgementStatus.OBJECTED: set(),
        AcknowledgementStatus.SUPERSEDED: set(),
    }

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements"
    )
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    status = models.CharField(
        max_length=20, choices=AcknowledgementStatus, default=AcknowledgementStatus.REQUIRED
    )
    asked_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    typed_name = models.CharField(max_length=150, blank=True)
    statement = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    objection = models.TextField(blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            one_of("status", AcknowledgementStatus),
            UniqueConstraint("councillor", "version", name=NAME + "once_each"),
            iff("moment_when_signed", Q(status__in=sorted(SIGNED)), ~Q(signed_at=None)),
            iff("words_when_signed", Q(status__in=sorted(SIGNED)), ~Q(typed_name="")),
            iff("hash_when_signed", ~Q(signed_at=None), Q(text_sha256__regex=r"^[0-9a-f]{64}$")),
            iff("objection_when_objected", Q(status="objected"), ~Q(objection="")),
            iff("reason_when_declined", ~Q(declined_at=None), ~Q(decline_reason="")),
            implies("moment_when_declined", Q(status="declined"), ~Q(declined_at=None)),
            holds("due_after_asked", Q(due_on__gte=F("asked_on"))),
        ]
        indexes = [models.Index(fields=["version", "status"], name="acknowledgement_register")]

    def __str__(self) -> str:
        return f"Your signature of {self.version}"

    def get_absolute_url(self) -> str:
        """Where the councillor reads and signs."""
        return self.version.policy.get_absolute_url()

    @property
    def is_signed(self) -> bool:
        return self.status in SIGNED

    def is_overdue(self, today: date) -> bool:
        return self.status in UNSIGNED and self.due_on < today
