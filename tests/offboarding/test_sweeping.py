"""What the clock does for leavers: safe twice, and late."""

from datetime import date

import pytest
from django.utils import timezone

from consent.leaving import actions as leaving
from consent.leaving.carrying import sweep_leavers
from consent.models import Leaving
from councilgov.access import Role
from councilgov.notices.actions import tell, unwanted
from councilgov.notices.models import Dropped, Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.actions import choose_contact, suspend_accounts
from councilgov.offboarding.following import start
from councilgov.offboarding.forgetting import PERSONAL
from councilgov.offboarding.machines import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.posting.due import letters_due
from councilgov.offboarding.sweeping import (
    ask_for_devices,
    escalate,
    forget,
    redate,
    remind_desk,
    remind_leavers,
    settle,
)
from councilgov.offboarding.tasks import step_out
from councilgov.offboarding.tasks import sweep as nightly
from councilgov.people.models import ClosureDay, EndReason, has_died
from devices.models import Device, DeviceStatus, ReturnRequest
from tests import given
from tests.consent import people
from tests.devices import equipment
from tests.offboarding.leavers import ends, fresh, leaver, on, sweep, system, task

pytestmark = pytest.mark.django_db
OVER = "2026-12-19"
STAGES = (
    ("2026-12-10", 0),
    ("2026-12-11", 1),
    ("2026-12-16", 0),
    ("2026-12-18", 1),
    ("2026-12-21", 0),
    ("2026-12-29", 1),
    ("2027-01-04", 1),
    ("2027-01-06", 1),
    ("2027-01-07", 0),
)


@pytest.fixture
def case():
    return leaver()


@pytest.fixture
def holder():
    councillor = given.councillor()
    equipment.issued(holder=councillor)
    return councillor


def test_a_case_starts_when_the_term_is_over_and_not_before(case):
    with on("2026-12-18"):
        assert start() == 0
    with on(OVER):
        assert (step_out(), step_out()) == (1, 0)

    assert fresh(case).status == CaseStatus.RUNNING
    assert fresh(case).started_at is not None


def test_equipment_is_asked_back_by_the_day_of_the_case(holder):
    case = ends(holder)
    with on("2026-12-18"):
        sweep()
        assert not ReturnRequest.objects.exists()
    with on(OVER):
        sweep()
        assert ask_for_devices() == 0

    request = ReturnRequest.objects.get()
    assert (request.because, request.due_on) == ("leaving", case.kit_due_on)
    assert Device.objects.get().status == DeviceStatus.RETURN_DUE


def test_what_is_asked_back_already_is_not_asked_twice(holder):
    ends(holder)
    equipment.asked_back(Device.objects.get())
    with on(OVER):
        sweep()

    assert ReturnRequest.objects.count() == 1


def test_the_portal_sees_that_nothing_is_left_of_equipment_and_contacts(case):
    with on("2026-12-18"):
        assert settle() == 0
    with on(OVER):
        sweep()

    assert task(case, TaskKind.DEVICES).status == TaskStatus.DONE
    assert task(case, TaskKind.RECORDS).status == TaskStatus.DONE
    assert task(case, TaskKind.ACCOUNTS).status == TaskStatus.TO_DO


def test_equipment_is_to_return_until_the_desk_has_it(holder):
    case = ends(holder)
    with on(OVER):
        sweep()
        assert task(case, TaskKind.DEVICES).status == TaskStatus.TO_DO
        equipment.returned(Device.objects.get())
        sweep()
        assert task(case, TaskKind.DEVICES).status == TaskStatus.DONE


@pytest.mark.parametrize("status", [DeviceStatus.LOST, DeviceStatus.STOLEN])
def test_what_is_missing_is_nothing_to_return(holder, status):
    case = ends(holder)
    device = Device.objects.get()
    device.stand_at(status)
    device.keep(by=None, why="Test")
    with on(OVER):
        sweep()

    assert task(case, TaskKind.DEVICES).status == TaskStatus.DONE


def test_a_phone_of_their_own_is_open_until_the_councils_data_is_off_it():
    councillor = given.councillor()
    equipment.enrolled(holder=councillor)
    case = ends(councillor)
    with on(OVER):
        sweep()

    assert task(case, TaskKind.DEVICES).status == TaskStatus.TO_DO
    assert not ReturnRequest.objects.exists()


def test_what_turns_up_is_to_do_again(holder):
    case = ends(holder)
    device = Device.objects.get()
    device.stand_at(DeviceStatus.LOST)
    device.keep(by=None, why="Lost")
    with on(OVER):
        sweep()
        assert task(case, TaskKind.DEVICES).status == TaskStatus.DONE
        device.stand_at(DeviceStatus.ACTIVE)
        device.keep(by=None, why="Found")
        sweep()

    assert task(case, TaskKind.DEVICES).status == TaskStatus.TO_DO


def test_contact_records_are_open_until_they_are_decided_on_or_sealed():
    person = people.person()
    case = ends(person.councillor)
    with on(OVER):
        sweep_leavers()
        sweep()
        assert task(case, TaskKind.RECORDS).status == TaskStatus.TO_DO
        mine = Leaving.objects.get(councillor=person.councillor)
        leaving.decide(leaving=mine, choice="to_delete", by=person.councillor)
        sweep_leavers()
        sweep()
        assert task(case, TaskKind.RECORDS).status == TaskStatus.DONE


