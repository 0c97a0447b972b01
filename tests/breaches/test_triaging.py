"""An officer says whether personal data is affected, and who answers for it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models
from django.test import Client
from django.utils import timezone

from breaches.containing.actions import add_task
from breaches.models import Assessment, Incident, IncidentStatus, Part
from breaches.sharing.actions import share
from breaches.triaging import actions
from breaches.triaging.checks import may_handle
from councilgov.access import Role
from councilgov.capacity import Controller
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import reports

HOUR = timedelta(hours=1)
HANDLERS = {
    Role.INFORMATION_OFFICER,
    Role.MONITORING_OFFICER,
    Role.DEPUTY_MONITORING_OFFICER,
}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor, officer = given.councillor(), reports.handler()
        return councillor, officer, reports.reported(by=councillor)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def incident(made_once):
    return Incident.objects.with_row().get(pk=made_once[2].pk)


def rule(incident, finding, officer, reason="A name was in it."):
    return actions.rule(incident=incident, finding=finding, reason=reason, by=officer)


def test_an_officer_takes_it_on_and_nobody_after_them(incident, officer):
    taken = actions.take_on(incident=incident, by=officer)

    assert (taken.status, taken.handler) == ("triage", officer)
    told = rf"stands at “Being looked at”. Last: .*, by {officer.full_name}, \d+:\d\dam on 23 Nov"
    with pytest.raises(Refused, match=told):
        actions.take_on(incident=incident, by=reports.handler())


def test_who_comes_too_late_is_not_told_who_reported_it(officer):
    chief = reports.decider()
    incident = reports.reported(by=chief)

    with pytest.raises(Refused, match="Last: Reported, 10:00am on 23 November 2026") as refused:
        actions.reopen(incident=incident, reason="More came.", by=officer)

    assert chief.full_name not in str(refused.value)


def test_who_comes_too_late_is_not_told_what_a_councillor_did_in_their_own_log(officer):
    councillor = given.councillor(full_name="Bea Beech")
    row = reports.of_councillor(councillor, by=officer)
    share(assessment=row, by=councillor)

    with pytest.raises(Refused, match="Last: ") as refused:
        actions.take_on(incident=row.incident, by=officer)

    assert "Bea Beech" not in str(refused.value)


@pytest.mark.parametrize("role", Role)
def test_only_some_look_into_it(incident, role):
    somebody = given.somebody(role)

    if role in HANDLERS:
        assert rule(incident, "suspected", somebody).status == "suspected"
    else:
        with pytest.raises(Refused, match="Only an information officer"):
            rule(incident, "suspected", somebody)
    assert may_handle(incident, somebody) == (role in HANDLERS)


@pytest.mark.parametrize("part", Part)
def test_nobody_looks_into_what_they_have_a_part_in(incident, officer, part):
    colleague = reports.handler()
    actions.involve(incident=incident, person=colleague, part=part, by=officer)

    with pytest.raises(Refused, match="You have a part in this"):
        rule(incident, "confirmed", colleague)
    assert not may_handle(incident, colleague)


def test_an_officer_who_reported_it_does_not_rule_and_who_wrote_it_down_does(officer):
    own = reports.reported(by=officer)
    on_the_phone = reports.reported(by=officer, reported_by=given.councillor())

    with pytest.raises(Refused, match="You have a part in this"):
        rule(own, "confirmed", officer)
    assert rule(on_the_phone, "confirmed", officer).status == "confirmed"


@pytest.mark.parametrize("finding", ["suspected", "confirmed"])
def test_a_breach_starts_the_clock_when_it_was_noticed(incident, officer, finding):
    ruled = rule(incident, finding, officer)

    clock = Assessment.objects.with_row().get()
    assert (clock.controller, clock.aware_at) == (Controller.COUNCIL, incident.noticed_at)
    assert clock.due_at == incident.noticed_at + timedelta(hours=72)
    assert clock.is_provisional == (finding == "suspected")
    assert (ruled.ruled_because, list(Assessment.objects.running())) == (
        "A name was in it.",
        [clock],
    )
    assert Notice.objects.get(kind="incident_ruled").to == incident.reported_by


def test_what_is_no_personal_data_has_no_clock(incident, officer):
    rule(incident, "not_personal", officer)

    assert not Assessment.objects.exists()
    assert Entry.objects.filter(kind="breaches.finding").count() == 1


def test_what_was_suspected_and_is_none_stops_the_clock(incident, officer):
    rule(incident, "suspected", officer)
    rule(incident, "not_personal", officer, reason="It was an empty file.")

    assert not Assessment.objects.running().exists()


def test_a_confirmed_suspicion_keeps_its_clock(incident, officer):
    rule(incident, "suspected", officer)
    rule(incident, "confirmed", officer)

    assert Assessment.objects.get().aware_at == incident.noticed_at


def test_a_finding_has_a_reason(incident, officer):
    with pytest.raises(Refused, match="Say why"):
        rule(incident, "confirmed", officer, reason="  ")


def test_what_the_regulator_was_told_is_a_breach_for_good(officer):
    assessment = reports.notifiable(reports.confirmed(), by=reports.decider())
    for name, value in {"regulator": "initial"}.items():
        setattr(assessment, name, value)
    assessment.keep(by=None, why="Test")

    with pytest.raises(Refused, match="were told of a breach"):
        rule(assessment.incident, "not_personal", officer)


def test_of_which_the_people_were_told_is_a_breach_for_good(officer):
    assessment = reports.notifiable(reports.confirmed(), by=reports.decider())
    assessment.people, assessment.people_because = "sent", "High risk"
    assessment.people_decided_at, assessment.people_decided_by = timezone.now(), officer
    assessment.keep(by=None, why="Test")

    with pytest.raises(Refused, match="were told of a breach"):
        rule(assessment.incident, "not_personal", officer)


# When they were aware


def test_the_moment_of_awareness_is_set_with_what_the_officer_says(incident, officer):
    assessment = reports.advised(rule(incident, "confirmed", officer).assessments.get())
    later = incident.noticed_at + HOUR / 2

    row = actions.set_aware(
        assessment=assessment, aware_at=later, because="The phone was found locked.", by=officer
    )

    assert row.due_at == later + timedelta(hours=72)
    assert row.aware_because == "The phone was found locked."


def test_as_early_as_it_was_noticed_needs_no_reason(incident, officer):
    assessment = rule(incident, "confirmed", officer).assessments.get()

    row = actions.set_aware(
        assessment=assessment, aware_at=incident.noticed_at, because="", by=officer
    )

    assert row.aware_because == ""


@pytest.mark.parametrize(
    ("after", "because", "field"),
    [(2 * HOUR, "Why", "aware_at"), (-HOUR, "Why", "aware_at"), (HOUR / 2, " ", "because")],
)
def test_an_impossible_or_unexplained_moment_is_refused(incident, officer, after, because, field):
    assessment = rule(incident, "confirmed", officer).assessments.get()
    moment = incident.noticed_at + after

    with pytest.raises(Refused) as refused:
        actions.set_aware(assessment=assessment, aware_at=moment, because=because, by=officer)

    assert refused.value.field == field


def test_while_it_is_suspected_the_clock_counts_from_when_it_was_noticed(incident, officer):
    assessment = rule(incident, "suspected", officer).assessments.get()

    with pytest.raises(Refused, match="stands at “Suspected breach”"):
        actions.set_aware(
            assessment=assessment, aware_at=incident.noticed_at, because="", by=officer
        )


# Who answers for it


def test_one_incident_may_have_two_controllers_each_with_a_clock(incident, councillor, officer):
    rule(incident, "confirmed", officer)
    row = actions.add_controller(
        incident=incident, controller="councillor", councillor=councillor, by=officer
    )

    assert (row.named_controller, row.aware_at) == (councillor.full_name, incident.noticed_at)
    assert Assessment.objects.running().count() == 2
    assert Assessment.objects.of_the_council().count() == 1


def test_an_outside_body_is_named(incident, officer):
    rule(incident, "confirmed", officer)
    row = actions.add_controller(
        incident=incident, controller="outside_body", body=" Elm  School ", by=officer
    )

    assert (row.named_controller, str(row)) == (
        "Elm School",
        f"{incident.reference}, Elm School",
    )


@pytest.mark.parametrize("whom", ["council", "councillor"])
def test_a_controller_is_named_once(incident, councillor, officer, whom):
    rule(incident, "confirmed", officer)
    facts = {"councillor": councillor} if whom == "councillor" else {}
    if facts:
        actions.add_controller(incident=incident, controller=whom, by=officer, **facts)

    with pytest.raises(Refused, match="has an assessment already"):
        actions.add_controller(incident=incident, controller=whom, by=officer, **facts)


def test_before_a_finding_nobody_is_named(incident, officer):
    with pytest.raises(Refused, match="Naming a controller can’t be done"):
        actions.add_controller(incident=incident, controller="council", by=officer)


# Parts, containment, and opening again


def test_a_part_is_noted_once(incident, councillor, officer):
    actions.involve(incident=incident, person=councillor, part="subject", by=officer)

    with pytest.raises(Refused, match="noted already"):
        actions.involve(incident=incident, person=councillor, part="subject", by=officer)
    assert str(incident.involved.get()) == f"{councillor.known_as}: Did it, or may have"


def test_it_is_contained_once_and_in_words(incident, officer):
    with pytest.raises(Refused, match="Say why"):
        actions.contain(incident=incident, words="", by=officer)
    contained = actions.contain(incident=incident, words="They deleted it.", by=officer)

    assert contained.contained_at
    with pytest.raises(Refused, match="contained already"):
        actions.contain(incident=incident, words="Again.", by=officer)


@pytest.mark.parametrize(
    ("what", "told"), [("left", "still to be done"), ("", "contained already")]
)
def test_the_page_of_containing_refuses_before_a_word_is_typed(what, told, incident, officer):
    client = Client()
    client.force_login(officer)
    page = f"{incident.get_absolute_url()}contain/"
    assert client.get(page).status_code == 200
    if what:
        taken = actions.take_on(incident=incident, by=officer)
        add_task(incident=taken, words="Change the password", team="desk", by=officer)
    else:
        actions.contain(incident=incident, words="They deleted it.", by=officer)

    answer = client.get(page)

    assert answer.status_code == 409
    assert told in answer.text


def test_what_was_closed_is_opened_again_and_its_clock_goes_on(incident, officer):
    assessment = rule(incident, "confirmed", officer).assessments.with_row().get()
    reports.spared(assessment, by=reports.decider())
    reports.contained(incident, by=officer)
    reports.closed(incident, by=officer)

    again = actions.reopen(incident=incident, reason="A second message turned up.", by=officer)

    assert (again.status, again.closed_at) == (IncidentStatus.CONFIRMED, None)
    assert Assessment.objects.get().aware_at == incident.noticed_at


def test_what_was_no_personal_data_is_looked_at_anew(incident, officer):
    rule(incident, "not_personal", officer)
    reports.closed(incident, by=officer)

    again = actions.reopen(incident=incident, reason="There was a name after all.", by=officer)

    assert again.status == IncidentStatus.TRIAGE


def test_a_suspicion_that_was_dismissed_is_looked_at_anew(incident, officer):
    rule(incident, "suspected", officer)
    rule(incident, "not_personal", officer)
    closed = reports.closed(incident, by=officer)
    assert closed.finding == IncidentStatus.NOT_PERSONAL

    again = actions.reopen(incident=incident, reason="There was a name after all.", by=officer)

    assert again.status == IncidentStatus.TRIAGE


def test_what_is_open_is_not_opened_again(incident, officer):
    with pytest.raises(Refused, match="Opening it again can’t be done"):
        actions.reopen(incident=incident, reason="Why not", by=officer)


# What the database keeps

OFFICER = "the officer"
REGULATOR_DECIDED, PEOPLE_DECIDED = (
    {
        what: status,
        f"{what}_because": "Why",
        f"{what}_decided_at": timezone.now,
        f"{what}_decided_by": OFFICER,
    }
    for what, status in [("regulator", "notifiable"), ("people", "required")]
)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("controller_known", {"controller": "party"}),
        ("regulator_known", REGULATOR_DECIDED | {"regulator": "maybe"}),
        ("people_known", PEOPLE_DECIDED | {"people": "maybe"}),
        ("councillor_when_theirs", {"controller": "councillor"}),
        ("body_when_its_own", {"body": "Elm School"}),
        ("authorised_by_councillor", {"authorised_at": timezone.now}),
        ("shared_by_councillor", {"shared_at": timezone.now}),
        ("dpc_in_table", {"dpc": 5, "ei": 1}),
        ("ei_in_table", {"dpc": 1, "ei": "0.3"}),
        ("confidentiality_in_table", {"confidentiality": "0.3"}),
        ("integrity_in_table", {"integrity": "0.3"}),
        ("availability_in_table", {"availability": "0.3"}),
        ("malice_in_table", {"malice": "0.25"}),
        ("dpc_together", {"dpc": 1}),
        ("advised_at_together", {"advised_at": timezone.now, "advice": "Tell them"}),
        ("advice_when_advised", {"advice": "Tell them"}),
        ("regulator_decided_at_together", REGULATOR_DECIDED | {"regulator_decided_by": None}),
        ("regulator_decided", {"regulator": "notifiable", "regulator_because": "Why"}),
        ("regulator_with_reasons", {"regulator_because": "Why"}),
        ("people_decided_at_together", PEOPLE_DECIDED | {"people_decided_by": None}),
        ("people_decided", {"people": "required", "people_because": "Why"}),
        ("people_with_reasons", {"people_because": "Why"}),
        ("not_told_for_a_reason", {"exemption": "effort"}),
        ("looked_at_again_if_for_crime", {"review_on": date(2026, 12, 1)}),
        ("decided_with_advice", REGULATOR_DECIDED),
        (
            "high_risk_to_people_goes_to_regulator",
            {"people": "required", "regulator": "not_notifiable"},
        ),
    ],
)
def test_the_database_says_no(incident, officer, constraint, values):
    assessment = rule(incident, "confirmed", officer).assessments.get()
    assessment.unadvised_because = "" if constraint == "decided_with_advice" else "It is urgent."
    for name, value in values.items():
        given_value = officer if value == OFFICER else value
        setattr(assessment, name, given_value() if callable(given_value) else given_value)

    with pytest.raises(IntegrityError, match=f"breaches_assessment_{constraint}"):
        models.Model.save(assessment)


def test_the_table_of_constraints_is_whole():
    named = {
        constraint.name.removeprefix("breaches_assessment_")
        for constraint in Assessment._meta.constraints
    }
    (expected,) = [
        {row[0] for row in mark.args[1]}
        for mark in test_the_database_says_no.pytestmark
        if mark.name == "parametrize"
    ]

    assert named - {"one_each"} == expected


# Who answers for it, as the report says


def test_of_ward_work_the_councillor_answers_and_their_clock_begins(councillor, officer):
    row = reports.confirmed(reporter=councillor, capacity="ward")

    assert (row.controller, row.councillor, row.aware_at) == (
        "councillor",
        councillor,
        row.incident.noticed_at,
    )
    assert actions.suggested(row.incident) == ""
    assert Notice.objects.get(kind="incident_yours").to == councillor


def test_of_ward_work_that_an_officer_reports_it_is_whose_work_it_was(councillor, officer):
    row = reports.confirmed(
        reporter=officer, by=reports.handler(), owner=councillor, capacity="ward"
    )

    assert row.councillor == councillor


def test_of_ward_work_of_nobody_who_is_known_the_council_counts_the_hours(officer):
    row = reports.confirmed(reporter=officer, by=reports.handler(), capacity="ward")

    assert (row.controller, actions.suggested(row.incident)) == ("council", "councillor")


@pytest.mark.parametrize(
    ("capacity", "says"), [("", ""), ("council", ""), ("outside_body", "outside_body")]
)
def test_of_any_other_work_the_council_counts_the_hours(councillor, capacity, says):
    row = reports.confirmed(reporter=councillor, capacity=capacity)

    assert (row.controller, actions.suggested(row.incident)) == ("council", says)
