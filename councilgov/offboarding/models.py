"""What there is about somebody who leaves office."""

from councilgov.offboarding.accounts import AccountEnd, System
from councilgov.offboarding.cases import OffboardingCase
from councilgov.offboarding.letters import Letter, LetterKind
from councilgov.offboarding.machines import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.suspended import SuspendedSystem
from councilgov.offboarding.todo import OffboardingTask

__all__ = [
    "AccountEnd",
    "CaseStatus",
    "Letter",
    "LetterKind",
    "OffboardingCase",
    "OffboardingTask",
    "SuspendedSystem",
    "System",
    "TaskKind",
    "TaskStatus",
]
