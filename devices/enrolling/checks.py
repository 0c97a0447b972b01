"""What must hold before anything is done with a councillor's own device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.people.models import Council
from councilgov.records import Refused
from devices.models import DeviceStatus, Enrolment

if TYPE_CHECKING:
    from councilgov.people.models import User
    from devices.models import Device, Kind

WITH_DATA = frozenset({DeviceStatus.ENROLLED, DeviceStatus.NON_COMPLIANT})
"""Council data is on it and its councillor has it."""


def check_allowed() -> None:
    """Raise ``Refused`` where the council has decided against personal devices."""
    if not Council.objects.the().allows_personal_devices:
        raise Refused(
            _("This council does not set up personal devices. Ask the desk for a council one.")
        )


def check_is_asked_once(councillor: User, kind: Kind, platform: str, model: str) -> None:
    """Raise ``Refused`` while the desk has the same request: it was sent twice."""
    waiting = Enrolment.objects.filter(councillor=councillor, device__status=DeviceStatus.PENDING)
    same = waiting.filter(platform=platform, device__kind=kind, device__model__iexact=model)
    if row := same.select_related("device").first():
        raise Refused(
            _(
                "You have asked for this already. If you have two of them, ask for the second one "
                "when the first is set up."
            ),
            way=row.device.own_page,
        )


def check_no_case(device: Device) -> None:
    """Raise ``Refused`` while it is reported lost or stolen: its case alone says whether it is
    checked again, and where council data was removed from it.
    """
    if case := device.losses.open().first():
        raise Refused(
            _(
                "%(device)s was reported lost or stolen. What is done with it, and with the "
                "council’s data on it, is recorded in that case until it ends."
            )
            % {"device": device},
            way=case.own_page,
        )


def check_pending(device: Device) -> None:
    """Raise ``Refused`` for what does not wait to be set up."""
    if device.status != DeviceStatus.PENDING:
        raise Refused(
            _("%(device)s does not wait to be set up: it is %(status)s.")
            % {"device": device, "status": device.get_status_display().lower()},
            way=device.own_page,
        )


def check_to_be_enrolled(device: Device) -> None:
    """Raise ``Refused`` for what does not wait to be set up, and for who is not in office now."""
    check_pending(device)
    if device.holder and not device.holder.is_councillor:
        raise Refused(
            _("%(name)s is not in office any more. Do not set it up, and say why.")
            % {"name": device.holder.full_name},
            way=device.own_page,
        )


def check_unsafe(device: Device) -> None:
    """Raise ``Refused`` for what nobody found to be unsafe, or is to be checked in its case."""
    if device.status == DeviceStatus.PENDING:
        raise Refused(_("It is not set up yet. Set it up first."), way=device.own_page)
    check_no_case(device)
    device.check_move(DeviceStatus.ENROLLED, gettext_noop("Compliance check"))


def check_removable(device: Device) -> None:
    """Raise ``Refused`` where there is no council data on it, or its case says when that went."""
    check_no_case(device)
    device.check_move(DeviceStatus.DATA_REMOVED, gettext_noop("Removing council data"))


def check_to_be_signed(device: Device) -> None:
    """Raise ``Refused`` for what is not in use for the council, or was signed for."""
    is_signed = Enrolment.objects.filter(device=device).exclude(signed_at=None).exists()
    if is_signed or device.status not in WITH_DATA:
        raise Refused(_("There is nothing to sign for this device now."), way=device.own_page)
