"""What is asked back because somebody leaves follows their leaving: another day, or none."""

from datetime import date, timedelta

import pytest

from councilgov.access import Role
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.actions import complete, pause, resume
from councilgov.offboarding.following import start
from councilgov.offboarding.machines import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.posting.due import letters_due
from councilgov.offboarding.sweeping import ask_for_devices
from councilgov.people.actions import begin_term, move_end, take_back_end
from councilgov.people.models import EndReason
from devices.losses.ending import back_in_use, mark_found
from devices.models import Cause, Device, DeviceStatus, RequestStatus, ReturnRequest
from devices.recalling.actions import give_back, take_in
from devices.reclaiming.actions import request_return
from devices.returning.chasing import remind_to_return
from tests import given
from tests.devices import equipment
from tests.devices.losses.cases import report
from tests.offboarding.leavers import LAST_DAY, close_all, ends, fresh, on, sweep, task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AFTER = "2026-12-21"


def asked():
    return ReturnRequest.objects.get()


def test_whoever_stays_after_all_keeps_what_leaving_asked_for():
    device = equipment.issued()
    other = equipment.issued(holder=device.holder)
    case = ends(device.holder)
    with on(AFTER):
        sweep()
        take_back_end(term=case.term, by=None)

        assert fresh(case).status == CaseStatus.CANCELLED
        assert {row.status for row in ReturnRequest.objects.all()} == {RequestStatus.CANCELLED}
        assert {row.status for row in Device.objects.all()} == {DeviceStatus.ACTIVE}
        told = Notice.objects.get(kind="return_cancelled")
        assert (told.to, unwanted(told)) == (device.holder, "")
        body = part_of(told).body
        assert str(device) in body
        assert str(other) in body
    with on("2027-01-25"):
        assert (sweep(), remind_to_return()) == (0, 0)


def test_what_was_not_accepted_or_is_recalled_stands_as_it_stood():
    device = equipment.issued()
    case = ends(device.holder)
    equipment.recalled(device)
    waits = equipment.issue(holder=device.holder).assignments.get().device
    with on(AFTER):
        sweep()
        take_back_end(term=case.term, by=None)

    assert Device.objects.get(pk=device.pk).status == DeviceStatus.RECALLED
    assert Device.objects.get(pk=waits.pk).status == DeviceStatus.ASSIGNED


def test_what_the_desk_asked_for_is_still_to_be_returned():
    device = equipment.issued()
    case = ends(device.holder)
    request_return(devices=[device], because=Cause.LEAVING, by=equipment.desk())
    with on(AFTER):
        sweep()
        take_back_end(term=case.term, by=None)

    assert asked().status == RequestStatus.OPEN


def test_nobody_is_asked_before_the_later_day_to_which_their_end_was_moved():
    device = equipment.issued()
    case = ends(device.holder)
    with on(AFTER):
        sweep()
        later = end_of_day(date(2027, 3, 1))
        move_end(term=case.term, ends_at=later, reason=EndReason.RETIRED, by=None)

        assert asked().status == RequestStatus.CANCELLED
    with on("2027-03-02"):
        sweep()

        assert ReturnRequest.objects.open().get().due_on == fresh(case).kit_due_on


def test_who_came_back_and_then_stays_has_their_equipment_as_before():
    device = equipment.issued()
    case = ends(device.holder)
    with on(AFTER):
        sweep()
        assert asked().status == RequestStatus.OPEN
        begin_term(
            councillor=case.councillor, ward=given.ward(), starts_on=date(2027, 1, 18), by=None
        )
    with on("2027-01-20"):
        second = ends(device.holder, date(2027, 6, 1))
        take_back_end(term=second.term, by=None)

        assert fresh(case).status == CaseStatus.BACK
        assert asked().status == RequestStatus.CANCELLED


def test_a_proclaimed_holiday_moves_what_was_asked_for_with_the_case():
    device = equipment.issued()
    case = ends(device.holder)
    with on(AFTER):
        sweep()
        given.closure(day=date(2026, 12, 29), name="Proclaimed", is_holiday=True)
        sweep()

        assert asked().due_on == fresh(case).kit_due_on == date(2027, 1, 7)


def test_a_pause_moves_what_was_asked_for_with_the_case():
    device = equipment.issued()
    case = ends(device.holder)
    by = given.officer(Role.MONITORING_OFFICER)
    with on(AFTER):
        sweep()
        pause(case=case, reason="A legal hold", by=by)
    with on("2027-01-05"):
        resume(case=case, by=by)

        assert asked().due_on == fresh(case).kit_due_on > date(2027, 1, 6)


def test_a_corrected_end_moves_what_was_asked_for_with_the_case():
    device = equipment.issued()
    case = ends(device.holder)
    with on(AFTER):
        sweep()
        earlier = end_of_day(LAST_DAY - 2 * DAY)
        move_end(term=case.term, ends_at=earlier, reason=EndReason.RETIRED, by=None)

        assert asked().due_on == fresh(case).kit_due_on < case.kit_due_on


def test_whoever_was_given_longer_keeps_that():
    device = equipment.issued()
    ends(device.holder)
    with on(AFTER):
        sweep()
        row = asked()
        row.due_on = date(2027, 2, 1)
        row.keep(by=None, why="Test")
        given.closure(day=date(2026, 12, 29), name="Proclaimed", is_holiday=True)
        sweep()

    assert asked().due_on == date(2027, 2, 1)


def test_what_is_in_the_workshop_on_the_last_day_is_still_to_be_settled():
    device = equipment.issued()
    equipment.recalled(device)
    take_in(device=device, by=equipment.desk())
    case = ends(device.holder)
    with on(AFTER):
        sweep()
        assert task(case, TaskKind.DEVICES).status == TaskStatus.TO_DO
        give_back(device=Device.objects.get(), by=equipment.desk())

        assert Device.objects.get().status == DeviceStatus.RETURN_DUE
        assert asked().due_on >= fresh(case).kit_due_on


def test_nobody_is_reminded_of_what_the_desk_has_in_its_workshop():
    device = equipment.issued()
    equipment.recalled(device)
    take_in(device=device, by=equipment.desk())
    case = ends(device.holder)
    with on(AFTER):
        sweep()
    Notice.objects.all().delete()
    with on("2026-12-29"):
        sweep()
        assert not Notice.objects.filter(kind="leaving_office").exists()
        assert not [due for due in letters_due() if due.case == case]
        give_back(device=Device.objects.get(), by=equipment.desk())
        sweep()

        told = Notice.objects.get(kind="leaving_office")
        assert unwanted(told) == ""
        assert "Bring your equipment" in part_of(told).body


def test_what_turns_up_once_all_was_closed_is_asked_for():
    device = equipment.issued()
    case = ends(device.holder)
    clerk = given.officer(Role.MEMBERS_SERVICES)
    with on(AFTER):
        loss = report(device)
        sweep()
        close_all(fresh(case), by=clerk)
        complete(case=case, by=clerk)
    with on("2027-02-01"):
        mark_found(loss=loss, reason="In a drawer.", by=equipment.desk())
        back_in_use(loss=loss, reason="It works.", by=equipment.desk())
        sweep()

        assert fresh(case).status == CaseStatus.COMPLETED
        assert asked().due_on > today()
        assert Device.objects.get().status == DeviceStatus.RETURN_DUE


def test_nobody_in_office_or_who_was_only_an_officer_is_asked():
    equipment.issued()
    sweep()

    assert not ReturnRequest.objects.exists()
    assert not OffboardingCase.objects.exists()


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
