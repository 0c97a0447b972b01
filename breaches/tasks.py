"""What the clock does for reports."""

from __future__ import annotations

from celery import shared_task

from breaches.asking.actions import forget_drafts
from councilgov.notices.sweeping import each


@shared_task
def sweep() -> int:
    """Do what is due by now about reports: safe twice, late, and on two machines at once."""
    return each(STEPS)


STEPS = (forget_drafts,)
"""Steps of a sweep, of which none waits for another."""
