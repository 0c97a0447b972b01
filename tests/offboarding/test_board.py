"""The board of leavers: who is on it, in which order, in which colours, and what it costs."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.offboarding import actions, sweeping
from councilgov.offboarding.cases import OffboardingCase
from councilgov.offboarding.clocks import Clocks
from councilgov.offboarding.following import start
from councilgov.offboarding.models import CaseStatus, TaskKind
from councilgov.offboarding.showing.columns import COLUMNS, days_late, days_left, stand
from councilgov.people.actions import take_back_end
from councilgov.people.models import EndReason
from tests import given
from tests.devices import equipment
from tests.offboarding.leavers import LAST_DAY, ends, fresh, leaver, on, system, task

pytestmark = pytest.mark.django_db
LEFT, DAY_TEN, LATE = "2026-12-21", "2027-01-06", "2027-01-08"
BOARD = reverse("offboarding:board")


@pytest.fixture
def services():
    return given.officer(Role.MEMBERS_SERVICES)


def holder(name="Harry Holder"):
    councillor = given.councillor(full_name=name)
    equipment.issued(holder=councillor)
    return councillor


def begun(case):
    start()
    sweeping.settle()
    return fresh(case)


def stands(case):
    """The words of the four columns, by their names."""
    clocks = Clocks()
    return {column: stand(fresh(case), column, clocks).words for column in COLUMNS}


def colour(case, column):
    return stand(fresh(case), column, Clocks()).colour


def finish_all(case, by):
    for kind in (TaskKind.LISTS, TaskKind.SOCIAL, TaskKind.INSURANCE):
        actions.finish_task(task=task(case, kind), words="Done.", by=by)


def close_accounts(case, by, *, fully=True):
    rows, now = list(case.accounts.all()), timezone.now()
    act = actions.terminate_accounts if fully else actions.suspend_accounts
    act(case=case, accounts=rows, at=now, by=by)
    sweeping.settle()


def board(client, **asked):
    return client.get(BOARD, asked).content.decode()


def names(page):
    found = re.findall(r'<th scope="row"[^>]*><a class="govuk-link" href="[^"]*">([^<]*)', page)
    return [name.strip() for name in found]


def test_before_the_last_day_everything_is_to_do():
    case = leaver()

    assert set(stands(case).values()) == {"To do"}
    assert {colour(case, column) for column in COLUMNS} == {"blue"}


def test_accounts_are_first_suspended_and_then_terminated(services):
    system()
    case = leaver()
    with on(LEFT):
        case = begun(case)
        assert (stands(case)["access"], colour(case, "access")) == ("To suspend", "orange")
        close_accounts(case, services, fully=False)
        assert (stands(case)["access"], colour(case, "access")) == ("Suspended", "light-blue")
        close_accounts(case, services)
        assert stands(case)["access"] == "To do"
        finish_all(case, services)
        assert (stands(case)["access"], colour(case, "access")) == ("Done", "green")


def test_each_column_is_late_by_its_own_clock(services):
    given.council(return_working_days=12)
    case = ends(holder())
    with on(DAY_TEN):
        case = begun(case)
        assert stands(case)["access"] == "To suspend"
    with on(LATE):
        assert stands(case) == {
            "access": "2 days late",
            "kit": "To do",
            "contacts": "Done",
            "papers": "2 days late",
        }
        assert colour(case, "access") == "red"
        finish_all(case, services)
        assert stands(case)["papers"] == "To do"
    with on("2027-01-11"):
        assert stands(case)["kit"] == "1 day late"


def test_what_is_late_over_a_weekend_is_late_by_no_working_day():
    case = leaver(date(2026, 11, 27))
    with on("2026-12-12"):
        case = begun(case)
        assert case.access_due_on == date(2026, 12, 11)
        assert stands(case)["access"] == "Overdue"


def test_past_the_calendar_it_is_late_without_a_number():
    case = leaver(date(2028, 12, 1))
    with on("2028-12-30"):
        begun(case)
    with on("2029-01-05"):
        assert stands(case)["access"] == "Overdue"
        assert days_left(fresh(case), case.access_due_on, Clocks()) is None


def test_a_pause_stops_equipment_and_the_receipt_and_never_access(services):
    case = ends(holder())
    with on(LEFT):
        case = begun(case)
        finish_all(case, services)
        actions.pause(case=case, reason="A dispute", by=services)
        assert (stands(case)["kit"], colour(case, "kit")) == ("Paused", "yellow")
        assert stands(case)["papers"] == "Paused"
    with on(LATE):
        assert stands(case)["access"] == "2 days late"


def test_what_was_waived_is_not_needed():
    case = ends(holder())
    with on(LEFT):
        case = begun(case)
        one = given.officer(Role.MONITORING_OFFICER)
        actions.waive_task(task=task(case, TaskKind.DEVICES), reason="Written off", by=one)
        assert (stands(case)["kit"], colour(case, "kit")) == ("Not needed", "grey")


def test_of_somebody_who_stays_nothing_is_needed():
    case = leaver()
    take_back_end(term=case.term, by=None)

    assert set(stands(case).values()) == {"Not needed"}


def test_the_days_left_are_working_days_and_below_nought_once_they_are_over():
    case = leaver()
    clocks = Clocks()
    with on("2026-12-24"):
        assert days_left(case, case.access_due_on, clocks) == 6
    with on(DAY_TEN):
        assert days_left(case, case.access_due_on, clocks) == 0
    with on(LATE):
        assert days_left(case, case.access_due_on, clocks) == -2
    assert days_left(case, None, clocks) is None
    case.status = CaseStatus.COMPLETED
    assert days_left(case, case.access_due_on, clocks) is None


def due(case):
    return OffboardingCase.objects.with_next_due().get(pk=case.pk).next_due_on


def test_the_clock_that_runs_out_next_is_of_what_is_still_to_do(services):
    given.council(return_working_days=5)
    system()
    case = ends(holder())
    assert due(case) == date(2026, 12, 29)
    with on(LEFT):
        case = begun(case)
        actions.waive_task(task=task(case, TaskKind.DEVICES), reason="Gone", by=services)
        assert due(case) == date(2027, 1, 6)
        finish_all(case, services)
        close_accounts(case, services)
        assert due(case) == date(2027, 1, 6)
        actions.pause(case=fresh(case), reason="Why", by=services)
        assert due(case) is None
        actions.resume(case=fresh(case), by=services)
        actions.complete(case=fresh(case), by=services)
        assert due(case) is None


def test_a_case_is_overdue_only_while_something_of_a_clock_is_left(services):
    given.council(return_working_days=20)
    system()
    case = ends(holder())
    with on(LEFT):
        case = begun(case)
        finish_all(case, services)
    with on(LATE):
        late = OffboardingCase.objects.overdue(date.fromisoformat(LATE))
        assert late.exists()
        close_accounts(fresh(case), services)
        assert not late.exists()
        assert fresh(case).is_access_late


def test_whoever_is_still_in_office_is_never_overdue():
    leaver()

    assert not OffboardingCase.objects.overdue(date(2027, 2, 1)).exists()


def test_the_board_shows_the_open_ones_the_most_urgent_first(client, services):
    leaver(date(2026, 12, 30), reason=EndReason.RETIRED)
    soon = leaver(date(2026, 12, 11))
    stays = leaver()
    take_back_end(term=stays.term, by=None)
    with on(LEFT):
        client.force_login(services)
        start()
        page = board(client)

    assert names(page)[0] == soon.councillor.full_name
    assert len(names(page)) == 2
    assert "2 leavers" in page
    assert "Retired at the election" in page


def test_the_count_says_how_many_are_overdue_and_the_filter_shows_just_those(client, services):
    late, other = leaver(date(2026, 12, 1)), leaver()
    with on(LEFT):
        client.force_login(services)
        start()
        page = board(client)
        only = board(client, status="overdue")
        both = board(client, status=["overdue", "scheduled"])

    assert "2 leavers, 1 overdue" in page
    assert names(only) == [late.councillor.full_name]
    assert "1 leaver, 1 overdue" in only
    assert names(both) == [late.councillor.full_name]
    assert other.councillor.full_name in page


def test_filters_narrow_by_status_name_ward_reason_and_what_is_to_do(client, services):
    one = ends(holder("Ann Other"))
    two = leaver(reason=EndReason.RESIGNED)
    with on(LEFT):
        client.force_login(services)
        start()
        sweeping.settle()
        assert names(board(client, q="ann")) == ["Ann Other"]
        assert names(board(client, todo="kit")) == ["Ann Other"]
        assert names(board(client, reason="resigned")) == [two.councillor.full_name]
        assert names(board(client, ward=one.term.ward_id)) == ["Ann Other"]
        assert names(board(client, status="completed")) == []
        assert len(names(board(client, status="running"))) == 2
        assert len(names(board(client, status="nonsense", todo="nonsense"))) == 2


def test_the_file_has_the_words_of_each_column(client, services):
    ends(holder("Ann Other"))
    with on(LATE):
        client.force_login(services)
        start()
        sweeping.settle()
        file = client.post(BOARD, {"export": "csv"})
        lines = file.content.decode("utf-8-sig")

    (row,) = csv.DictReader(StringIO(lines))
    assert (row["Councillor"], row["Last day"]) == ("Ann Other", "2026-12-18")
    assert row["Access"] == row["Kit"] == "2 days late"
    assert row["Contacts"] == "Done"
    assert row["Days left"] == "-2"
    assert row["Case"] == "Left office"
    assert Entry.objects.filter(kind="offboarding.register_exported").count() == 1


def test_what_the_board_is_for_stands_beside_the_name(client, services):
    leaver(reason=EndReason.RESIGNED)
    client.force_login(services)

    heads = re.findall(r'<th scope="col".*?</th>', board(client), re.DOTALL)

    assert "Councillor" in heads[0]
    assert re.search(r"Days\s.*left", heads[1], re.DOTALL), heads[1]
    assert not any("Why" in head for head in heads)
    assert "Resigned" in board(client)


def test_the_days_left_are_told_in_words(client, services):
    leaver()
    for day, told in (("2027-01-05", ">1<"), (DAY_TEN, "0, ends today"), (LATE, "2 late")):
        with on(day):
            client.force_login(services)
            start()
            assert told in board(client)


def test_it_costs_the_same_however_many_leave(client, services, django_assert_num_queries):
    client.force_login(services)
    leaver()
    board(client)
    with django_assert_num_queries(17):
        board(client)
    for _n in range(4):
        ends(holder())
    with django_assert_num_queries(17):
        board(client)


def test_a_view_of_the_board_can_be_saved(client, services):
    leaver()
    client.force_login(services)

    page = board(client, status="scheduled")

    assert "Save these filters as a view" in page
    assert LAST_DAY.year == 2026


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.MEMBERS_SERVICES, (True, True, True)),
        (Role.INFORMATION_OFFICER, (True, False, False)),
        (Role.AUDITOR, (False, False, False)),
    ],
)
def test_it_leads_to_contacts_letters_and_systems_for_those_who_open_them(client, role, sees):
    given.council()
    client.force_login(given.officer(role))

    page = board(client)

    names = ("consent:leavers", "offboarding:letters", "offboarding:systems")
    assert tuple(f'href="{reverse(name)}"' in page for name in names) == sees


def test_how_late_is_said_without_a_number_past_the_calendar():
    given.council()
    with on("2030-02-01"):
        assert days_late(date(2028, 12, 20), Clocks()) == "Overdue"


def test_on_the_saturday_after_it_no_working_day_has_gone_by():
    given.council()
    with on("2026-12-19"):
        assert days_late(date(2026, 12, 18), Clocks()) == "Overdue since the weekend"
