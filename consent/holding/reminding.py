"""Who is reminded that a hold is to be looked at: sets, safe twice and late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, OuterRef, Value
from django.utils import timezone

from consent.holds import PersonHold, RecordsHold
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.people.models import User

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from councilgov.people.models import UserQuerySet

TO_REVIEW = "holds_to_review"


def own_to_review(user: User, on: date) -> int:
    """How many of a councillor's people were to be looked at by that day."""
    return PersonHold.objects.visible_to(user).to_review(on).count()


def orphans(on: date) -> QuerySet[PersonHold]:
    """Those to be looked at of which no councillor can: information officers end them. Their
    councillor has left, or is back after a gap and no longer has the record.
    """
    rows = PersonHold.objects.to_review(on)
    return rows.exclude(constituent__councillor__in=_here().values("pk"), constituent__leaving=None)


def _here() -> UserQuerySet:
    in_office: UserQuerySet = User.objects.councillors(timezone.now()).filter(is_active=True)
    return in_office


def of_officers(on: date) -> int:
    """How many holds were to be looked at by that day that only an information officer can end."""
    return RecordsHold.objects.to_review(on).count() + orphans(on).count()


def remind_of_holds() -> int:
    """On the day, and each week until somebody did: one message a week, however many there are."""
    on = today()
    theirs = PersonHold.objects.to_review(on).filter(
        constituent__councillor=OuterRef("pk"), constituent__leaving=None
    )
    new = _plan(_here().filter(Exists(theirs)), on)
    if of_officers(on):
        new += _plan(User.objects.holding(Role.INFORMATION_OFFICER), on)
    return new


def _plan(people: Any, on: date) -> int:
    monday = Value(on - timedelta(days=on.weekday()), DateField())
    rows: QuerySet[Any] = reachable(people).annotate(week=monday).order_by()
    return Notice.objects.plan(TO_REVIEW, rows, to="pk", cause=("week",))
