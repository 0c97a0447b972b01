"""Who people are to the council, from when until when."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Case, F, Func, Q, UniqueConstraint, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from councilgov.access import HOLDERS, OF_WHO_MAY_ACT, OFFICES, Role
from councilgov.constraints import NAME, holds
from councilgov.deadlines import last_day_before
from councilgov.people.bodies import (
    Appointment,
    Committee,
    CommitteeMembership,
    Group,
    GroupMembership,
)
from councilgov.people.council import ClosureDay, Council, Insurance
from councilgov.people.held import ACTS, NO_ROLES, SHUT, SUSPENDED, held
from councilgov.people.office import EndReason, TermKind, TermOfOffice, Ward, has_died
from councilgov.people.sorting import SORTS_AS
from councilgov.people.standing import Access, access_after
from councilgov.people.suspensions import Decider, SuspendedFrom, Suspension
from councilgov.records import Kept, OneHistoryManager, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

__all__ = [
    "Appointment",
    "ClosureDay",
    "Committee",
    "CommitteeMembership",
    "Council",
    "Decider",
    "EndReason",
    "Group",
    "GroupMembership",
    "Insurance",
    "SuspendedFrom",
    "Suspension",
    "TermKind",
    "TermOfOffice",
    "User",
    "Ward",
    "has_died",
]


IN_OFFICE = OFFICES | {Role.COUNCILLOR}
"""With one of these nobody is narrowed. Whoever led a group leads it to the end of their last day,
also if a resignation was received in the morning of it, and is no councillor by then."""

MARK = Case(When(is_without_contacts=True, then=Value(SHUT)), default=Value(SUSPENDED))


class UserQuerySet(RecordQuerySet["User"]):
    def locked(self, row: User) -> User:
        """Held. Who holds something of theirs may note it meanwhile, so that nobody waits for ever:
        a new row that names them asks for their key.
        """
        held = self.select_for_update(of=("self",), no_key=True)
        return self._there(held.filter(pk=row.pk).first())

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
    email = models.EmailField(  # noqa: DJ001  # unique, and none before the mailbox exists
        null=True, blank=True, help_text="They sign in with it; none before the mailbox exists"
    )
    phone = models.CharField(max_length=30, blank=True)
    reference = models.CharField(  # noqa: DJ001  # unique, so that most have none
        max_length=30,
        null=True,
        blank=True,
        help_text="Their number in the council's committee system, such as Modern.gov",
    )
    sorts_as = models.GeneratedField(
        expression=Func(F("full_name"), template=" ".join(SORTS_AS.split())),
        output_field=models.TextField(),
        db_persist=True,
    )
    is_active = models.BooleanField(default=True)
    died_on = models.DateField(
        null=True, blank=True, help_text="After they had left: a death in office ends a term"
    )
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
            holds("email_none_rather_than_empty", ~Q(email="")),
            UniqueConstraint(
                fields=["reference"],
                name=NAME + "one_for_each_reference",
                violation_error_message=_("Somebody else has this number already."),
            ),
            holds("reference_none_rather_than_empty", ~Q(reference="")),
            holds("has_a_name", ~Q(full_name=""), refusal=_("Enter a full name.")),
        ]

    def __str__(self) -> str:
        return self.known_as

    @cached_property
    def _standing(self) -> frozenset[str]:
        return held(self.pk, timezone.now())

    @property
    def roles(self) -> frozenset[Role]:
        """What the person is to the council now."""
        return frozenset(Role(role) for role in self._standing - NO_ROLES)

    @property
    def has_declared(self) -> bool:
        """In office, and acceptance was declared where it has to be: also while suspended."""
        return ACTS in self._standing

    @property
    def may_act(self) -> bool:
        """As a councillor: in office, with a declaration of acceptance where one is due, and not
        suspended without their contact records.
        """
        return self.has_declared and SHUT not in self._standing

    @property
    def is_suspended(self) -> bool:
        """In office, and with access to their own for a time, whatever office they have besides."""
        is_marked = not self._standing.isdisjoint({SUSPENDED, SHUT})
        return is_marked and Role.COUNCILLOR in self._standing

    @cached_property
    def access(self) -> Access:
        """Whether they may sign in, and for what: no query more for anybody who has a role."""
        if self.roles & IN_OFFICE:
            return Access.SUSPENDED if self.is_suspended else Access.WHOLE
        terms = list(self.terms.order_by().values_list("ends_at", "end_reason"))
        if self.died_on or any(reason == EndReason.DIED for _end, reason in terms):
            return Access.OVER
        return access_after([end for end, _reason in terms], timezone.now())

    @cached_property
    def leaves_on(self) -> date | None:
        """The last day in office, of somebody of whom it is known and still to come."""
        ends = self.terms.departures().filter(ends_at__gt=timezone.now()).order_by("ends_at")
        first = ends.values_list("ends_at", flat=True).first()
        return last_day_before(first) if first else None

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
