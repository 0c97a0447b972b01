"""A case ends when it is known what became of its device, whichever act brought that about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.records import Refused
from devices.desk.actions import end_tasks, open_task
from devices.losses.log import prove, tell_councillor, write
from devices.models import (
    Device,
    Loss,
    LossKind,
    LossOutcome,
    LossStatus,
    LossStep,
    TaskKind,
    TaskStatus,
)

if TYPE_CHECKING:
    from councilgov.people.models import User

DROPPED = TaskStatus.DROPPED
SETTLED = {
    LossOutcome.REPAIRED: LossStep.REPAIRED,
    LossOutcome.REPLACED: LossStep.REPLACED,
    LossOutcome.HANDED_BACK: LossStep.HANDED_BACK,
}


def both_locked(loss: Loss) -> tuple[Loss, Device]:
    """A case and its device as they are now, the device locked first, as everywhere.

    Raises ``Refused`` where somebody else has the device by now: the case is none of theirs.
    """
    device = Device.objects.locked(loss.device)
    loss = Loss.objects.locked(loss)
    loss.device = device
    if device.holder_id and device.holder_id != loss.councillor_id:
        raise Refused(
            _("Somebody else has this device by now, so nothing is done with it from this case."),
            way=device.own_page,
        )
    return loss, device


def settle_damage(
    *, device: Device, outcome: LossOutcome, by: User, replacement: Device | None = None
) -> Loss | None:
    """What was damaged goes on by another way than its case: that ends with it. None if there is
    no case. Of a (locked) device. Raises ``Refused`` as ``damage_of`` does.
    """
    loss = damage_of(device)
    if loss is None:
        return None
    loss.device, loss.replacement = device, replacement
    resolve(loss, outcome, SETTLED[outcome], by=by, words=str(replacement or ""))
    return loss


def damage_of(device: Device) -> Loss | None:
    """The open case of what is damaged, held; None if there is no case. Of a (locked) device.

    Raises ``Refused`` as ``check_only_damaged`` does.
    """
    loss = device.losses.open().select_for_update(of=("self",)).first()
    check_only_damaged(device, loss)
    return loss


def check_only_damaged(device: Device, loss: Loss | None) -> None:
    """Raise ``Refused`` for what is missing, or was found and not checked: its case decides."""
    if loss and loss.kind != LossKind.DAMAGED:
        raise Refused(
            _("%(device)s was lost or stolen, and is to be checked first. Do so in its case.")
            % {"device": device},
            way=loss.own_page,
        )


def resolve(loss: Loss, outcome: LossOutcome, step: LossStep, *, by: User, words: str = "") -> None:
    """What became of the device is known. Nothing is to be checked or repaired now; what is still
    missing, with data that nobody has locked or wiped, is still to be secured.
    """
    loss.outcome, loss.resolved_at = outcome, timezone.now()
    loss.move(LossStatus.RESOLVED, by=by, why=gettext_noop("Resolving"))
    end_case_tasks(loss, by=by)
    event = write(loss, step, by=by, words=words)
    prove(loss, "loss_resolved", by=by, facts={"outcome": str(outcome)})
    tell_councillor(loss, "loss_resolved", stage=str(event.pk))


def end_case_tasks(loss: Loss, *, by: User) -> None:
    """Of a case that is over. Its check or repair was done where the device is in use or at hand
    again; else it is no longer needed, as is locking what nobody has locked, and nobody will.
    """
    is_done = loss.outcome in {LossOutcome.RECOVERED, LossOutcome.REPAIRED}
    kinds, to = set(TaskKind) - {TaskKind.SECURE}, TaskStatus.DONE if is_done else DROPPED
    end_tasks(about=loss, kinds=kinds, to=to, by=by)
    if not loss.device.is_missing:
        end_tasks(about=loss, kinds=[TaskKind.SECURE], to=DROPPED, by=by)


def have_wiped(device: Device, *, by: User, councillor: User | None = None) -> None:
    """What the desk has now is wiped before anybody else has it. ``councillor`` is who may still
    have it at home.
    """
    if device.kind.holds_data:
        open_task(
            kind=TaskKind.WIPE,
            about=device,
            address=device.get_absolute_url(),
            device=device,
            councillor=councillor,
            by=by,
        )
