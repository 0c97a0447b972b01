"""A case that the desk opened about a councillor's device."""

from functools import partial

import pytest
import time_machine

from councilgov.access import Role
from councilgov.notices.models import Notice
from devices.misuse import actions
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        roles = (Role.ICT_DESK, Role.MONITORING_OFFICER, Role.MEMBERS_SERVICES)
        return equipment.issued(), *map(given.officer, roles)

    return shared(make)


@pytest.fixture
def device(made_once):
    row = made_once[0]
    row.refresh_from_db()
    return row


@pytest.fixture
def councillor(device):
    return device.holder


@pytest.fixture
def desk(made_once):
    return made_once[1]


@pytest.fixture
def monitoring(made_once):
    return made_once[2]


@pytest.fixture
def services(made_once):
    return made_once[3]


@pytest.fixture
def case(device, desk):
    return actions.open_misuse(device=device, facts="Opened with a chisel on 3 June.", by=desk)


@pytest.fixture
def decide(case, monitoring):
    """The Monitoring Officer charges £120, unless said otherwise, when the time has passed."""
    usual = {"ruling": "charge", "amount": 120, "reason": "A chisel is no key.", "by": monitoring}

    def now(**details):
        with time_machine.travel("2026-12-01 10:00Z", tick=True):
            return partial(actions.decide_misuse, case=case, **usual)(**details)

    return now


@pytest.fixture
def told():
    def to(kind):
        return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]

    return to
