"""What is true of a request to sign, as the database works it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.db.models.functions import Coalesce, Greatest, TruncDate

from councilgov.people.models import TermOfOffice
from policies.machines import UNSIGNED, AcknowledgementStatus
from policies.statements import StatementNote

if TYPE_CHECKING:
    from datetime import date, datetime

    from councilgov.people.office import TermOfOfficeQuerySet

SAID_AT = Greatest("declined_at", Case(When(~Q(objection=""), then=F("signed_at"))))
"""When the last statement was made; PostgreSQL leaves out what is unknown."""

SIGNED_ON = Coalesce("recorded__given_on", TruncDate("signed_at"))
"""The day of a signature: in London, or that on the paper or of the call, whenever entered."""


def is_overdue(today: date) -> Q:
    """Neither answered nor exempt, and the last day is past."""
    return Q(status__in=UNSIGNED, due_on__lt=today)


def settled_since_said() -> Exists:
    """Whether the last note on a statement, no older than the statement, says so."""
    notes = StatementNote.objects.last_ones().filter(acknowledgement=OuterRef("pk"))
    return Exists(notes.filter(is_settled=True, noted_at__gte=OuterRef("said_at")))


def departures_since(now: datetime) -> TermOfOfficeQuerySet:
    """The terms with which the councillor of a request left office after they were asked."""
    return TermOfOffice.objects.departures(now).filter(
        councillor=OuterRef("councillor"), ends_at__date__gte=OuterRef("asked_on")
    )


def has_left_since(now: datetime) -> Q:
    """Of those who left office after they were asked, whether or not they are back."""
    return Q(Exists(departures_since(now)))


def asked_in_office(now: datetime) -> Q:
    """Of somebody in office who has not left it since they were asked; what they signed stays.

    Each part is a join of its own, so that a million requests are looked at together.
    """
    closed = Q(status__in=[AcknowledgementStatus.VOIDED, AcknowledgementStatus.LAPSED])
    in_office = TermOfOffice.objects.current(now).values("councillor")
    status = ExpressionWrapper(OuterRef("status"), output_field=CharField())
    left_unsigned = departures_since(now).alias(asked=status).filter(asked__in=UNSIGNED)
    return ~closed & Q(councillor__in=in_office) & ~Q(Exists(left_unsigned))
