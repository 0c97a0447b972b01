"""Whoever has something to do because of a report is reminded of it: a set, safe twice and late."""

from __future__ import annotations

from breaches.models import FollowUp
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, reached
from councilgov.people.models import User

TO_DO = "follow_up_due"


def remind_of_follow_ups() -> int:
    """A week and a day before the day, on it, and each week after it, until it is done; how many
    are new. What is past when it is set is dropped.
    """
    people = reachable(User.objects.filter(is_active=True))
    rows = FollowUp.objects.open().filter(owner__in=people)
    staged = reached(rows, "due_on", today(), before=(-1, -WEEK), since="opened_at")
    return Notice.objects.plan(TO_DO, staged, to="owner", cause=("pk", "due_on", "stage"))
