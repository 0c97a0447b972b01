"""What stands in the way of an act in a case, in words that say what can be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.records import Refused
from devices.models import DeviceStatus, IssueKind, LossKind, LossOutcome, LossStatus
from devices.reclaiming.actions import check_may_cancel

if TYPE_CHECKING:
    from councilgov.people.models import User
    from devices.models import Device, Loss

TO_KEEP = frozenset({DeviceStatus.ASSIGNED, DeviceStatus.ACTIVE})
"""Where a device stands that is issued in place of another."""


def check_takes_its_place(loss: Loss, replacement: Device) -> None:
    """Raise ``Refused`` unless whoever had the device has this one instead, and is to keep it."""
    if loss.councillor is None or replacement.holder_id != loss.councillor_id:
        raise Refused(
            _("Issue the new device to the same councillor first, then enter its asset tag."),
            field="replacement",
        )
    if replacement == loss.device:
        raise Refused(_("A device can’t replace itself. Choose another one."), field="replacement")
    lent = replacement.assignments.open().filter(issue__kind=IssueKind.LOAN)
    if replacement.status not in TO_KEEP or lent.exists():
        raise Refused(
            _(
                "%(device)s is not there to take its place: it is lent, asked back, missing, in "
                "repair or the councillor’s own. Enter the device that they were issued instead."
            )
            % {"device": replacement},
            field="replacement",
        )


def check_ours(loss: Loss) -> None:
    """Raise ``Refused`` for a councillor's own device."""
    if loss.device.is_personal:
        raise Refused(
            _("This device is the councillor’s own, so this is not the council’s to do."),
            way=loss.own_page,
        )


def check_may_be_written_off(loss: Loss) -> None:
    """Raise ``Refused`` once it is over, unless it was replaced and is still missing. What was
    found, or was lost anew, is no more to be given up in this case.
    """
    check_newest(loss)
    check_not_found(loss)
    is_left = loss.outcome == LossOutcome.REPLACED and loss.device.is_missing
    if not loss.is_open and not is_left:
        raise Refused(_("What became of the device is known already."), way=loss.own_page)


def check_no_ruling(loss: Loss, by: User) -> None:
    """Raise ``Refused`` where what is damaged, and so can be returned, is to be returned after a
    decision on misuse: only the Monitoring Officer or a deputy gives that up.
    """
    request = loss.device.return_requests.open().with_row().first()
    if request and loss.kind == LossKind.DAMAGED:
        check_may_cancel(request, by)


def check_newest(loss: Loss) -> None:
    """Raise ``Refused`` where the device has a newer case: what is said of it is said there."""
    newest = loss.device.losses.order_by("-pk").first()
    if newest and newest != loss:
        raise Refused(_("There is a newer case about this device."), way=newest.own_page)


def check_was_missing(loss: Loss) -> None:
    """Raise ``Refused`` for what was damaged: it is somewhere, and is not found again."""
    if loss.kind == LossKind.DAMAGED:
        raise Refused(_("It was damaged and not missing, so it is not found."), way=loss.own_page)


def check_damaged(loss: Loss) -> None:
    """Raise ``Refused`` for what is not damaged, or was repaired."""
    if loss.kind != LossKind.DAMAGED or not loss.is_open:
        raise Refused(_("There is nothing to repair here."), way=loss.own_page)


def check_not_found(loss: Loss) -> None:
    """Raise ``Refused`` for what was found and not checked yet."""
    if loss.status == LossStatus.FOUND:
        raise Refused(_("It was found again. Check it first."), way=loss.own_page)
