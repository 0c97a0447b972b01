"""What is done for a leaver, by those who may, and what is refused."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.offboarding import actions
from councilgov.offboarding.machines import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import (
    AccountEnd,
    OffboardingCase,
    OffboardingTask,
    System,
)
from councilgov.records import Refused
from tests import given
from tests.offboarding.leavers import fresh, leaver, on, sweep, system, task

pytestmark = pytest.mark.django_db
OVER = "2026-12-21"


@pytest.fixture
def case():
    system("Email")
    system("Payroll")
    return leaver()


@pytest.fixture
def desk():
    return given.officer(Role.ICT_DESK)


@pytest.fixture
def officer():
    return given.officer(Role.MONITORING_OFFICER)


def all_of(case):
    return list(case.accounts.all())


def test_accounts_are_suspended_and_terminated_at_two_moments(case, desk):
    with on(OVER):
        sweep()
        at = timezone.now() - timedelta(hours=1)
        actions.suspend_accounts(case=case, accounts=all_of(case), at=at, by=desk)
        sweep()
        assert task(case, TaskKind.SUSPEND).status == TaskStatus.DONE
        assert task(case, TaskKind.ACCOUNTS).status == TaskStatus.TO_DO
        now = timezone.now()
        actions.terminate_accounts(case=case, accounts=all_of(case), at=now, by=desk)
        sweep()

    assert task(case, TaskKind.ACCOUNTS).status == TaskStatus.DONE
    moments = {(row.suspended_at, row.terminated_at) for row in all_of(case)}
    assert moments == {(at, now)}
    assert Entry.objects.filter(kind="offboarding.suspended").count() == 1
    assert Entry.objects.filter(kind="offboarding.terminated").count() == 1


def test_one_account_that_is_open_keeps_the_task_open(case, desk):
    with on(OVER):
        sweep()
        at = timezone.now()
        actions.suspend_accounts(case=case, accounts=all_of(case)[:1], at=at, by=desk)
        sweep()

    assert task(case, TaskKind.SUSPEND).status == TaskStatus.TO_DO


def test_what_is_terminated_at_once_was_suspended_with_it(case, desk):
    with on(OVER):
        sweep()
        at = timezone.now()
        actions.terminate_accounts(case=case, accounts=all_of(case), at=at, by=desk)

    assert all_of(case)[0].suspended_at == at


def test_accounts_of_who_is_in_office_stay_open(case, desk):
    with pytest.raises(Refused, match="in office"):
        actions.suspend_accounts(case=case, accounts=all_of(case), at=timezone.now(), by=desk)


def test_a_moment_to_come_and_no_account_are_refused(case, desk):
    other = leaver()
    with on(OVER):
        sweep()
        later = timezone.now() + timedelta(minutes=1)
        with pytest.raises(Refused, match="not in the future"):
            actions.suspend_accounts(case=case, accounts=all_of(case), at=later, by=desk)
        for accounts in ([], all_of(other)):
            with pytest.raises(Refused, match="at least one system"):
                actions.suspend_accounts(case=case, accounts=accounts, at=timezone.now(), by=desk)


def test_an_account_is_not_terminated_before_it_was_suspended(case, desk):
    with on(OVER):
        sweep()
        at = timezone.now()
        actions.suspend_accounts(case=case, accounts=all_of(case), at=at, by=desk)
        with pytest.raises(Refused, match="suspended before it is terminated"):
            actions.terminate_accounts(
                case=case, accounts=all_of(case), at=at - timedelta(minutes=1), by=desk
            )


def test_without_systems_somebody_says_when_accounts_were_closed(desk):
    case = leaver()
    with on(OVER):
        sweep()
        row = task(case, TaskKind.SUSPEND)
        assert row.is_to_do
        actions.finish_task(task=row, words="Ticket 4711", by=desk)
        sweep()

    row = task(case, TaskKind.SUSPEND)
    assert (row.status, row.ended_by, row.words) == (TaskStatus.DONE, desk, "Ticket 4711")


@pytest.mark.parametrize("kind", [TaskKind.SUSPEND, TaskKind.DEVICES, TaskKind.RECORDS])
def test_what_the_portal_sees_nobody_ticks_off(case, desk, kind):
    with on(OVER):
        sweep()
        with pytest.raises(Refused, match="by itself"):
            actions.finish_task(task=task(case, kind), words="Done", by=desk)


def test_nothing_is_done_while_the_term_goes_on(case, desk):
    with pytest.raises(Refused, match="from the end of the term"):
        actions.finish_task(task=task(case, TaskKind.LISTS), words="Done", by=desk)


def test_a_task_is_waived_with_reasons_and_taken_up_again(case, officer):
    with on(OVER):
        sweep()
        row = task(case, TaskKind.INSURANCE)
        waived = actions.waive_task(task=row, reason="Covered by the council.", by=officer)
        assert (waived.status, waived.ended_by) == (TaskStatus.WAIVED, officer)
        with pytest.raises(Refused, match="can’t be done"):
            actions.waive_task(task=row, reason="Twice", by=officer)

        again = actions.take_up_task(task=row, by=officer)

    assert (again.status, again.words, again.ended_at) == (TaskStatus.TO_DO, "", None)
    assert Entry.objects.filter(kind="offboarding.task").count() == 2


def test_waiving_needs_a_reason(case, officer):
    with on(OVER):
        sweep()
        with pytest.raises(Refused, match="Say why"):
            actions.waive_task(task=task(case, TaskKind.LISTS), reason=" ", by=officer)


@pytest.mark.parametrize("kind", [TaskKind.SUSPEND, TaskKind.ACCOUNTS])
def test_the_end_of_access_is_never_waived(case, officer, kind):
    with on(OVER):
        sweep()
        with pytest.raises(Refused, match="Nobody can waive"):
            actions.waive_task(task=task(case, kind), reason="A friend", by=officer)


def test_a_pause_stops_the_clock_of_equipment_and_not_that_of_access(case, officer):
    with on(OVER):
        sweep()
        actions.pause(case=case, reason="A request for information is open.", by=officer)
    assert fresh(case).pause_reason
    with on("2026-12-24"):
        actions.resume(case=case, by=officer)

    row = fresh(case)
    assert (row.status, row.pause_reason, row.kit_extra_days) == (CaseStatus.RUNNING, "", 3)
    assert row.access_due_on == date(2027, 1, 6)
    assert row.kit_due_on == date(2027, 1, 11)


def test_what_is_paused_is_not_paused_again(case, officer):
    with on(OVER):
        sweep()
        actions.pause(case=case, reason="A hold", by=officer)

        with pytest.raises(Refused, match="This case is paused already"):
            actions.pause(case=case, reason="A hold", by=officer)


def test_a_pause_needs_reasons_and_a_case_that_runs(case, officer):
    with pytest.raises(Refused, match="can’t be done"):
        actions.pause(case=case, reason="Dispute", by=officer)
    with on(OVER):
        sweep()
        with pytest.raises(Refused, match="Say why"):
            actions.pause(case=case, reason=" ", by=officer)
        with pytest.raises(Refused, match="not paused"):
            actions.resume(case=case, by=officer)


def test_a_case_is_not_completed_with_a_task_open(case, officer):
    services = given.officer(Role.MEMBERS_SERVICES)
    with on(OVER):
        sweep()
        with pytest.raises(Refused, match="Remove from mailing lists and groups; Move social"):
            actions.complete(case=case, by=services)

        finish(case, services, officer)
        actions.complete(case=case, by=services)

    assert fresh(case).status == CaseStatus.COMPLETED
    assert fresh(case).ended_at is not None
    assert task(case, TaskKind.RECEIPT).ended_by == services
    assert Entry.objects.filter(kind="offboarding.completed").count() == 1


def finish(case, services, officer):
    now = timezone.now()
    actions.terminate_accounts(case=case, accounts=all_of(case), at=now, by=services)
    for kind in (TaskKind.LISTS, TaskKind.SOCIAL):
        actions.finish_task(task=task(case, kind), words="", by=services)
    actions.waive_task(task=task(case, TaskKind.INSURANCE), reason="None", by=officer)
    sweep()


def test_a_receipt_that_was_waived_stays_waived(case, officer):
    with on(OVER):
        sweep()
        finish(case, officer, officer)
        actions.waive_task(task=task(case, TaskKind.RECEIPT), reason="They died.", by=officer)
        actions.complete(case=case, by=officer)

    assert task(case, TaskKind.RECEIPT).status == TaskStatus.WAIVED


def test_a_paused_case_is_not_completed_nor_touched_once_it_is(case, officer):
    with on(OVER):
        sweep()
        finish(case, officer, officer)
        actions.pause(case=case, reason="Dispute", by=officer)
        with pytest.raises(Refused, match="can’t be done"):
            actions.complete(case=case, by=officer)
        actions.resume(case=case, by=officer)
        actions.complete(case=case, by=officer)
        with pytest.raises(Refused, match="from the end of the term"):
            actions.take_up_task(task=task(case, TaskKind.LISTS), by=officer)


def test_how_a_leaver_is_reached_is_theirs_to_choose_until_all_is_closed(case):
    by = case.councillor
    row = actions.choose_contact(
        case=case, private_address=" alder@home.example ", wants_letters=False, by=by
    )
    assert row.private_address == "alder@home.example"
    row = actions.choose_contact(case=case, private_address="", wants_letters=True, by=by)
    assert row.wants_letters
    with pytest.raises(Refused, match="not both"):
        actions.choose_contact(
            case=case, private_address="alder@home.example", wants_letters=True, by=by
        )


def test_once_all_is_closed_no_address_is_taken(case):
    case.stand_at(CaseStatus.CANCELLED)
    case.keep(by=None, why="Test")

    with pytest.raises(Refused, match="Nothing is left"):
        actions.choose_contact(
            case=case, private_address="", wants_letters=True, by=case.councillor
        )


def test_somebody_brings_the_equipment_of_who_has_died(case, officer):
    row = actions.name_contact(case=case, name=" Sam Alder ", phone=" 01632 960200 ", by=officer)

    assert (row.contact_name, row.contact_phone) == ("Sam Alder", "01632 960200")


def test_systems_have_names_of_their_own(officer):
    row = actions.add_system(name=" Email  and calendar ", by=officer)
    assert str(row) == "Email and calendar"
    with pytest.raises(Refused, match="of this name already"):
        actions.add_system(name="EMAIL AND CALENDAR", by=officer)

    actions.use_system(system=row, is_used=False, by=officer)
    assert not System.objects.used().exists()
    assert actions.use_system(system=row, is_used=True, by=officer).is_used


@pytest.mark.parametrize(
    ("model", "name", "values"),
    [
        (OffboardingCase, "ended_at_a_moment", {"ended_at": timezone.now()}),
        (OffboardingCase, "paused_since", {"status": "paused", "started_at": timezone.now()}),
        (OffboardingCase, "left_once_over", {"status": "running"}),
        (OffboardingCase, "clocks_run_forwards", {"kit_due_on": date(2026, 12, 18)}),
        (OffboardingTask, "ended_at_a_moment", {"status": "done"}),
        (AccountEnd, "suspended_at_together", {"suspended_at": timezone.now()}),
        (AccountEnd, "suspended_before_terminated", {"terminated_at": timezone.now()}),
    ],
)
def test_the_database_refuses_what_cannot_be(case, model, name, values):
    with pytest.raises(IntegrityError, match=name):
        QuerySet(model).update(**values)


def test_officers_see_all_cases_and_others_their_own(case):
    other = leaver()
    for role in (Role.MEMBERS_SERVICES, Role.ICT_DESK, Role.AUDITOR, Role.INFORMATION_OFFICER):
        assert OffboardingCase.objects.visible_to(given.officer(role)).count() == 2
    for mine in (case, other):
        assert list(OffboardingCase.objects.visible_to(mine.councillor)) == [mine]
        assert OffboardingTask.objects.visible_to(mine.councillor).count() == len(TaskKind)
    assert not OffboardingCase.objects.visible_to(given.officer(Role.ADMINISTRATOR)).exists()


def test_each_task_goes_by_its_own_clock(case):
    days = {row.kind: row.due_on for row in case.tasks.select_related("case")}

    assert days[TaskKind.SUSPEND] == date(2026, 12, 21)
    assert days[TaskKind.DEVICES] == case.kit_due_on
    assert days[TaskKind.ACCOUNTS] == case.access_due_on
