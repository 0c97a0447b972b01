"""Somebody is suspended, or it is lifted, while an act about a device of theirs is under way."""

from functools import partial

import pytest

from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.offboarding.suspending.actions import lift, suspend
from councilgov.people.dying import record_death, take_back_death
from councilgov.people.models import Suspension, User
from devices.models import DeviceStatus, Loss, ReturnRequest
from devices.reclaiming.actions import cancel_return
from tests import given
from tests.devices import equipment as devices
from tests.devices.losses.cases import report
from tests.offboarding.leavers import gone
from tests.offboarding.suspended import said, suspended
from tests.racing import at_once, while_it_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def device():
    given.council()
    return devices.issued()


def test_who_is_suspended_while_a_device_of_theirs_is_reported_lost(device):
    by = given.officer(Role.MONITORING_OFFICER)
    told = said(is_kit_asked_back=True)
    act = partial(suspend, councillor=device.holder, by=by, **told)

    with while_it_waits(act, for_=device):
        report(device)

    assert Suspension.objects.get().councillor == device.holder
    assert Loss.objects.get().device == device
    assert ReturnRequest.objects.get().status == "open"


def test_a_suspension_is_lifted_while_the_desk_leaves_them_a_device(device):
    desk = devices.desk()
    row = suspended(councillor=device.holder, is_kit_asked_back=True)
    act = partial(lift, suspension=row, reason="Reviewed.", by=row.entered_by)

    with while_it_waits(act, for_=device):
        cancel_return(request=ReturnRequest.objects.get(), reason="They need it.", by=desk)

    row.refresh_from_db()
    device.refresh_from_db()
    assert row.lifted_at
    assert device.status != DeviceStatus.RETURN_DUE
    assert ReturnRequest.objects.get().status == "cancelled"


@pytest.mark.parametrize("is_taken_back", [False, True], ids=["recorded", "taken back"])
def test_nobody_who_notes_something_about_them_waits_for_their_death(monkeypatch, is_taken_back):
    given.council()
    by = given.officer(Role.MEMBERS_SERVICES)
    person = gone().councillor
    act = partial(record_death, person=person, died_on=today(), by=by)
    if is_taken_back:
        act()
        act = partial(take_back_death, person=person, by=by)
    found = []

    def noted(_people):
        found.extend(at_once(partial(tell, kind="return_asked", to=person, cause="race")))

    monkeypatch.setattr("councilgov.people.dying.terms_changed", noted)
    act()

    assert len(found) == Notice.objects.filter(kind="return_asked", to=person).count() == 1
    assert (User.objects.get(pk=person.pk).died_on is None) == is_taken_back
