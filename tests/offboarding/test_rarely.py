"""What seldom happens, and must not go wrong then: past the calendar, or of what is gone."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from breaches.passing.notices import waits_for_nobody
from councilgov.access import Role
from councilgov.deadlines import end_of_day
from councilgov.offboarding.clocks import Clocks
from councilgov.offboarding.following import start
from councilgov.offboarding.foretelling import warn
from councilgov.offboarding.machines import CaseStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.showing.columns import days_late
from councilgov.offboarding.suspending.notices import what_changed
from councilgov.offboarding.sweeping import ask_for_devices
from councilgov.people.actions import begin_term
from councilgov.people.models import EndReason, Suspension
from devices.models import RequestStatus, ReturnRequest
from tests import given
from tests.devices import equipment
from tests.offboarding.leavers import ends, on
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
PAST_THE_CALENDAR = "2030-02-01"
GONE: Any = SimpleNamespace(subject=None)


@pytest.fixture(autouse=True)
def _council():
    given.council()


def test_how_late_is_said_without_a_number_past_the_calendar():
    with on(PAST_THE_CALENDAR):
        assert days_late(date(2028, 12, 20), Clocks()) == "Overdue"


def test_on_the_saturday_after_it_no_working_day_has_gone_by():
    with on("2026-12-19"):
        assert days_late(date(2026, 12, 18), Clocks()) == "Overdue since the weekend"


def test_an_end_of_long_ago_is_warned_of_past_the_calendar_too():
    with on(PAST_THE_CALENDAR):
        told = warn(ends_at=end_of_day(date(2029, 12, 3)), reason=EndReason.RETIRED)
    assert told[-1] == "The case of leaving office is overdue from its first moment."


def test_what_is_gone_waits_for_nobody_and_changed_in_nothing():
    assert not waits_for_nobody(GONE)
    assert what_changed(GONE) == {}


def test_a_councillor_sees_their_own_suspension_alone():
    mine, other = suspended(), suspended()

    assert list(Suspension.objects.visible_to(mine.councillor)) == [mine]
    officer = given.officer(Role.MEMBERS_SERVICES)
    assert set(Suspension.objects.visible_to(officer)) == {mine, other}


def test_of_two_cases_of_one_person_the_first_asks_for_a_device():
    device = equipment.issued()
    first = ends(device.holder, date(2026, 12, 18))
    with on("2026-12-19"):
        begin_term(
            councillor=first.councillor, ward=given.ward(), starts_on=date(2026, 12, 21), by=None
        )
    with on("2026-12-22"):
        ends(device.holder, date(2026, 12, 22))
    OffboardingCase._base_manager.filter(pk=first.pk).update(
        status=CaseStatus.RUNNING, ended_at=None
    )
    with on("2026-12-23"):
        start()
        assert OffboardingCase.objects.filter(status=CaseStatus.RUNNING).count() == 2
        ask_for_devices()

    request = ReturnRequest.objects.get(status=RequestStatus.OPEN)
    assert request.due_on == first.kit_due_on
