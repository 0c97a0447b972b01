"""Whether somebody may sign in, as their terms, their appointments and the calendar say it."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from councilgov.access import Role
from councilgov.deadlines import CalendarEnds, Division, end_of_day, working_days_after
from councilgov.people.actions import (
    begin_term,
    end_appointment,
    end_term,
    join_group,
    take_back_end,
)
from councilgov.people.models import ClosureDay, EndReason, User
from councilgov.people.narrowed import with_access_over
from councilgov.people.standing import Access, DayTen
from tests import given
from tests.offboarding.leavers import LAST_DAY, ends, on

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GOLDEN = Path(__file__).parent.parent / "golden"


def golden(name):
    with (GOLDEN / name).open() as file:
        return list(csv.DictReader(file))


def access_of(person, day, hour=12):
    """As one request sees it, and as a list of everybody does."""
    with on(day, hour):
        access = User.objects.get(pk=person.pk).access
        over = with_access_over(timezone.now()).filter(pk=person.pk).exists()
    assert over == (access == Access.OVER)
    return access


def test_in_office_nothing_is_narrowed():
    assert access_of(given.councillor(), "2026-12-01") == Access.WHOLE


def test_whoever_leaves_has_ten_working_days_over_christmas():
    councillor = given.councillor()
    ends(councillor)

    assert access_of(councillor, LAST_DAY, 23) == Access.WHOLE
    assert access_of(councillor, LAST_DAY + DAY, 0) == Access.LEAVING
    assert access_of(councillor, "2027-01-06", 23) == Access.LEAVING
    assert access_of(councillor, "2027-01-07", 0) == Access.OVER


@pytest.mark.parametrize("row", golden("retirement_days.csv"))
def test_the_days_of_retirement_give_the_golden_last_days_of_access(row):
    given.council()

    last = DayTen().after(date.fromisoformat(row["suggested_retirement"]))

    assert last == date.fromisoformat(row["access_ends_on"])


OF_TEN = [row for row in golden("working_days.csv") if row["working_days"] == "10"]


@pytest.mark.parametrize("row", OF_TEN)
def test_each_nation_and_closure_gives_the_golden_last_day_of_access(row):
    nation = "england" if row["division"] == "england-and-wales" else row["division"]
    given.council(nation=nation)
    for day in row["council_closure_days"].split():
        ClosureDay(day=date.fromisoformat(day), name="Closed").keep(by=None, why="Test")

    day = date.fromisoformat(row["from_day"])

    assert DayTen().after(day) == date.fromisoformat(row["due_on"])


def test_where_the_calendar_ends_it_is_fourteen_days_and_no_later():
    last_day = date(2028, 12, 27)
    given.council()
    with pytest.raises(CalendarEnds):
        working_days_after(last_day, 10, division=Division.ENGLAND_AND_WALES)

    assert DayTen().after(last_day) == date(2029, 1, 10)


def test_before_the_portal_is_set_up_it_is_fourteen_days():
    assert DayTen().after(LAST_DAY) == date(2027, 1, 1)


def test_whoever_left_on_the_first_last_day_or_later_still_has_access():
    given.council()
    clock = DayTen()
    for day in (LAST_DAY + DAY * n for n in range(40)):
        first = clock.first_last_day(day)
        assert clock.after(first) >= day > clock.after(first - DAY)


def test_elected_and_not_begun_is_not_narrowed():
    person = given.person()
    begin_term(councillor=person, ward=given.ward(), starts_on=LAST_DAY + DAY * 90, by=None)

    assert access_of(person, LAST_DAY) == Access.WHOLE


def test_who_comes_back_after_a_gap_has_what_new_people_need_until_the_first_day():
    councillor = given.councillor()
    ends(councillor)
    assert access_of(councillor, "2027-02-01") == Access.OVER

    begin_term(councillor=councillor, ward=given.ward(), starts_on=date(2027, 3, 1), by=None)

    assert access_of(councillor, "2027-01-06") == Access.LEAVING
    assert access_of(councillor, "2027-01-07") == Access.NEWLY
    assert access_of(councillor, "2027-02-28", 23) == Access.NEWLY
    assert access_of(councillor, "2027-03-01") == Access.WHOLE


def test_an_end_that_is_taken_back_opens_everything():
    councillor = given.councillor()
    case = ends(councillor)
    take_back_end(term=case.term, by=None)

    assert access_of(councillor, "2027-02-01") == Access.WHOLE


def test_an_officer_who_was_a_councillor_is_not_narrowed_while_appointed():
    officer = given.officer(Role.AUDITOR)
    given.term(officer)
    ends(officer)
    end_appointment(appointment=officer.appointments.get(), ends_on=date(2027, 2, 28), by=None)

    assert access_of(officer, "2027-02-28") == Access.WHOLE
    assert access_of(officer, "2027-03-01") == Access.OVER


def test_an_officer_without_a_role_keeps_what_they_have():
    assert access_of(given.person(), LAST_DAY) == Access.WHOLE


def test_who_led_a_group_is_narrowed_from_the_minute_of_their_resignation():
    leader = given.councillor(group=given.group(), is_leader=True)
    with on("2026-12-18", 9):
        end_term(
            term=leader.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
        )

    assert access_of(leader, "2026-12-18") == Access.LEAVING


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-20", "2027-02-01"])
def test_who_died_has_nothing_at_once_whatever_else_they_were(day):
    officer = given.officer(Role.AUDITOR)
    first = given.term(officer)
    join_group(
        councillor=officer,
        group=given.group(),
        starts_on=date(2026, 1, 1),
        is_leader=True,
        by=None,
    )
    begin_term(councillor=officer, ward=given.ward(), starts_on=date(2026, 6, 1), by=None)
    end_term(term=first, ends_at=end_of_day(LAST_DAY), reason=EndReason.DIED, by=None)

    assert access_of(officer, day) == Access.OVER
    assert User.objects.get(pk=officer.pk).roles == frozenset()


@pytest.mark.parametrize("role", Role)
def test_whoever_has_a_role_is_asked_about_in_one_query(role, django_assert_num_queries):
    person = User.objects.get(pk=given.somebody(role).pk)

    with django_assert_num_queries(1):
        assert person.access == Access.WHOLE
        assert person.roles
