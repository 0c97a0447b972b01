"""What is over: a year after the last contact, or after somebody was shut out; or as the council
sets it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Case, DateField, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from consent.accounts import SHUT_OUT, Moderation
from consent.constituents import Constituent
from consent.contacts import Contact
from consent.holds import free, free_entries
from consent.permissions import ContactPermission
from councilgov.days import LONDON
from councilgov.deadlines import months_after
from councilgov.people.models import Council, User

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import QuerySet

    from consent.accounts import ModerationQuerySet
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


def due_by(people: ConstituentQuerySet, day: date, months: int) -> QuerySet[Any]:
    """Those whose time is over by that day, if nothing happens until then, and who are not held."""
    rows = with_last_heard(free(people.by_the_clock()))
    return rows.filter(last_heard__lte=last_day_gone(day, months))


def with_over_on(log: ModerationQuerySet) -> QuerySet[Any]:
    """Entries with the day on which they were over (``over_on``): done, ended, or of who is shut
    out still to be looked at.
    """
    is_in_force = Q(what__in=SHUT_OUT, ended_on=None)
    done = Greatest("on", "ended_on")
    return log.annotate(over_on=Case(When(is_in_force, then=F("review_on")), default=done))


def entries_due_by(log: ModerationQuerySet, day: date, months: int) -> QuerySet[Any]:
    """Those whose time is over by that day, and which are not held. What goes on stays, while its
    councillor is in office: it is their answer to who asks why.
    """
    kept = Moderation.objects.going_on().filter(
        account__councillor__in=User.objects.councillors(timezone.now())
    )
    over = with_over_on(free_entries(log)).exclude(pk__in=kept.values("pk"))
    return over.filter(over_on__lte=last_day_gone(day, months))


class Period(NamedTuple):
    """For how long rows of a table are kept: the council sets the months."""

    setting: str
    model: Any
    due_by: Callable[[Any, date, int], QuerySet[Any]]
    since: str
    owner: str
    told: str
    """The kind of message to councillors when the months change."""

    @property
    def months(self) -> int:
        found: int = getattr(Council.objects.the(), self.setting)
        return found

    def due(self, day: date, months: int = 0, *, among: Any = None) -> QuerySet[Any]:
        """What is over by that day: after the months of the council, or after others to see what
        those would bring about.
        """
        rows = self.model.objects.all() if among is None else among
        return self.due_by(rows, day, months or self.months)


PEOPLE = Period(
    setting="contact_months",
    model=Constituent,
    due_by=due_by,
    since="last_heard",
    owner="councillor",
    told="contact_months_changed",
)
LOG = Period(
    setting="log_months",
    model=Moderation,
    due_by=entries_due_by,
    since="over_on",
    owner="account__councillor",
    told="log_months_changed",
)
