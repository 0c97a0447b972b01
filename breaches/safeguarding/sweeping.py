"""Whoever was told and did not say that they saw it is reminded, and the councillor learns that one
of them is out of office: sets, safe twice and late.
"""

from __future__ import annotations

from django.utils import timezone

from breaches.models import SafetyRecipient, SafetyReport
from breaches.safeguarding.notices import LEFT, REMINDER
from councilgov.accounts.models import reachable
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached
from councilgov.people.models import User


def remind_to_acknowledge() -> int:
    """After the working day that they have, and each week. How many messages are new."""
    readers = reachable(User.objects.filter(is_active=True))
    open_ones = SafetyReport.objects.open().values("pk")
    told = SafetyRecipient.objects.waiting().filter(person__in=readers, report__in=open_ones)
    late = reached(told, "due_on", timezone.localdate(), since="chosen_at")
    return Notice.objects.plan(
        REMINDER, late, to="person", cause=("report_id", "pk", "due_on", "stage")
    )


def tell_who_left() -> int:
    """A councillor learns that somebody whom they told can read it no more, so that they tell
    another. How many messages are new.
    """
    open_ones = SafetyReport.objects.open().values("pk")
    gone = SafetyRecipient.objects.left().filter(report__in=open_ones)
    return Notice.objects.plan(LEFT, gone, to="report__councillor", cause=("report_id", "pk"))
