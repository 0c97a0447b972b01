"""Machine E and that of its tasks: every start with every end."""

from itertools import product

import pytest

from councilgov.offboarding.machines import CASE_MOVES, TASK_MOVES, CaseStatus, TaskStatus
from councilgov.offboarding.models import OffboardingCase, OffboardingTask
from councilgov.records import Refused

pytestmark = pytest.mark.no_database
C, T = CaseStatus, TaskStatus
CASES = {
    (C.SCHEDULED, C.RUNNING),
    (C.SCHEDULED, C.CANCELLED),
    (C.RUNNING, C.SCHEDULED),
    (C.RUNNING, C.PAUSED),
    (C.RUNNING, C.COMPLETED),
    (C.RUNNING, C.CANCELLED),
    (C.PAUSED, C.SCHEDULED),
    (C.PAUSED, C.RUNNING),
    (C.PAUSED, C.CANCELLED),
    (C.COMPLETED, C.SCHEDULED),
    (C.COMPLETED, C.CANCELLED),
    (C.RUNNING, C.BACK),
    (C.PAUSED, C.BACK),
    (C.BACK, C.SCHEDULED),
    (C.BACK, C.RUNNING),
    (C.BACK, C.CANCELLED),
    (C.CANCELLED, C.SCHEDULED),
    (C.CANCELLED, C.RUNNING),
}
TASKS = {(T.TO_DO, T.DONE), (T.TO_DO, T.WAIVED), (T.DONE, T.TO_DO), (T.WAIVED, T.TO_DO)}


def moves(row, to):
    try:
        row.check_move(to, "It")
    except Refused:
        return False
    return True


@pytest.mark.parametrize(("start", "end"), [*product(CaseStatus, repeat=2)])
def test_a_case_goes_along_machine_e_and_nowhere_else(start, end):
    assert moves(OffboardingCase(status=start), end) == ((start, end) in CASES)


@pytest.mark.parametrize(("start", "end"), [*product(TaskStatus, repeat=2)])
def test_a_task_goes_along_its_machine_and_nowhere_else(start, end):
    assert moves(OffboardingTask(status=start), end) == ((start, end) in TASKS)


def test_every_status_has_its_moves():
    assert set(CASE_MOVES) == set(CaseStatus)
    assert set(TASK_MOVES) == set(TaskStatus)
