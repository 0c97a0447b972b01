"""A case is opened, moved and cancelled with the term of office that it follows."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from councilgov.access import Role
from councilgov.deadlines import CalendarEnds, end_of_day
from councilgov.ledger.models import Entry
from councilgov.offboarding.actions import finish_task
from councilgov.offboarding.following import follow
from councilgov.offboarding.machines import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.people.actions import begin_term, end_term, move_end, take_back_end
from councilgov.people.models import EndReason, TermOfOffice
from councilgov.records import Refused
from tests import given
from tests.devices import equipment
from tests.offboarding.leavers import LAST_DAY, ends, fresh, leaver, on, sweep, system
from tests.racing import while_it_waits

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_end_of_a_term_opens_a_case_with_both_clocks_and_eight_tasks():
    email = system()
    system("Old intranet", is_used=False)
    case = leaver()

    assert case.status == CaseStatus.SCHEDULED
    assert (case.last_day, case.suspend_on) == (LAST_DAY, date(2026, 12, 21))
    assert case.access_due_on == case.kit_due_on == date(2027, 1, 6)
    assert [task.kind for task in case.tasks.all()] == list(TaskKind)
    assert [end.system for end in case.accounts.all()] == [email]
    assert Entry.objects.filter(kind="offboarding.opened").count() == 1


def test_each_nation_has_its_own_days():
    given.council(nation="scotland")

    assert leaver().access_due_on == date(2027, 1, 7)


def test_equipment_goes_by_the_councils_own_days():
    given.council(return_working_days=5)

    case = leaver()

    assert case.kit_due_on == date(2026, 12, 29)
    assert case.access_due_on == date(2027, 1, 6)


def test_a_resignation_of_a_bank_holiday_two_minutes_before_midnight_counts_from_that_day():
    with on("2026-12-25", 23):
        moment = timezone.now() + timedelta(minutes=58)
    with on("2026-12-26"):
        case = leaver(ends_at=moment, reason=EndReason.RESIGNED)

    assert case.last_day == date(2026, 12, 25)
    assert case.status == CaseStatus.RUNNING
    assert case.access_due_on == date(2027, 1, 12)


def test_a_term_that_is_over_already_has_a_case_that_runs():
    with on("2027-01-11"):
        assert leaver().status == CaseStatus.RUNNING


def test_nobody_leaves_with_one_of_two_terms():
    councillor = given.councillor()
    given.term(councillor)
    first, second = TermOfOffice.objects.filter(councillor=councillor).order_by("pk")

    end_term(term=first, ends_at=end_of_day(LAST_DAY), reason=EndReason.RETIRED, by=None)
    assert not OffboardingCase.objects.exists()

    end_term(term=second, ends_at=end_of_day(LAST_DAY), reason=EndReason.RETIRED, by=None)
    assert OffboardingCase.objects.get().last_day == LAST_DAY
    assert follow() == 0


def test_whoever_is_elected_again_without_a_gap_does_not_leave():
    case = leaver()

    begin_term(councillor=case.councillor, ward=case.term.ward, starts_on=LAST_DAY + DAY, by=None)

    assert fresh(case).status == CaseStatus.CANCELLED
    assert Entry.objects.filter(kind="offboarding.cancelled").count() == 1


def test_the_old_term_and_the_new_one_meet_on_the_day_of_retirement():
    case = leaver()

    begin_term(councillor=case.councillor, ward=case.term.ward, starts_on=LAST_DAY, by=None)

    assert fresh(case).status == CaseStatus.CANCELLED


def test_whoever_comes_back_after_a_gap_has_left():
    case = leaver()

    begin_term(councillor=case.councillor, ward=given.ward(), starts_on=LAST_DAY + 9 * DAY, by=None)

    assert fresh(case).status == CaseStatus.SCHEDULED


def test_a_second_term_in_the_same_ward_at_the_same_time_is_refused():
    case = leaver()

    with pytest.raises(Refused, match="already, until 18 December 2026"):
        begin_term(
            councillor=case.councillor, ward=case.term.ward, starts_on=LAST_DAY - DAY, by=None
        )


def test_a_term_entered_late_ends_a_case_that_was_completed():
    with on("2027-01-04"):
        case = leaver()
        case.stand_at(CaseStatus.COMPLETED)
        case.keep(by=None, why="Test")

        begin_term(councillor=case.councillor, ward=given.ward(), starts_on=LAST_DAY, by=None)

    assert fresh(case).status == CaseStatus.CANCELLED


def test_an_end_that_is_moved_moves_the_clocks_and_keeps_the_old_days_in_history():
    case = leaver()

    move_end(
        term=case.term, ends_at=end_of_day(date(2026, 11, 30)), reason=EndReason.RESIGNED, by=None
    )

    assert fresh(case).access_due_on == date(2026, 12, 14)
    days = set(case.history.values_list("access_due_on", flat=True))
    assert days == {date(2026, 12, 14), date(2027, 1, 6)}


def test_an_end_that_is_moved_to_a_later_day_lets_the_term_go_on():
    email = system()
    with on("2026-12-19"):
        case = leaver()
        row = case.accounts.get(system=email)
        row.suspended_at, row.suspended_by = timezone.now(), given.person()
        row.keep(by=None, why="Test")
        sweep()
        assert case.tasks.get(kind=TaskKind.SUSPEND).status == TaskStatus.DONE

        later = end_of_day(date(2027, 2, 1))
        move_end(term=case.term, ends_at=later, reason=EndReason.RESIGNED, by=None)

    assert fresh(case).status == CaseStatus.SCHEDULED
    assert case.tasks.get(kind=TaskKind.SUSPEND).status == TaskStatus.TO_DO
    assert case.accounts.get().suspended_at is None


def test_an_end_that_is_taken_back_cancels_the_case_and_entered_again_begins_it_anew():
    case = leaver()
    take_back_end(term=case.term, by=None)
    assert fresh(case).status == CaseStatus.CANCELLED

    again = ends(case.councillor, LAST_DAY - DAY)

    assert again == case
    assert (again.status, again.last_day) == (CaseStatus.SCHEDULED, LAST_DAY - DAY)
    assert again.ended_at is None


def test_an_end_past_the_calendar_is_refused_and_nothing_is_kept():
    councillor = given.councillor()

    with pytest.raises(CalendarEnds, match="can’t count working days in 2029"):
        ends(councillor, date(2028, 12, 27))

    assert TermOfOffice.objects.get(councillor=councillor).ends_at is None


def test_who_left_long_ago_is_history():
    with on("2026-11-23"):
        councillor = given.councillor()
        term = councillor.terms.get()
        end = end_of_day(date(2024, 5, 7))
        end_term(term=term, ends_at=end, reason=EndReason.RETIRED, by=None)

    assert not OffboardingCase.objects.exists()


def test_following_twice_changes_nothing():
    leaver()

    assert (follow(), follow()) == (0, 0)


def test_a_case_that_no_act_opened_is_opened_by_the_clock():
    case = leaver()
    OffboardingCase.objects.filter(pk=case.pk).delete()

    assert follow() == 1


def test_following_many_takes_as_many_queries_as_one(django_assert_max_num_queries):
    leaver()
    OffboardingCase.objects.all().delete()
    with django_assert_max_num_queries(40) as first:
        assert follow() == 1
    for _n in range(9):
        leaver()
    OffboardingCase.objects.all().delete()

    with django_assert_max_num_queries(len(first)):
        assert follow() == 10


@pytest.mark.django_db(transaction=True)
def test_an_end_that_moves_waits_for_equipment_before_it_holds_a_task():
    device = equipment.issued()
    with on("2026-12-19"):
        case = ends(device.holder, LAST_DAY)
        sweep()
        done = case.tasks.get(kind=TaskKind.INSURANCE)
        finish_task(task=done, words="Told by email.", by=given.officer(Role.MEMBERS_SERVICES))
        move = partial(
            move_end,
            term=case.term,
            ends_at=end_of_day(date(2027, 2, 1)),
            reason=EndReason.RESIGNED,
            by=None,
        )

        with while_it_waits(move, for_=device):
            held = case.tasks.select_for_update(nowait=True)
            assert len(held) == len(TaskKind)

        assert fresh(case).status == CaseStatus.SCHEDULED
        assert case.tasks.get(kind=TaskKind.INSURANCE).status == TaskStatus.TO_DO
