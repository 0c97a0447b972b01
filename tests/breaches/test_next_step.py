"""What is next about a breach, for each who looks at it, and what there is to decide by."""

import pytest
from django.test import Client
from django.utils import timezone

from breaches.compromising.actions import affect
from breaches.models import Assessment, Incident
from breaches.next_step import next_steps
from breaches.triaging.actions import add_controller, involve
from councilgov.access import Role
from tests import given
from tests.breaches import letters, reports

REGULATOR = "The council: it is not decided whether the regulator is told."
PEOPLE = "The council: it is not decided whether the people are told."
DECIDES = "The Monitoring Officer or a deputy decides that."


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
        return reports.confirmed(), reports.decider(), reports.handler(), dpo

    return shared(make)


@pytest.fixture
def row(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def decider(made_once):
    return made_once[1]


@pytest.fixture
def officer(made_once):
    return made_once[2]


@pytest.fixture
def dpo(made_once):
    return made_once[3]


def following(incident, person):
    incident = Incident.objects.get(pk=incident.pk)
    rows = list(incident.assessments.visible_to(person).with_row())
    return next_steps(incident, rows, person)


def step(incident, person):
    found = following(incident, person).step
    return found and found.text


def page_of(row, person, page=""):
    client = Client()
    client.force_login(person)
    return client.get(f"{row.get_absolute_url()}{page}").text


def test_before_anything_is_confirmed_it_is_looked_at(officer):
    incident = reports.reported()
    assert step(incident, officer) == "Take it on"

    incident = reports.ruled("suspected", by=officer)
    assert step(incident, officer) == "It is a breach of personal data"


def test_the_council_goes_from_the_score_to_the_end(row, decider, officer):
    incident = row.incident
    assert step(incident, officer) == step(incident, decider) == "Work out how severe it is"
    reports.scored(row, by=officer)
    assert step(incident, decider) == "Decide whether the regulator is told"
    assert step(incident, officer) == "End the tasks against more harm"
    reports.to_tell(row, by=decider)
    assert step(incident, officer) == "Tell the regulator"
    row.refresh_from_db()
    letters.sent(row, by=officer)
    assert step(incident, officer) == "Tell the people"


def test_once_it_is_decided_it_is_contained_and_closed(row, decider, officer):
    reports.spared(row, by=decider)
    reports.settled(row.incident, by=officer)
    assert step(row.incident, officer) == "It is contained"
    reports.contained(row.incident, by=officer)
    assert step(row.incident, officer) == "Close it"
    closed = reports.closed(Incident.objects.get(pk=row.incident.pk), by=officer)
    assert following(closed, officer) == (None, [])


def test_while_others_decide_it_is_contained_and_not_closed(row, officer):
    reports.scored(row, by=officer)
    reports.contained(row.incident, by=officer)

    assert step(row.incident, officer) is None


def test_who_waits_reads_for_whom(row, decider, officer):
    assert following(row.incident, officer).waits == [
        f"{REGULATOR} {DECIDES}",
        f"{PEOPLE} {DECIDES}",
    ]
    assert following(row.incident, decider).waits == []
    assert DECIDES in page_of(row, officer)


def test_the_data_protection_officer_advises_until_it_is_decided(row, decider, dpo):
    assert step(row.incident, dpo) == "Advise whoever decides"
    reports.spared(row, by=decider)
    assert step(row.incident, dpo) is None


def test_who_has_a_part_in_it_does_nothing(row, dpo, officer):
    involve(incident=row.incident, person=dpo, part="recipient", by=officer)

    assert step(row.incident, dpo) is None


def test_a_councillor_decides_their_own_part_and_officers_wait(row, officer, decider):
    councillor = given.councillor()
    affect(incident=row.incident, councillors=[councillor], by=officer)
    reports.spared(row, by=decider)
    reports.contained(row.incident, by=officer)

    assert step(row.incident, councillor) == "Decide whether the regulator is told"
    assert step(row.incident, officer) is None
    part = Assessment.objects.get(councillor=councillor)
    part.authorised_at = timezone.now()
    part.keep(by=councillor, why="Test")
    waits = following(row.incident, officer).waits
    assert waits[0].endswith("The councillor decides that.")


def test_what_an_outside_body_does_is_its_own(row, officer, decider):
    add_controller(incident=row.incident, controller="outside_body", body="Elm", by=officer)
    reports.spared(row, by=decider)
    reports.contained(row.incident, by=officer)

    assert following(row.incident, officer) == (following(row.incident, officer).step, [])
    assert step(row.incident, officer) == "Close it"


def test_one_thing_is_a_button_and_the_others_stand_in_a_list(row, officer):
    page = page_of(row, officer).split("What is next")[1].split("What was reported")[0]

    first, others = page.split("What else can be done")
    assert first.count('role="button"') == 1
    assert "Work out how severe it is" in first
    assert "No personal data is affected" in others
    assert "It is contained" not in others.split("</ul>")[0]


# What there is to decide by


@pytest.mark.parametrize(
    ("dpc", "says"),
    [
        (4, "Not to tell the regulator would go against the score"),
        (1, "To tell the regulator would go against the score"),
        (2, ""),
    ],
)
def test_before_it_is_decided_it_is_said_what_goes_against_the_score(made_once, row, dpc, says):
    _row, decider, officer, _dpo = made_once
    reports.scored(row, by=officer, dpc=dpc)

    page = page_of(row, decider, f"{row.pk}/regulator/")

    assert ("would go against the score" in page) == bool(says)
    assert says in page


def test_who_decides_sees_the_hours_the_score_the_advice_and_the_answers(row, officer, decider):
    reports.scored(row, by=officer)
    reports.advised(row)
    for page in ("regulator", "people"):
        shown = page_of(row, decider, f"{row.pk}/{page}/")
        for words in (
            "Time left to tell the regulator: 7",
            "1.25, low",
            "They could not know",
            "Not answered yet",
        ):
            assert words in shown, words


def test_once_the_hours_count_no_more_none_are_shown(row, decider):
    reports.spared(row, by=decider)

    assert "Time left" not in page_of(row, decider, f"{row.pk}/regulator/")
