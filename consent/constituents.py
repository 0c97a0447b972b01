"""People whom a councillor is in touch with, each in the capacity in which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Max, Q, UniqueConstraint
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.capacity import Capacity
from councilgov.constraints import NAME, holds, implies, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from consent.openings import Opening
    from councilgov.people.models import User

KEPT = (Capacity.COUNCIL, Capacity.WARD, Capacity.OUTSIDE_BODY)
"""Of party work nothing is kept."""


class AskedBy(models.TextChoices):
    """On whose request the councillor acts (Data Protection Act 2018, Schedule 1, paragraph 23)."""

    THEMSELVES = "themselves", _("The person themselves")
    CANNOT = "cannot", _("Somebody else: the person cannot be asked")
    NOT_FAIR = "not_fair", _("Somebody else: the person cannot fairly be expected to be asked")
    HARM = "harm", _("Somebody else: to ask the person would stand in the way of the help")
    INTEREST = "interest", _("Somebody else: in the interest of another, against an unfair refusal")


class ConstituentQuerySet(RecordQuerySet["Constituent"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, in office, to keep. Nobody else's, whatever their role."""
        return self.filter(councillor=user).here() if user.may_act else self.none()

    def here(self) -> Self:
        """Of councillors who have not left office since: those of an earlier term are nobody's."""
        return self.filter(leaving=None)

    def by_the_clock(self) -> Self:
        """Those who go when nothing has happened for long: of councillors in office, and what the
        council answers for. What becomes of the others, their councillor says when they leave.
        """
        return self.filter(Q(leaving=None) | Q(capacity=Capacity.COUNCIL))

    def lately(self) -> Self:
        """Whom something was logged or noted of last stands first."""
        at = Greatest("begun_at", Max("contacts__logged_at"))
        return self.annotate(lately=at).order_by("-lately", "-pk")

    def locked(self, row: Constituent) -> Constituent:
        """Held before anything that hangs on them, so that no two acts wait for each other."""
        return self.held(row.pk)

    def held(self, pk: int) -> Constituent:
        """The same by its key. Rows that point here may be looked at meanwhile."""
        held = self.select_for_update(of=("self",), no_key=True)
        return self._there(held.filter(pk=pk).first())

    def opened_in(self, opening: Opening) -> Self:
        """Whom its officer reads: those of the ward of that councillor, and nobody who is left
        from an earlier term.
        """
        return self.here().filter(councillor=opening.councillor_id, capacity=Capacity.WARD)

    def readable_by(self, user: User) -> Self:
        """Those of council work, of whoever: the council answers for them, so its officers read
        them for a reason, in an ``Enquiry``. Never those of the ward or of an outside body, and
        never for a councillor, whatever else they are.
        """
        if user.is_councillor or not user.has_perm(Right.READ_COUNCIL_RECORDS):
            return self.none()
        return self.filter(capacity=Capacity.COUNCIL)


class Constituent(Record):
    """Somebody whom a councillor is in touch with, in one capacity.

    The same person met in two capacities is two rows with two controllers, and no permission goes
    from one to the other (Barnet policy, 1: the three roles).
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="constituents"
    )
    capacity = models.CharField(max_length=15, choices=Capacity)
    full_name = models.CharField(max_length=150)
    at_request_of = models.CharField(max_length=15, choices=AskedBy, default=AskedBy.THEMSELVES)
    advocate = models.CharField(
        max_length=150, blank=True, help_text="Who speaks for them, and by what authority"
    )
    begun_at = models.DateTimeField()
    needed_on = models.DateField(null=True, blank=True, help_text="Said to be still needed")
    goes_on = models.DateField(null=True, blank=True, help_text="When they are deleted, if known")
    leaving = models.ForeignKey(
        "consent.Leaving",
        models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
        help_text="With which the councillor left office: nobody reads the record any more",
    )

    objects = ConstituentQuerySet.as_manager()

    class Meta:
        ordering = ["full_name", "pk"]
        indexes = [
            models.Index("councillor", "full_name", name="consent_constituent_of"),
            models.Index("goes_on", name="consent_constituent_goes", condition=~Q(goes_on=None)),
        ]
        constraints = [
            # To these two what hangs on them points too, so that it is of the same councillor
            UniqueConstraint(fields=["id", "councillor"], name=NAME + "whose"),
            UniqueConstraint(fields=["id", "councillor", "capacity"], name=NAME + "whose_in_what"),
            one_of("at_request_of", AskedBy),
            holds("never_of_party_work", Q(capacity__in=KEPT)),
            holds("has_a_name", ~Q(full_name="")),
            implies(
                "spoken_for_by_somebody",
                ~Q(at_request_of="themselves"),
                ~Q(advocate=""),
                refusal=_("Enter who speaks for them, and by what right."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("consent:constituent", args=[self.pk])
