"""The regulator's questions are kept with who answered them and when. They decide nothing."""

import json
from itertools import product

import pytest
from django.db import IntegrityError, models

from breaches.checking.actions import check_risk
from breaches.models import Assessment, Doubt, IncidentStep, Likelihood, RiskCheck, outcome_of
from breaches.triaging.actions import rule
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from tests import given
from tests.breaches import reports


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return reports.confirmed(), reports.handler()

    return shared(make)


@pytest.fixture
def assessment(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def officer(made_once):
    return made_once[1]


OUTCOMES = [
    (False, "", "", "", "no_breach"),
    (True, "unlikely", "", "", "record"),
    (True, "likely", "no", "", "regulator"),
    (True, "likely", "yes", "yes", "regulator"),
    (True, "likely", "yes", "no", "both"),
    (True, "likely", "yes", "unsure", "both"),
    (True, "likely", "unsure", "", "safe"),
    (True, "unsure", "no", "", "safe"),
    (True, "unsure", "unsure", "", "safe"),
    (True, "unsure", "yes", "yes", "safe"),
    (True, "unsure", "yes", "no", "both"),
    (True, "unsure", "yes", "unsure", "both"),
]


@pytest.mark.parametrize("answers", OUTCOMES)
def test_what_follows_from_the_answers(assessment, officer, answers):
    is_living, likely, high, mitigated, outcome = answers
    check = check_risk(
        assessment=assessment,
        is_living=is_living,
        likely=likely,
        high=high,
        mitigated=mitigated,
        by=officer,
    )

    assert (check.outcome, check.answered_by) == (outcome, officer)
    assessment.refresh_from_db()
    assert (assessment.regulator, assessment.people) == ("undecided", "undecided")
    entry = json.loads(Entry.objects.get(kind="breaches.risk_checked").facts)
    assert entry["outcome"] == outcome
    assert str(check) in assessment.incident.events.get(what=IncidentStep.RISK).words


@pytest.mark.no_database
def test_a_high_risk_that_is_not_over_is_told_to_everybody_in_any_doubt():
    for likely, mitigated in product(("likely", "unsure"), ("no", "unsure")):
        told = outcome_of(is_living=True, likely=likely, high="yes", mitigated=mitigated)
        assert told == "both"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "likely"),
        ({"likely": "likely"}, "high"),
        ({"likely": "unsure", "high": "perhaps"}, "high"),
        ({"likely": "likely", "high": "yes"}, "mitigated"),
    ],
)
def test_a_question_that_is_asked_is_answered(assessment, officer, said, field):
    with pytest.raises(Refused) as refused:
        check_risk(assessment=assessment, is_living=True, by=officer, **said)

    assert refused.value.field == field


def test_an_answer_to_a_question_that_is_left_out_does_not_count(assessment, officer):
    check = check_risk(
        assessment=assessment, is_living=False, likely="likely", high="yes", by=officer
    )

    assert (check.likely, check.high) == ("", "")


def test_the_same_answers_sent_again_are_one(assessment, officer):
    def check(by):
        return check_risk(assessment=assessment, is_living=False, by=by)

    first = check(officer)

    assert check(officer) == first
    assert check(reports.decider()) != first


def test_answered_anew_what_was_said_before_stays(assessment, officer):
    check_risk(assessment=assessment, is_living=False, by=officer)
    check_risk(assessment=assessment, is_living=True, likely="unlikely", by=officer)

    assert [one.outcome for one in assessment.risk_checks.all()] == ["record", "no_breach"]


def test_who_does_not_report_for_the_controller_answers_nothing(assessment):
    with pytest.raises(Refused, match="no part in it"):
        check_risk(assessment=assessment, is_living=False, by=given.officer(Role.ICT_DESK))


def test_for_a_councillor_an_officer_answers_only_once_they_may(officer):
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor)

    with pytest.raises(Refused, match="has not authorised"):
        check_risk(assessment=row, is_living=False, by=officer)
    assert check_risk(assessment=row, is_living=False, by=councillor).answered_by == councillor


def test_of_what_is_no_breach_nothing_is_asked(assessment, officer):
    rule(incident=assessment.incident, finding="not_personal", reason="Empty.", by=officer)

    with pytest.raises(Refused, match="Answering the questions can’t be done"):
        check_risk(assessment=assessment, is_living=False, by=officer)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("outcome_known", {"outcome": "perhaps"}),
        ("likely_of_the_living", {"likely": ""}),
        ("high_unless_unlikely", {"high": Doubt.NO}),
        ("mitigated_if_high", {"mitigated": Doubt.NO}),
    ],
)
def test_the_database_says_no(assessment, officer, constraint, values):
    check = check_risk(assessment=assessment, is_living=True, likely="unlikely", by=officer)
    assert check.likely == Likelihood.UNLIKELY
    for name, value in values.items():
        setattr(check, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_riskcheck_{constraint}"):
        models.Model.save(check)


# The page


def test_the_page_says_what_follows_and_what_was_answered_before(assessment, officer, client):
    client.force_login(officer)
    at = f"{assessment.get_absolute_url()}{assessment.pk}/risk/"

    asked = client.post(at, {"is_living": "yes", "likely": "likely"})
    assert "Select if the risk to them is high" in asked.text
    asked = client.post(at, {"is_living": "yes", "high": "yes"})
    assert "Select how likely it is" in asked.text
    assert "Select if what was done since ended" in asked.text
    client.post(at, {"is_living": "yes", "likely": "likely", "high": "no"})

    assert "Tell the regulator. The people need not be told." in client.get(at).text
    assert "Tell the regulator. The people" in client.get(assessment.get_absolute_url()).text
    assert RiskCheck.objects.count() == 1
