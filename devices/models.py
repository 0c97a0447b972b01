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
    OPEN_LINES,
    PERSONAL,
    WITH_HOLDER,
    BookingStatus,
    DeviceStatus,
    FilterStatus,
    FoundStatus,
    IssueStatus,
    LineStatus,
    RequestStatus,
    ReturnStatus,
    TaskStatus,
)
from devices.recalls import Booking, Recall, RecallLine, RecallReason, Slot
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
    "OPEN_LINES",
    "PERSONAL",
    "WITH_HOLDER",
    "AskedVia",
    "Assignment",
    "AssignmentEnd",
    "Booking",
    "BookingStatus",
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
    "LineStatus",
    "Manner",
    "Ownership",
    "Recall",
    "RecallLine",
    "RecallReason",
    "RequestStatus",
    "Return",
    "ReturnRequest",
    "ReturnStatus",
    "ReturnedDevice",
    "SenderKind",
    "Slot",
    "TaskKind",
    "TaskStatus",
    "Terms",
    "Wipe",
]
