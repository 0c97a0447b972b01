"""What can be done in a case now, by whom: its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from devices.machines import MISSING
from devices.models import CostStatus, DeviceStatus, LossKind, LossOutcome, LossStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from devices.models import Loss


class Step(NamedTuple):
    """A button; ``is_plain`` needs no page of its own."""

    text: StrOrPromise
    href: str
    is_plain: bool = False


class Rule(NamedTuple):
    """When which right offers which page."""

    when: Callable[[Loss], bool]
    right: Right
    text: StrOrPromise
    page: str
    is_plain: bool = False


def _to_ask_wipe(loss: Loss) -> bool:
    return loss.wipe_asked_at is None and loss.holds_data and loss.is_at_large


def _to_confirm_wipe(loss: Loss) -> bool:
    return loss.waits_for_wipe


def _to_ask_lock(loss: Loss) -> bool:
    is_done = loss.lock_asked_at is not None or loss.wiped_at is not None
    return not is_done and loss.holds_data and loss.is_at_large


def _to_confirm_lock(loss: Loss) -> bool:
    return loss.lock_asked_at is not None and loss.locked_at is None


def _is_theft(loss: Loss) -> bool:
    return loss.kind == LossKind.STOLEN


def _is_findable(loss: Loss) -> bool:
    gone = {*MISSING, DeviceStatus.WRITTEN_OFF}
    was_missing = loss.kind != LossKind.DAMAGED and loss.status != LossStatus.FOUND
    return was_missing and loss.device.status in gone


def _is_found(loss: Loss) -> bool:
    return loss.status == LossStatus.FOUND


def _goes_back(loss: Loss) -> bool:
    return _is_found(loss) and loss.device.holder_id is not None and not loss.waits_for_wipe


def _is_kept(loss: Loss) -> bool:
    return _is_found(loss) and not loss.device.is_personal and not loss.waits_for_wipe


def _to_repair(loss: Loss) -> bool:
    return _to_mend(loss) and loss.device.status == DeviceStatus.DAMAGED


def _to_mend(loss: Loss) -> bool:
    return loss.is_open and loss.kind == LossKind.DAMAGED


def _to_replace(loss: Loss) -> bool:
    is_ours = not loss.device.is_personal and loss.councillor_id is not None
    return loss.is_open and not _is_found(loss) and is_ours


def may_be_written_off(loss: Loss) -> bool:
    """It is open and was not found, or replaced and still missing; and the council's."""
    is_open = loss.is_open and not _is_found(loss)
    is_left = loss.outcome == LossOutcome.REPLACED and loss.device.is_missing and loss.is_at_large
    return not loss.device.is_personal and (is_open or is_left)


def _to_let_go(loss: Loss) -> bool:
    is_missing = loss.is_open and loss.is_missing
    is_clean = loss.wiped_at is not None or not loss.was_set_up
    return loss.device.is_personal and is_missing and is_clean


def _is_correctable(loss: Loss) -> bool:
    return loss.status in {LossStatus.REPORTED, LossStatus.SECURED}


def _without_cost(loss: Loss) -> bool:
    is_ours = not loss.device.is_personal and loss.status != LossStatus.CLOSED
    return is_ours and not hasattr(loss, "cost")


def _has_cost(loss: Loss, status: CostStatus) -> bool:
    return hasattr(loss, "cost") and loss.cost.status == status


def _cost_proposed(loss: Loss) -> bool:
    return _has_cost(loss, CostStatus.PROPOSED)


def _cost_appealed(loss: Loss) -> bool:
    return _has_cost(loss, CostStatus.APPEALED)


def _is_resolved(loss: Loss) -> bool:
    return loss.status == LossStatus.RESOLVED


def _always(_loss: Loss) -> bool:
    return True


HANDLE = Right.HANDLE_LOSS
STEPS = (
    Rule(_to_confirm_wipe, HANDLE, _("The wipe is confirmed"), "confirm_wipe"),
    Rule(_to_confirm_wipe, HANDLE, _("Called back: it will not run"), "call_back_wipe"),
    Rule(_to_ask_wipe, HANDLE, _("A wipe was asked for"), "ask_wipe"),
    Rule(_to_confirm_lock, HANDLE, _("The lock is confirmed"), "confirm_lock"),
    Rule(_to_ask_lock, HANDLE, _("A lock was asked for"), "ask_lock"),
    Rule(_is_findable, HANDLE, _("It was found again"), "found"),
    Rule(_goes_back, HANDLE, _("Checked: back into use"), "back_in_use"),
    Rule(_is_kept, HANDLE, _("Checked and wiped: the desk keeps it"), "keep_found"),
    Rule(_is_found, HANDLE, _("It is missing after all"), "missing_again"),
    Rule(_to_repair, HANDLE, _("Send it to the workshop"), "send_to_repair"),
    Rule(_to_mend, HANDLE, _("It is repaired"), "mark_repaired"),
    Rule(_is_theft, HANDLE, _("Add a police reference"), "add_police_reference"),
    Rule(
        lambda loss: loss.waits_for_police(),
        Right.WAIVE_POLICE,
        _("Do without a police reference"),
        "waive_police",
    ),
    Rule(_without_cost, HANDLE, _("Propose who pays"), "propose_cost"),
    Rule(_cost_proposed, HANDLE, _("Decide who pays"), "decide_cost"),
    Rule(_cost_proposed, HANDLE, _("Change the proposal"), "propose_cost"),
    Rule(_cost_appealed, Right.DECIDE_APPEAL, _("Decide on the appeal"), "decide_appeal"),
    Rule(_to_replace, HANDLE, _("It is replaced by another"), "replace_device"),
    Rule(may_be_written_off, Right.WRITE_OFF, _("Write it off"), "write_off"),
    Rule(_to_let_go, HANDLE, _("End its enrolment"), "let_go"),
    Rule(_is_correctable, HANDLE, _("Correct what happened"), "breaches:correct_loss"),
    Rule(_is_resolved, HANDLE, _("Close the case"), "breaches:close_loss", is_plain=True),
    Rule(_always, Right.NOTE_LOSS, _("Add a note"), "add_loss_note"),
)
"""In the order of their buttons: what presses first."""
OF_OWN = {
    "confirm_wipe": _("Removal of the council’s data is confirmed"),
    "ask_wipe": _("Removal of the council’s data was asked for"),
    "confirm_lock": _("The lock of the council’s apps is confirmed"),
    "ask_lock": _("A lock of the council’s apps was asked for"),
}
"""What the buttons of these pages say of a councillor's own device."""


def steps(loss: Loss, user: User) -> list[Step]:
    """What this person may do in it now."""
    return [
        Step(words(rule, loss), reverse(address(rule), args=[loss.reference]), rule.is_plain)
        for rule in STEPS
        if user.has_perm(rule.right) and rule.when(loss)
    ]


def address(rule: Rule) -> str:
    """The name of its page; of one that also concerns breaches it is named whole."""
    return rule.page if ":" in rule.page else f"devices:{rule.page}"


def words(rule: Rule, loss: Loss) -> StrOrPromise:
    return OF_OWN.get(rule.page, rule.text) if loss.device.is_personal else rule.text
