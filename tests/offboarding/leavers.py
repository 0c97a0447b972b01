"""Councillors who leave office, as the tests need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.offboarding import sweeping
from councilgov.offboarding.actions import (
    complete,
    finish_task,
    suspend_accounts,
    terminate_accounts,
)
from councilgov.offboarding.models import OffboardingCase, System, TaskKind, TaskStatus
from councilgov.people.actions import end_term
from councilgov.people.dying import record_death
from councilgov.people.models import EndReason
from tests import given

if TYPE_CHECKING:
    from councilgov.offboarding.models import OffboardingTask
    from councilgov.people.models import User

LAST_DAY = date(2026, 12, 18)
"""A Friday. Ten working days later it is 6 January in England (golden/working_days.csv)."""


def ends(councillor: User | None, day: date = LAST_DAY, **fields: Any) -> OffboardingCase:
    """Their term ends with that day, and their case is there."""
    assert councillor is not None  # for who holds a device, it may be nobody
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


def partly_closed() -> OffboardingCase:
    """Somebody who left, of whom one account of several is suspended."""
    payroll = system("Payroll")
    case, desk = gone(), given.officer(Role.ICT_DESK)
    suspended = list(case.accounts.filter(system=payroll))
    suspend_accounts(case=case, accounts=suspended, at=timezone.now(), by=desk)
    return case


def departed() -> User:
    """Somebody who left, and died after that."""
    person = gone(reason=EndReason.RESIGNED).councillor
    services = given.officer(Role.MEMBERS_SERVICES)
    return record_death(person=person, died_on=today(), by=services)


def dead(days: int = 2) -> OffboardingCase:
    """Somebody who died in office."""
    return leaver(today() - timedelta(days=days), reason=EndReason.DIED)


def task(case: OffboardingCase, kind: TaskKind) -> OffboardingTask:
    return case.tasks.get(kind=kind)


def fresh(case: OffboardingCase) -> OffboardingCase:
    return OffboardingCase.objects.with_row().get(pk=case.pk)


def completed(
    councillor: User | None = None, last_day: date | None = None, **fields: Any
) -> OffboardingCase:
    """Somebody left three days ago, a Friday in most tests, and everything is done: the receipt is
    to be posted.
    """
    by = given.officer(Role.MEMBERS_SERVICES)
    last_day = last_day or today() - timedelta(days=3)
    case = ends(councillor or given.councillor(), last_day, **fields)
    close_all(case, by=by)
    return complete(case=case, by=by)


def close_all(case: OffboardingCase, *, by: User) -> None:
    """Whatever is open of it and was not seen to be done by the portal."""
    if accounts := list(case.accounts.not_terminated()):
        terminate_accounts(case=case, accounts=accounts, at=timezone.now(), by=by)
    sweeping.settle()
    for row in case.tasks.filter(status=TaskStatus.TO_DO).exclude(kind=TaskKind.RECEIPT):
        row.case = case
        finish_task(task=row, words="Done", by=by)
