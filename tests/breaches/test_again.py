"""New information comes: what was dismissed or closed is looked at again, and decided again."""

from datetime import timedelta

import pytest

from breaches.deciding.actions import decide_people, decide_regulator
from breaches.models import Assessment, Exemption, Incident, IncidentStep
from breaches.triaging import actions
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import reports


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return reports.confirmed(), reports.decider(), reports.handler()

    return shared(make)


@pytest.fixture
def assessment(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def decider(made_once):
    return made_once[1]


@pytest.fixture
def officer(made_once):
    return made_once[2]


def rule(incident, finding, officer):
    return actions.rule(incident=incident, finding=finding, reason="A name.", by=officer)


def again(incident, officer, reason="A second message turned up."):
    return actions.reopen(incident=incident, reason=reason, by=officer)


def over(assessment, decider, officer):
    """It was decided to tell nobody, and closed."""
    reports.spared(assessment, by=decider)
    reports.contained(assessment.incident, by=officer)
    return reports.closed(assessment.incident, by=officer)


def test_what_was_only_suspected_and_dismissed_is_no_breach_when_it_is_opened_again(officer):
    incident = reports.ruled("suspected")
    rule(incident, "not_personal", officer)
    reports.closed(incident, by=officer)

    assert again(incident, officer).status == "triage"


def test_what_was_confirmed_is_a_breach_when_it_is_opened_again(assessment, decider, officer):
    assert again(over(assessment, decider, officer), officer).status == "confirmed"


def test_what_was_dismissed_is_looked_at_again_with_a_reason(officer):
    incident = reports.ruled("not_personal", by=reports.handler())
    with pytest.raises(Refused, match="Say why"):
        again(incident, officer, reason=" ")

    incident = again(incident, officer)

    assert (incident.status, incident.handler) == ("triage", officer)
    assert incident.events.get(what=IncidentStep.REOPENED).words == "A second message turned up."


def test_what_was_dismissed_is_not_just_taken_on_again(officer):
    with pytest.raises(Refused, match="Taking it on can’t be done"):
        actions.take_on(incident=reports.ruled("not_personal"), by=officer)


def test_a_decision_to_tell_nobody_falls_and_its_clock_goes_on(assessment, decider, officer):
    again(over(assessment, decider, officer), officer)

    row = Assessment.objects.running().get()
    assert (row.pk, row.regulator, row.people, row.exemption) == (
        assessment.pk,
        "undecided",
        "undecided",
        "",
    )
    assert row.aware_at == assessment.aware_at
    told = row.incident.events.get(what=IncidentStep.REGULATOR).words
    assert "The colleague deleted it unread." in told


@pytest.mark.parametrize("ground", Exemption)
def test_a_decision_not_to_tell_the_people_falls_on_whatever_ground(
    ground, assessment, decider, officer
):
    decide_people(
        assessment=assessment,
        is_required=False,
        exemption=ground,
        reason="So far.",
        review_on=today() + timedelta(days=7),
        unadvised_because=reports.UNADVISED,
        by=decider,
    )
    rule(Incident.objects.get(pk=assessment.incident_id), "not_personal", officer)

    again(assessment.incident, officer)

    row = Assessment.objects.get(pk=assessment.pk)
    assert (row.people, row.exemption, row.review_on) == ("undecided", "", None)


def test_whoever_decides_is_told_at_once_that_a_decision_fell(assessment, decider, officer):
    incident = over(assessment, decider, officer)
    told = Notice.objects.filter(kind="incident_to_decide", to=decider)
    before = told.count()

    again(incident, officer)

    assert told.count() == before + 1


def test_nobody_is_asked_to_decide_where_all_were_told(assessment, decider, officer):
    row = reports.to_tell(assessment, by=decider)
    row = Assessment.objects.get(pk=row.pk)
    row.regulator, row.people = "final", "sent"
    row.keep(by=None, why="Test")
    reports.contained(assessment.incident, by=officer)
    incident = reports.closed(assessment.incident, by=officer)
    told = Notice.objects.filter(kind="incident_to_decide", to=decider)
    before = told.count()

    again(incident, officer)

    assert told.count() == before


def test_it_is_closed_again_only_once_it_is_decided_again(assessment, decider, officer):
    incident = again(over(assessment, decider, officer), officer)

    with pytest.raises(Refused, match="is not decided"):
        reports.closed(incident, by=officer)
    reports.spared(assessment, by=decider)
    assert reports.closed(incident, by=officer).status == "closed"


def test_what_was_told_stays_told(assessment, decider, officer):
    reports.notifiable(assessment, by=decider)
    row = Assessment.objects.get(pk=assessment.pk)
    row.regulator, row.people = "final", "sent"
    row.people_because = "High risk"
    row.people_decided_at, row.people_decided_by = row.regulator_decided_at, decider
    row.keep(by=None, why="Test")
    reports.contained(assessment.incident, by=officer)
    again(reports.closed(assessment.incident, by=officer), officer)

    row.refresh_from_db()
    assert (row.regulator, row.people) == ("final", "sent")


# A breach that is to be told is no breach only once its decider says so


def dismiss(assessment, officer):
    return rule(Incident.objects.get(pk=assessment.incident_id), "not_personal", officer)


def test_an_officer_does_not_dismiss_what_the_regulator_is_to_be_told(assessment, decider, officer):
    reports.notifiable(assessment, by=decider)
    with pytest.raises(Refused, match="The council decided to tell"):
        dismiss(assessment, officer)

    decide_regulator(assessment=assessment, is_notifiable=False, reason="It was empty.", by=decider)
    assert dismiss(assessment, officer).status == "not_personal"


def test_an_officer_does_not_dismiss_what_the_people_are_to_be_told(assessment, decider, officer):
    decide_people(
        assessment=reports.advised(assessment),
        is_required=True,
        exemption="",
        reason="High risk.",
        by=decider,
    )

    with pytest.raises(Refused, match="The council decided to tell"):
        dismiss(assessment, officer)
