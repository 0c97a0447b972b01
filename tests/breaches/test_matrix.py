"""Every address of a case, with every role: whoever has a part in it, is not on the list of a
confidential one, or looks for what stands in a councillor's own log, finds no page of it.
"""

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from breaches.compromising.views import CONFIRMED
from breaches.confiding.actions import make_confidential, open_confidential
from breaches.models import Incident
from breaches.triaging.actions import involve
from councilgov.access import Role
from tests import given
from tests.addresses import (
    DESK,
    FORBIDDEN,
    INCIDENTS,
    NOT_ALLOWED,
    NOT_FOUND,
    TABLE,
)
from tests.breaches import letters, reports

pytestmark = pytest.mark.usefixtures("bare")
LOOK_AT_CASES = sorted(INCIDENTS | DESK | {Role.COUNCILLOR})
"""All others open none at all, as the table of addresses says."""
TASK = {"breaches:task", "breaches:finish_task", "breaches:drop_task"}
OWN = {
    "breaches:add_files",
    "breaches:add_note",
    "breaches:incident",
    "breaches:print_incident",
}
"""What is read, added and taken along: nothing of what officers wrote, added or set."""
READ = {
    "breaches:incident_file",
    "breaches:follow_up",
    "breaches:incident",
    "breaches:incident_part",
    "breaches:parts",
    "breaches:print_incident",
    "breaches:task",
}
"""By who has opened a confidential one in an emergency, and adds nothing."""


def everything_of(message, one, *, by):
    """What the addresses of a case name: tasks, files, messages, people."""
    row = message.assessment
    noted(row.incident, given.councillor(), part="recipient", by=by)
    reports.learning(row, by=by)
    return SimpleNamespace(
        breach=row, sent=message, recipient=one, kept_file=reports.filed(row.incident)
    )


def noted(incident, person, *, part, by):
    """The incident that goes on is not the one that remembers who had a part in it."""
    involve(incident=Incident.objects.get(pk=incident.pk), person=person, part=part, by=by)


def in_own_log():
    councillor = given.councillor()
    row = reports.of_councillor_alone(councillor, by=reports.handler())
    reports.to_tell(row, by=councillor)
    letters.worded(row, by=councillor)
    one, message = letters.added(row, by=councillor), letters.sent(row, by=councillor)
    one.assessment = message.assessment = row
    return everything_of(message, one, by=councillor)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        return everything_of(*letters.both(), by=reports.handler()), in_own_log()

    return shared(make)


@pytest.fixture
def of_council(made_once):
    return made_once[0]


@pytest.fixture
def of_councillor(made_once):
    return made_once[1]


def names_of(case):
    """All addresses that name the case, or something of it: also those of tomorrow."""
    nothing: Any = SimpleNamespace()
    for name, row in TABLE.items():
        with suppress(AttributeError):
            row.args(nothing)
            continue
        with suppress(AttributeError):
            row.args(case)
            yield name


def answers(client, case, person):
    """By address: pressed on the page that checks it, or shown where nothing is pressed."""
    client.force_login(person)
    for name in names_of(case):
        where = reverse(name, args=TABLE[name].args(case))
        answer = client.post(where, {CONFIRMED: "1"})
        if answer.status_code == NOT_ALLOWED:
            answer = client.get(where)
        yield name, answer.status_code


def open_to(client, case, person):
    """What is there for them. A page of a right that they don't have may say just that."""
    return {
        name
        for name, code in answers(client, case, person)
        if code != NOT_FOUND and not (code == FORBIDDEN == TABLE[name].otherwise)
    }


@pytest.mark.parametrize("role", LOOK_AT_CASES)
def test_whoever_received_it_finds_no_page_of_it(role, of_council, client):
    person = given.somebody(role)
    noted(of_council.breach.incident, person, part="recipient", by=reports.handler())

    assert open_to(client, of_council, person) == set()


@pytest.mark.parametrize("part", ["owner", "reporter"])
@pytest.mark.parametrize("role", sorted(INCIDENTS))
def test_whoever_reported_it_or_whose_work_it_was_does_nothing_about_it(
    role, part, of_council, client
):
    person = given.somebody(role)
    incident = Incident.objects.get(pk=of_council.breach.incident.pk)
    if part == "owner":
        noted(incident, person, part=part, by=reports.handler())
    else:
        incident.reported_by = person
        incident.keep(by=None, why="Test")

    found = dict(answers(client, of_council, person))

    done = {name for name, code in found.items() if code not in {FORBIDDEN, NOT_FOUND}}
    assert {"breaches:incident"} <= done <= OWN | {"breaches:report_sent", "breaches:confide_own"}


@pytest.mark.parametrize("role", LOOK_AT_CASES)
def test_whoever_is_not_on_the_list_of_a_confidential_one_finds_no_page_of_it(
    role, of_council, client
):
    chief = given.officer(Role.MONITORING_OFFICER)
    incident = Incident.objects.get(pk=of_council.breach.incident.pk)
    make_confidential(incident=incident, readers=[], reason="Threats", by=chief)

    assert open_to(client, of_council, given.somebody(role)) == set()


@pytest.mark.parametrize("role", sorted(INCIDENTS))
def test_who_has_opened_a_confidential_one_reads_it_and_does_nothing(role, of_council, client):
    incident = Incident.objects.get(pk=of_council.breach.incident.pk)
    chief, person = given.officer(Role.MONITORING_OFFICER), given.somebody(role)
    make_confidential(incident=incident, readers=[], reason="Threats", by=chief)
    open_confidential(incident=incident, reason="A call in the night", hours=2, by=person)

    found = dict(answers(client, of_council, person))

    assert {name for name, code in found.items() if code not in {FORBIDDEN, NOT_FOUND}} == READ


@pytest.mark.parametrize("role", LOOK_AT_CASES)
def test_what_stands_in_a_councillors_own_log_is_theirs(role, of_councillor, client):
    """But for what they ask the desk to do."""
    found = open_to(client, of_councillor, given.somebody(role))

    assert found == (TASK if role in DESK else set())


def test_a_councillor_does_in_their_own_log_what_officers_do_in_the_register(of_councillor, client):
    found = dict(answers(client, of_councillor, of_councillor.breach.councillor))

    refused = {name for name, code in found.items() if code in {FORBIDDEN, NOT_FOUND}}
    of_officers = {
        "breaches:advise",
        "breaches:affect_councillors",
        "breaches:make_confidential",
        "breaches:refer_incident",
    }
    assert refused == of_officers | {"breaches:parts"}
