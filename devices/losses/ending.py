"""What becomes of the device: found again, repaired, replaced, written off. Then the case ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.people.holdings import holdings_changed
from councilgov.records import Refused
from devices.auditing.actions import note_seen
from devices.desk.actions import end_tasks, open_task
from devices.enrolling.actions import give_up_pending, put_back, remove_with_case
from devices.issuing.actions import end_assignment
from devices.issuing.standing import stands_with_holder
from devices.keeping.actions import is_to_be_wiped
from devices.losses.checks import (
    check_damaged,
    check_may_be_written_off,
    check_newest,
    check_no_ruling,
    check_not_found,
    check_ours,
    check_takes_its_place,
    check_was_missing,
)
from devices.losses.log import open_first_task, prove, tell_councillor, tell_desk, write
from devices.losses.securing import check_no_wipe_pending
from devices.losses.settling import both_locked, end_case_tasks, have_wiped, resolve
from devices.models import (
    AssignmentEnd,
    Cause,
    CostStatus,
    Device,
    DeviceStatus,
    LineStatus,
    Loss,
    LossKind,
    LossOutcome,
    LossStatus,
    LossStep,
    TaskKind,
    TaskStatus,
)
from devices.recalling.actions import end_absence, end_line, take_along
from devices.reclaiming.actions import ask_once_back, end_requests, request_return

if TYPE_CHECKING:
    from decimal import Decimal

    from councilgov.people.models import User


ONCE_REPLACED = {
    DeviceStatus.DAMAGED: DeviceStatus.RETURNED,
    DeviceStatus.IN_WORKSHOP: DeviceStatus.REPLACED,
}
"""Where a device goes that the desk has when another takes its place."""
RECALL_ENDS = {
    AssignmentEnd.RETURNED: LineStatus.KEPT,
    AssignmentEnd.REPLACED: LineStatus.REPLACED,
    AssignmentEnd.WRITTEN_OFF: LineStatus.CANCELLED,
}
"""How the recall of a device ends that leaves the record of whoever had it."""


@transaction.atomic
def mark_found(*, loss: Loss, reason: str, by: User) -> Loss:
    """A missing device is found again, also after a wipe, a write-off or the end of its case.

    The desk checks it before anybody uses it: until then it is "found again", and a councillor's
    own device "not compliant". ``reason`` says how it was found. Raises ``Refused`` for a device
    that is not missing. A write-off is undone by it, also in the figures; history and the
    ledger keep what it said.
    """
    loss, device = both_locked(loss)
    check_newest(loss)
    check_was_missing(loss)
    loss.check_move(LossStatus.FOUND, gettext_noop("Finding again"))
    device.move(once_found(device), by=by, why=gettext_noop("Finding again"))
    loss.outcome, loss.resolved_at, loss.closed_at = "", None, None
    loss.written_off_at, loss.value_written_off = None, None
    loss.move(LossStatus.FOUND, by=by, why=gettext_noop("Finding again"))
    end_tasks(about=loss, to=TaskStatus.DROPPED, by=by)
    open_task(
        kind=TaskKind.CHECK_RECOVERED,
        about=loss,
        address=loss.get_absolute_url(),
        device=device,
        councillor=loss.councillor,
        by=by,
    )
    event = write(loss, LossStep.FOUND, by=by, words=reason)
    prove(loss, "loss_found", by=by, facts={"was_wiped": loss.wiped_at is not None})
    tell_councillor(loss, "loss_found", stage=str(event.pk))
    holdings_changed([loss.councillor_id])
    return loss


def once_found(device: Device) -> DeviceStatus:
    """Where a device goes that is found, until the desk has checked it."""
    return DeviceStatus.NON_COMPLIANT if device.is_personal else DeviceStatus.RECOVERED


@transaction.atomic
def missing_again(*, loss: Loss, reason: str, by: User) -> Loss:
    """What was thought found is missing after all: it was another one, or is gone again. Whoever
    had it is told, as they were that it was found, and so is the rest of the desk.
    """
    loss, device = _found(loss)
    device.move(loss.kind, by=by, why=gettext_noop("Missing after all"))
    to = LossStatus.SECURED if loss.is_secured else LossStatus.REPORTED
    loss.move(to, by=by, why=gettext_noop("Missing after all"))
    end_tasks(about=loss, to=TaskStatus.DROPPED, by=by)
    open_first_task(loss, by=by)
    event = write(loss, LossStep.MISSING_AGAIN, by=by, words=reason)
    prove(loss, "loss_missing_again", by=by, facts={"is_secured": loss.is_secured})
    tell_councillor(loss, "loss_missing_again", stage=str(event.pk))
    tell_desk(loss, "loss_to_desk", but=by, stage=str(event.pk))
    return loss


@transaction.atomic
def back_in_use(*, loss: Loss, reason: str, by: User) -> Loss:
    """The desk has checked what was found: whoever had it uses it again.

    ``reason`` says what was checked. Raises ``Refused`` where nobody has it on record any more,
    and while a wipe may still run: it would empty the device in their hands.
    """
    loss, device = _found(loss)
    check_no_wipe_pending(loss)
    if device.holder is None:
        raise Refused(
            _("Nobody has it on record any more. Keep it: once it is wiped, it can be issued."),
            way=loss.own_page,
        )
    if device.is_personal:
        put_back(device=device, by=by)
    else:
        device.move(stands_with_holder(device), by=by, why=gettext_noop("Back in use"))
    end_absence(device=device, by=by)
    note_seen(device=device, by=by)
    resolve(loss, LossOutcome.RECOVERED, LossStep.BACK_IN_USE, by=by, words=reason)
    return loss


@transaction.atomic
def keep_found(*, loss: Loss, reason: str, by: User) -> Loss:
    """The desk has checked and wiped what was found, and keeps it: nobody has it any more.

    Raises ``Refused`` for a councillor's own device, which is theirs, and while a wipe from afar
    may still run: it would empty the device in the hands of whoever has it next.
    """
    loss, device = _found(loss)
    check_ours(loss)
    check_no_wipe_pending(loss)
    _off_record(device, AssignmentEnd.RETURNED, by=by)
    device.move(DeviceStatus.WIPED, by=by, why=gettext_noop("Keeping it"))
    note_seen(device=device, by=by)
    resolve(loss, LossOutcome.RECOVERED, LossStep.KEPT, by=by, words=reason)
    return loss


@transaction.atomic
def send_to_repair(*, loss: Loss, reason: str, by: User) -> Loss:
    """A damaged device goes to the workshop. ``reason`` says where, and what is to be mended.

    Where it was recalled, it has been brought in with that: the councillor gets the receipt.
    """
    loss, device = both_locked(loss)
    check_damaged(loss)
    device.move(DeviceStatus.IN_WORKSHOP, by=by, why=gettext_noop("Repair"))
    take_along(device=device, by=by)
    note_seen(device=device, by=by)
    write(loss, LossStep.REPAIR, by=by, words=reason)
    return loss


@transaction.atomic
def mark_repaired(*, loss: Loss, reason: str, by: User) -> Loss:
    """A damaged device works again: back to whoever had it, or to the desk, which has it wiped
    before it goes into stock. What was lent meanwhile is asked back once it leaves the workshop;
    a recall of what never came there stands.
    """
    loss, device = both_locked(loss)
    check_damaged(loss)
    if device.holder_id:
        _stand(device, stands_with_holder(device), by=by)
        end_absence(device=device, by=by)
    elif is_to_be_wiped(device):
        _stand(device, DeviceStatus.RETURNED, by=by)
        have_wiped(device, by=by)
    else:
        _stand(device, DeviceStatus.IN_WORKSHOP, by=by)
        _stand(device, DeviceStatus.IN_STOCK, by=by)
    resolve(loss, LossOutcome.REPAIRED, LossStep.REPAIRED, by=by, words=reason)
    return loss


@transaction.atomic
def record_replacement(*, loss: Loss, replacement: Device, by: User) -> Loss:
    """Another device was issued in its place; the old one leaves the councillor's record.

    What is missing stays missing; what the desk has, it keeps and wipes. What is damaged and with
    the councillor stays on their record until it is handed back, and is asked for. Raises
    ``Refused`` unless the councillor has the other device to keep: the council's, at hand, not
    asked back and not lent.
    """
    list(Device.objects.with_loans([loss.device_id, replacement.pk]))  # before either is judged
    loss, device = both_locked(loss)
    replacement = Device.objects.locked(replacement)
    check_ours(loss)
    check_not_found(loss)
    loss.check_move(LossStatus.RESOLVED, gettext_noop("Replacing"))
    check_takes_its_place(loss, replacement)
    loss.replacement = replacement
    if device.status == DeviceStatus.DAMAGED and not is_here(device):
        _ask_for_replaced(device, by=by)
    else:
        _off_record(device, AssignmentEnd.REPLACED, by=by)
        _leave_replaced(device, by=by)
    resolve(loss, LossOutcome.REPLACED, LossStep.REPLACED, by=by, words=str(replacement))
    return loss


@transaction.atomic
def write_off(*, loss: Loss, value: Decimal, reason: str, by: User) -> Loss:
    """A device is given up, with reasons and what it was worth: it is nobody's any more.

    Also once it was replaced, as long as it is missing. It may still be found. What is damaged is
    somewhere: the desk has it wiped, wherever it lies, and may then dispose of it. Raises
    ``Refused`` for what was found, and where the Monitoring Officer ruled that what is damaged is
    to be returned, unless they or a deputy give it up.
    """
    loss, device = both_locked(loss)
    check_ours(loss)
    check_may_be_written_off(loss)
    check_no_ruling(loss, by)
    _off_record(device, AssignmentEnd.WRITTEN_OFF, by=by)
    device.move(DeviceStatus.WRITTEN_OFF, by=by, why=gettext_noop("Writing off"))
    if loss.kind == LossKind.DAMAGED and is_to_be_wiped(device):
        have_wiped(device, by=by, councillor=loss.councillor)
    loss.written_off_at, loss.value_written_off = timezone.now(), value
    told = {"reason": reason.strip()}
    prove(loss, "written_off", by=by, facts={"value": str(value)}, names=told)
    if loss.is_open:
        resolve(loss, LossOutcome.WRITTEN_OFF, LossStep.WRITTEN_OFF, by=by, words=reason)
    else:
        loss.keep(by=by, why="Written off")
        end_case_tasks(loss, by=by)
        write(loss, LossStep.WRITTEN_OFF, by=by, words=reason)
    return loss


@transaction.atomic
def let_go(*, loss: Loss, reason: str, by: User) -> Loss:
    """A councillor's own device stays missing, without the council's data: it is enrolled no more.

    Raises ``Refused`` before it is confirmed that the data was removed; there is none on what was
    never set up.
    """
    loss, device = both_locked(loss)
    if not device.is_personal:
        raise Refused(_("This device is the council’s: write it off instead."), way=loss.own_page)
    if not loss.was_set_up:
        give_up_pending(device=device, by=by)
    elif loss.wipe_asked_at is None or loss.wiped_at is None:
        raise Refused(_("Confirm first that the council’s data was removed."), way=loss.own_page)
    else:
        asked_at, confirmed_at = loss.wipe_asked_at, loss.wiped_at
        remove_with_case(device=device, asked_at=asked_at, confirmed_at=confirmed_at, by=by)
    resolve(loss, LossOutcome.LET_GO, LossStep.LET_GO, by=by, words=reason)
    return loss


@transaction.atomic
def close_loss(*, loss: Loss, by: User) -> Loss:
    """The case ends, once what became of the device is known and nothing is left to do.

    Raises ``Refused`` while the number of the police is neither there nor waived, and while a cost
    is to be decided. Where a loss may be a personal data breach, that is decided in its own case,
    and stays on record there whatever becomes of the device; that guard stands here with the two.
    """
    loss = Loss.objects.locked(loss)
    loss.check_move(LossStatus.CLOSED, gettext_noop("Closing"))
    if loss.waits_for_police():
        raise Refused(
            _("Add the number of the police first, or say why nobody needs it."), way=loss.own_page
        )
    cost = getattr(loss, "cost", None)
    if cost and cost.status != CostStatus.DECIDED:
        raise Refused(_("Decide on the cost first."), way=loss.own_page)
    loss.closed_at = timezone.now()
    loss.move(LossStatus.CLOSED, by=by, why=gettext_noop("Closing"))
    write(loss, LossStep.CLOSED, by=by)
    prove(loss, "loss_closed", by=by, facts={"outcome": str(loss.outcome)})
    return loss


def _off_record(device: Device, because: AssignmentEnd, *, by: User) -> None:
    """Nobody has it any more, and nobody is asked to bring it in or back."""
    end_assignment(device=device, because=because, by=by)
    why = "" if because == AssignmentEnd.RETURNED else str(because.label)
    end_line(device=device, to=RECALL_ENDS[because], by=by, reason=why)
    end_requests(device=device, by=by, cancelled=why)


def is_here(device: Device) -> bool:
    """The desk has it: in the workshop, or damaged since it was taken in."""
    taken_in = device.recall_lines.in_workshop()
    return device.status == DeviceStatus.IN_WORKSHOP or taken_in.exists()


def _leave_replaced(device: Device, *, by: User) -> None:
    """Off the record, it is missing as before, or the desk's, which wipes it."""
    if after := ONCE_REPLACED.get(DeviceStatus(device.status)):
        device.move(after, by=by, why=gettext_noop("Replacing"))
        have_wiped(device, by=by)
    else:
        device.keep(by=by, why="Replaced")


def _ask_for_replaced(device: Device, *, by: User) -> None:
    """Damaged, and with whoever has another by now: to be returned, with what is on it. Where it
    was asked back before, that stands with its cause, and they are told again.
    """
    end_line(device=device, to=LineStatus.REPLACED, by=by)
    device.move(DeviceStatus.RETURN_DUE, by=by, why=gettext_noop("Replacing"))
    if not ask_once_back(device=device, by=by):
        words = _("You have another one in its place.")
        request_return(devices=[device], because=Cause.OTHER, words=words, by=by)


def _stand(device: Device, to: DeviceStatus, *, by: User) -> None:
    """What stands there already stays there."""
    if device.status != to:
        device.move(to, by=by, why=gettext_noop("Repair"))


def _found(loss: Loss) -> tuple[Loss, Device]:
    """Both rows, locked, of what was found and not checked yet."""
    loss, device = both_locked(loss)
    if loss.status != LossStatus.FOUND:
        raise Refused(_("It is not waiting to be checked."), way=loss.own_page)
    return loss, device
