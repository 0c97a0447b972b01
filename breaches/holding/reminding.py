"""Who is told that something kept whole is to be looked at again: sets, safe twice and late.

Once each: whoever keeps it, on the day; the Monitoring Officer a week later, or at once where who
keeps it can do nothing about it any more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Value

from breaches.models import CaseHold
from councilgov.access import MONITORING, Role
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from breaches.holds import CaseHoldQuerySet
    from councilgov.people.models import UserQuerySet

DUE = "case_hold_due"
CAUSE = ("pk", "review_on", "stage")
THEIRS, LATE = "theirs", "late"
AFTER = timedelta(days=7)


def due_for(user: User, on: date) -> CaseHoldQuerySet:
    """What is to be looked at by that day and falls to this person: what they keep themselves; to
    the Monitoring Officer and the deputies all that they may keep.
    """
    rows = CaseHold.objects.to_review(on).open_to(user)
    return rows if MONITORING & user.roles else rows.filter(held_by=user)


def remind_to_review() -> int:
    """How many messages are new."""
    due = CaseHold.objects.to_review(today())
    told, new = _tell_keepers(due)
    left = due.exclude(pk__in=told) | due.filter(review_on__lte=today() - AFTER)
    return new + _tell_chiefs(left.values_list("pk", flat=True))


def _tell_keepers(due: CaseHoldQuerySet) -> tuple[set[int], int]:
    """Whoever keeps something, and may still; of what they were told, and how many are new."""
    told, new = set[int](), 0
    keepers = User.objects.filter(pk__in=due.order_by().values("held_by"), is_active=True)
    for person in reachable(keepers):
        rows = due.open_to(person).filter(held_by=person)
        told |= set(rows.values_list("pk", flat=True))
        new += _plan(rows, person, THEIRS)
    return told, new


def _tell_chiefs(ids: object) -> int:
    """The Monitoring Officer; the deputies of what that one has a part in."""
    left, new = set[int](ids), 0  # type: ignore[call-overload]
    for people in _chiefs_first():
        found = set[int]()
        for person in people:
            rows = CaseHold.objects.filter(pk__in=left).open_to(person)
            found |= set(rows.values_list("pk", flat=True))
            new += _plan(rows.exclude(held_by=person), person, LATE)
        left -= found
    return new


def _chiefs_first() -> list[UserQuerySet]:
    ranks: list[Collection[Role]] = [[Role.MONITORING_OFFICER], MONITORING]
    return [reachable(User.objects.holding(*roles)) for roles in ranks]


def _plan(rows: CaseHoldQuerySet, person: User, stage: str) -> int:
    theirs = rows.annotate(officer=Value(person.pk), stage=Value(stage))
    return Notice.objects.plan(DUE, theirs, to="officer", cause=CAUSE)
