"""Polls that the council has to do with: when notice of them was published, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.access import OFFICES
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.days import today
from councilgov.people.models import TermOfOffice, Ward
from councilgov.records import Record, RecordQuerySet, Refused

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

    from councilgov.people.models import User


class Kind(models.TextChoices):
    """Who is elected."""

    ORDINARY = "ordinary", _("Ordinary election of councillors")
    BY_ELECTION = "by_election", _("By-election of councillors")
    MAYORAL = "mayoral", _("Election of the mayor")
    GENERAL = "general", _("General election")
    POLICE = "police", _("Election of the Police and Crime Commissioner")
    OTHER = "other", _("Another poll")


OURS = frozenset({Kind.ORDINARY, Kind.BY_ELECTION, Kind.MAYORAL})
"""Those that bring people into office here."""


class ElectionQuerySet(RecordQuerySet["Election"]):
    def standing(self) -> Self:
        """Not countermanded."""
        return self.filter(withdrawn_at=None)

    def held(self, election: Election) -> Election:
        """The same row, held until the transaction ends. Raises ``Refused`` once it was
        countermanded.
        """
        row = self.locked(election)
        if row.is_withdrawn:
            raise Refused(
                gettext("This poll was countermanded."),
                way=(row.get_absolute_url(), gettext("See what can be done now")),
            )
        return row

    def in_period(self, day: date) -> Self:
        """From the day of the notice to that of the poll (Local Government Act 1986, section 2, and
        the Code of Recommended Practice on Local Authority Publicity 2011, paragraph 33).
        """
        return self.standing().filter(notice_on__lte=day, poll_on__gte=day)

    def concerning(self, user: User) -> Self:
        """Those of the whole area; those of some wards for their councillors, and for officers."""
        if not OFFICES.isdisjoint(user.roles):
            return self
        terms = TermOfOffice.objects.current(timezone.now()).filter(councillor=user)
        mine = ElectionWard.objects.filter(ward__in=terms.values("ward"))
        return self.filter(Q(is_whole_area=True) | Q(pk__in=mine.values("election")))


class Election(Record):
    """A poll, entered by members’ services: nothing of it is worked out as a fact."""

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=100)
    notice_on = models.DateField(help_text="Notice of election is published: the period begins")
    poll_on = models.DateField(help_text="Polling day: the period ends with it")
    is_whole_area = models.BooleanField(default=True)
    changes_on = models.DateField(
        null=True,
        blank=True,
        help_text="Who was not elected again retires on it, and successors come in",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ["-poll_on", "-pk"]
        constraints = [
            one_of("kind", Kind),
            holds(
                "notice_comes_before_the_poll",
                Q(notice_on__lt=F("poll_on")),
                refusal=_("Notice is published before polling day."),
            ),
            holds(
                "changes_after_the_poll",
                Q(changes_on=None) | Q(changes_on__gte=F("poll_on")),
                refusal=_("Nobody comes into office before polling day."),
            ),
            together("withdrawn_at", "withdrawn_by"),
            iff("withdrawn_with_reasons", ~Q(withdrawn_at=None), ~Q(withdrawn_because="")),
            implies("ours_alone_bring_somebody_in", ~Q(changes_on=None), Q(kind__in=sorted(OURS))),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("elections:election", args=[self.pk])

    @property
    def is_ours(self) -> bool:
        """It brings people into office here."""
        return self.kind in OURS

    @property
    def is_to_come(self) -> bool:
        """Nobody has voted yet: only a ward with no more candidates than seats has a result."""
        return self.poll_on > today()

    @property
    def ends_seats(self) -> bool:
        """Whoever sits for a ward is up for election; at a by-election they stay."""
        return self.kind != Kind.BY_ELECTION

    @property
    def retires_all(self) -> bool:
        """Councillors retire together after the ordinary day of election, with a poll in their own
        ward or without (Local Government Act 1972, section 7 and Schedule 2, paragraph 6).
        """
        return self.kind == Kind.ORDINARY

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class ElectionWardQuerySet(RecordQuerySet["ElectionWard"]):
    """The wards of polls."""


class ElectionWard(Record):
    """A ward in which a poll is held that is not of the whole area."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="wards")
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="+")

    objects = ElectionWardQuerySet.as_manager()

    class Meta:
        ordering = ["ward__name"]
        constraints = [UniqueConstraint("election", "ward", name=NAME + "once_each")]

    def __str__(self) -> str:
        return f"Ward {self.ward_id} of election {self.election_id}"
