"""What each councillor was asked to sign, and what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
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
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of
from councilgov.days import day_in_words, in_london
from councilgov.people.models import GroupMembership
from councilgov.records import RecordQuerySet, Staged
from policies.conditions import (
    SAID_AT,
    asked_in_office,
    departures_since,
    is_overdue,
    settled_since_said,
)
from policies.machines import (
    ACKNOWLEDGEMENT_MOVES,
    ONCE_SIGNED,
    OPEN_REQUESTS,
    OPEN_TO_SIGN,
    SIGNED,
    TO_SIGN,
    UNSIGNED,
    AcknowledgementStatus,
)
from policies.versions import PolicyVersion

if TYPE_CHECKING:
    from datetime import date, datetime

    from councilgov.people.models import User


class AcknowledgementQuerySet(RecordQuerySet["Acknowledgement"]):
    def visible_to(self, user: User) -> AcknowledgementQuerySet:
        """Everybody's to those who keep the register; to others only their own."""
        if user.has_perm(Right.SEE_REGISTER):
            return self
        return self.filter(councillor=user)

    def with_version(self) -> AcknowledgementQuerySet:
        """With version and policy, but without the long text of it."""
        return self.select_related("version__policy").defer("version__clauses", "version__gaps")

    def of_same_major(self, version: PolicyVersion) -> AcknowledgementQuerySet:
        """Of the other versions with the same major number, whose minor changes ask nobody."""
        of_major = self.filter(version__policy=version.policy, version__major=version.major)
        return of_major.exclude(version=version).live()

    def of_line(self, version: PolicyVersion) -> AcknowledgementQuerySet:
        """Of this version and of those before it with the same major number.

        A minor version asks nobody who answered one of them, so only together do they say who
        has signed. Of each person one request stands; the others were replaced or set aside.
        """
        line = PolicyVersion.objects.filter(
            policy=version.policy_id, major=version.major, minor__lte=version.minor
        )
        return self.filter(version__in=line.order_by().values("pk"))

    def newest_of_each(self) -> AcknowledgementQuerySet:
        """Of each person, policy and major number the request that counts: the newest one.

        Once a request has an answer no newer one follows, unless the signature was set aside.
        """
        person_and_line = ("councillor_id", "version__policy_id", "version__major")
        in_order = self.live().order_by(*person_and_line, "-version__minor", "-pk")
        return Acknowledgement.objects.filter(
            pk__in=in_order.distinct(*person_and_line).values("pk")
        )

    def live(self) -> AcknowledgementQuerySet:
        """Without the signatures that were set aside: a new request has taken their place."""
        return self.exclude(status=AcknowledgementStatus.VOIDED)

    def with_statement(self) -> AcknowledgementQuerySet:
        """Whose councillor objected, or said why they declined."""
        return self.exclude(objection="", decline_reason="")

    def with_settled(self) -> AcknowledgementQuerySet:
        """Each says in ``is_settled`` whether its statement, if it has one, is dealt with.

        An objection made after a refusal was dealt with is a new matter.
        """
        return self.alias(said_at=SAID_AT).annotate(is_settled=settled_since_said())

    def unsettled(self) -> AcknowledgementQuerySet:
        """With a statement that nobody has dealt with."""
        return self.with_statement().alias(said_at=SAID_AT).exclude(settled_since_said())

    def settled(self) -> AcknowledgementQuerySet:
        """With a statement that was dealt with."""
        return self.with_statement().alias(said_at=SAID_AT).filter(settled_since_said())

    def lapsed(self) -> AcknowledgementQuerySet:
        """Those whose councillor left without signing, and was not asked again."""
        return self.filter(status=AcknowledgementStatus.LAPSED)

    def of_leavers(self, version: PolicyVersion, now: datetime) -> AcknowledgementQuerySet:
        """Of this version, open, of somebody who left office or the audience since they were asked.

        Each says in ``left_at`` when they left office; None if they only left the audience.
        """
        asked = version.policy.terms_asked(now).filter(councillor=OuterRef("councillor"))
        departed = departures_since(now).order_by("ends_at").values("ends_at")[:1]
        open_ones = self.filter(version=version, status__in=OPEN_REQUESTS)
        return open_ones.annotate(left_at=Subquery(departed)).filter(
            ~Exists(asked) | ~Q(left_at=None)
        )

    def to_sign(self, now: datetime) -> AcknowledgementQuerySet:
        """What somebody in office has still to sign."""
        return self.unsigned().of_open_versions().in_office(now)

    def on_own_pages(self, now: datetime) -> AcknowledgementQuerySet:
        """What councillors see of their own: their signatures; in office, their requests too."""
        stands = SIGNED | {AcknowledgementStatus.DISPUTED}
        return self.filter(Q(status__in=stands) | asked_in_office(now))

    def unsigned(self) -> AcknowledgementQuerySet:
        return self.filter(status__in=UNSIGNED)

    def without_answer(self) -> AcknowledgementQuerySet:
        """Neither signed nor declined, or exempt for now: closed when the version is replaced."""
        return self.filter(status__in=[*UNSIGNED, AcknowledgementStatus.EXEMPT])

    def may_still_sign(self) -> AcknowledgementQuerySet:
        """Also those who declined or are exempt."""
        return self.filter(status__in=TO_SIGN).of_open_versions()

    def declined(self) -> AcknowledgementQuerySet:
        """Those declined at some time, also if they were signed later."""
        return self.exclude(declined_at=None)

    def signed(self) -> AcknowledgementQuerySet:
        return self.filter(status__in=SIGNED)

    def once_signed(self) -> AcknowledgementQuerySet:
        """With a signature, whether it stands, is disputed or was set aside."""
        return self.filter(status__in=ONCE_SIGNED)

    def with_recorded(self) -> AcknowledgementQuerySet:
        """With what an officer recorded, if the signature was not given here."""
        return self.select_related("recorded__recorded_by", "recorded__settled_by")

    def disputed(self) -> AcknowledgementQuerySet:
        return self.filter(status=AcknowledgementStatus.DISPUTED)

    def exempt(self) -> AcknowledgementQuerySet:
        return self.filter(status=AcknowledgementStatus.EXEMPT)

    def statements_visible_to(self, user: User) -> AcknowledgementQuerySet:
        """With what they typed: one's own, and everybody's to the Monitoring Officer."""
        return self if user.has_perm(Right.SEE_STATEMENTS) else self.filter(councillor=user)

    def for_register(self) -> AcknowledgementQuerySet:
        """Of what is open to sign and people in office, with all that a row shows."""
        return self.of_open_lines().in_office(timezone.now()).with_row()

    def with_office(self, now: datetime) -> AcknowledgementQuerySet:
        """Each says in ``is_asked`` whether its councillor is in office, and so may sign."""
        return self.annotate(is_asked=Case(When(asked_in_office(now), then=True), default=False))

    def with_row(self) -> AcknowledgementQuerySet:
        """With all that a row of the register shows."""
        member = GroupMembership.objects.current(timezone.localdate()).filter(
            councillor=OuterRef("councillor")
        )
        return (
            self.with_version()
            .select_related("councillor", "recorded")
            .with_settled()
            .annotate(
                group=Subquery(member.values("group__name")[:1]),
                answered_at=Coalesce("signed_at", "declined_at"),
            )
        )

    def overdue(self, today: date) -> AcknowledgementQuerySet:
        return self.filter(is_overdue(today))

    def asked_of(self, version: PolicyVersion, now: datetime) -> AcknowledgementQuerySet:
        """Whoever counts as asked to sign the version: while it is open, who is in office.

        Each person once, whichever version of the same major number they answered.
        """
        line = self.of_line(version)
        if version.is_open_to_sign:
            return line.not_replaced().in_office(now)
        return line.newest_of_each()

    def of_group_led_by(self, leader: User) -> AcknowledgementQuerySet:
        """Of those who are members today of the group that this person leads today."""
        today = GroupMembership.objects.current(timezone.localdate())
        led = today.filter(councillor=leader, is_leader=True).values("group")
        return self.filter(councillor__in=today.filter(group__in=led).values("councillor"))

    def not_signed(self) -> AcknowledgementQuerySet:
        """For whatever reason: also those who declined, are exempt, or dispute their signature."""
        return self.exclude(status__in=SIGNED)

    def tally(self) -> dict[str, int]:
        """How many were asked, and how many of them signed."""
        return self.aggregate(asked=Count("pk"), signed=Count("pk", Q(status__in=SIGNED)))

    def of_open_versions(self) -> AcknowledgementQuerySet:
        return self.filter(version__status__in=OPEN_TO_SIGN)

    def of_open_lines(self) -> AcknowledgementQuerySet:
        """Of versions open to sign, and what was answered to those before of the same major
        number: so each person counts once for each.
        """
        open_now = PolicyVersion.objects.open_to_sign().filter(
            policy=OuterRef("policy"), major=OuterRef("major"), minor__gte=OuterRef("minor")
        )
        lines = PolicyVersion.objects.filter(Exists(open_now)).order_by()
        return self.not_replaced().filter(version__in=lines.values("pk"))

    def not_replaced(self) -> AcknowledgementQuerySet:
        """Without requests in whose place another one may have come."""
        return self.exclude(status=AcknowledgementStatus.SUPERSEDED)

    def by_line(self, today: date) -> models.QuerySet[Any, Any]:
        """For each policy and major number open to sign: how many were asked, and what came of it.

        Counts columns of the index ``acknowledgement_register``, which answers without the table.
        """
        return (
            self.of_open_lines()
            .order_by()
            .values("version__policy", "version__major")
            .annotate(
                asked=Count("version"),
                signed=Count("version", Q(status__in=SIGNED)),
                not_signed=Count("version", ~Q(status__in=SIGNED)),
                objected=Count("version", Q(status=AcknowledgementStatus.OBJECTED)),
                declined=Count("version", Q(status=AcknowledgementStatus.DECLINED)),
                overdue=Count("version", is_overdue(today)),
            )
        )

    def in_office(self, now: datetime) -> AcknowledgementQuerySet:
        """Of those in office, without what they left unsigned in a term that ended before."""
        return self.filter(asked_in_office(now))


