"""What the clock does for people who leave office."""

from __future__ import annotations

from celery import shared_task

from councilgov.notices.sweeping import each
from councilgov.offboarding import sweeping
from councilgov.offboarding.following import start


@shared_task
def sweep() -> int:
    """Do what is due by now about leavers: safe twice, late, and on two machines at once."""
    return each(sweeping.STEPS)


@shared_task
def step_out() -> int:
    """Whoever left office a moment ago: their clocks run. Safe twice, and on two machines."""
    return start()
