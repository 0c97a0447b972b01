"""The result of an election in one ward: awaited, held until it is confirmed, and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.elections.polls import Election, Kind
from councilgov.people.models import EndReason, TermKind, TermOfOffice, Ward
from councilgov.records import Record, RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from datetime import date
    from typing import Self


class ContestStatus(models.TextChoices):
    """How far the result of a ward is."""

    AWAITED = "awaited", _("No result yet")
    HELD = "held", _("Held until confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    COUNTERMANDED = "countermanded", _("Countermanded")


C = ContestStatus
CONTEST_MOVES: Mapping[str, Set[str]] = {
    C.AWAITED: {C.HELD, C.COUNTERMANDED},
    C.HELD: {C.HELD, C.AWAITED, C.CONFIRMED, C.COUNTERMANDED},
    C.CONFIRMED: {C.HELD},
    C.COUNTERMANDED: {C.AWAITED, C.HELD},
}
"""``HELD`` again where it is entered anew, and after a recount of what was confirmed; ``AWAITED``
again where what was held is thrown away, or a poll was countermanded by mistake. At an ordinary
election who retires is held, and confirmed, also where the poll was countermanded."""


NO_DAY_OF_CHANGE = timedelta(days=4)
"""After the poll, where its day was moved and that of the change has not been entered since."""
OPEN = frozenset({C.AWAITED, C.HELD})


class Outcome(models.TextChoices):
    """What the poll means for somebody."""

    ELECTED = "elected", _("Elected")
    NOT_ELECTED = "not_elected", _("Not elected again")
    STOOD_DOWN = "stood_down", _("Did not stand again")
    ELSEWHERE = "elsewhere", _("Stood in another ward")
    RETIRES = "retires", _("Retires: the poll was countermanded")
    STAYS = "stays", _("Stays: this seat was not up for election")


LEAVES = frozenset({Outcome.NOT_ELECTED, Outcome.STOOD_DOWN, Outcome.RETIRES})
"""Whoever does not go on, as far as this ward can tell."""


class ContestQuerySet(RecordQuerySet["Contest"]):
    def held(self) -> Self:
        return self.filter(status=ContestStatus.HELD)

    def unconfirmed(self) -> Self:
        """Of which no result counts as yet."""
        return self.filter(status__in=OPEN)

    def late(self, day: date) -> Self:
        """Of which no result counts although the day of change has come, or has to be entered
        anew; and those of an ordinary
        election without a poll, of which it is not confirmed who retires.
        """
        due = self.filter(
            Q(election__changes_on__lte=day)
            | Q(election__changes_on=None, election__poll_on__lte=day - NO_DAY_OF_CHANGE),
            election__withdrawn_at=None,
        )
        retiring = Q(status=ContestStatus.COUNTERMANDED, election__kind=Kind.ORDINARY)
        return due.filter(Q(status__in=OPEN) | retiring)

    def with_row(self) -> Self:
        return self.select_related("election", "ward", "held_by", "confirmed_by")


class Contest(Staged):
    """The seats of one ward at one poll, or the office of the mayor, which has no ward."""

    MOVES: ClassVar[Mapping[str, Set[str]]] = CONTEST_MOVES

    election = models.ForeignKey(Election, models.PROTECT, related_name="contests")
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="+", null=True, blank=True)
    seats = models.PositiveSmallIntegerField(help_text="How many are elected at this poll")
    status = models.CharField(max_length=20, choices=ContestStatus, default=ContestStatus.AWAITED)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    words = models.TextField(blank=True, help_text="What the last act on it was about")
    countermanded_because = models.TextField(
        blank=True, help_text="Why no poll was held in this ward; who retires is held all the same"
    )

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["ward__name", "pk"]
        constraints = [
            one_of("status", ContestStatus),
            UniqueConstraint(
                "election", "ward", name=NAME + "one_for_each_ward", nulls_distinct=False
            ),
            holds("has_a_seat", Q(seats__gte=1) & Q(seats__lte=20)),
            iff(
                "held_since",
                Q(status__in=[ContestStatus.HELD, ContestStatus.CONFIRMED]),
                ~Q(held_at=None),
            ),
            iff("confirmed_since", Q(status=ContestStatus.CONFIRMED), ~Q(confirmed_at=None)),
            together("held_at", "held_by"),
            together("confirmed_at", "confirmed_by"),
            implies("awaited_if_there_is_a_poll", Q(status=C.AWAITED), Q(countermanded_because="")),
        ]

    def __str__(self) -> str:
        return self.ward.name if self.ward else str(_("Mayor"))

    def get_absolute_url(self) -> str:
        return reverse("elections:contest", args=[self.election_id, self.pk])

    @property
    def mark(self) -> str:
        """Of what an officer saw: another when the result was entered anew."""
        return self.held_at.isoformat() if self.held_at else ""

    @property
    def has_no_poll(self) -> bool:
        """It was countermanded; who retires may be confirmed by now."""
        return self.status == ContestStatus.COUNTERMANDED or bool(self.countermanded_because)

    @property
    def asks_who_retires(self) -> bool:
        """Nobody is elected, and those who sit retire with all others."""
        return self.has_no_poll and self.election.retires_all

    @property
    def kind_of_term(self) -> TermKind:
        return TermKind.ELECTED if self.ward_id else TermKind.MAYOR

    def stand_at(self, to: str) -> Sequence[str]:
        """Who held and confirmed it is known while it stands."""
        if to != ContestStatus.CONFIRMED:
            self.confirmed_at = self.confirmed_by = None
        if to not in {ContestStatus.HELD, ContestStatus.CONFIRMED}:
            self.held_at = self.held_by = None
        moments = ["held_at", "held_by", "confirmed_at", "confirmed_by", "words"]
        return [*super().stand_at(to), *moments]


class ResultQuerySet(RecordQuerySet["Result"]):
    def elected(self) -> Self:
        return self.filter(outcome=Outcome.ELECTED)


class Result(Record):
    """What the poll in a ward means for one person. Before it is confirmed, nothing follows."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="results")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    full_name = models.CharField(max_length=150, blank=True, help_text="Of somebody new")
    email = models.EmailField(
        blank=True, help_text="The council address that they will have; empty while it is not known"
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    elsewhere = models.ForeignKey(Contest, models.PROTECT, related_name="+", null=True, blank=True)
    is_newcomer = models.BooleanField(default=False, help_text="Has an account by this result")
    was_closed = models.BooleanField(
        default=False, help_text="Had an account that was closed, and is open by this result"
    )
    ended = models.ForeignKey(TermOfOffice, models.PROTECT, related_name="+", null=True, blank=True)
    ended_because = models.CharField(
        max_length=20, blank=True, choices=EndReason, help_text="As that term was ended by it"
    )
    begun = models.ForeignKey(TermOfOffice, models.PROTECT, related_name="+", null=True, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("outcome", Outcome),
            UniqueConstraint(
                fields=["contest", "person"],
                name=NAME + "each_once",
                violation_error_message=_("Somebody is named twice for this ward."),
            ),
            implies("somebody_new_is_named", Q(person=None), ~Q(full_name="")),
            implies("somebody_new_is_elected", Q(person=None), Q(outcome=Outcome.ELECTED)),
            iff("elsewhere_somewhere", Q(outcome=Outcome.ELSEWHERE), ~Q(elsewhere=None)),
            iff("ended_for_a_reason", ~Q(ended=None), ~Q(ended_because="")),
            implies("begun_if_elected", ~Q(begun=None), Q(outcome=Outcome.ELECTED)),
        ]

    def __str__(self) -> str:
        return self.person.full_name if self.person else self.full_name

    @property
    def has_key(self) -> bool:
        """Two who are named alike are one person only where something else says so."""
        return bool(self.person_id or self.email)

    @property
    def is_elected(self) -> bool:
        return self.outcome == Outcome.ELECTED


def begun_by_results() -> set[int]:
    """The keys of terms that began by a result, which would be taken back with it."""
    return set(Result.objects.exclude(begun=None).values_list("begun", flat=True))
