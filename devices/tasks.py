"""What the clock does for devices."""

from __future__ import annotations

from celery import shared_task

from councilgov.notices.sweeping import each
from devices.auditing.actions import drop_moved_on
from devices.auditing.chasing import remind_to_answer
from devices.filtering.actions import forget_filters
from devices.finding.actions import forget_finders
from devices.insuring.sweeping import remind_to_declare
from devices.issuing.sweeping import remind_to_accept
from devices.losses.sweeping import ask_for_police_reference
from devices.recalling.actions import settle_strayed
from devices.recalling.chasing import remind_of_loans, remind_to_bring
from devices.returning.chasing import remind_to_return, remind_to_sign


@shared_task
def sweep() -> int:
    """Plan what is due by now about devices: safe twice, late, and on two machines at once."""
    return each(STEPS)


STEPS = (
    remind_to_accept,
    remind_to_declare,
    forget_finders,
    forget_filters,
    remind_to_return,
    remind_to_sign,
    settle_strayed,
    remind_to_bring,
    remind_of_loans,
    ask_for_police_reference,
    drop_moved_on,
    remind_to_answer,
)
"""Steps of a sweep, of which none waits for another."""
