"""Whoever has not accepted in time is reminded, for all of them at once."""

from __future__ import annotations

from django.utils import timezone

from councilgov.notices.models import Notice
from councilgov.notices.stages import weekly
from devices.issuing.notices import REMINDER
from devices.models import Issue


def remind_to_accept() -> int:
    """The day after the last day, and each week after it. How many reminders are new."""
    late = Issue.objects.late(timezone.now())
    due = weekly(late, "accept_before", timezone.localdate())
    return Notice.objects.plan(REMINDER, due, to="councillor", cause=("pk", "stage"))
