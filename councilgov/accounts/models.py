"""Invitations: how somebody who has been entered comes to a password of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    UniqueConstraint,
    Value,
    When,
)
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.access import Role
from councilgov.constraints import NAME, holds, together
from councilgov.days import LONDON, day_in_words
from councilgov.deadlines import end_of_day, last_day_before
from councilgov.notices.models import Notice
from councilgov.people.models import Appointment, GroupMembership, TermOfOffice, User
from councilgov.people.narrowed import with_access_over
from councilgov.people.standing import Access
from councilgov.records import Record, RecordQuerySet, Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from councilgov.people.models import UserQuerySet

LASTS = timedelta(days=14)  # after the day of sending, to the end of the last day
LINK = Signer(salt="councilgov.accounts.invitation")
OPEN = Q(accepted_at=None, withdrawn_at=None)
HAS_PASSWORD = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class Standing(models.TextChoices):
    """Whether somebody can sign in, and if not, what is missing."""

    CAN_SIGN_IN = "can_sign_in", gettext_lazy("Can sign in")
    INVITED = "invited", gettext_lazy("Invited")
    RAN_OUT = "ran_out", gettext_lazy("Invitation ran out")
    WITHDRAWN = "withdrawn", gettext_lazy("Invitation withdrawn")
    NOT_INVITED = "not_invited", gettext_lazy("Not invited yet")
    LEFT = "left", gettext_lazy("Left office")
    CLOSED = "closed", gettext_lazy("Closed")


class InvitationQuerySet(RecordQuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor withdrawn; it may have run out."""
        return self.filter(OPEN)

    def usable(self, now: datetime) -> Self:
        """With a link that works at that moment."""
        return self.open().filter(expires_at__gt=now)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawn_at=None)

    def of_link(self, token: str) -> Invitation:
        """The invitation that a link opens, now. Raises ``Refused`` saying why not, and what to do.

        Ask a locked set (``select_for_update``) before acting on the answer.
        """
        try:
            pk, serial = map(int, LINK.unsign(token).split("-"))
        except (BadSignature, ValueError):
            raise Refused(
                _(
                    "This link is not whole. Copy all of it from the message, or ask members’ "
                    "services for a new one."
                )
            ) from None
        invitation = self.select_related("person").filter(pk=pk).first()
        if invitation is None or invitation.serial != serial:
            raise Refused(_("A newer link was sent to you. Open the newest message."))
        if problem := invitation.problem(timezone.now()):
            raise Refused(problem)
        return invitation


class Invitation(Record):
    """One person is asked to choose a password. Sending it again makes a new link of it."""

    person = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    serial = models.PositiveSmallIntegerField(default=1, help_text="The link that works")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            UniqueConstraint(
                "person",
                name=NAME + "one_open_each",
                condition=OPEN,
                violation_error_message=gettext_lazy(
                    "This person has an invitation already. Send it again instead."
                ),
            ),
            holds("accepted_or_withdrawn", Q(accepted_at=None) | Q(withdrawn_at=None)),
            holds("lasts_a_while", Q(expires_at__gt=F("sent_at"))),
            together("withdrawn_at", "withdrawn_by"),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.person_id}"

    @property
    def cause(self) -> str:
        """What its messages are about: this invitation, with this link."""
        return f"{self.pk}-{self.serial}"

    @property
    def last_day(self) -> date:
        """The day, in London, to whose end the link works."""
        return last_day_before(self.expires_at)

    @property
    def token(self) -> str:
        """What makes its link: made whenever it is needed, and nowhere kept."""
        return LINK.sign(self.cause)

    def problem(self, now: datetime) -> str:
        """Why it cannot be accepted at that moment, and what to do; empty if it can be."""
        if self.accepted_at:
            return _("This link has been used. Sign in with the password that you chose.")
        if self.withdrawn_at:
            return _("This invitation was withdrawn. Ask members’ services why.")
        if not self.person.is_active:
            return _("This account is closed. Ask members’ services to open it again.")
        if self.person.access == Access.OVER:
            return _("Their time in office is over, so nobody signs in with this account any more.")
        if self.expires_at <= now:
            return _(
                "This link worked until the end of %(day)s. Ask members’ services for a new one."
            ) % {"day": day_in_words(self.last_day)}
        return ""


LONGEST_PATH, LONGEST_QUERY = 200, 2_000
"""Letters of the address of a saved view."""


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those that somebody shared with a role that one has now."""
        return self.filter(Q(owner=user) | Q(role__in=user.roles))

    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)


class SavedView(models.Model):
    """The filters of a register under a name. A convenience and no evidence: it has no history."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    role = models.CharField(
        max_length=30, choices=Role, blank=True, help_text="Everybody in this role sees it too"
    )
    path = models.CharField(max_length=LONGEST_PATH, help_text="The page of the register")
    query = models.CharField(
        max_length=LONGEST_QUERY, blank=True, help_text="Its filters and sorting"
    )
    name = models.CharField(max_length=60)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            UniqueConstraint(
                "owner",
                "path",
                Upper("name"),
                name=NAME + "named_once",
                violation_error_message=gettext_lazy(
                    "You have a view of this name already. Choose another name."
                ),
            ),
            holds("has_a_name", ~Q(name="")),
            holds("role_known", Q(role="") | Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}"


def expiry(sent_at: datetime) -> datetime:
    """When a link that is sent at that moment stops: midnight in London, so that it lives through
    the whole of the day that its message names.
    """
    return end_of_day(sent_at.astimezone(LONDON).date() + LASTS)


def reachable(people: UserQuerySet) -> UserQuerySet:
    """Those who have a password, or a link to choose one: others can do nothing here yet, and who
    has died, or left office and has no access, can do nothing any more.
    """
    invited = Invitation.objects.usable(timezone.now()).filter(person=OuterRef("pk"))
    gone = with_access_over(timezone.now())
    return people.filter(HAS_PASSWORD | Exists(invited)).exclude(pk__in=gone)


def everybody(now: datetime) -> models.QuerySet[Any]:
    """Everybody with their ``standing``, and what ``roles_of`` needs: four queries for any page.

    ``refused_since`` is when the mail server first refused their address, if it still does.
    """
    today = timezone.localdate(now)
    invited = Invitation.objects.open().filter(person=OuterRef("pk"))
    withdrawn = Invitation.objects.withdrawn().filter(person=OuterRef("pk"))
    standing = Case(
        When(is_active=False, then=Value(Standing.CLOSED.value)),
        When(pk__in=with_access_over(now), then=Value(Standing.LEFT.value)),
        When(HAS_PASSWORD, then=Value(Standing.CAN_SIGN_IN.value)),
        When(Exists(invited.filter(expires_at__gt=now)), then=Value(Standing.INVITED.value)),
        When(Exists(invited), then=Value(Standing.RAN_OUT.value)),
        When(Exists(withdrawn), then=Value(Standing.WITHDRAWN.value)),
        default=Value(Standing.NOT_INVITED.value),
    )
    led = GroupMembership.objects.current(today).filter(is_leader=True)
    refused = Notice.objects.refused().filter(to=OuterRef("pk")).order_by("due_at")
    people: models.QuerySet[Any] = User.objects.annotate(
        standing=standing, refused_since=Subquery(refused.values("due_at")[:1])
    ).prefetch_related(
        Prefetch("terms", TermOfOffice.objects.current(now), to_attr="terms_now"),
        Prefetch("appointments", Appointment.objects.current(today), to_attr="offices_now"),
        Prefetch("memberships", led, to_attr="groups_led"),
    )
    return people
