"""The decision of a council's body, as its minutes record it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of
from councilgov.days import day_in_words
from councilgov.ledger.canonical import canonical_text
from councilgov.records import Record, RecordQuerySet
from policies.machines import PUBLIC
from policies.votes import COUNTED, Casting, Method, Votes

if TYPE_CHECKING:
    from typing import Self

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


class Body(models.TextChoices):
    """What kind of body decided: only full council adopts a code of conduct in England."""

    FULL_COUNCIL = "full_council", _("Full council")
    EXECUTIVE = "executive", _("Cabinet or executive")
    COMMITTEE = "committee", _("Committee")
    SUB_COMMITTEE = "sub_committee", _("Sub-committee")
    OFFICER = "officer", _("Officer by delegation")


def plain_name(body: str) -> str:
    """The name of a body as it is compared: capitals and spaces make no other body of it."""
    return " ".join(body.split()).casefold()


class Outcome(models.TextChoices):
    """What was decided ("comment on and approve": Barnet report, recommendation 1)."""

    NOTED = "noted", _("Noted")
    COMMENTED = "commented", _("Commented")
    RECOMMENDED = "recommended", _("Recommended to the next body")
    RECOMMENDED_AS_AMENDED = "recommended_amended", _("Recommended to the next body as amended")
    APPROVED = "approved", _("Approved")
    APPROVED_AS_AMENDED = "approved_as_amended", _("Approved as amended")
    REFERRED_BACK = "referred_back", _("Referred back")
    DEFERRED = "deferred", _("Deferred")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


APPROVALS = frozenset({Outcome.APPROVED, Outcome.APPROVED_AS_AMENDED})
RECOMMENDATIONS = frozenset({Outcome.RECOMMENDED, Outcome.RECOMMENDED_AS_AMENDED})


class DecisionQuerySet(RecordQuerySet["Decision"]):
    def visible_to(self, user: User | Any) -> Self:
        """Everybody sees those on something public; the others are for who works on drafts."""
        if user.is_authenticated and user.has_perm(Right.SEE_DRAFTS):
            return self
        return self.filter(considered__status__in=PUBLIC).distinct()

    def whole(self) -> Self:
        """With who was present, and what was corrected."""
        return self.prefetch_related("attendances", "corrections")


class Decision(Record):
    """One decision, which may approve several versions; corrected only by a dated addition.

    What the minutes do not say stays empty: nothing is made up. The database refuses any change of
    it, of who attended and of what was considered (migration 0002).
    """

    body = models.CharField(max_length=100)
    body_kind = models.CharField(max_length=20, choices=Body)
    met_on = models.DateField()
    began_at_time = models.TimeField(null=True, blank=True)
    ended_at_time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    minute_item = models.CharField(max_length=20, blank=True)
    item_title = models.CharField(max_length=200, blank=True)
    presenter = models.CharField(max_length=100, blank=True)
    interests = models.CharField(
        max_length=200, blank=True, help_text="Interests that were declared, or that none were"
    )
    resolution = models.TextField(blank=True, help_text="In the words of the minutes")
    outcome = models.CharField(max_length=20, choices=Outcome)
    method = models.CharField(max_length=20, choices=Method, default=Method.NOT_RECORDED)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    casting_vote = models.CharField(
        max_length=10, choices=Casting, default=Casting.NONE, blank=True
    )
    named_dissent: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=100), default=list, blank=True
    )
    label = models.CharField(
        max_length=200, blank=True, help_text="Such as: Demo decision, not from the document"
    )
    considered = models.ManyToManyField("policies.PolicyVersion", related_name="decisions")
    """Every version that was decided on, whatever the outcome."""

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-met_on", "-pk"]
        constraints = [
            one_of("body_kind", Body),
            one_of("outcome", Outcome),
            one_of("method", Method),
            one_of("casting_vote", Casting),
            iff("counts_when_counted", Q(method__in=sorted(COUNTED)), ~Q(votes_for=None)),
            iff("all_counts_or_none", ~Q(votes_for=None), ~Q(votes_against=None)),
            implies(
                "casting_vote_when_counted",
                ~Q(casting_vote=""),
                Q(method__in=sorted(COUNTED)),
                refusal=_("Nobody counted the votes, so there is no casting vote."),
            ),
            implies("abstentions_when_counted", ~Q(abstained=None), ~Q(votes_for=None)),
            holds(
                "no_more_votes_than_members",
                Q(votes_for=None)
                | Q(present=None)
                | Q(present__gte=F("votes_for") + F("votes_against") + Coalesce("abstained", 0)),
                refusal=_("There are more votes than members present."),
            ),
            holds("somebody_was_present", Q(present=None) | Q(present__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {day_in_words(self.met_on)}"

    def get_absolute_url(self) -> str:
        return reverse("policies:decision", args=[self.pk])

    @property
    def votes(self) -> Votes:
        """The vote as arithmetic."""
        return Votes(
            method=Method(self.method),
            present=self.present,
            in_favour=self.votes_for,
            against=self.votes_against,
            abstained=self.abstained,
            casting=Casting(self.casting_vote),
        )

    @property
    def facts(self) -> dict[str, JSON]:
        """What its evidence says for ever: codes, dates, numbers and hashes, and nobody's name."""
        texts = self.considered.order_by("pk").values_list("pk", "sha256")
        began, ended = self.began_at_time, self.ended_at_time
        return {
            "body_kind": self.body_kind,
            "outcome": self.outcome,
            "met_on": self.met_on.isoformat(),
            "began_at_time": began.isoformat() if began else None,
            "ended_at_time": ended.isoformat() if ended else None,
            "method": self.method,
            "present": self.present,
            "votes_for": self.votes_for,
            "votes_against": self.votes_against,
            "abstained": self.abstained,
            "casting_vote": self.casting_vote,
            "versions": [{"version": pk, "text_sha256": sha256} for pk, sha256 in texts],
        }

    @property
    def words(self) -> dict[str, str]:
        """Names and free text, of which its evidence holds digests. Lists stand as JSON."""
        plain = ["body", "place", "minute_item", "item_title", "presenter", "interests"]
        words = {name: getattr(self, name) for name in [*plain, "resolution", "label"]}
        members = [member.as_listed for member in self.attendances.order_by("pk")]
        return words | {
            "named_dissent": canonical_text(self.named_dissent),
            "attendances": canonical_text(members),
        }


class Correction(Record):
    """What was wrong in a record of a decision: a dated addition, and the record stays as it was.

    As a committee agrees its earlier minutes subject to an amendment (Havering minute 7). The
    database refuses any change of it.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="corrections")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [holds("says_something", ~Q(text=""))]

    def __str__(self) -> str:
        return f"Correction of decision {self.decision_id}"


class Attendance(Record):
    """Somebody who was present at the meeting, by the name in its minutes."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="attendances")
    name = models.CharField(max_length=100)
    group = models.CharField(max_length=100, blank=True)
    office = models.CharField(max_length=50, blank=True, help_text="Chairman, Vice-Chair")
    substitute_for = models.CharField(max_length=100, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [UniqueConstraint("decision", "name", name=NAME + "once_each")]

    def __str__(self) -> str:
        return self.name

    @property
    def as_listed(self) -> dict[str, str]:
        """Who it was and what for, as the evidence of the decision holds it."""
        return {
            "name": self.name,
            "group": self.group,
            "office": self.office,
            "substitute_for": self.substitute_for,
        }
