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
from devices.insured import Cover, InsuranceDeclaration
from devices.labels import Finder, FoundOutcome, FoundReport, Label, LabelBatch
from devices.machines import (
    MISSING,
    PERSONAL,
    WITH_HOLDER,
    DeviceStatus,
    FilterStatus,
    FoundStatus,
    IssueStatus,
    RequestStatus,
    ReturnStatus,
    TaskStatus,
)
from devices.returns import (
    ASKABLE,
    Cause,
    Condition,
    Return,
    ReturnedDevice,
    ReturnRequest,
    Wipe,
)
from devices.senders import AskedVia, FilterRequest, SenderKind

__all__ = [
    "ASKABLE",
    "MISSING",
    "PERSONAL",
    "WITH_HOLDER",
    "AskedVia",
    "Assignment",
    "AssignmentEnd",
    "Cause",
    "Condition",
    "Cover",
    "DeskTask",
    "Device",
    "DeviceStatus",
    "FilterRequest",
    "FilterStatus",
    "Finder",
    "FoundOutcome",
    "FoundReport",
    "FoundStatus",
    "InsuranceDeclaration",
    "Issue",
    "IssueKind",
    "IssueStatus",
    "Kind",
    "Label",
    "LabelBatch",
    "Manner",
    "Ownership",
    "RequestStatus",
    "Return",
    "ReturnRequest",
    "ReturnStatus",
    "ReturnedDevice",
    "SenderKind",
    "TaskKind",
    "TaskStatus",
    "Terms",
    "Wipe",
]
