"""The eight tasks of a case of leaving office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, iff, implies, one_of
from councilgov.offboarding.cases import OffboardingCase
from councilgov.offboarding.machines import TASK_MOVES, TaskKind, TaskStatus
from councilgov.records import RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Self

    from councilgov.people.models import User

BY_FACTS = frozenset({TaskKind.RECORDS, TaskKind.DEVICES, TaskKind.RECEIPT})
"""Nobody ticks these off: they are done when the other parts of the portal say so."""
OF_ACCOUNTS = frozenset({TaskKind.SUSPEND, TaskKind.ACCOUNTS})
"""These neither, where the council has named the systems that councillors sign in to."""


class TaskQuerySet(RecordQuerySet["OffboardingTask"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cases that one sees."""
        return self.filter(case__in=OffboardingCase.objects.visible_to(user))


class OffboardingTask(Staged):
    """One of the eight, of one case."""

    MOVES = TASK_MOVES

    case = models.ForeignKey(OffboardingCase, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=TaskKind)
    status = models.CharField(max_length=10, choices=TaskStatus, default=TaskStatus.TO_DO)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Nobody where the portal saw that it was done",
    )
    words = models.CharField(
        max_length=500, blank=True, help_text="What was done, or why it is not needed"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("kind", TaskKind),
            one_of("status", TaskStatus),
            UniqueConstraint("case", "kind", name=NAME + "once_for_each_case"),
            iff("ended_at_a_moment", ~Q(status=TaskStatus.TO_DO), ~Q(ended_at=None)),
            implies("ended_by_at_a_moment", ~Q(ended_by=None), ~Q(ended_at=None)),
            implies(
                "not_needed_with_reasons",
                Q(status=TaskStatus.WAIVED),
                ~Q(words="") & ~Q(ended_by=None),
                refusal=_("Say why it is not needed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def stand_at(self, to: str) -> Sequence[str]:
        """With the moment at which it was done; what was said of it before is forgotten."""
        self.ended_at = None if to == TaskStatus.TO_DO else timezone.now()
        self.ended_by, self.words = None, ""
        return [*super().stand_at(to), "ended_at", "ended_by", "words"]

    @property
    def due_on(self) -> date:
        """The clock that it goes by: one working day, that of equipment, or that of access; of the
        receipt both.
        """
        if self.kind == TaskKind.SUSPEND:
            return self.case.suspend_on
        if self.kind == TaskKind.RECEIPT:
            return max(self.case.access_due_on, self.case.kit_due_on)
        return self.case.kit_due_on if self.kind == TaskKind.DEVICES else self.case.access_due_on

    @property
    def is_to_do(self) -> bool:
        return self.status == TaskStatus.TO_DO

    @property
    def is_by_facts(self) -> bool:
        """Nobody ticks it off: other parts of the portal say when it is done."""
        return self.kind in BY_FACTS or (self.kind in OF_ACCOUNTS and self.case.accounts.exists())
