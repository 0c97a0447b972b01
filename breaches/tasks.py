"""What the clock does for reports and breaches."""

from __future__ import annotations

from celery import shared_task

from breaches.advising.passing import pass_on_advice
from breaches.advising.sweeping import (
    close_silent,
    forget_advice,
    remind_of_advice,
    withdraw_of_leavers,
)
from breaches.alarming.chasing import (
    remind_of_hours,
    remind_of_reviews,
    remind_to_confirm,
    remind_to_rule,
)
from breaches.alarming.raising import pass_on, raise_alarms
from breaches.answering.actions import forget_answers
from breaches.asking.actions import forget_drafts
from breaches.complaining.sweeping import (
    forget_complainants,
    remind_of_complaints,
    tell_of_undelivered,
)
from breaches.holding.reminding import remind_to_review
from breaches.keeping.actions import (
    announce,
    delete_dropped,
    erase_due,
    erase_safety,
    forget_losses,
    forget_tellers,
)
from breaches.learning.reminding import remind_of_follow_ups, remind_to_give
from breaches.passing.sweeping import remind_of_ward_complaints, tell_who_handles_it
from breaches.referring.keeping import announce_referrals, erase_referrals
from breaches.ringing.actions import forget_reporters
from breaches.safeguarding.sweeping import remind_to_acknowledge, tell_who_left
from councilgov.notices.sweeping import each


@shared_task
def sound_alarms() -> int:
    """Give what alarms are due by now: safe twice, late, and on two machines at once."""
    return each(ALARMS)


@shared_task
def sweep() -> int:
    """Do what else is due by now about reports, as safely."""
    return each(STEPS)


ALARMS = (raise_alarms, pass_on, remind_to_rule, remind_of_hours, remind_to_confirm)
STEPS = (
    close_silent,
    forget_advice,
    forget_answers,
    forget_complainants,
    forget_drafts,
    forget_reporters,
    pass_on_advice,
    remind_of_advice,
    remind_of_complaints,
    remind_of_follow_ups,
    remind_of_reviews,
    remind_of_ward_complaints,
    remind_to_acknowledge,
    remind_to_give,
    remind_to_review,
    tell_of_undelivered,
    tell_who_handles_it,
    tell_who_left,
    withdraw_of_leavers,
    erase_due,
    forget_tellers,
    forget_losses,
    announce,
    erase_referrals,
    announce_referrals,
    erase_safety,
    delete_dropped,
)
"""Steps of a sweep, of which none waits for another."""
