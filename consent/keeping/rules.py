"""Whose time is over: a year after the last contact, or as the council sets it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.db.models import DateField, F, Max, OuterRef, Subquery
from django.db.models.functions import Greatest, TruncDate

from consent.contacts import Contact
from consent.holds import free
from consent.permissions import ContactPermission
from councilgov.days import LONDON
from councilgov.deadlines import months_after
from councilgov.people.models import Council

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from consent.constituents import ConstituentQuerySet

SAID_BEFORE = timedelta(days=28)
"""So long beforehand the councillor is told."""


def seen_to(today: date) -> date:
    """The last day of those who are named today: four weeks after the end of this week, so that
    one message tells of all whose four weeks begin in it.
    """
    return today + timedelta(days=6 - today.weekday()) + SAID_BEFORE


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


def goes_on(last_heard: date, months: int, today: date) -> date:
    """When somebody goes who is named today: so many months after they were last heard of, and
    nobody before four weeks are over.
    """
    return max(months_after(last_heard, months), today + SAID_BEFORE)


def due_by(people: ConstituentQuerySet, day: date, months: int = 0) -> QuerySet[Any]:
    """Those whose time is over by that day, if nothing happens until then, and who are not held.

    After the months of the council, or after others to see what those would bring about.
    """
    months = months or Council.objects.the().contact_months
    return with_last_heard(free(people)).filter(last_heard__lte=last_day_gone(day, months))
