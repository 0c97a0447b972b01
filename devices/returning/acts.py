"""The acts of a return as their pages put them, and what they need before a page is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.forms.reasons import Act
from councilgov.records import Refused
from devices.models import DeviceStatus, ReturnStatus
from devices.returning.actions import STATEMENT

if TYPE_CHECKING:
    from councilgov.forms.signature import SignatureForm
    from devices.models import Device, Return

F = TypeVar("F", bound="SignatureForm")
NEXT = {
    DeviceStatus.WIPED: gettext_noop("Wipe"),
    DeviceStatus.IN_STOCK: gettext_noop("Putting in stock"),
}


def check_may_sign(row: Return) -> None:
    row.check_move(ReturnStatus.SIGNED, gettext_noop("Signing"))
    if not row.may_sign:
        raise Refused(
            _("Somebody else brought it, so the councillor does not sign for it."), way=row.own_page
        )


def check_may_disagree(row: Return) -> None:
    row.check_move(ReturnStatus.DISPUTED, gettext_noop("Disagreeing"))


def check_may_answer(row: Return) -> None:
    if not row.is_to_answer:
        raise Refused(_("Nobody waits for an answer here."), way=row.own_page)


def check_may_close(row: Return) -> None:
    row.check_move(ReturnStatus.UNSIGNED, gettext_noop("Closing without a signature"))


def check_next(device: Device, to: DeviceStatus) -> None:
    device.check_move(to, NEXT[to])


def signature(form_class: type[F], row: Return, sent: Any) -> F:
    """The form that the councillor signs: bound to what it shows."""
    return form_class(
        sent,
        signer=row.councillor.full_name,
        statement=_(STATEMENT),
        text_sha256=row.fingerprint(),
    )


def answers(form: SignatureForm) -> dict[str, Any]:
    """What was answered, as the actions take it."""
    return {name: value for name, value in form.cleaned_data.items() if name != "agreed"}


def _still(row: Return, words: str) -> list[str]:
    """What is only true while the councillor may sign: not where somebody else brought it."""
    return [] if row.brought_by_whom else [words]


def disagree(row: Return) -> Act:
    return Act(
        title=_("Say what is wrong in this receipt"),
        caption=capfirst(str(row)),
        back=row.get_absolute_url(),
        consequences=[
            _("What you write is kept beside the receipt. The desk reads it and answers you."),
            _("The equipment is no longer on your record, whatever you write here."),
            *_still(row, _("Nobody reminds you to sign. You can still sign later.")),
        ],
        question=_("What do you not agree with?"),
        missing=_("Say what you do not agree with"),
        hint=_("For example: the crack was not there when I handed it over."),
        button=_("Send it to the desk"),
        done=_("Sent. It is kept beside the receipt."),
        is_grave=False,
    )


def answer(row: Return) -> Act:
    return Act(
        title=_("Answer the councillor"),
        caption=row.councillor.full_name,
        back=row.get_absolute_url(),
        consequences=[
            _("They wrote: “%(words)s”") % {"words": row.dispute_reason},
            _("Your answer goes to them by email, and is kept beside the receipt."),
            _("The receipt stays as you signed it."),
            *_still(row, _("They can still sign it.")),
        ],
        question=_("What do you answer?"),
        missing=_("Enter your answer"),
        hint=_("Say what you found out, and what the council does about it."),
        button=_("Send the answer"),
        done=_("Your answer is sent."),
        is_grave=False,
    )


def close(row: Return) -> Act:
    return Act(
        title=_("No longer wait for the signature"),
        caption=row.councillor.full_name,
        back=row.get_absolute_url(),
        consequences=[
            _("The councillor is not reminded any more. They can still sign."),
            _("The return stands with your council’s signature alone."),
        ],
        question=_("Why do you no longer wait?"),
        hint=_("For example: they have moved away and do not answer."),
        button=_("Close it without a signature"),
        done=_("Closed without the councillor’s signature."),
        is_grave=False,
    )


def wipe(device: Device) -> Act:
    return Act(
        title=_("Record that this device is wiped"),
        caption=str(device),
        back=device.get_absolute_url(),
        consequences=[_("It can then be put in stock or disposed of.")],
        question=_("How was it wiped?"),
        missing=_("Say how it was wiped"),
        hint=_("For example: factory reset, and removed from device management."),
        button=_("It is wiped"),
        done=_("Recorded: the device is wiped."),
        is_grave=False,
    )
