"""Questions that councillors ask before they act, and the advice that they get (machine H).

"If a Member has any concerns about a proposed message ... they should seek guidance from the
Information Management Team" (Barnet policy, 1.1); "in any doubt ... contact the Monitoring Officer
before" posting (Social Media Protocol, at its end). Advice binds nobody: it is no permission.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, UniqueConstraint, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.models import Channel
from councilgov.access import MONITORING, Right, Role
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.records import Record, RecordQuerySet, Staged
from policies.models import PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from datetime import date, datetime
    from typing import Self

    from councilgov.people.models import User


class AdviceStatus(models.TextChoices):
    """How far a question is."""

    DRAFT = "draft", _("Not sent")
    SUBMITTED = "submitted", _("Waiting")
    ASSIGNED = "assigned", _("Being looked at")
    NEEDS_INFO = "needs_info", _("More is needed")
    ESCALATED = "escalated", _("Passed to the Monitoring Officer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ADVICE_MOVES: Mapping[str, Set[str]] = {
    AdviceStatus.DRAFT: {AdviceStatus.SUBMITTED},
    AdviceStatus.SUBMITTED: {AdviceStatus.ASSIGNED, AdviceStatus.WITHDRAWN},
    AdviceStatus.ASSIGNED: {
        AdviceStatus.NEEDS_INFO,
        AdviceStatus.ANSWERED,
        AdviceStatus.ESCALATED,
        AdviceStatus.WITHDRAWN,
    },
    AdviceStatus.NEEDS_INFO: {AdviceStatus.ASSIGNED, AdviceStatus.WITHDRAWN},
    AdviceStatus.ESCALATED: {AdviceStatus.ASSIGNED, AdviceStatus.WITHDRAWN},
    AdviceStatus.ANSWERED: {AdviceStatus.CLOSED},
    AdviceStatus.CLOSED: set(),
    AdviceStatus.WITHDRAWN: set(),
}
"""Nobody works on what nobody asks any more: a question may be withdrawn until it is answered."""
OUR_TURN = frozenset({AdviceStatus.SUBMITTED, AdviceStatus.ASSIGNED, AdviceStatus.ESCALATED})
"""An officer is to do something, and the target counts."""
IN_HAND = OUR_TURN | {AdviceStatus.NEEDS_INFO}
REPLIED = frozenset({AdviceStatus.ANSWERED, AdviceStatus.CLOSED})
OVER = frozenset({AdviceStatus.CLOSED, AdviceStatus.WITHDRAWN})


class AdviceKind(models.TextChoices):
    """What a question is about."""

    BEFORE_POSTING = "before_posting", _("Something that I want to post")
    MESSAGE = "message", _("A message or reply that I want to send")
    USE = "use", _("Whether I may use council equipment for something")
    PREDETERMINATION = "predetermination", _("What I may say before a committee decides")
    DATA = "data", _("Personal data and privacy")
    TECHNICAL = "technical", _("Something technical")
    FILTER = "filter", _("Unwanted email")


class AdviceTeam(models.TextChoices):
    """Who answers."""

    INFORMATION = "information", _("Information Management Team")
    MONITORING = "monitoring", _("Monitoring Officer")
    DESK = "desk", _("ICT service desk")


ADVISERS: Mapping[str, Set[Role]] = {
    AdviceTeam.INFORMATION: frozenset({Role.INFORMATION_OFFICER}),
    AdviceTeam.MONITORING: MONITORING,
    AdviceTeam.DESK: frozenset({Role.ICT_DESK}),
}
ROUTES: Mapping[str, AdviceTeam] = {
    AdviceKind.BEFORE_POSTING: AdviceTeam.MONITORING,
    AdviceKind.MESSAGE: AdviceTeam.INFORMATION,
    AdviceKind.USE: AdviceTeam.INFORMATION,
    AdviceKind.PREDETERMINATION: AdviceTeam.MONITORING,
    AdviceKind.DATA: AdviceTeam.INFORMATION,
    AdviceKind.TECHNICAL: AdviceTeam.DESK,
    AdviceKind.FILTER: AdviceTeam.DESK,
}


def team_for(kind: str, *, is_committee: bool) -> AdviceTeam:
    """Who answers such a question: whatever goes to a committee, the Monitoring Officer."""
    return AdviceTeam.MONITORING if is_committee else ROUTES[kind]


def teams_of(user: User) -> list[AdviceTeam]:
    """Those that this person belongs to."""
    return [AdviceTeam(team) for team, roles in ADVISERS.items() if roles & user.roles]


def as_advice(words: str) -> str:
    """The words of whoever advises, which say first what they are not."""
    first = _t("Advice, not permission. You decide what you do, and you answer for it.")
    return f"{first}\n\n{words}"


class AdviceQuerySet(RecordQuerySet["AdviceRequest"]):
    def visible_to(self, user: User) -> Self:
        """To whoever asked, and to those who advise on it; a draft to its owner alone."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(asker=user) | _advises(user))

    def to_advise(self, user: User) -> Self:
        """Those that others asked of this officer's team; of data protection to its officer too."""
        return self.visible_to(user).exclude(asker=user)

    def named_to(self, user: User) -> Self:
        """Those of which this person sees who asked, and how far it is, and nothing else: nobody's
        drafts, and for whoever may not see that, none.
        """
        if not user.has_perm(Right.SEE_ADVICE_NAMES):
            return self.none()
        shown = ("asker__full_name", "asker__sorts_as", "handler__full_name", "status", "due_at")
        rows = self.exclude(status=AdviceStatus.DRAFT).select_related("asker", "handler")
        return rows.only(*shown)

    def of(self, user: User) -> Self:
        """This person's own."""
        return self.filter(asker=user)

    def our_turn(self) -> Self:
        return self.filter(status__in=OUR_TURN)

    def late(self, now: datetime) -> Self:
        """Not answered by their target."""
        return self.our_turn().filter(due_at__lt=now)

    def silent(self, today: date) -> Self:
        """Answered, and nobody said anything for ten working days."""
        return self.filter(status=AdviceStatus.ANSWERED, closes_on__lt=today)

    def ranked(self) -> Self:
        """With how urgent each is: our turn, then theirs, then what is answered or over."""
        ours = When(status__in=OUR_TURN, then=Value(0))
        theirs = When(status=AdviceStatus.NEEDS_INFO, then=Value(1))
        rank = Case(ours, theirs, default=Value(2), output_field=models.SmallIntegerField())
        return self.annotate(rank=rank)

    def with_row(self) -> Self:
        people = ("asker", "handler", "answered_by")
        found = self.select_related(*people, "version__policy", "channel")
        return found.defer("version__clauses", "version__gaps")


