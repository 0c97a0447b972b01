"""Who is told that contacts of theirs will be deleted: four weeks and one week before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from consent.keeping.rules import SAID_BEFORE
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, in_weeks, reached
from councilgov.people.models import User

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

TO_GO = "contacts_to_go"
STAGES = (-WEEK, -SAID_BEFORE.days)


def going(on: date) -> QuerySet[Any]:
    """Each councillor in office with each ``day`` on which people of theirs go."""
    people = reachable(User.objects.councillors(timezone.now()).filter(is_active=True))
    goes = FilteredRelation(
        "constituents", condition=Q(constituents__goes_on__gt=on, constituents__leaving=None)
    )
    days: QuerySet[Any] = people.annotate(goes=goes, day=F("goes__goes_on"))
    rows: QuerySet[Any] = days.exclude(day=None).order_by().distinct()
    return rows


def remind_of_going() -> int:
    """One message for all whose four weeks, or last week, begin in the same week; it names nobody.
    How many are new.
    """
    staged = in_weeks(reached(going(today()), "day", today(), before=STAGES))
    return Notice.objects.plan(TO_GO, staged, to="pk", cause=("week",))