class Lapse(models.TextChoices):
    """Why a request ended without an answer."""

    LEFT_OFFICE = "left_office", _("Left office")
    LEFT_AUDIENCE = "left_audience", _("No longer among those asked")


class Acknowledgement(Staged):
    """That a councillor was asked to read and agree to a version, and what came of it."""

    MOVES = ACKNOWLEDGEMENT_MOVES

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
    lapsed_on = models.DateField(
        null=True, blank=True, help_text="The last day in office, or the day it was no longer asked"
    )
    lapsed_because = models.CharField(max_length=20, choices=Lapse, blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            one_of("status", AcknowledgementStatus),
            UniqueConstraint(
                "councillor",
                "version",
                name=NAME + "once_each",
                condition=~Q(status=AcknowledgementStatus.VOIDED),
            ),
            iff("moment_when_signed", Q(status__in=sorted(ONCE_SIGNED)), ~Q(signed_at=None)),
            iff("words_when_signed", Q(status__in=sorted(ONCE_SIGNED)), ~Q(typed_name="")),
            iff("hash_when_signed", ~Q(signed_at=None), Q(text_sha256__regex=r"^[0-9a-f]{64}$")),
            iff("objection_when_objected", Q(status="objected"), ~Q(objection="")),
            iff("reason_when_declined", ~Q(declined_at=None), ~Q(decline_reason="")),
            implies("moment_when_declined", Q(status="declined"), ~Q(declined_at=None)),
            iff("day_when_lapsed", Q(status="lapsed"), ~Q(lapsed_on=None)),
            iff("reason_when_lapsed", ~Q(lapsed_on=None), ~Q(lapsed_because="")),
            holds("lapsed_because_known", Q(lapsed_because__in=["", *Lapse.values])),
            holds("due_after_asked", Q(due_on__gte=F("asked_on"))),
        ]
        indexes = [
            models.Index(
                fields=["version", "status"],
                include=["councillor", "asked_on", "due_on"],  # what is counted of each policy
                name="acknowledgement_register",
            ),
            models.Index(
                fields=["id"],
                name="acknowledgement_said",
                condition=~Q(objection="", decline_reason=""),  # few ever say something
            ),
        ]

    def __str__(self) -> str:
        return f"Your signature of {self.version}"

    def get_absolute_url(self) -> str:
        """Where the councillor reads and signs."""
        return self.version.policy.get_absolute_url()

    @property
    def is_signed(self) -> bool:
        return self.status in SIGNED

    @property
    def signed_on(self) -> date | None:
        """The day in London, or that on the paper or of the call, whenever it was entered."""
        if self.is_recorded:
            given_on: date = self.recorded.given_on
            return given_on
        return in_london(self.signed_at) if self.signed_at else None

    @property
    def is_recorded(self) -> bool:
        """An officer recorded the signature: it was given on paper or by phone."""
        return hasattr(self, "recorded")

    @property
    def is_voided(self) -> bool:
        """The Monitoring Officer set the signature aside."""
        return self.status == AcknowledgementStatus.VOIDED

    @property
    def is_disputed(self) -> bool:
        """An officer recorded a signature, and the councillor says that they did not give it."""
        return self.status == AcknowledgementStatus.DISPUTED

    @property
    def is_due(self) -> bool:
        """To be signed by a day: neither answered nor exempt."""
        return self.status in UNSIGNED

    @property
    def is_exempt(self) -> bool:
        return self.status == AcknowledgementStatus.EXEMPT

    @property
    def exempt_until(self) -> date | None:
        """The last day of the exemption that is open, if one is."""
        open_ones = (row.until for row in self.exemptions.all() if row.ended_at is None)
        return next(open_ones, None)

    @property
    def may_still_sign(self) -> bool:
        """Also after declining, but not once a newer version is in force."""
        return self.status in TO_SIGN and self.version.is_open_to_sign

    @property
    def has_statement(self) -> bool:
        """They objected, or said why they declined."""
        return bool(self.objection or self.decline_reason)

    @property
    def receipt(self) -> str:
        """What the council can say of a request that lapsed: a negative receipt, in words."""
        if self.lapsed_on is None:
            return ""
        told = (
            gettext("Left office on %(day)s without signing version %(number)s.")
            if self.lapsed_because == Lapse.LEFT_OFFICE
            else gettext("No longer asked since %(day)s; version %(number)s was not signed.")
        )
        return told % {"day": day_in_words(self.lapsed_on), "number": self.version.number}

    @property
    def is_late(self) -> bool:
        """Overdue today."""
        return self.is_overdue(timezone.localdate())

    def is_overdue(self, today: date) -> bool:
        return self.status in UNSIGNED and self.due_on < today


def signatures_of(user: User | Any) -> Prefetch[str]:
    """For versions: each gets ``signatures``, a list of what this person sees of their own."""
    own = Acknowledgement.objects.filter(councillor_id=user.pk).on_own_pages(timezone.now())
    return Prefetch("acknowledgements", own.select_related("recorded"), to_attr="signatures")
