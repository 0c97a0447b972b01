"""The rows of devices, by concept."""

from devices.assignments import (
    Assignment,
    AssignmentEnd,
    Issue,
    IssueKind,
    Manner,
    Terms,
)
from devices.desking import DeskTask, TaskKind
from devices.device import Device, Kind, Ownership
from devices.machines import (
    MISSING,
    PERSONAL,
    WITH_HOLDER,
    DeviceStatus,
    IssueStatus,
    TaskStatus,
)

__all__ = [
    "MISSING",
    "PERSONAL",
    "WITH_HOLDER",
    "Assignment",
    "AssignmentEnd",
    "DeskTask",
    "Device",
    "DeviceStatus",
    "Issue",
    "IssueKind",
    "IssueStatus",
    "Kind",
    "Manner",
    "Ownership",
    "TaskKind",
    "TaskStatus",
    "Terms",
]
