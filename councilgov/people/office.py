"""Terms of office: from when until when somebody is a councillor, and for which ward."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, one_of, together
from councilgov.deadlines import last_day_before
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from councilgov.people.models import User


EVER = datetime.max.replace(tzinfo=UTC)


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


def has_died(person: User, terms: Iterable[TermOfOffice]) -> bool:
    """Whether the council was told that the person of these terms died: in office, or later."""
    in_office = any(term.end_reason == EndReason.DIED for term in terms)
    return in_office or person.died_on is not None


OF_THE_DEAD = Q(end_reason=EndReason.DIED) | Q(councillor__died_on__isnull=False)


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
        """Of whom the council was told that they died: in office, or after they had left."""
        return self.filter(OF_THE_DEAD)

    def departures(self, now: datetime = EVER) -> TermOfOfficeQuerySet:
        """Terms at whose end the councillor left office: no other term went on or followed. Until
        that moment; without one also those to come.
        """
        end = OuterRef("ends_at")
        other = (
            TermOfOffice.objects.filter(councillor=OuterRef("councillor"))
            .filter(starts_on__lte=OuterRef("ends_at__date"))
            .filter(Q(ends_at=None) | Q(ends_at__gt=end))
        )
        return self.filter(~Exists(other), ends_at__lte=now)

    def come_back_from(self, now: datetime) -> TermOfOfficeQuerySet:
        """Of these departures, those after which a new term had begun by that moment."""
        begun = TermOfOffice.objects.filter(
            councillor=OuterRef("councillor"),
            starts_on__gt=OuterRef("ends_at__date"),
            starts_on__lte=timezone.localdate(now),
        )
        return self.filter(Exists(begun))


class TermOfOffice(Record):
    """From when until when somebody is a councillor, for which ward.

    Re-election without a gap, a second ward and a by-election are rows, not flags.
    """

    councillor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="terms")
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
