"""The acts on a case that a page asks to confirm: what they bring about, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from councilgov.offboarding.models import OffboardingCase, OffboardingTask

MOST = 500


def finishing(task: OffboardingTask) -> Act:
    return Act(
        title=str(task),
        caption=task.case.councillor.full_name,
        back=task.case.get_absolute_url(),
        consequences=[_("Your name and this moment stand beside it.")],
        question=_("What was done?"),
        hint=_("In a few words. It stays on the council’s record of this case."),
        missing=_("Say what was done"),
        button=_("Say that it is done"),
        done=_("Noted: it is done."),
        is_grave=False,
        most=MOST,
    )


def waiving(task: OffboardingTask) -> Act:
    return Act(
        title=_("It is not needed: %(task)s") % {"task": task},
        caption=task.case.councillor.full_name,
        back=task.case.get_absolute_url(),
        consequences=[
            _("Nobody is reminded of it any more."),
            _("The reason stands on the receipt, and your name on the council’s record."),
        ],
        question=_("Why is it not needed?"),
        button=_("Record that it is not needed"),
        done=_("Recorded: it is not needed."),
        most=MOST,
    )


def taking_up(task: OffboardingTask) -> Act:
    return Act(
        title=_("Take it up again: %(task)s") % {"task": task},
        caption=task.case.councillor.full_name,
        back=task.case.get_absolute_url(),
        consequences=[
            _("It is to be done by %(day)s.") % {"day": day_in_words(task.due_on)},
            _("What was noted about it stays in the list of what happened."),
        ],
        question="",
        button=_("Take it up again"),
        done=_("It is to be done again."),
        is_grave=False,
    )


def pausing(case: OffboardingCase) -> Act:
    return Act(
        title=_("Pause this case"),
        caption=case.councillor.full_name,
        back=case.get_absolute_url(),
        consequences=[
            _("The clock of the equipment stands still, and goes on where it stood."),
            _("Access still ends by %(day)s. A pause never keeps an account open.")
            % {"day": day_in_words(case.access_due_on)},
            _("Nobody is reminded of equipment while it lasts."),
        ],
        question=_("Why is it paused?"),
        hint=_("For example, a legal hold on a device, or a dispute about it"),
        missing=_("Say why it is paused"),
        button=_("Pause this case"),
        done=_("The case is paused. Access still ends on its day."),
        is_grave=False,
        most=MOST,
    )


def resuming(case: OffboardingCase) -> Act:
    return Act(
        title=_("End the pause"),
        caption=case.councillor.full_name,
        back=case.get_absolute_url(),
        consequences=[
            _("The clock of the equipment goes on with the working days that were left."),
            _("Reminders go on too."),
        ],
        question="",
        button=_("End the pause"),
        done=_("The clock of the equipment goes on."),
        is_grave=False,
    )


def completing(case: OffboardingCase) -> Act:
    told = _("The receipt is made, and what was noted can’t be changed here any more.")
    silent = _("Nothing is sent: the receipt is kept for the family.")
    lasts = _("How they were reached is forgotten a week later.")
    return Act(
        title=_("Complete this case"),
        caption=case.councillor.full_name,
        back=case.get_absolute_url(),
        consequences=[told, silent if case.is_of_the_dead else lasts],
        question="",
        button=_("Complete this case"),
        done=_("The case is completed."),
        is_grave=False,
    )
