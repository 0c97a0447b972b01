"""A task that the portal sees to be done is done in the same moment, not with the next sweep."""

from __future__ import annotations

import pytest
from django.utils import timezone

from consent.leaving.actions import decide
from consent.leaving.carrying import sweep_leavers
from consent.models import Leaving
from councilgov.access import Role
from councilgov.offboarding import actions
from councilgov.offboarding.machines import TaskKind, TaskStatus
from councilgov.people.models import EndReason
from councilgov.records import Refused
from devices.losses.ending import mark_found
from devices.models import Device
from tests import given
from tests.consent import people
from tests.devices import equipment
from tests.devices.losses.cases import report
from tests.offboarding.leavers import ends, on, sweep, system, task

pytestmark = pytest.mark.django_db
OVER = "2026-12-21"


@pytest.fixture
def desk():
    return given.officer(Role.ICT_DESK)


@pytest.fixture
def holder():
    equipment.issued()
    councillor = Device.objects.get().holder
    people.person(councillor=councillor)
    return councillor


@pytest.fixture
def case(holder):
    system("Email")
    case = ends(holder)
    with on(OVER):
        sweep_all()
        yield case


def sweep_all():
    sweep_leavers()
    sweep()


def standing(case):
    kinds = (TaskKind.SUSPEND, TaskKind.ACCOUNTS, TaskKind.DEVICES, TaskKind.RECORDS)
    return [task(case, kind).status == TaskStatus.DONE for kind in kinds]


def test_what_the_desk_closes_is_closed_at_once(case, desk):
    now, accounts = timezone.now(), list(case.accounts.all())

    actions.suspend_accounts(case=case, accounts=accounts, at=now, by=desk)
    assert standing(case) == [True, False, False, False]
    actions.terminate_accounts(case=case, accounts=accounts, at=now, by=desk)
    assert standing(case) == [True, True, False, False]


def test_equipment_that_the_desk_has_is_back_at_once(case):
    equipment.returned(Device.objects.get())

    assert standing(case) == [False, False, True, False]


def test_what_a_leaver_reports_lost_is_not_waited_for_until_it_is_found(case, desk):
    loss = report(Device.objects.get())
    assert task(case, TaskKind.DEVICES).status == TaskStatus.DONE

    mark_found(loss=loss, reason="In the car.", by=desk)

    assert task(case, TaskKind.DEVICES).status == TaskStatus.TO_DO


def test_who_has_chosen_for_everybody_has_nothing_more_to_choose(case, holder):
    decide(leaving=Leaving.objects.get(), choice="to_delete", by=holder)

    assert standing(case) == [False, False, False, True]


def test_what_one_leaver_does_says_nothing_of_another(case, desk):
    other = ends(given.councillor(), reason=EndReason.RESIGNED)
    sweep_all()
    mine = list(case.accounts.all())

    actions.suspend_accounts(case=case, accounts=mine, at=timezone.now(), by=desk)

    assert task(other, TaskKind.SUSPEND).status == TaskStatus.TO_DO
    with pytest.raises(Refused, match="Return equipment"):
        actions.complete(case=case, by=desk)
