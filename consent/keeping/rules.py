"""Whose time is over: a year after the last contact, or four weeks after the councillor's term."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.db.models import DateField, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest, TruncDate

from consent.contacts import Contact
from consent.permissions import ContactPermission
from councilgov.days import LONDON
from councilgov.deadlines import end_of_day, months_after
from councilgov.people.models import Council, TermOfOffice

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from consent.constituents import ConstituentQuerySet

SAID_BEFORE = timedelta(days=28)
"""So long beforehand the councillor is told, and so long after their term nobody sees the rows."""


def last_day_gone(today: date, months: int) -> date:
    """The latest day from which so many calendar months are over: all days before it are too."""
    day = today - relativedelta(months=months)
    while months_after(day + timedelta(days=1), months) <= today:
        day += timedelta(days=1)
    return day


def with_last_heard(people: ConstituentQuerySet) -> QuerySet[Any]:
    """People with the last day on which anything happened between them (``last_heard``)."""
    ended = TruncDate("ended_at", tzinfo=LONDON)
    agreed = Greatest("asked_on", "answered_on", "verified_on", "last_contact_on", ended)
    return people.annotate(
        last_heard=Greatest(
            TruncDate("begun_at", tzinfo=LONDON),
            F("needed_on"),
            _latest(ContactPermission, agreed),
            _latest(Contact, F("happened_on")),
        )
    )


def _latest(model: type[ContactPermission | Contact], day: Any) -> Subquery:
    rows: QuerySet[Any] = model._default_manager.filter(constituent=OuterRef("pk")).order_by()
    last = rows.values("constituent").annotate(last=Max(day)).values("last")
    return Subquery(last, output_field=DateField())


def due_by(people: ConstituentQuerySet, day: date) -> QuerySet[Any]:
    """Those whose time is over by that day, if nothing happens until then."""
    months = Council.objects.the().contact_months
    cutoff = end_of_day(day - SAID_BEFORE)
    terms = TermOfOffice.objects.filter(councillor=OuterRef("councillor"))
    holding = terms.filter(Q(ends_at=None) | Q(ends_at__gt=cutoff))
    is_quiet = Q(last_heard__lte=last_day_gone(day, months))
    return with_last_heard(people).filter(is_quiet | ~Exists(holding))
