"""The register of reports shows, finds and sorts by no more than its reader may know."""

import pytest
from django.test import Client
from django.utils import timezone

from breaches.filing.actions import file_reference
from breaches.models import Incident, IncidentStatus
from breaches.tables import IncidentTable, OfficersColumn
from breaches.triaging.actions import involve, name_cause, rule
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
        one for one in IncidentTable.base_columns.values() if type(one) is OfficersColumn
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

    assert "hours left" in found(colleague, q="on a bus")
    assert "hours left" not in found(officer, q="on a bus")
    assert incident.reference in line
    assert "IG-2026/17" not in line
