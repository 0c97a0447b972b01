"""Whoever has not accepted in time is reminded, for all of them at once."""

from __future__ import annotations

from django.utils import timezone

from councilgov.accounts.models import reachable
from councilgov.notices.models import Notice
from councilgov.notices.stages import weekly
from councilgov.people.models import User
from devices.issuing.notices import REMINDER
from devices.models import Issue


def remind_to_accept() -> int:
    """The day after the last day, and each week after it, while they can sign in to accept. How
    many reminders are new.
    """
    people = reachable(User.objects.filter(is_active=True))
    late = Issue.objects.late(timezone.now()).filter(councillor__in=people)
    due = weekly(late, "accept_before", timezone.localdate())
    return Notice.objects.plan(REMINDER, due, to="councillor", cause=("pk", "stage"))
