"""What is true of a request to sign, as the database works it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from councilgov.people.models import TermOfOffice
from policies.machines import UNSIGNED, AcknowledgementStatus
from policies.statements import StatementNote

if TYPE_CHECKING:
    from datetime import date, datetime

    from councilgov.people.models import TermOfOfficeQuerySet

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
    """Of somebody in office who has not left it since they were asked; what they signed stays."""
    closed = Q(status__in=[AcknowledgementStatus.VOIDED, AcknowledgementStatus.LAPSED])
    return ~closed & (_never_left(now) | _is_back_or_gone(now))


def _never_left(now: datetime) -> Q:
    """Their term has begun, and no departure is known: so they are in office.

    Two short lists tell it of nearly everybody; only of the others each request is looked at.
    """
    begun = TermOfOffice.objects.filter(starts_on__lte=timezone.localdate(now))
    departed = TermOfOffice.objects.departures(now)
    return ~Q(councillor__in=departed.values("councillor")) & Q(
        councillor__in=begun.values("councillor")
    )


def _is_back_or_gone(now: datetime) -> Q:
    term = TermOfOffice.objects.current(now).filter(councillor=OuterRef("councillor"))
    return Q(Exists(term)) & ~(Q(status__in=UNSIGNED) & has_left_since(now))
