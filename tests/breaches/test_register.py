"""The register of reports shows, finds and sorts by no more than its reader may know."""

import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from breaches.filing.actions import file_reference, find_near_miss
from breaches.models import Incident, IncidentStatus
from breaches.tables import IncidentTable, OfficersColumn
from breaches.triaging.actions import involve, name_cause, rule
from breaches.views import of_the_council
from councilgov.forms.cells import lines
from tests import given
from tests.breaches import reports

WORDS = "A list of names was left on a bus."


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer, colleague = reports.handler(), reports.handler()
        incident = reports.reported(by=officer, happened=WORDS)
        rule(incident=incident, finding="confirmed", reason="Names.", by=colleague)
        name_cause(incident=incident, cause="mistake", words="In a hurry.", by=colleague)
        file_reference(incident=incident, corporate_reference="IG-2026/17", by=colleague)
        again = reports.reported(by=officer)
        return officer, colleague, incident, again

    return shared(make)


@pytest.fixture
def officer(made_once):
    return made_once[0]


@pytest.fixture
def colleague(made_once):
    return made_once[1]


@pytest.fixture
def incident(made_once):
    return Incident.objects.get(pk=made_once[2].pk)


@pytest.fixture
def again(made_once):
    """The same officer reported it a second time."""
    return Incident.objects.get(pk=made_once[3].pk)


def found(person, **asked):
    client = Client()
    client.force_login(person)
    return client.get("/incidents/", asked).text


@pytest.mark.parametrize(
    "asked",
    [
        {"cause": "mistake"},
        {"clock": "running"},
        {"clock": "undecided"},
        {"clock": "unadvised"},
        {"q": "IG-2026/17"},
    ],
)
def test_whoever_reported_it_finds_it_by_nothing_that_others_wrote_or_decided(
    asked, officer, colleague, incident
):
    assert incident.reference in found(colleague, **asked)
    assert incident.reference not in found(officer, **asked)
    assert incident.reference in found(officer, q="on a bus")


def test_by_what_some_may_not_read_nobody_sorts():
    read_by_few = [
        one for one in IncidentTable.base_columns.values() if isinstance(one, OfficersColumn)
    ]

    assert read_by_few
    assert not any(one.orderable for one in read_by_few)


@pytest.mark.parametrize("sort", ["clock", "-clock"])
def test_hours_that_the_reader_may_not_know_stand_last_either_way(sort, officer, incident, again):
    page = found(officer, sort=sort)

    assert page.index(again.reference) < page.index(incident.reference)


def test_what_was_reported_twice_is_found_by_what_its_reader_may_see(officer, colleague, incident):
    kept = reports.reported()
    involve(incident=kept, person=officer, part="recipient", by=colleague)
    kept = Incident.objects.get(pk=kept.pk)
    kept.same_as, kept.closed_at = incident, timezone.now()
    kept.move(IncidentStatus.CLOSED, by=colleague, why="Test")

    assert incident.reference in found(colleague, q=kept.reference)
    assert incident.reference not in found(officer, q=kept.reference)


def test_whoever_reported_it_reads_no_hours_of_the_council(officer, colleague, incident):
    client = Client()
    client.force_login(officer)
    file = client.post("/incidents/", {"export": "csv"}).text
    (line,) = (line for line in file.splitlines() if WORDS in line)

    assert "hours left<" in found(colleague, q="on a bus")
    assert "hours left<" not in found(officer, q="on a bus")
    assert incident.reference in line
    assert "IG-2026/17" not in line


MOST_CALLS = 300
"""Of functions for a row of a file: it was 1,500 when a hundred thousand took forty seconds."""


def in_a_file(reader, number):
    """The register as a file has it, so many rows of it."""
    rows = Incident.objects.visible_to(reader).with_row().with_part_of(reader)
    return IncidentTable(list(of_the_council(rows)) * number)


def test_a_file_holds_what_the_library_would_give(colleague, officer, incident, again):
    near = reports.reported(happened="Nobody saw it.", is_near_miss=True)
    find_near_miss(incident=near, reason="It was caught.", by=colleague)
    reports.dismissed(reports.reported())

    for reader in (officer, colleague):
        ours = list(lines(in_a_file(reader, 1)))
        assert ours == list(in_a_file(reader, 1).as_values())

    given_words = {cell for row in ours[1:] for cell in row}
    assert {"Near miss", "Confirmed breach", "Not decided", "Yes", "No"} <= given_words


def test_a_row_of_a_file_is_soon_worked_out(colleague, incident, again):
    def calls_for(number):
        table, calls = in_a_file(colleague, number), []
        sys.setprofile(lambda _frame, what, _of: calls.append(what) if what == "call" else None)
        try:
            rows = len(list(lines(table)))
        finally:
            sys.setprofile(None)
        return len(calls), rows

    few, many = calls_for(1), calls_for(5)

    assert (many[0] - few[0]) / (many[1] - few[1]) < MOST_CALLS


def test_what_ends_first_stands_first_and_below_it_the_last_that_has_no_hours(colleague, incident):
    hours = timedelta(hours=1)
    now = timezone.now()
    over, waits = (
        reports.reported(noticed_at=now - 30 * hours, happened=f"Reported {n}.") for n in range(2)
    )
    reports.dismissed(over)
    soon = reports.reported(noticed_at=now - 60 * hours)
    reports.dismissed(waits)

    page = found(colleague)

    at = [page.index(row.reference) for row in (soon, incident, waits, over)]
    assert at == sorted(at)
    assert 'aria-sort="ascending"' in page
    assert "?sort=-clock" in page


def test_ones_own_reports_stand_with_the_last_one_first(councillor_with_two):
    mine, first, last = councillor_with_two
    page = found(mine)

    assert page.index(last.reference) < page.index(first.reference)


@pytest.fixture
def councillor_with_two(made_once):
    mine = given.councillor()
    return mine, reports.reported(by=mine), reports.reported(by=mine, happened="Once more.")
