"""Where a device stands that its holder has: by what they are asked, and what they signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.models import DeviceStatus, IssueStatus, LineStatus

if TYPE_CHECKING:
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
    if device.return_requests.open().exists():
        return DeviceStatus.RETURN_DUE
    if device.recall_lines.filter(status=LineStatus.ASKED).exists():
        return DeviceStatus.RECALLED
    assignment = device.assignments.open().with_row().first()
    if assignment is None:
        return DeviceStatus.ACTIVE
    return BY_ISSUE.get(IssueStatus(assignment.issue.status), DeviceStatus.ACTIVE)
