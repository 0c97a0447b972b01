"""What becomes of a councillor's records when their term ends, and what they chose for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.constituents import Constituent
from consent.machines import LEAVING_MOVES, PARTING_MOVES, LeavingStatus, PartingStatus
from councilgov.access import Right
from councilgov.constraints import iff, implies, one_of, together
from councilgov.people.models import TermOfOffice, has_died
from councilgov.people.narrowed import with_access_over
from councilgov.records import RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import Self

    from councilgov.people.models import User

RUNNING = frozenset({LeavingStatus.OPEN, LeavingStatus.SEALED})
"""Something is still to be decided, or to be deleted."""
WITH_SUCCESSOR = frozenset({PartingStatus.OFFERED, PartingStatus.ACCEPTED, PartingStatus.DECLINED})
GOES = frozenset({PartingStatus.TO_DELETE, PartingStatus.RETURNED, PartingStatus.HANDED})
"""The councillor has chosen, and nothing stands in the way: it is deleted when the term is over."""


class Said(models.TextChoices):
    """What somebody said when they were told that another councillor would have their number."""

    AGREED = "agreed", _("They agreed")
    NOTHING = "nothing", _("They were told, and said nothing against it")


def _has_no_mailbox() -> Q:
    """Their account is closed, or they left and day ten is over: then the mailbox is off too."""
    over = with_access_over(timezone.now())
    return Q(councillor__is_active=False) | Q(councillor__in=over)


class LeavingQuerySet(RecordQuerySet["Leaving"]):
    def visible_to(self, user: User) -> Self:
        """One's own, while something can be chosen: also when one is no councillor any more. None
        to the account of somebody who has died.
        """
        return self.filter(councillor=user, status__in=RUNNING).of_the_living()

    def decided_by(self, user: User) -> Self:
        """One's own of which nothing is left to choose, because all is chosen."""
        return self.filter(councillor=user, status=LeavingStatus.DONE).of_the_living()

    def over(self, now: datetime) -> Self:
        """Of which the term has ended by that moment."""
        return self.filter(term__ends_at__lte=now)

    def of_the_living(self) -> Self:
        """Who can be told something, and choose."""
        return self.exclude(term__in=TermOfOffice.objects.of_the_dead())

    def of_the_dead(self) -> Self:
        return self.filter(term__in=TermOfOffice.objects.of_the_dead())

    def in_hand(self, user: User) -> Self:
        """For officers: who leaves and what is sealed, and nothing of what was noted."""
        return self.filter(status__in=RUNNING) if user.has_perm(Right.SEE_LEAVERS) else self.none()

    def waiting_for_officer(self) -> Self:
        """Of councillors who have died or cannot be reached: nobody has said yet that the time
        runs.
        """
        return self.filter(status=LeavingStatus.SEALED, deletes_on=None)

    def can_be_told(self) -> Self:
        """They read their council mailbox, as they came back or hold an office, or gave another
        address. To who has died nothing is sent.
        """
        return self.filter(~Q(address="") | ~_has_no_mailbox()).of_the_living()

    def to_write_to(self) -> Self:
        """Sealed records of those whose account is closed or whose access is over, and who gave no
        address.
        """
        sealed = self.filter(status=LeavingStatus.SEALED, address="")
        return sealed.filter(_has_no_mailbox()).of_the_living()

    def with_row(self) -> Self:
        return self.select_related("councillor", "term")