def _advises(user: User) -> Q:
    mine = Q(team__in=teams_of(user))
    if user.has_perm(Right.READ_DATA_ADVICE):
        mine |= Q(kind=AdviceKind.DATA)
    return mine & ~Q(status=AdviceStatus.DRAFT)


class AdviceRequest(Staged):
    """What a councillor asks, and what they are advised. Nobody answers their own."""

    MOVES = ADVICE_MOVES

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="advice_requests"
    )
    sent_as = models.UUIDField(null=True, blank=True, help_text="Of the form: sent once")
    kind = models.CharField(max_length=20, choices=AdviceKind)
    is_committee = models.BooleanField(default=False, help_text="It goes to a committee")
    team = models.CharField(max_length=12, choices=AdviceTeam)
    status = models.CharField(max_length=10, choices=AdviceStatus, default=AdviceStatus.DRAFT)
    words = models.TextField()
    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="+", null=True, blank=True
    )
    clause = models.CharField(max_length=100, blank=True, help_text="Its anchor in that version")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", null=True, blank=True)
    saved_at = models.DateTimeField(help_text="When the asker last wrote on it")
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="Our target")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    handled_since = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    closes_on = models.DateField(null=True, blank=True, help_text="The last day of silence")
    ended_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(default=False, help_text="The asker said so")

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(
                "due_at", name="breaches_advice_ours", condition=Q(status__in=sorted(OUR_TURN))
            ),
            models.Index(
                "closes_on", name="breaches_advice_silent", condition=Q(status="answered")
            ),
        ]
        constraints = [
            one_of("status", AdviceStatus),
            one_of("kind", AdviceKind),
            one_of("team", AdviceTeam),
            holds("says_what", ~Q(words="")),
            implies("committee_to_monitoring", Q(is_committee=True), Q(team="monitoring")),
            implies("escalated_to_monitoring", Q(status="escalated"), Q(team="monitoring")),
            iff("sent_unless_draft", ~Q(status="draft"), ~Q(submitted_at=None)),
            together("submitted_at", "due_at"),
            together("handled_since", "handler"),
            implies(
                "handled", Q(status__in=["assigned", "needs_info", "answered"]), ~Q(handler=None)
            ),
            together("answered_at", "answered_by", "closes_on"),
            iff("answered_in_words", ~Q(answered_at=None), ~Q(answer="")),
            iff("answered_when_so", Q(status__in=sorted(REPLIED)), ~Q(answered_at=None)),
            iff("ended_when_over", Q(status__in=sorted(OVER)), ~Q(ended_at=None)),
            implies("accepted_when_closed", Q(is_accepted=True), Q(status="closed")),
            implies("clause_of_a_version", ~Q(clause=""), ~Q(version=None)),
            UniqueConstraint(
                "asker", "sent_as", name=NAME + "sent_once", condition=~Q(sent_as=None)
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("breaches:advice_request", args=[self.reference])

    def stand_at(self, to: str) -> Sequence[str]:
        """With the moment at which it is over."""
        if to in OVER:
            self.ended_at = timezone.now()
        return [*super().stand_at(to), "ended_at"]

    @property
    def reference(self) -> str:
        """Our number of it: ADV-000123."""
        return f"ADV-{self.pk:06d}"

    @property
    def reply(self) -> str:
        """The answer as it is shown."""
        return as_advice(self.answer)

    @property
    def is_about_a_committee(self) -> bool:
        """Whether the law on what members said before a decision stands beside it."""
        return self.is_committee or self.kind == AdviceKind.PREDETERMINATION

    def is_late(self, now: datetime) -> bool:
        return self.status in OUR_TURN and self.due_at is not None and self.due_at < now


class AdviceStep(models.TextChoices):
    """What was done about a question."""

    ASKED = "asked", _("Asked")
    TAKEN_ON = "taken_on", _("Taken on")
    MORE_ASKED = "more_asked", _("More is needed")
    REPLIED = "replied", _("More was told")
    WENT_ON = "went_on", _("Answered without more")
    ESCALATED = "escalated", _("Passed to the Monitoring Officer")
    PASSED_ON = "passed_on", _("Passed on: nobody of the team could be told")
    ANSWERED = "answered", _("Answered")
    CROSSED = "crossed", _("An answer that came a moment later, and was not sent")
    ADDED = "added", _("Added to the answer")
    ACCEPTED = "accepted", _("Closed by whoever asked")
    SILENT = "silent", _("Closed after ten working days without a word")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LEFT = "left", _("Withdrawn: whoever asked has left office")


OF_THE_CLOCK = ("passed_on", "silent", "left")
FOR_ADVISERS = frozenset({AdviceStep.CROSSED})
"""What whoever asked does not read."""


class AdviceEntry(Record):
    """A line of the case. Nobody entered what the clock did."""

    request = models.ForeignKey(AdviceRequest, models.CASCADE, related_name="entries")
    what = models.CharField(max_length=12, choices=AdviceStep)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    words = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            one_of("what", AdviceStep),
            iff("by_somebody_or_the_clock", Q(what__in=OF_THE_CLOCK), Q(entered_by=None)),
        ]

    def __str__(self) -> str:
        return str(AdviceStep(self.what).label)
