"""What a worker does for imports."""

from __future__ import annotations

from celery import shared_task

from councilgov.imports import actions, working

A_QUARTER_OF_AN_HOUR = 900  # seconds: 100,000 rows take a few minutes


@shared_task(soft_time_limit=A_QUARTER_OF_AN_HOUR, time_limit=A_QUARTER_OF_AN_HOUR + 30)
def work() -> int:
    """Check and apply what waits; how many imports. Safe twice, late, and in two workers."""
    return working.work()


@shared_task
def clear_old() -> int:
    """Forget files and rows after a week; how many imports were discarded by that."""
    return actions.clear_old()
