"""Whoever has something to do because of a report is reminded of it; where they can come in no
more, whoever can give it to another: sets, safe twice and late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from breaches.alarming.chasing import plan_for
from breaches.alarming.people import People
from breaches.models import FollowUp
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, reached
from councilgov.people.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from councilgov.people.models import UserQuerySet

TO_DO, LEFT = "follow_up_due", "follow_up_left"
CAUSE = ("pk", "due_on", "stage")


def remind_of_follow_ups() -> int:
    """A week and a day before the day, on it, and each week after it, until it is done; how many
    are new. What is past when it is set is dropped.
    """
    rows = FollowUp.objects.open().filter(owner__in=_here())
    return Notice.objects.plan(TO_DO, _staged(rows), to="owner", cause=CAUSE)


def remind_to_give() -> int:
    """At the same stages, of what is left with somebody who can come in no more: whoever looks into
    the report, or the councillor in whose own log it stands. How many are new.
    """
    rows = _staged(FollowUp.objects.open().exclude(owner__in=_here()))
    people = People(frozenset(rows.values_list("incident", flat=True)))
    theirs: dict[int, list[int]] = {}
    for row in rows:
        incident = row.incident_id
        for one in people.handlers(incident) or people.answering.get(incident, []):
            theirs.setdefault(one.person.pk, []).append(row.pk)
    return plan_for(LEFT, rows, theirs, cause=CAUSE)


def _here() -> UserQuerySet:
    """Whoever can come in."""
    return reachable(User.objects.filter(is_active=True))


def _staged(rows: QuerySet[FollowUp]) -> QuerySet[Any]:
    return reached(rows, "due_on", today(), before=(-1, -WEEK), since="opened_at")
