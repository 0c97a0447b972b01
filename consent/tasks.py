"""What the clock does for permission to contact."""

from __future__ import annotations

from celery import shared_task

from consent.freshness.counting import recount
from consent.freshness.reminding import remind_to_check
from consent.permitting.actions import close_without_reply
from councilgov.notices.sweeping import each


@shared_task
def sweep() -> int:
    """Do what is due by now about contacts: safe twice, late, and on two machines at once."""
    return each(STEPS)


STEPS = (recount, close_without_reply, remind_to_check)
"""Steps of a sweep, of which none waits for another."""
