"""What the clock does about elections and the calendar."""

from __future__ import annotations

from celery import shared_task

from councilgov.elections import sweeping
from councilgov.notices.sweeping import each


@shared_task
def sweep() -> int:
    """Do what is due by now: safe twice, late, and on two machines at once."""
    return each(sweeping.STEPS)
