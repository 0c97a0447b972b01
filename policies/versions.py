"""Policies and their versions: the texts that are decided on, published and signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, UniqueConstraint, When
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.people.models import (
    CommitteeMembership,
    GroupMembership,
    TermKind,
    TermOfOffice,
)
from councilgov.records import Record, RecordQuerySet, Staged
from policies.addresses import NOT_A_PAGE
from policies.decisions import Decision
from policies.machines import (
    EDITABLE,
    OPEN_TO_SIGN,
    PUBLIC,
    SIGNED,
    UNSIGNED,
    VERSION_MOVES,
    AcknowledgementStatus,
    VersionStatus,
)
from policies.text.clauses import from_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from councilgov.people.models import User
    from policies.text.clauses import Clause


class PolicyKind(models.TextChoices):
    PROTOCOL = "protocol", _("Protocol")
    CODE = "code", _("Code of conduct")
    GUIDANCE = "guidance", _("Guidance")


class Audience(models.TextChoices):
    """Who is asked to sign."""

    COUNCILLORS = "councillors", _("Elected and co-opted councillors")
    MEMBERS = "members", _("Councillors and independent persons")
    CHOSEN = "chosen", _("Those chosen by the rules of this policy")


CLOSED = [VersionStatus.WITHDRAWN, VersionStatus.DISCARDED]
KINDS_OF_TERM = {
    Audience.COUNCILLORS: [TermKind.ELECTED, TermKind.CO_OPTED, TermKind.MAYOR],
    Audience.MEMBERS: list(TermKind),
}


class Policy(Record):
    """A policy, protocol or code that the council adopts, in all its versions."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, validators=[NOT_A_PAGE])
    kind = models.CharField(max_length=20, choices=PolicyKind)
    forms_part_of = models.CharField(
        max_length=200, blank=True, help_text="A policy that is not in this portal"
    )
    council = models.CharField(
        max_length=100, blank=True, help_text="Whose text it is, if not this council’s own"
    )
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.COUNCILLORS)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"
        constraints = [
            one_of("kind", PolicyKind),
            one_of("audience", Audience),
            UniqueConstraint(
                Upper("title"),  # as ``iexact`` compares, which the index then serves too
                name=NAME + "title_once",
                violation_error_message=_("There is a policy of this title already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.slug])

    def terms_asked(
        self, now: datetime, *, without: models.Model | None = None
    ) -> models.QuerySet[TermOfOffice]:
        """The terms of office whose holders are asked to sign; as if a rule were gone. Whoever is
        newly elected is asked once they have declared: from then on their time to sign runs.
        """
        current = TermOfOffice.objects.acting(now)
        if self.audience == Audience.CHOSEN:
            gone = [without.pk] if without else []
            rules = self.audience_rules.exclude(pk__in=gone).order_by()
            return current.filter(self._is_chosen(rules, timezone.localdate(now)))
        return current.filter(kind__in=KINDS_OF_TERM[Audience(self.audience)])

    def _is_chosen(self, rules: models.QuerySet[Any], today: date) -> Q:
        """Of terms: whether one of the rules chooses the kind, or the councillor as they are today.

        Whoever is asked is in office: a rule that names a group or a person changes nothing of it.
        """
        in_group = GroupMembership.objects.current(today).filter(
            group__in=rules.exclude(group=None).values("group")
        )
        on_committee = CommitteeMembership.objects.current(today).filter(
            committee__in=rules.exclude(committee=None).values("committee")
        )
        return (
            Q(kind__in=rules.values("chosen"))
            | Q(councillor__in=in_group.order_by().values("councillor"))
            | Q(councillor__in=on_committee.order_by().values("councillor"))
            | Q(councillor__in=rules.exclude(person=None).values("person"))
        )


class PolicyVersionQuerySet(RecordQuerySet["PolicyVersion"]):
    def visible_to(self, user: User | Any) -> PolicyVersionQuerySet:
        """Published versions to everybody; the others to those who work on them."""
        if user.is_authenticated and user.has_perm(Right.SEE_DRAFTS):
            return self
        return self.filter(status__in=PUBLIC)

    def parts_of(self, policy: Policy) -> PolicyVersionQuerySet:
        """Of each policy the version in force, or the newest, where that forms part of this one."""
        now = self.one_of_each().values("pk")
        return PolicyVersion.objects.filter(pk__in=now, parent=policy).select_related("policy")

    def before_a_body(self) -> PolicyVersionQuerySet:
        """Submitted, with the bodies on their way, in the order in which they were submitted."""
        waiting = self.filter(status=VersionStatus.SUBMITTED).select_related("policy")
        return waiting.prefetch_related("stages").order_by("pk")

    def in_force(self) -> PolicyVersionQuerySet:
        return self.filter(status=VersionStatus.PUBLISHED)

    def due(self, on: date) -> PolicyVersionQuerySet:
        """Published, not yet in force, and to take effect by that day."""
        return self.filter(status=VersionStatus.SCHEDULED, effective_on__lte=on)

    def open_to_sign(self) -> PolicyVersionQuerySet:
        """In force, or published and soon to be."""
        return self.filter(status__in=OPEN_TO_SIGN)

    def first_to_read(self, user: User | Any) -> PolicyVersion | None:
        """Of one policy, what this person should read now: what they are asked to sign, if
        anything, and else the version in force, or the one that soon will be.
        """

        def asked(*statuses: str) -> Exists:
            """In one condition: this person's own request, and not anybody's."""
            own = Q(acknowledgements__councillor=user.pk, acknowledgements__status__in=statuses)
            return Exists(PolicyVersion.objects.filter(own, pk=OuterRef("pk")))

        is_waiting = Case(When(status=VersionStatus.PUBLISHED, then=0), default=1)
        is_exempt = asked(AcknowledgementStatus.EXEMPT)
        in_order = (asked(*UNSIGNED).desc(), is_exempt.desc(), is_waiting)
        return self.open_to_sign().order_by(*in_order).first()

    def in_hand(self) -> PolicyVersionQuerySet:
        """What is not public, with when it last changed, who edits it, and its open comments."""
        history = PolicyVersion.history.filter(id=OuterRef("pk")).order_by("-history_id")
        open_comments = Q(comments__pk__isnull=False, comments__answered_at=None)
        return (
            self.exclude(status__in=PUBLIC)
            .select_related("policy", "editing__editor")
            .annotate(
                changed_at=Subquery(history.values("history_date")[:1]),
                unanswered=Count("comments", filter=open_comments),
            )
        )

    def without_text(self) -> PolicyVersionQuerySet:
        """With their policies, and without the long text of each."""
        return self.select_related("policy").defer("clauses", "gaps")

    def with_end(self) -> PolicyVersionQuerySet:
        """Each with ``replaced_on``: the day on which the next version came into force, or None."""
        later = PolicyVersion.objects.filter(
            policy=OuterRef("policy"), published_at__gt=OuterRef("published_at")
        ).exclude(Q(status=VersionStatus.WITHDRAWN) & Q(closed_at__date__lt=F("effective_on")))
        next_one = later.order_by("published_at").values("effective_on")[:1]
        return self.annotate(replaced_on=Subquery(next_one))

    def once_in_force(self) -> PolicyVersionQuerySet:
        """In force now or before: none that waits for its day, or was withdrawn ahead of it."""
        never = Q(status=VersionStatus.WITHDRAWN) & Q(closed_at__date__lt=F("effective_on"))
        ever = self.filter(status__in=PUBLIC).exclude(status=VersionStatus.SCHEDULED)
        return ever.exclude(never)

    def newest_first(self) -> PolicyVersionQuerySet:
        return self.order_by("-major", "-minor")

    def one_of_each(self) -> PolicyVersionQuerySet:
        """Of each policy the version in force, or the newest if none is."""
        is_waiting = Case(When(status=VersionStatus.PUBLISHED, then=0), default=1)
        by_policy = self.order_by("policy__title", "policy_id", is_waiting, "-major", "-minor")
        return by_policy.distinct("policy__title", "policy_id")

    def one_of_each_line(self) -> PolicyVersionQuerySet:
        """Of each policy and major number the version in force, or the newest if none is."""
        is_waiting = Case(When(status=VersionStatus.PUBLISHED, then=0), default=1)
        line = ("policy__title", "policy_id", "major")
        return self.order_by(*line, is_waiting, "-minor").distinct(*line)

    def read_before(
        self, version: PolicyVersion, user: User, sha256: str | None
    ) -> PolicyVersion | None:
        """The version that this person had before them: on the page they sent, or last signed."""
        others = self.filter(policy=version.policy, status__in=PUBLIC).exclude(pk=version.pk)
        signed = others.filter(
            acknowledgements__councillor=user, acknowledgements__status__in=SIGNED
        )
        read = others.filter(sha256=sha256).first() if sha256 else None
        return read or signed.order_by("-acknowledgements__signed_at").first()


class PolicyVersion(Staged):
    """One text of a policy, with what stands around it: who looks after it, what it belongs to.

    Frozen once published: a trigger refuses any change of it. So a draft changes nothing of what
    is in force (``docs/adr/0015-what-stands-around-a-text.md``).
    """

    MOVES = VERSION_MOVES

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    major = models.PositiveSmallIntegerField(default=1)
    minor = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=20, choices=VersionStatus, default=VersionStatus.DRAFT)
    dated = models.CharField(
        max_length=50, blank=True, help_text="As the document says: July 2018 (Amended)"
    )
    owner = models.CharField(max_length=100, blank=True, help_text="The post that looks after it")
    parent = models.ForeignKey(
        Policy,
        models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        help_text="The policy that it forms part of",
    )
    read_with = models.JSONField(
        default=list,
        blank=True,
        help_text="What is to be read with it (Havering minute 8): title, why, url of each",
    )
    clauses = models.JSONField(blank=True, help_text="See policies.text.clauses")
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
    amended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    amended_at = models.DateTimeField(
        null=True, blank=True, help_text="When the text as resolved took the place of the draft"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.TextField(
        blank=True, help_text="Why it was withdrawn, or the draft discarded"
    )
    pinned = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="pinned_in",
        blank=True,
        help_text="The versions in force of what forms part of it, on the day it takes effect",
    )

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
            implies(
                "words_unless_begun",
                ~Q(status__in=[*sorted(EDITABLE), VersionStatus.DISCARDED]),
                ~Q(clauses=[]),
                refusal=_("There is no text in this draft yet. Enter it first."),
            ),
            iff("dated_when_published", Q(status__in=sorted(PUBLIC)), ~Q(published_at=None)),
            together("published_at", "published_by", "effective_on"),
            together("certified_at", "certified_by"),
            together("amended_at", "amended_by"),
            together("closed_at", "closed_by"),
            iff("reason_when_closed", Q(status__in=CLOSED), ~Q(closing_reason="")),
            iff("dated_when_closed", Q(status__in=CLOSED), ~Q(closed_at=None)),
            holds(
                "certified_by_no_amender",
                Q(certified_by=None) | Q(amended_by=None) | ~Q(certified_by=F("amended_by")),
                refusal=_("Somebody other than whoever entered the amended text certifies it."),
            ),
            UniqueConstraint(
                "policy",
                name=NAME + "one_scheduled",
                condition=Q(status=VersionStatus.SCHEDULED),
                violation_error_message=_(
                    "Another version of this policy is published already and not yet in force."
                ),
            ),
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
    def is_in_force(self) -> bool:
        return self.status == VersionStatus.PUBLISHED

    @property
    def was_never_in_force(self) -> bool:
        """Published for a day, and withdrawn before it, as ``once_in_force`` leaves out."""
        if self.status != VersionStatus.WITHDRAWN or not self.closed_at or not self.effective_on:
            return False
        return timezone.localdate(self.closed_at) < self.effective_on

    @property
    def is_open_to_sign(self) -> bool:
        """In force, or published and soon to be."""
        return self.status in OPEN_TO_SIGN

    @property
    def number(self) -> str:
        """The version as people say it: 2.0."""
        return f"{self.major}.{self.minor}"

    @property
    def order(self) -> tuple[int, int]:
        """Its number as one compares it: 1.10 comes after 1.9."""
        return self.major, self.minor

    @cached_property
    def text(self) -> Sequence[Clause]:
        """The clauses in their order."""
        return from_json(self.clauses)