def test_contacts_that_nobody_has_taken_yet_are_open_also_before_they_are_asked_for():
    person = people.person()
    case = ends(person.councillor)
    with on(OVER):
        sweep()

    assert task(case, TaskKind.RECORDS).status == TaskStatus.TO_DO


def test_a_holiday_that_is_proclaimed_moves_open_clocks_and_the_old_days_stay_in_history(case):
    ClosureDay(day=date(2026, 12, 22), name="State funeral").keep(by=None, why="Proclaimed")

    assert (redate(), redate()) == (1, 0)

    assert fresh(case).access_due_on == date(2027, 1, 7)
    assert date(2027, 1, 6) in case.history.values_list("access_due_on", flat=True)


def test_a_case_that_has_ended_keeps_its_days(case):
    case.stand_at(CaseStatus.CANCELLED)
    case.keep(by=None, why="Test")
    ClosureDay(day=date(2026, 12, 22), name="State funeral").keep(by=None, why="Proclaimed")

    assert redate() == 0


def test_a_leaver_is_reminded_at_each_stage_once_until_nothing_is_left(holder):
    ends(holder)
    told = Notice.objects.filter(kind="leaving_office")
    for day, count in STAGES:
        before = told.count()
        with on(day):
            sweep()
            assert remind_leavers() == 0
            assert told.count() - before == count, day
    with on("2027-01-08"):
        sweep()
    assert Notice.objects.filter(kind="leaving_office").count() == 5


def test_after_day_ten_only_an_address_of_their_own_is_written_to(holder):
    case = ends(holder)
    case.private_address = "alder@home.example"
    case.keep(by=None, why="Test")
    with on("2026-12-18"):
        sweep()
    with on("2027-01-08"):
        sweep()

    first, last = Notice.objects.filter(kind="leaving_office").order_by("pk")
    assert (first.address, last.address) == ("", "alder@home.example")


def test_what_the_clock_asks_back_is_told_by_the_case_alone(holder):
    ends(holder)
    with on(OVER):
        sweep()
    assert ReturnRequest.objects.open().filter(holder=holder).count() == 1
    assert Notice.objects.filter(to=holder, kind="leaving_office").exists()
    assert not Notice.objects.filter(to=holder, kind="return_asked").exists()


def test_once_their_accounts_are_suspended_their_council_mailbox_is_not_written_to(holder):
    system()
    case = ends(holder)
    desk = given.officer(Role.ICT_DESK)
    with on("2026-12-21"):
        sweep()
        told = Notice.objects.filter(kind="leaving_office")
        before = told.count()
        suspend_accounts(case=case, accounts=case.accounts.all(), at=timezone.now(), by=desk)
        sweep()
        assert [due.case for due in letters_due()] == [case]
    with on("2026-12-29"):
        sweep()
        assert told.count() == before


def test_the_reminder_names_what_is_open_and_nothing_else(holder):
    other = people.person().councillor
    ends(holder)
    ends(other)
    with on("2026-12-18"):
        sweep()
        notice = Notice.objects.get(kind="leaving_office", to=holder)
        text = part_of(notice).body
        assert "Bring your equipment by 6 January 2027." in text
        assert "people whom you noted" not in text
        assert "Your access ends with 6 January 2027." in text
        text = part_of(Notice.objects.get(kind="leaving_office", to=other)).body
        assert "Bring your equipment" not in text
        assert "Say what becomes of the people whom you noted." in text
    with on("2027-01-08"):
        text = part_of(notice).body
        assert "Your access ended with 6 January 2027." in text
        assert "/leavers/mine/" not in text


def test_an_address_that_is_put_right_takes_what_waits_for_the_wrong_one(holder):
    case = ends(holder)
    told = {"case": case, "wants_letters": False, "by": holder}
    choose_contact(private_address="wrong@home.example", **told)
    with on(OVER, 20):
        sweep()
        choose_contact(private_address="alder@home.example", **told)

    notice = Notice.objects.filter(kind="leaving_office").latest("pk")
    assert notice.email == "alder@home.example"


def test_who_chose_letters_gets_no_mail(holder):
    case = ends(holder)
    with on("2026-12-18"):
        sweep()
        notice = Notice.objects.get(kind="leaving_office")
        assert not unwanted(notice)
        case.wants_letters = True
        case.keep(by=None, why="Test")
        assert unwanted(notice) == Dropped.NO_LONGER_TRUE
    with on("2027-01-04"):
        sweep()
    assert Notice.objects.filter(kind="leaving_office").count() == 1


def test_who_has_died_gets_no_mail_at_any_address(holder):
    case = ends(holder, reason=EndReason.DIED)
    with on("2027-01-04"):
        sweep()
        assert not Notice.objects.filter(kind="leaving_office").exists()
        for notice in Notice.objects.filter(to=holder):
            assert unwanted(notice) == Dropped.DIED
    assert has_died(case.councillor, case.councillor.terms.all())
    assert not Notice.objects.filter(to=holder, kind="return_asked").exists()


