"""Who people are to the council, from when until when."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, UniqueConstraint, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from councilgov.access import HOLDERS, OF_WHO_MAY_ACT, OFFICES, Role
from councilgov.constraints import NAME, holds, one_of, together
from councilgov.deadlines import last_day_before
from councilgov.people.bodies import (
    Appointment,
    Committee,
    CommitteeMembership,
    Group,
    GroupMembership,
)
from councilgov.people.council import ClosureDay, Council, Insurance
from councilgov.people.sorting import SORTS_AS
from councilgov.people.standing import Access, access_after
from councilgov.records import Kept, OneHistoryManager, Record, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

__all__ = [
    "Appointment",
    "ClosureDay",
    "Committee",
    "CommitteeMembership",
    "Council",
    "EndReason",
    "Group",
    "GroupMembership",
    "Insurance",
    "TermKind",
    "TermOfOffice",
    "User",
    "Ward",
]


ACTS = "acts"  # beside the roles of somebody: that they may act as a councillor


IN_OFFICE = OFFICES | {Role.COUNCILLOR}
"""With one of these nobody is narrowed. Whoever led a group leads it to the end of their last day,
also if a resignation was received in the morning of it, and is no councillor by then."""


class UserQuerySet(RecordQuerySet["User"]):
    def councillors(self, now: datetime) -> UserQuerySet:
        """Everybody in office at that moment."""
        return self.filter(pk__in=TermOfOffice.objects.current(now).values("councillor"))

    def acting(self, now: datetime) -> UserQuerySet:
        """Everybody who may act as a councillor at that moment."""
        return self.filter(pk__in=TermOfOffice.objects.acting(now).values("councillor"))

    def holding(self, *roles: Role) -> UserQuerySet:
        """Everybody appointed to one of these roles today."""
        appointed = Appointment.objects.current(timezone.localdate()).filter(role__in=roles)
        return self.filter(pk__in=appointed.values("officer"), is_active=True)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds people by the email address that they sign in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(email=(username or "").lower())
        return user


class User(AbstractBaseUser, Kept):
    """Somebody who signs in, or will: a new member may exist before the mailbox does."""

    full_name = models.CharField(max_length=150)
    known_as = models.CharField(
        max_length=150, help_text="How the portal greets them: Councillor Smart"
    )
    email = models.EmailField()
    phone = models.CharField(max_length=30, blank=True)
    sorts_as = models.GeneratedField(
        expression=Func(F("full_name"), template=" ".join(SORTS_AS.split())),
        output_field=models.TextField(),
        db_persist=True,
    )
    is_active = models.BooleanField(default=True)
    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "sorts_as"], history_manager=OneHistoryManager
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "known_as"]

    objects = UserManager()

    class Meta:
        ordering = ["sorts_as", "pk"]
        indexes = [models.Index(fields=["sorts_as", "id"], name="people_user_by_name")]
        constraints = [
            UniqueConstraint(
                fields=["email"],
                name=NAME + "one_for_each_email",
                violation_error_message=_(
                    "There is an account with this email address already. "
                    "Enter another address, or look for the person under People"
                ),
            ),
            holds("email_in_lower_case", Q(email=Lower("email"))),
            holds("has_a_name", ~Q(full_name=""), refusal=_("Enter a full name.")),
        ]

    def __str__(self) -> str:
        return self.known_as

    @cached_property
    def _standing(self) -> frozenset[str]:
        """Their roles now, and whether they may act: one query. Nothing, once they have died."""
        now, today = timezone.now(), timezone.localdate()
        lives = ~Exists(TermOfOffice.objects.of_the_dead().filter(councillor=self))
        term = TermOfOffice.objects.current(now).filter(lives, councillor=self)
        led = GroupMembership.objects.current(today).filter(lives, councillor=self, is_leader=True)
        office = Appointment.objects.current(today).filter(lives, officer=self).order_by()
        found = office.values_list("role").union(
            term.order_by().values_list(Value(Role.COUNCILLOR.value)),
            term.acting(now).order_by().values_list(Value(ACTS)),
            led.order_by().values_list(Value(Role.GROUP_LEADER.value)),
        )
        return frozenset(role for (role,) in found)

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is to the council now."""
        return frozenset(Role(role) for role in self._standing - {ACTS})

    @property
    def may_act(self) -> bool:
        """As a councillor: in office, and with a declaration of acceptance where one is due."""
        return ACTS in self._standing

    @cached_property
    def access(self) -> Access:
        """Whether they may sign in, and for what: no query more for anybody who has a role."""
        if self.roles & IN_OFFICE:
            return Access.WHOLE
        terms = list(self.terms.order_by().values_list("ends_at", "end_reason"))
        if any(reason == EndReason.DIED for _end, reason in terms):
            return Access.OVER
        return access_after([end for end, _reason in terms], timezone.now())

    @property
    def is_councillor(self) -> bool:
        return Role.COUNCILLOR in self.roles

    def has_perm(self, perm: str, _obj: Any = None) -> bool:
        """Rights come from the table in ``access`` and from nowhere else."""
        holders = HOLDERS.get(perm, frozenset())
        may = self.is_active and not holders.isdisjoint(self.roles)
        return may and (perm not in OF_WHO_MAY_ACT or self.may_act)

    def has_perms(self, perm_list: Iterable[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)


class Ward(Record):
    """A part of the area that elects councillors."""

    name = models.CharField(max_length=100, unique=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TermKind(models.TextChoices):
    ELECTED = "elected", _("Elected")
    CO_OPTED = "co_opted", _("Co-opted")
    INDEPENDENT = "independent", _("Independent person")
    MAYOR = "mayor", _("Directly elected mayor")


class EndReason(models.TextChoices):
    """Why a term ended (Local Government Act 1972, sections 7 and 80 to 86)."""

    RETIRED = "retired", _("Retired at the election")
    NOT_RE_ELECTED = "not_re_elected", _("Not re-elected")
    RESIGNED = "resigned", _("Resigned")
    NOT_ATTENDING = "not_attending", _("Did not attend for six months")
    DISQUALIFIED = "disqualified", _("Disqualified")
    NO_DECLARATION = "no_declaration", _("Made no declaration of acceptance")
    DIED = "died", _("Died")
    WARD_ABOLISHED = "ward_abolished", _("The ward was abolished")


class TermOfOfficeQuerySet(RecordQuerySet["TermOfOffice"]):
    def unfinished(self, now: datetime) -> TermOfOfficeQuerySet:
        """Not over at that moment: in office, or yet to begin."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now))

    def current(self, now: datetime) -> TermOfOfficeQuerySet:
        """In office at that moment."""
        return self.unfinished(now).filter(starts_on__lte=timezone.localdate(now))

    def acting(self, now: datetime) -> TermOfOfficeQuerySet:
        """In office at that moment, and allowed to act: who is newly elected may not before the
        declaration of acceptance (Local Government Act 1972, section 83).
        """
        has_declared = Q(declared_on__lte=timezone.localdate(now))
        return self.current(now).filter(Q(declaration_due_on=None) | has_declared)

    def undeclared(self) -> TermOfOfficeQuerySet:
        """Elected, and without a declaration of acceptance as yet."""
        waited_for = self.filter(declared_on=None, declaration_due_on__isnull=False)
        return waited_for.exclude(end_reason=EndReason.NO_DECLARATION)

    def of_the_dead(self) -> TermOfOfficeQuerySet:
        """Of whom the council was told that they died."""
        return self.filter(end_reason=EndReason.DIED)

    def departures(self, now: datetime) -> TermOfOfficeQuerySet:
        """Terms at whose end the councillor left office: no other term went on or followed."""
        end = OuterRef("ends_at")
        other = (
            TermOfOffice.objects.filter(councillor=OuterRef("councillor"))
            .filter(starts_on__lte=OuterRef("ends_at__date"))
            .filter(Q(ends_at=None) | Q(ends_at__gt=end))
        )
        return self.filter(~Exists(other), ends_at__lte=now)


class TermOfOffice(Record):
    """From when until when somebody is a councillor, for which ward.

    Re-election without a gap, a second ward and a by-election are rows, not flags.
    """

    councillor = models.ForeignKey(User, models.PROTECT, related_name="terms")
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="terms", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=TermKind, default=TermKind.ELECTED)
    starts_on = models.DateField()
    declared_on = models.DateField(
        null=True, blank=True, help_text="Declaration of acceptance of office"
    )
    declaration_due_on = models.DateField(
        null=True,
        blank=True,
        help_text="Until they declare they may not act; empty where nobody waits for a declaration",
    )
    ends_at = models.DateTimeField(
        null=True, blank=True, help_text="A resignation ends a term on receipt, to the minute"
    )
    end_reason = models.CharField(max_length=20, choices=EndReason, null=True, blank=True)  # noqa: DJ001  # unknown until it ends

    objects = TermOfOfficeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            one_of("kind", TermKind),
            together("ends_at", "end_reason"),
            holds(
                "ends_after_it_starts",
                Q(ends_at=None) | Q(ends_at__date__gte=F("starts_on")),
                refusal=_("A term can’t end before it starts."),
            ),
            UniqueConstraint(
                "councillor",
                "ward",
                name=NAME + "one_open_in_a_ward",
                condition=Q(ends_at=None),
                nulls_distinct=False,
                violation_error_message=_(
                    "This councillor has an open term for this ward already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Term of {self.councillor_id} from {self.starts_on}"

    @property
    def last_day(self) -> date | None:
        """In office; None while no end is known."""
        return last_day_before(self.ends_at) if self.ends_at else None
