"""What the clock does for permission to contact."""

from __future__ import annotations

from celery import shared_task

from consent.disclosing.actions import end_over
from consent.erasing import actions as erasing
from consent.freshness.counting import recount
from consent.freshness.reminding import remind_to_check
from consent.holding.reminding import remind_of_holds
from consent.keeping.actions import announce, delete_due, keep_log_in_time
from consent.keeping.reminding import remind_of_going
from consent.leaving import carrying
from consent.leaving.reminding import remind_leavers, remind_officers, tell_of_deletion
from consent.permitting.actions import close_without_reply
from councilgov.notices.sweeping import each


@shared_task
def sweep() -> int:
    """Do what is due by now about contacts: safe twice, late, and on two machines at once."""
    return each(STEPS)


STEPS = (
    recount,
    close_without_reply,
    end_over,
    remind_to_check,
    erasing.forget_suppressions,
    delete_due,
    announce,
    keep_log_in_time,
    remind_of_going,
    remind_of_holds,
    carrying.sweep_leavers,
    remind_leavers,
    remind_officers,
    tell_of_deletion,
)
"""Steps of a sweep, of which none waits for another."""


@shared_task
def list_erasures() -> int:
    """Write what was erased on the list outside the database: safe twice, and on two machines."""
    return erasing.list_erasures()


@shared_task
def step_out() -> int:
    """Whoever left office no longer has their records: safe twice, and on two machines."""
    return carrying.step_out()