def test_a_worker_that_was_down_sends_the_last_stage_only(holder):
    ends(holder)
    with on("2027-01-05"):
        sweep()

    assert Notice.objects.filter(kind="leaving_office").count() == 1


def test_while_a_case_is_paused_its_leaver_is_left_in_peace(holder):
    case = ends(holder)
    with on(OVER):
        sweep()
        before = Notice.objects.filter(kind="leaving_office").count()
        paused(case)
    with on("2027-01-04"):
        sweep()

    assert Notice.objects.filter(kind="leaving_office").count() == before


def paused(case):
    case = fresh(case)
    case.stand_at(CaseStatus.PAUSED)
    case.paused_at, case.paused_by, case.pause_reason = timezone.now(), given.person(), "Dispute"
    return case.keep(by=None, why="Test")


def test_the_desk_is_reminded_of_accounts_that_are_open(case):
    desk = given.officer(Role.ICT_DESK)
    with on("2026-12-18"):
        sweep()
        assert not Notice.objects.filter(kind="leaver_access").exists()
    with on(OVER):
        sweep()
        assert remind_desk() == 0
    notice = Notice.objects.get(kind="leaver_access")
    assert (notice.to, unwanted(notice)) == (desk, "")

    with on("2026-12-29"):
        sweep()
    assert Notice.objects.filter(kind="leaver_access").count() == 2


def test_what_is_open_after_day_ten_goes_to_the_monitoring_officer(case):
    officer = given.officer(Role.MONITORING_OFFICER)
    with on("2027-01-06"):
        sweep()
        assert not Notice.objects.filter(kind="leaver_overdue").exists()
    for day, count in (("2027-01-07", 1), ("2027-01-08", 2), ("2027-01-11", 2), ("2027-01-12", 3)):
        with on(day):
            sweep()
            assert escalate() == 0
            told = Notice.objects.filter(kind="leaver_overdue", to=officer)
            assert told.count() == count
            assert not unwanted(told.latest("pk"))


def test_where_a_deputy_alone_is_appointed_the_deputy_is_told(case):
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    with on("2027-01-07"):
        sweep()

    assert Notice.objects.get(kind="leaver_overdue").to == deputy


def test_equipment_alone_is_overdue_unless_the_case_is_paused(holder):
    case = ends(holder)
    with on("2027-01-07"):
        sweep()
        row = fresh(case)
        row.access_due_on = date(2027, 2, 1)
        row.keep(by=None, why="Test")
        late = OffboardingCase.objects.overdue(date(2027, 1, 7))
        assert late.exists()
        assert fresh(case).is_kit_late
        assert not fresh(case).is_access_late
        paused(case)
        assert not late.exists()
        assert not fresh(case).is_kit_late


def test_nothing_is_said_of_a_case_that_has_ended(case):
    given.officer(Role.MONITORING_OFFICER)
    given.officer(Role.ICT_DESK)
    with on("2027-01-07"):
        sweep()
        row = fresh(case)
        row.stand_at(CaseStatus.COMPLETED)
        row.keep(by=None, why="Test")
        kinds = ["leaver_overdue", "leaver_access"]
        for notice in Notice.objects.filter(kind__in=kinds):
            assert unwanted(notice) == Dropped.NO_LONGER_TRUE


def test_addresses_and_names_are_forgotten_a_week_after_the_end_also_in_history(case):
    with on(OVER):
        row = fresh(case)
        row.private_address, row.contact_name = "alder@home.example", "Sam Alder"
        row.contact_phone, row.postal_address = "01632 960200", "2 Alder Close"
        row.keep(by=None, why="Test")
        tell(kind="leaving_office", to=row.councillor, cause="1", about=row, address="a@b.example")
        row.stand_at(CaseStatus.COMPLETED)
        row.keep(by=None, why="Test")
    with on("2026-12-26"):
        assert forget() == 0
    with on("2026-12-27"):
        assert (forget(), forget()) == (1, 0)

    row = fresh(case)
    assert (row.private_address, row.contact_name, row.contact_phone) == ("", "", "")
    assert row.postal_address == ""
    kept = case.history.values_list(*PERSONAL)
    assert set(kept) == {("", "", "", "")}
    assert not Notice.objects.exclude(address="").exists()


def test_the_nightly_sweep_does_all_of_it_and_nothing_twice(holder):
    ends(holder)
    system()
    with on(OVER):
        assert nightly() > 0
        assert nightly() == 0


def test_the_sweep_takes_as_many_queries_for_many(django_assert_max_num_queries):
    system()
    given.officer(Role.ICT_DESK)
    given.officer(Role.MONITORING_OFFICER)
    leaver()
    with on("2027-01-07"), django_assert_max_num_queries(200) as first:
        sweep()
    for _n in range(6):
        leaver()
    with on("2027-01-07"), django_assert_max_num_queries(len(first)):
        sweep()
    assert OffboardingCase.objects.filter(status=CaseStatus.RUNNING).count() == 7
