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
    FoundStatus,
    IssueStatus,
    TaskStatus,
)

__all__ = [
    "MISSING",
    "PERSONAL",
    "WITH_HOLDER",
    "Assignment",
    "AssignmentEnd",
    "Cover",
    "DeskTask",
    "Device",
    "DeviceStatus",
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
    "TaskKind",
    "TaskStatus",
    "Terms",
]
