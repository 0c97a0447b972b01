"""Requests to sign as sets: whose they are, what came of them, and who counts as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from councilgov.access import Right
from councilgov.people.models import GroupMembership
from councilgov.records import RecordQuerySet
from policies.conditions import (
    SAID_AT,
    asked_in_office,
    departures_since,
    is_overdue,
    settled_since_said,
)
from policies.machines import (
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

    from django.db import models

    from councilgov.people.models import User
    from policies.acknowledgements import Acknowledgement  # noqa: F401  # named as a string below


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

    def to_sign_by(self, version: PolicyVersion) -> AcknowledgementQuerySet:
        """By which the version may be signed: the requests for it, and while it is in force the
        refusals of those before it with the same major number, which may be taken back.
        """
        own = Q(version=version)
        if version.is_in_force:
            own |= Q(status=AcknowledgementStatus.DECLINED, pk__in=self.of_line(version))
        return self.filter(own)

    def newest_of_each(self) -> AcknowledgementQuerySet:
        """Of each person, policy and major number the request that counts: the newest one.

        Once a request has an answer no newer one follows, unless the signature was set aside.
        """
        person_and_line = ("councillor_id", "version__policy_id", "version__major")
        in_order = self.live().order_by(*person_and_line, "-version__minor", "-pk")
        return self.model.objects.filter(pk__in=in_order.distinct(*person_and_line).values("pk"))

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
        return self.filter(status__in=TO_SIGN).of_open_lines()

    def with_line(self) -> AcknowledgementQuerySet:
        """Each says in ``has_line`` whether a later minor version of its text is in force."""
        later = PolicyVersion.objects.in_force().filter(
            policy=OuterRef("version__policy"),
            major=OuterRef("version__major"),
            minor__gt=OuterRef("version__minor"),
        )
        return self.annotate(has_line=Exists(later))

    def declined(self) -> AcknowledgementQuerySet:
        """Those declined at some time, also if they were signed later."""
        return self.exclude(declined_at=None)

    def signed(self) -> AcknowledgementQuerySet:
        return self.filter(status__in=SIGNED)

    def once_signed(self) -> AcknowledgementQuerySet:
        """With a signature, whether it stands, is disputed or was set aside."""
        return self.filter(status__in=ONCE_SIGNED)

    def set_aside(self) -> AcknowledgementQuerySet:
        """With a signature that the Monitoring Officer set aside."""
        return self.filter(status=AcknowledgementStatus.VOIDED)

    def with_new_request(self) -> AcknowledgementQuerySet:
        """Each says in ``is_asked_anew`` whether the same person has that policy still to sign."""
        mine = self.model.objects.filter(
            councillor=OuterRef("councillor"), version__policy=OuterRef("version__policy")
        )
        return self.annotate(is_asked_anew=Exists(mine.to_sign(timezone.now())))

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
