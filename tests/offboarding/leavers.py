"""Councillors who leave office, as the tests need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from councilgov.access import Role
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.offboarding import sweeping
from councilgov.offboarding.actions import finish_task
from councilgov.offboarding.models import OffboardingCase, System, TaskKind
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from tests import given

if TYPE_CHECKING:
    from councilgov.offboarding.models import OffboardingTask
    from councilgov.people.models import User

LAST_DAY = date(2026, 12, 18)
"""A Friday. Ten working days later it is 6 January in England (golden/working_days.csv)."""


def ends(councillor: User, day: date = LAST_DAY, **fields: Any) -> OffboardingCase:
    """Their term ends with that day, and their case is there."""
    term = councillor.terms.get(ends_at=None)
    told: dict[str, Any] = {"reason": EndReason.NOT_RE_ELECTED, "ends_at": end_of_day(day)}
    told["by"] = None
    end_term(term=term, **told | fields)
    return OffboardingCase.objects.get(term=term)


def leaver(day: date = LAST_DAY, **fields: Any) -> OffboardingCase:
    """The case of somebody who leaves with that day."""
    return ends(given.councillor(), day, **fields)


def system(name: str = "Email", **fields: Any) -> System:
    return System(name=name, **fields).keep(by=None, why="Test")


def on(day: str | date, hour: int = 12) -> Any:
    """The clock stands at noon in London of that day, or another hour."""
    return time_machine.travel(f"{day} {hour:02}:00:00+00:00", tick=False)


def sweep() -> int:
    return sum(step() for step in sweeping.STEPS)


def gone(days: int = 3, **fields: Any) -> OffboardingCase:
    """Somebody who left so many days ago, and of whom insurers and payroll know already."""
    case = leaver(today() - timedelta(days=days), **fields)
    one = given.officer(Role.MEMBERS_SERVICES)
    finish_task(task=task(case, TaskKind.INSURANCE), words="Told by email.", by=one)
    return case


def dead(days: int = 2) -> OffboardingCase:
    """Somebody who died in office."""
    return leaver(today() - timedelta(days=days), reason=EndReason.DIED)


def task(case: OffboardingCase, kind: TaskKind) -> OffboardingTask:
    return case.tasks.get(kind=kind)


def fresh(case: OffboardingCase) -> OffboardingCase:
    return OffboardingCase.objects.with_row().get(pk=case.pk)
