"""The rows of devices, by concept."""

from devices.assignments import (
    Assignment,
    AssignmentEnd,
    Issue,
    IssueKind,
    Manner,
    Terms,
)
from devices.audits import AnswerStatus, Audit, AuditLine, AuditStatus
from devices.cases import CostStatus, LossStatus, MisuseStatus
from devices.costing import Cost, Route
from devices.desking import DeskTask, TaskKind
from devices.device import Device, Kind, Ownership
from devices.enrolment import Enrolment, EnrolmentEnd, Platform
from devices.insured import Cover, InsuranceDeclaration
from devices.labels import Finder, FoundOutcome, FoundReport, Label, LabelBatch
from devices.losing import (
    LockState,
    Loss,
    LossEvent,
    LossKind,
    LossOutcome,
    LossStep,
    Via,
)
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
from devices.misusing import MisuseCase, Ruling
from devices.police import PoliceReference, ReferenceKind
from devices.recalls import Booking, Recall, RecallLine, RecallReason, Slot
from devices.returns import (
    Cause,
    Condition,
    Return,
    ReturnedDevice,
    ReturnRequest,
    Wipe,
)
from devices.senders import AskedVia, FilterRequest, SenderKind

__all__ = [
    "MISSING",
    "OPEN_LINES",
    "PERSONAL",
    "WITH_HOLDER",
    "AnswerStatus",
    "AskedVia",
    "Assignment",
    "AssignmentEnd",
    "Audit",
    "AuditLine",
    "AuditStatus",
    "Booking",
    "BookingStatus",
    "Cause",
    "Condition",
    "Cost",
    "CostStatus",
    "Cover",
    "DeskTask",
    "Device",
    "DeviceStatus",
    "Enrolment",
    "EnrolmentEnd",
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
    "LockState",
    "Loss",
    "LossEvent",
    "LossKind",
    "LossOutcome",
    "LossStatus",
    "LossStep",
    "Manner",
    "MisuseCase",
    "MisuseStatus",
    "Ownership",
    "Platform",
    "PoliceReference",
    "Recall",
    "RecallLine",
    "RecallReason",
    "ReferenceKind",
    "RequestStatus",
    "Return",
    "ReturnRequest",
    "ReturnStatus",
    "ReturnedDevice",
    "Route",
    "Ruling",
    "SenderKind",
    "Slot",
    "TaskKind",
    "TaskStatus",
    "Terms",
    "Via",
    "Wipe",
]
