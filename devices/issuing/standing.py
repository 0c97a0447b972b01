"""Where a device stands that its holder has: by what they are asked, and what they signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.models import (
    Assignment,
    DeviceStatus,
    IssueStatus,
    LineStatus,
    RecallLine,
    ReturnRequest,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from devices.models import Device

BY_ISSUE = {
    IssueStatus.WAITING: DeviceStatus.ASSIGNED,
    IssueStatus.DECLINED: DeviceStatus.RETURN_DUE,
}


def stands_with_holder(device: Device) -> DeviceStatus:
    """Still to be returned where it is asked back or was declined; recalled where it is still to
    be brought in; to be accepted where nobody signed for it yet; else issued. Of a device of the
    council that somebody has.

    What was missing while the rest of its issue was accepted is issued with it: on its terms.
    """
    return stand_with_holders([device])[device.pk]


def stand_with_holders(devices: Collection[Device]) -> Mapping[int, DeviceStatus]:
    """Of many what ``stands_with_holder`` says of one, by their keys; in as many queries."""
    asked = ReturnRequest.objects.open().filter(device__in=devices)
    recalled = RecallLine.objects.filter(device__in=devices, status=LineStatus.ASKED)
    held = Assignment.objects.open().filter(device__in=devices)
    signed = dict(held.values_list("device", "issue__status"))
    found = {device.pk: _by_issue(signed.get(device.pk)) for device in devices}
    found |= dict.fromkeys(recalled.values_list("device", flat=True), DeviceStatus.RECALLED)
    return found | dict.fromkeys(asked.values_list("device", flat=True), DeviceStatus.RETURN_DUE)


def _by_issue(status: str | None) -> DeviceStatus:
    return BY_ISSUE.get(IssueStatus(status), DeviceStatus.ACTIVE) if status else DeviceStatus.ACTIVE
