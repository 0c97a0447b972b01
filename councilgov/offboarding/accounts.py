"""The council's systems that councillors sign in to, and when each was closed to a leaver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, together
from councilgov.offboarding.cases import OffboardingCase
from councilgov.offboarding.machines import WITH_RECEIPT
from councilgov.people.models import TermOfOffice
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User


TAKEN_BACK = "Taken back"
"""How the history begins that says why what was noted about an account was a mistake."""


class SystemQuerySet(RecordQuerySet["System"]):
    def visible_to(self, user: User) -> Self:
        """All of them to those who keep the list."""
        return self if user.has_perm(Right.KEEP_SYSTEMS) else self.none()

    def used(self) -> Self:
        return self.filter(is_used=True)


class System(Record):
    """Something of the council's that councillors sign in to, such as email: a list of its own."""

    name = models.CharField(max_length=100)
    is_used = models.BooleanField(default=True, help_text="Asked for when somebody leaves")

    objects = SystemQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            UniqueConstraint(
                Lower("name"),
                name=NAME + "of_one_name",
                violation_error_message=_("There is a system of this name already."),
            ),
            holds("has_a_name", ~Q(name=""), refusal=_("Enter the name of the system.")),
        ]

    def __str__(self) -> str:
        return self.name


class AccountEndQuerySet(RecordQuerySet["AccountEnd"]):
    def noted(self) -> Self:
        """Of which the desk has noted that they are suspended, or terminated."""
        return self.exclude(suspended_at=None)

    def not_suspended(self) -> Self:
        return self.filter(suspended_at=None)

    def not_terminated(self) -> Self:
        return self.filter(terminated_at=None)

    def opened(self) -> Self:
        """Of which the desk has noted that somebody in office again can use them."""
        return self.exclude(opened_at=None)

    def to_open(self) -> Self:
        """What was closed to somebody who is in office again, and nobody has said is open: also
        where all was done before they came back.
        """
        now = TermOfOffice.objects.current(timezone.now())
        back = self.filter(
            case__status__in=WITH_RECEIPT, case__councillor__in=now.values("councillor")
        )
        return back.noted().filter(opened_at=None)


class AccountEnd(Record):
    """When the account of a leaver in one system was suspended, and when it was terminated.

    Two moments: "will be suspended and terminated within ten working days" (Members ICT Usage
    Protocol, Responsibilities).
    """

    case = models.ForeignKey(OffboardingCase, models.CASCADE, related_name="accounts")
    system = models.ForeignKey(System, models.PROTECT, related_name="ends")
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    terminated_at = models.DateTimeField(null=True, blank=True)
    terminated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    opened_at = models.DateTimeField(
        null=True, blank=True, help_text="They are in office again, and can use it"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AccountEndQuerySet.as_manager()

    class Meta:
        ordering = ["system__name", "pk"]
        constraints = [
            UniqueConstraint("case", "system", name=NAME + "once_for_each_case"),
            together("suspended_at", "suspended_by"),
            together("terminated_at", "terminated_by"),
            together("opened_at", "opened_by"),
            holds(
                "closed_before_opened",
                Q(opened_at=None)
                | Q(suspended_at__isnull=False, suspended_at__lte=F("opened_at"))
                & (Q(terminated_at=None) | Q(terminated_at__lte=F("opened_at"))),
                refusal=_("It was closed at a later time. Check the time."),
            ),
            holds(
                "suspended_before_terminated",
                Q(terminated_at=None)
                | Q(suspended_at__isnull=False, suspended_at__lte=F("terminated_at")),
                refusal=_("It is suspended before it is terminated."),
            ),
        ]

    def __str__(self) -> str:
        return f"Account {self.pk}"
