"""A case for each departure from office: its two clocks, and how somebody is reached after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import holds, iff, implies, one_of, together
from councilgov.days import today
from councilgov.offboarding.machines import (
    CASE_MOVES,
    ENDED,
    LEFT,
    OF_KIT,
    OPEN,
    WITH_RECEIPT,
    CaseStatus,
    TaskKind,
    TaskStatus,
)
from councilgov.people.models import TermOfOffice, has_died
from councilgov.people.terms import back_after
from councilgov.records import RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from typing import Self

    from councilgov.people.models import User

BY_ACCESS = tuple(kind for kind in TaskKind if kind not in {*OF_KIT, TaskKind.RECEIPT})
"""What goes by the clock of access. Equipment has its own, and the receipt waits for both."""


def still_open(kinds: Collection[str]) -> Exists:
    """One of these tasks of a case is still to be done."""
    to_do = {"tasks__status": TaskStatus.TO_DO, "tasks__kind__in": kinds}
    return Exists(OffboardingCase.objects.filter(pk=OuterRef("pk"), **to_do))


class CaseQuerySet(RecordQuerySet["OffboardingCase"]):
    def visible_to(self, user: User) -> Self:
        """All of them to officers who see leavers; to others their own."""
        if user.has_perm(Right.SEE_OFFBOARDING):
            return self
        return self.filter(councillor=user)

    def open(self) -> Self:
        """Somebody leaves, or has left and not everything is done."""
        return self.filter(status__in=OPEN)

    def left(self) -> Self:
        """Their term is over, and not everything is done."""
        return self.filter(status__in=LEFT)

    def of_the_living(self) -> Self:
        """Whom the portal may write to."""
        return self.exclude(term__in=TermOfOffice.objects.of_the_dead())

    def of_the_dead(self) -> Self:
        """Of whom their family, or an officer, brings what is the council's."""
        return self.filter(term__in=TermOfOffice.objects.of_the_dead())

    def overdue(self, day: date) -> Self:
        """Left, and something is still to be done by a clock that ran out before that day. That of
        equipment stands still while a case is paused.
        """
        return self.left().with_next_due().filter(next_due_on__lt=day)

    def with_next_due(self) -> Self:
        """With the day of the clock that runs out first of those that have something to be done:
        ``next_due_on``, None where none has.
        """
        runs = ~Q(status__in=[CaseStatus.PAUSED, *ENDED])
        access = Q(still_open(BY_ACCESS)) & ~Q(status__in=sorted(ENDED))
        both = Greatest("access_due_on", "kit_due_on")
        first = Least(
            Case(When(access, then=F("access_due_on"))),
            Case(When(Q(still_open(OF_KIT)) & runs, then=F("kit_due_on"))),
        )
        last = Case(When(Q(still_open([TaskKind.RECEIPT])) & runs, then=both))
        return self.annotate(next_due_on=Coalesce(first, last))

    def with_row(self) -> Self:
        """With all that a row of the board shows of the case itself."""
        return self.select_related("councillor", "term__ward")


class OffboardingCase(Staged):
    """One departure from office (Members ICT Usage Protocol, Responsibilities).

    "Access to Council electronic systems will be suspended and terminated within ten working days";
    equipment is "surrendered" by the council's own number of working days.
    """

    MOVES = CASE_MOVES

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="offboarding_cases"
    )
    term = models.OneToOneField(TermOfOffice, models.PROTECT, related_name="offboarding_case")
    status = models.CharField(max_length=10, choices=CaseStatus)
    last_day = models.DateField(help_text="In office: day 0 of both clocks")
    suspend_on = models.DateField(help_text="By when access is suspended")
    access_due_on = models.DateField(help_text="By when access is terminated")
    kit_due_on = models.DateField(help_text="By when equipment is returned")
    kit_extra_days = models.PositiveSmallIntegerField(
        default=0, help_text="Working days for which the clock of equipment stood still"
    )
    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True, help_text="When the term was over")
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    pause_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    private_address = models.EmailField(
        blank=True, help_text="Where they are told once their mailbox is off; for this case alone"
    )
    wants_letters = models.BooleanField(default=False, help_text="Told by post, and not by email")
    postal_address = models.TextField(
        max_length=300, blank=True, help_text="Where letters of this case go, and nothing else"
    )
    contact_name = models.CharField(
        max_length=150, blank=True, help_text="Who brings the equipment of somebody who died"
    )
    contact_phone = models.CharField(max_length=30, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["last_day", "pk"]
        indexes = [models.Index(fields=["status", "last_day"], name="offboarding_case_open")]
        constraints = [
            one_of("status", CaseStatus),
            iff("ended_at_a_moment", Q(status__in=sorted(ENDED)), ~Q(ended_at=None)),
            iff("paused_since", Q(status=CaseStatus.PAUSED), ~Q(paused_at=None)),
            together("paused_at", "paused_by"),
            implies(
                "paused_with_reasons",
                ~Q(paused_at=None),
                ~Q(pause_reason=""),
                refusal=_("Say why the case is paused."),
            ),
            implies("left_once_over", Q(status__in=sorted(LEFT)), ~Q(started_at=None)),
            implies(
                "email_or_letters",
                Q(wants_letters=True),
                Q(private_address=""),
                refusal=_("Choose letters or an email address, not both."),
            ),
            holds(
                "clocks_run_forwards",
                Q(suspend_on__gt=F("last_day"))
                & Q(access_due_on__gte=F("suspend_on"))
                & Q(kit_due_on__gt=F("last_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"Leaving office {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("offboarding:case", args=[self.pk])

    def stand_at(self, to: str) -> Sequence[str]:
        """With the moments that go with it: a pause ends, and how to reach them is forgotten once
        nothing more is to be said.
        """
        now = timezone.now()
        self.ended_at = now if to in ENDED else None
        self.paused_at, self.paused_by, self.pause_reason = None, None, ""
        self.started_at = (self.started_at or now) if to in LEFT else self.started_at
        moments = ["ended_at", "paused_at", "paused_by", "pause_reason", "started_at"]
        return [*super().stand_at(to), *moments]

    @property
    def is_over(self) -> bool:
        """The term has ended, and not everything is done."""
        return self.status in LEFT

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_back(self) -> bool:
        """They left, and are in office again."""
        return self.status == CaseStatus.BACK

    @property
    def has_come_back(self) -> bool:
        """The same, also where all was done before."""
        now = TermOfOffice.objects.current(timezone.now())
        return self.has_receipt and now.filter(councillor=self.councillor_id).exists()

    @property
    def back_on(self) -> date | None:
        """The first day of the term that they have, or will have, after this one."""
        return back_after(self.councillor_id, self.last_day)

    @property
    def has_receipt(self) -> bool:
        """It says what was returned and closed."""
        return self.status in WITH_RECEIPT

    @property
    def is_of_the_dead(self) -> bool:
        """Nothing is ever sent to them again."""
        return has_died(self.councillor, [self.term])

    @property
    def is_access_late(self) -> bool:
        return self.is_over and self.access_due_on < today()

    @property
    def is_kit_late(self) -> bool:
        """While a case is paused, its clock of equipment stands still."""
        return self.status == CaseStatus.RUNNING and self.kit_due_on < today()
