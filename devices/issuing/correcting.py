"""What was issued by mistake is taken off the record again: its councillor never had it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.forms.reasons import Act
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.records import Refused
from devices.issuing.actions import end_assignment, only_declined
from devices.models import AssignmentEnd, Device, DeviceStatus

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


def may_be_correction(device: Device) -> bool:
    """It was issued, and nobody signed that they have it, nor were they asked to return it."""
    is_new = device.status == DeviceStatus.ASSIGNED or only_declined(device)
    unsigned = device.assignments.open().filter(accepted_at=None)
    return is_new and unsigned.exists() and not device.return_requests.open().exists()


def check_is_correction(device: Device) -> None:
    """Raise ``Refused`` where a councillor has, or may have, the device: then it is received."""
    if device.holder_id is None:
        raise Refused(_("This device is on nobody’s record."), way=device.own_page)
    if not may_be_correction(device):
        raise Refused(
            _("Only what nobody has signed for or is to return can be taken off. Receive it back."),
            way=device.own_page,
        )


@transaction.atomic
def take_off_record(*, device: Device, reason: str, by: User) -> Device:
    """A wrong tag was scanned, or a wrong name chosen: the device is in stock as before, and the
    councillor is told that it is not theirs. Nothing is to be wiped: nobody had it.

    Raises ``Refused`` once it was accepted or asked back.
    """
    device = Device.objects.locked(device)
    check_is_correction(device)
    assignment = end_assignment(device=device, because=AssignmentEnd.CORRECTED, by=by)
    assert assignment is not None  # noqa: S101  # checked above
    device.move(DeviceStatus.IN_STOCK, by=by, why=gettext_noop("Correcting"))
    record(
        kind="devices.issue_corrected",
        actor=by,
        subject=assignment.issue,
        facts={"device": device.pk, "councillor": assignment.holder_id},
        names={"reason": reason.strip()},
    )
    tell(
        kind="equipment_corrected",
        to=assignment.holder,
        cause=str(assignment.pk),
        about=assignment,
    )
    logger.info("Issue corrected", extra={"device": device.pk})
    return device


def act(device: Device) -> Act:
    """How its page puts it."""
    return Act(
        title=_("This was issued by mistake"),
        caption=str(device),
        back=device.get_absolute_url(),
        consequences=[
            _("Use this only if %(name)s never had it. Else receive it back.")
            % {"name": device.holder.full_name if device.holder else ""},
            _("It is in stock again, and nothing has to be wiped."),
            _("They are told that it is not on their record."),
        ],
        question=_("What went wrong?"),
        missing=_("Say what went wrong"),
        hint=_("For example: the tag of the next device was scanned."),
        button=_("Take it off their record"),
        done=_("Recorded: it is in stock. They are told."),
        is_grave=False,
    )
