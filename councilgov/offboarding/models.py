"""What there is about somebody who leaves office."""

from councilgov.offboarding.accounts import AccountEnd, System
from councilgov.offboarding.cases import OffboardingCase
from councilgov.offboarding.machines import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.todo import OffboardingTask

__all__ = [
    "AccountEnd",
    "CaseStatus",
    "OffboardingCase",
    "OffboardingTask",
    "System",
    "TaskKind",
    "TaskStatus",
]
