"""Equipment of who is suspended: asked back, given back, and what becomes of it if they leave."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.actions import choose_contact, complete, waive_task
from councilgov.offboarding.models import TaskKind
from councilgov.offboarding.suspending.actions import lift
from councilgov.offboarding.suspending.equipment import ask_back, give_back
from councilgov.offboarding.sweeping import ask_for_devices
from councilgov.people.actions import take_back_end
from councilgov.people.models import EndReason
from devices.issuing.actions import decline
from devices.losses.ending import back_in_use, mark_found
from devices.models import Cause, DeviceStatus, ReturnRequest
from devices.reclaiming.actions import cancel_return
from devices.returning.chasing import remind_to_return
from tests import given
from tests.devices import equipment as devices
from tests.devices.losses.cases import report
from tests.offboarding.leavers import close_all, ends, on, sweep, task
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def without_kit(person, **fields):
    return suspended(councillor=person, is_kit_asked_back=True, **fields)


def declined():
    """A suspension of somebody who declined what was issued, and was asked back."""
    person = given.councillor()
    issue = devices.issue(holder=person)
    row = without_kit(person)
    decline(issue=issue, reason="I do not want it.", by=person)
    return row


def status_of(person):
    return list(ReturnRequest.objects.filter(holder=person).values_list("status", flat=True))


def test_a_declined_device_never_stops_a_suspension_from_being_lifted():
    row = declined()
    device = ReturnRequest.objects.get().device

    lift(suspension=row, reason="The court set it aside.", by=row.entered_by)

    row.refresh_from_db()
    device.refresh_from_db()
    assert row.lifted_at
    assert status_of(row.councillor) == ["cancelled"]
    assert device.status == DeviceStatus.RETURN_DUE
    assert not Notice.objects.filter(kind="return_cancelled").exists()


def test_the_declined_device_of_one_keeps_nothing_from_another():
    row, other = declined(), given.councillor()
    devices.issued(holder=other)
    without_kit(other)

    with on(row.ends_on + DAY):
        sweep()
        assert status_of(row.councillor) == ["cancelled"]
        assert status_of(other) == ["cancelled"]
    assert Notice.objects.filter(kind="return_cancelled", to=other).count() == 1


def test_lifting_and_suspending_touch_the_equipment_of_that_councillor_alone():
    one, other = given.councillor(), given.councillor()
    devices.issued(holder=one)
    row = without_kit(one, ends_on=today() + DAY)
    third = suspended()
    with on(row.ends_on + DAY):
        lift(suspension=third, reason="Reviewed.", by=row.entered_by)
        assert status_of(one) == ["open"]
        devices.issued(holder=other)
        without_kit(other)
        late = devices.issued(holder=one)
        suspended()
        assert not late.return_requests.exists()
        assert give_back(other) == 0
        assert ask_back(one) == 0
        assert give_back(one) == 1


def test_past_the_calendar_it_is_entered_and_asked_back_all_the_same():
    with time_machine.travel("2028-12-20 12:00:00+00:00", tick=False):
        person = given.councillor()
        devices.issued(holder=person)
        without_kit(person)

        assert ReturnRequest.objects.get().due_on == date(2029, 1, 5)


def test_who_leaves_is_asked_by_the_day_of_their_case_alone():
    person = given.councillor()
    devices.issued(holder=person)
    without_kit(person, ends_on=date(2027, 3, 1))
    case = ends(person, date(2026, 12, 18))
    choose_contact(case=case, private_address="", wants_letters=True, by=person)

    with on("2026-12-19"):
        sweep()
    row = ReturnRequest.objects.get()
    assert (row.because, row.due_on) == (Cause.LEAVING, case.kit_due_on)
    for day in ("2026-12-21", "2026-12-28", "2027-01-06", "2027-01-13"):
        with on(day):
            sweep()
            assert remind_to_return() == 0


def test_who_stays_after_all_is_asked_for_the_time_of_the_suspension_again():
    person = given.councillor()
    devices.issued(holder=person)
    row = without_kit(person, ends_on=date(2027, 3, 1))
    case = ends(person, today(), ends_at=timezone.now(), reason=EndReason.RESIGNED)
    sweep()
    assert ReturnRequest.objects.open().get().because == Cause.LEAVING
    take_back_end(term=case.term, by=None)
    sweep()

    assert ReturnRequest.objects.open().get().because == Cause.SUSPENDED
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    assert not ReturnRequest.objects.open().exists()


def test_who_leaves_during_a_day_is_asked_as_a_leaver():
    person = given.councillor()
    without_kit(person)
    devices.issued(holder=person)
    ends(person, today(), ends_at=timezone.now(), reason=EndReason.RESIGNED)

    assert ask_back() == 0
    sweep()
    assert ReturnRequest.objects.get().because == Cause.LEAVING


def test_what_the_desk_left_to_a_leaver_is_not_asked_for_again():
    person, desk = given.councillor(), given.officer(Role.ICT_DESK)
    devices.issued(holder=person)
    case = ends(person, date(2026, 11, 20))
    sweep()
    cancel_return(request=ReturnRequest.objects.get(), reason="They bought it.", by=desk)

    assert ask_for_devices() == 0
    waive_task(
        task=task(case, TaskKind.DEVICES),
        reason="They bought it.",
        by=given.officer(Role.MONITORING_OFFICER),
    )
    services = given.officer(Role.MEMBERS_SERVICES)
    close_all(case, by=services)
    complete(case=case, by=services)
    assert ask_for_devices() == 0
    assert status_of(person) == ["cancelled"]


def test_what_was_left_to_them_before_they_left_is_asked_for_when_they_do():
    person, desk = given.councillor(), given.officer(Role.ICT_DESK)
    devices.issued(holder=person)
    ends(person, date(2026, 11, 20))
    sweep()
    cancel_return(request=ReturnRequest.objects.get(), reason="Kept for now.", by=desk)
    given.term(person, starts_on=date(2026, 11, 23), declared_on=None)
    ends(person, date(2026, 11, 27))

    with on("2026-11-28"):
        sweep()
    assert sorted(status_of(person)) == ["cancelled", "open"]


def test_of_what_turns_up_after_the_case_the_desk_is_told():
    device, by = devices.issued(), given.officer(Role.MEMBERS_SERVICES)
    case, desk = ends(device.holder, date(2026, 11, 20)), devices.desk()
    loss = report(device)
    close_all(case, by=by)
    complete(case=case, by=by)
    mark_found(loss=loss, reason="In a drawer.", by=desk)
    back_in_use(loss=loss, reason="It works.", by=desk)
    sweep()
    sweep()

    told = Notice.objects.get(kind="leaver_late_kit", to=desk)
    assert not unwanted(told)
    assert device.holder.full_name in part_of(told).body
    assert device.asset_tag in part_of(told).body
    assert not Notice.objects.filter(kind="return_asked", to=device.holder).exists()
    cancel_return(request=ReturnRequest.objects.open().get(), reason="They keep it.", by=desk)
    assert unwanted(told)
    told.about = ""
    assert unwanted(told)


def test_of_what_turns_up_with_somebody_who_died_the_family_is_to_be_asked():
    device, by = devices.issued(), given.officer(Role.MEMBERS_SERVICES)
    case, desk = ends(device.holder, date(2026, 11, 20), reason=EndReason.DIED), devices.desk()
    loss = report(device)
    close_all(case, by=by)
    complete(case=case, by=by)
    mark_found(loss=loss, reason="In a drawer.", by=desk)
    back_in_use(loss=loss, reason="It works.", by=desk)
    sweep()

    told = Notice.objects.get(kind="leaver_late_kit", to=desk)
    assert not unwanted(told)
    body = part_of(told).body
    assert f"{device.holder.full_name} has died" in body
    assert "has left office" not in body
    assert "asked their family for it yet: please do, with care" in body


def test_what_the_desk_left_to_them_is_not_asked_for_again_during_a_suspension():
    person, desk = given.councillor(), given.officer(Role.ICT_DESK)
    device = devices.issued(holder=person)
    row = without_kit(person, ends_on=today() + 9 * DAY)
    cancel_return(request=ReturnRequest.objects.get(), reason="They need it.", by=desk)

    assert (ask_back(), ask_back(person)) == (0, 0)
    other = devices.issued(holder=person)
    assert ask_back() == 1
    assert not device.return_requests.filter(status="open").exists()
    assert other.return_requests.filter(status="open").exists()
    with on(row.ends_on + DAY):
        sweep()
        without_kit(person)
        assert device.return_requests.filter(status="open").exists()