class Leaving(Staged):
    """A councillor leaves office, and nobody else may say what becomes of their records.

    "Constituents' records handed back, exported or deleted": of ward records the councillor is the
    controller, whoever keeps them. One for each term at whose end somebody leaves.
    """

    MOVES = LEAVING_MOVES

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="leavings"
    )
    term = models.OneToOneField(TermOfOffice, models.PROTECT, related_name="leaving")
    status = models.CharField(max_length=10, choices=LeavingStatus, default=LeavingStatus.OPEN)
    last_day = models.DateField(help_text="In office")
    answer_until = models.DateField(help_text="The last day on which records are not sealed yet")
    opened_at = models.DateTimeField()
    left_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the records are no longer theirs to read"
    )
    sealed_at = models.DateTimeField(null=True, blank=True)
    deletes_on = models.DateField(null=True, blank=True, help_text="Whatever is left by then")
    told_on = models.DateField(null=True, blank=True, help_text="First notice of the deletion")
    told_again_on = models.DateField(null=True, blank=True, help_text="Second notice")
    period_begun_at = models.DateTimeField(null=True, blank=True, help_text="After a death")
    period_begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    address = models.EmailField(
        blank=True, help_text="Where they are told, if they gave an address for it"
    )

    objects = LeavingQuerySet.as_manager()

    class Meta:
        ordering = ["last_day", "pk"]
        constraints = [
            one_of("status", LeavingStatus),
            implies(
                "sealed_when_left",
                Q(status=LeavingStatus.SEALED),
                ~Q(sealed_at=None) & ~Q(left_at=None),
            ),
            implies("deleted_once_sealed", ~Q(deletes_on=None), ~Q(sealed_at=None)),
            implies("told_before_again", ~Q(told_again_on=None), ~Q(told_on=None)),
            iff("ended_at_a_moment", Q(status__in=sorted(RUNNING)), Q(ended_at=None)),
            together("period_begun_at", "period_begun_by"),
        ]

    def __str__(self) -> str:
        return f"Leaving {self.pk}"

    def stand_at(self, to: str) -> Sequence[str]:
        """With the moment at which it ended, and nobody is told any more; none if it goes on."""
        self.ended_at = None if to in RUNNING else timezone.now()
        self.address = self.address if to in RUNNING else ""
        return [*super().stand_at(to), "ended_at", "address"]

    def unseal(self) -> Sequence[str]:
        """As before the seal, and nobody was told of anything; which columns that changes."""
        self.sealed_at = self.deletes_on = self.told_on = self.told_again_on = None
        self.period_begun_at = self.period_begun_by = None
        told = ["told_on", "told_again_on", "period_begun_at", "period_begun_by"]
        return ["sealed_at", "deletes_on", *told]

    @property
    def is_over(self) -> bool:
        """The term has ended, and the records are out of the councillor's hands."""
        return self.left_at is not None

    @property
    def is_sealed(self) -> bool:
        return self.status == LeavingStatus.SEALED

    @property
    def is_of_the_dead(self) -> bool:
        """Nothing is ever sent to them again."""
        return has_died(self.councillor, [self.term])

    @property
    def is_timed_by_officer(self) -> bool:
        """Sealed, and an officer set the day on which they are deleted."""
        return self.is_sealed and self.period_begun_at is not None

    @property
    def waits_for_officer(self) -> bool:
        """Nobody can be told any more, so an officer says when they are deleted."""
        return self.is_sealed and self.deletes_on is None


class PartingQuerySet(RecordQuerySet["Parting"]):
    def visible_to(self, user: User) -> Self:
        """What one chose oneself."""
        return self.filter(leaving__in=Leaving.objects.visible_to(user))

    def offered_to(self, user: User) -> Self:
        """What somebody who leaves would hand to this councillor, in office: how many, no more."""
        mine = self.filter(successor=user, status=PartingStatus.OFFERED)
        return mine if user.is_councillor else self.none()

    def with_row(self) -> Self:
        return self.select_related("constituent", "leaving__councillor", "leaving__term")


class Parting(Staged):
    """What a councillor chose for one person: carried out when the term is over."""

    MOVES = PARTING_MOVES

    constituent = models.OneToOneField(Constituent, models.CASCADE, related_name="parting")
    leaving = models.ForeignKey(Leaving, models.PROTECT, related_name="partings")
    status = models.CharField(max_length=10, choices=PartingStatus)
    chosen_at = models.DateTimeField()
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    told_on = models.DateField(null=True, blank=True, help_text="The person, about the successor")
    said = models.CharField(max_length=10, choices=Said, blank=True)
    returned_at = models.DateTimeField(
        null=True, blank=True, help_text="When the councillor last took the file"
    )

    objects = PartingQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("status", PartingStatus),
            implies(
                "handed_with_the_person_told",
                Q(status__in=sorted(WITH_SUCCESSOR | {PartingStatus.HANDED})),
                ~Q(successor=None) & ~Q(told_on=None) & Q(said__in=Said.values),
            ),
            implies("returned_as_a_file", Q(status="returned"), ~Q(returned_at=None)),
        ]

    def __str__(self) -> str:
        return f"Parting {self.pk}"

    def choose(
        self,
        status: str,
        *,
        successor: User | None = None,
        told_on: date | None = None,
        said: str = "",
    ) -> Sequence[str]:
        """Take the choice, and nothing of what was chosen before; which columns that changes."""
        self.chosen_at = timezone.now()
        self.successor, self.told_on, self.said = successor, told_on, said
        self.returned_at = None
        fields = ("chosen_at", "successor", "told_on", "said", "returned_at")
        return [*self.stand_at(status), *fields]
