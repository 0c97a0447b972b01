"""What stands in the way of receiving a device, and what can be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.people.models import has_died
from councilgov.records import Refused
from devices.models import DeviceStatus, Wipe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User
    from devices.models import Device


OWN = gettext_noop(
    "%(device)s is the councillor’s own, so they keep it. "
    "Remove the council’s data from it instead."
)
MISSED = gettext_noop(
    "%(device)s is recorded as %(status)s. Record first that it was found again: "
    "then it can be checked and handed back."
)
NOBODYS = gettext_noop(
    "%(device)s is on nobody’s record (%(status)s), so nobody can hand it back. "
    "If somebody had it all the same, write in its notes who, and keep it. "
    "If you have mixed up two labels, type the other tag."
)


def check_may_come_back(device: Device) -> None:
    """Raise ``Refused`` for a device that is on nobody's record, missing, or the councillor's own.

    Each refusal says what can be done instead.
    """
    if why := _why_not(device):
        told = {"device": device, "status": device.get_status_display().lower()}
        raise Refused(_(why) % told, way=device.own_page)
    device.check_move(DeviceStatus.RETURNED, gettext_noop("Return"))


def _why_not(device: Device) -> str:
    if device.is_personal:
        return OWN
    if device.is_missing:
        return MISSED
    return "" if device.holder_id else NOBODYS


def check_one_holder(devices: Sequence[Device]) -> User:
    """Who hands them back. Raises ``Refused`` if these devices are of several people."""
    holders = {device.holder_id: device.holder for device in devices}
    if len(holders) != 1:
        raise Refused(_("These devices are of different people. Receive those of each by itself."))
    (holder,) = holders.values()
    assert holder is not None  # noqa: S101  # checked before; for the type checker
    return holder


def check_brought_by(holder: User, brought_by: str) -> None:
    """Raise ``Refused`` where nobody is named who brought what somebody had who died: nobody waits
    for that signature.
    """
    if not brought_by.strip() and has_died(holder, holder.terms.all()):
        raise Refused(
            _("They have died. Choose “Somebody else on their behalf”, and enter who brought it."),
            field="who",
        )


def check_wipe(device: Device, wipe: Wipe) -> None:
    """Raise ``Refused`` where the answer on data does not fit the kind of device."""
    if device.kind.holds_data and wipe == Wipe.NO_DATA:
        raise Refused(
            _("%(device)s may hold data. Say whether it is wiped or to be wiped.")
            % {"device": device}
        )
    if not device.kind.holds_data and wipe != Wipe.NO_DATA:
        raise Refused(_("%(device)s holds no data, so it is not wiped.") % {"device": device})
