"""What is done in a case with a reason, each with its page and whoever may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.forms.reasons import Act
from devices.losses import ending, police, securing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django_stubs_ext import StrOrPromise

    from devices.models import Loss


@dataclass(frozen=True, kw_only=True, slots=True)
class Acting:
    """One act: the words of its page, what does it, and who may."""

    do: Callable[..., Loss]
    title: StrOrPromise
    consequences: Sequence[StrOrPromise]
    question: StrOrPromise
    button: StrOrPromise
    done: StrOrPromise
    hint: StrOrPromise = ""
    missing: StrOrPromise = ""
    right: Right = Right.HANDLE_LOSS

    def page(self, loss: Loss) -> Act:
        return Act(
            title=self.title,
            caption=loss.reference,
            back=loss.get_absolute_url(),
            consequences=self.consequences,
            question=self.question,
            hint=self.hint,
            missing=self.missing,
            button=self.button,
            done=self.done,
            is_grave=False,
        )


ACTS = {
    "found": Acting(
        do=ending.mark_found,
        title=_("It was found again"),
        consequences=[
            _("The councillor is told, and asked not to use it yet."),
            _("The desk checks it before anybody uses it."),
        ],
        question=_("Where was it, and who has it now?"),
        missing=_("Say where it was, and who has it now"),
        hint=_("Do not name whoever found it, unless they agree."),
        button=_("Record that it was found"),
        done=_("Recorded: it was found. Check it before anybody uses it."),
    ),
    "call_back_wipe": Acting(
        do=securing.call_back_wipe,
        title=_("It was called back, and will not run"),
        consequences=[
            _("Nothing is removed from the device when it is next online."),
            _("If it is found and checked, it can go back into use as it is."),
        ],
        question=_("How was it called back?"),
        missing=_("Say how it was called back"),
        button=_("Record that it was called back"),
        done=_("Recorded: it was called back."),
    ),
    "missing_again": Acting(
        do=ending.missing_again,
        title=_("It is missing after all"),
        consequences=[
            _("The case goes on where it stood."),
            _("The councillor and the rest of the desk are told."),
        ],
        question=_("What happened?"),
        missing=_("Say what happened"),
        button=_("Record that it is missing"),
        done=_("Recorded: it is missing after all."),
    ),
    "back_in_use": Acting(
        do=ending.back_in_use,
        title=_("It is checked, and goes back into use"),
        consequences=[
            _("The councillor is told whether they can use it, or must still accept or return it.")
        ],
        question=_("What was checked?"),
        missing=_("Say what was checked"),
        hint=_("For example: seals, accounts, updates, PIN changed, set up anew after the wipe."),
        button=_("Put it back into use"),
        done=_("Recorded: it is with its holder again."),
    ),
    "keep_found": Acting(
        do=ending.keep_found,
        title=_("It is checked and wiped, and the desk keeps it"),
        consequences=[
            _("It leaves the councillor’s record. They are told."),
            _("It can go back into stock, and be issued again."),
        ],
        question=_("What was checked, and how was it wiped?"),
        missing=_("Say what was checked, and how it was wiped"),
        button=_("Keep it"),
        done=_("Recorded: the desk keeps it."),
    ),
    "send_to_repair": Acting(
        do=ending.send_to_repair,
        title=_("Send it to the workshop"),
        consequences=[_("It stays on the councillor’s record.")],
        question=_("Where does it go, and what is to be mended?"),
        missing=_("Say where it goes, and what is to be mended"),
        button=_("Send it to the workshop"),
        done=_("Recorded: it is in the workshop."),
    ),
    "mark_repaired": Acting(
        do=ending.mark_repaired,
        title=_("It is repaired"),
        consequences=[_("It goes back to whoever had it, or into stock.")],
        question=_("What was mended?"),
        missing=_("Say what was mended"),
        button=_("Record the repair"),
        done=_("Recorded: it is repaired."),
    ),
    "let_go": Acting(
        do=ending.let_go,
        title=_("End its enrolment"),
        consequences=[_("It can’t be used for council work any more.")],
        question=_("Why?"),
        button=_("End its enrolment"),
        done=_("Recorded: it is enrolled no more."),
    ),
    "waive_police": Acting(
        do=police.waive_police,
        title=_("Do without a police reference"),
        consequences=[_("Nobody is asked for it any more, and the case can be closed.")],
        question=_("Why is no number needed?"),
        button=_("Do without it"),
        done=_("Recorded: nobody is asked for the number any more."),
        right=Right.WAIVE_POLICE,
    ),
}
