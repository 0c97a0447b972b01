"""Delivery as a job. Woken by whoever wrote a row, and by beat every 30 seconds."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from councilgov.notices import actions

TURN = timedelta(seconds=60)  # well inside the time limit of a task: none is cut off while it sends


@shared_task
def deliver() -> int:
    """Send what is due; how many mails. Safe twice, late, and in two workers at once."""
    return actions.deliver(until=timezone.now() + TURN)
