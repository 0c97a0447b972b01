"""That the regulator was told is recorded in phases, and late only with the reasons."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, models
from django.urls import reverse
from django.utils import timezone

from breaches.checking.actions import check_risk
from breaches.facts import timeline
from breaches.models import Assessment, IncidentStep, Notification
from breaches.notifying import actions
from breaches.notifying.pack import pack_of
from breaches.notifying.prefilling import known_of
from breaches.triaging.actions import involve
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from tests import given
from tests.breaches import letters, reports

NOTICED = datetime(2026, 11, 20, 10, tzinfo=UTC)
"""72 hours before the morning of every test."""
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        decider, officer = reports.decider(), reports.handler()
        row = reports.notifiable(reports.noticed(NOTICED), by=decider)
        return row, decider, officer

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


def tell(assessment, by, *, stage="initial", hours=71, **said):
    return actions.record_notification(
        assessment=assessment,
        stage=stage,
        route="online",
        told_at=NOTICED + hours * HOUR,
        by=by,
        **{"unknown": "Who has it now." if stage == "final" else "", **said},
    )


def test_it_was_told_in_time_with_what_was_not_known(assessment, officer):
    told = tell(assessment, officer, hours=70, unknown="How many people: about 40.")

    assessment.refresh_from_db()
    assert (assessment.regulator, str(told)) == ("initial", "First report")
    assert not Assessment.objects.running().exists()
    facts = json.loads(Entry.objects.get(kind="breaches.notified").facts)
    assert (facts["was_late"], facts["stage"]) == (False, "initial")
    assert assessment.incident.events.get(what=IncidentStep.NOTIFIED).happened_at == told.told_at


def test_17_at_75_hours_the_reasons_for_the_delay_are_needed(assessment, officer):
    with time_machine.travel(NOTICED + 76 * HOUR, tick=False):
        with pytest.raises(Refused, match="must be told why") as refused:
            tell(assessment, officer, hours=75)
        tell(assessment, officer, hours=75, late_because="The officer was ill.")

    assert refused.value.field == "late_because"
    assert json.loads(Entry.objects.get(kind="breaches.notified").facts)["was_late"]


def test_at_exactly_72_hours_it_is_in_time(assessment, officer):
    with time_machine.travel(NOTICED + 73 * HOUR, tick=False):
        assert tell(assessment, officer, hours=72).late_because == ""


def test_17_updates_are_added_and_overwrite_nothing(assessment, officer):
    tell(assessment, officer, reference="")
    with time_machine.travel(NOTICED + 100 * HOUR, tick=False):
        tell(assessment, officer, stage="updated", hours=98, reference="IC-123")
        tell(assessment, officer, stage="final", hours=99)

    stages = Notification.objects.values_list("stage", "reference")
    assert list(stages) == [("initial", ""), ("updated", "IC-123"), ("final", "")]


def test_the_same_message_is_recorded_once(assessment, officer):
    tell(assessment, officer)
    tell(assessment, officer, stage="updated", hours=72)

    with pytest.raises(Refused, match="recorded already"):
        tell(assessment, officer, stage="updated", hours=72)

    assert Notification.objects.count() == 2


def number(row, by, reference="IC-123456-A1B2"):
    return actions.add_reference(assessment=row, reference=reference, by=by)


def test_17_the_number_of_the_regulator_comes_later_and_is_no_message(assessment, officer):
    with pytest.raises(Refused, match="not told yet"):
        number(assessment, officer)
    tell(assessment, officer)
    with pytest.raises(Refused, match="Enter the number") as refused:
        number(assessment, officer, " ")

    row = number(assessment, officer, " IC-123456-A1B2 ")
    number(assessment, officer)

    assert refused.value.field == "reference"
    assert row.regulator_reference == "IC-123456-A1B2"
    assert Notification.objects.count() == 1
    assert known_of(row)["report_kind"].endswith("(IC-123456-A1B2)")
    step = row.incident.events.get(what=IncidentStep.REGULATOR_NUMBER)
    assert step.words == "The council. IC-123456-A1B2"


def test_17_it_is_added_once_the_case_is_over_too(assessment, officer, decider):
    tell(assessment, officer, stage="final")
    reports.spared_people(assessment, by=decider)
    reports.contained(assessment.incident, by=officer)
    reports.closed(assessment.incident, by=officer)

    assert number(assessment, officer).regulator_reference


def test_17_a_number_that_came_with_a_message_is_that_of_the_case(assessment, officer):
    tell(assessment, officer, reference="IC-1")
    tell(assessment, officer, stage="updated", hours=72)

    assert Assessment.objects.get(pk=assessment.pk).regulator_reference == "IC-1"


def test_17_who_has_a_part_in_it_adds_no_number(assessment, officer, decider):
    tell(assessment, officer)
    other = reports.handler()
    involve(incident=assessment.incident, person=other, part="subject", by=officer)

    with pytest.raises(Refused, match="has no part in it"):
        number(assessment, other)


def test_17_the_page_adds_it_and_says_what_is_missing(assessment, officer, client):
    client.force_login(officer)
    url = reverse("breaches:add_reference", args=[assessment.incident.reference, assessment.pk])
    tell(assessment, officer)
    assert url in client.get(assessment.get_absolute_url()).text

    missing = client.post(url, {"reference": ""})
    client.post(url, {"reference": "IC-2"})

    assert "Enter the number that the regulator gave it" in missing.text
    assert "IC-2" in client.get(assessment.get_absolute_url()).text


def test_before_it_is_decided_nobody_is_told(officer):
    with pytest.raises(Refused, match="it stands at"):
        tell(reports.noticed(NOTICED), officer)


@pytest.mark.parametrize(("hours", "says"), [(80, "in the past"), (-1, "before it was noticed")])
def test_an_impossible_moment_is_refused(assessment, officer, hours, says):
    with pytest.raises(Refused, match=says):
        tell(assessment, officer, hours=hours)


def test_who_has_a_part_in_it_does_not_record_it(assessment, officer):
    colleague = reports.handler()
    involve(incident=assessment.incident, person=colleague, part="subject", by=officer)

    with pytest.raises(Refused, match="no part in it"):
        tell(assessment, colleague)
    with pytest.raises(Refused, match="no part in it"):
        tell(assessment, given.officer(Role.ICT_DESK))


# Where the councillor is the controller


@pytest.fixture
def theirs(officer):
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor, noticed_at=NOTICED)
    return reports.notifiable(row, by=councillor)


def test_an_officer_reports_for_a_councillor_only_once_they_said_so(theirs, officer):
    with pytest.raises(Refused, match="has not authorised"):
        tell(theirs, officer)

    authorised = actions.authorise(assessment=theirs, by=theirs.councillor)
    tell(authorised, officer)

    assert Entry.objects.filter(kind="breaches.authorised").count() == 1


def test_officers_are_told_that_they_report_for_a_councillor_and_that_they_no_longer_do(
    theirs, officer
):
    councillor = theirs.councillor
    actions.authorise(assessment=theirs, by=councillor)
    told = Notice.objects.get(kind="part_authorised", to=officer)
    assert not unwanted(told)

    actions.end_authorisation(assessment=theirs, by=councillor)

    over = Notice.objects.get(kind="part_unauthorised", to=officer)
    assert not unwanted(over)
    assert "/incidents/" in part_of(over).body


def test_a_councillor_tells_the_regulator_themselves(theirs):
    assert tell(theirs, theirs.councillor).entered_by == theirs.councillor


def test_nobody_else_authorises_it_and_twice_is_once(theirs, officer):
    with pytest.raises(Refused, match="Only the councillor"):
        actions.authorise(assessment=theirs, by=officer)
    actions.authorise(assessment=theirs, by=theirs.councillor)
    actions.authorise(assessment=theirs, by=theirs.councillor)

    assert Entry.objects.filter(kind="breaches.authorised").count() == 1


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("stage_known", {"stage": "half"}),
        ("route_known", {"route": "pigeon"}),
        ("told_before_entered", {"told_at": timezone.now() + 1000 * HOUR}),
    ],
)
def test_the_database_says_no(assessment, officer, constraint, values):
    told = tell(assessment, officer)
    for name, value in values.items():
        setattr(told, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_notification_{constraint}"):
        models.Model.save(told)


def test_what_is_over_is_told_to_nobody_from_an_old_page(assessment, officer, decider):
    tell(assessment, officer, stage="final")
    with time_machine.travel(NOTICED + 100 * HOUR, tick=False):
        reports.spared_people(assessment, by=decider)
        reports.contained(assessment.incident, by=officer)
        reports.closed(assessment.incident, by=officer)

        with pytest.raises(Refused, match="Recording it can’t be done"):
            tell(assessment, officer, stage="updated", hours=99)


def test_a_later_message_is_not_earlier_than_the_first(assessment, officer):
    tell(assessment, officer, hours=70)

    with pytest.raises(Refused, match="told something later than that") as refused:
        tell(assessment, officer, stage="updated", hours=69)
    assert refused.value.field == "told_at"


def test_what_a_councillor_told_stands_in_their_own_log_alone(officer):
    councillor = given.councillor()
    row = reports.notifiable(
        reports.of_councillor(councillor, reporter=councillor, noticed_at=NOTICED), by=councillor
    )
    check_risk(assessment=row, is_living=False, by=councillor)
    tell(row, councillor)

    def read(person):
        return {event.what for event in timeline(row.incident, person)}

    lines = {str(IncidentStep.NOTIFIED.label), str(IncidentStep.RISK.label)}
    assert lines <= read(councillor)
    assert not lines & read(officer)
    actions.authorise(assessment=row, by=councillor)
    assert lines | {str(IncidentStep.AUTHORISED.label)} <= read(officer)


def test_a_final_report_that_lacks_what_the_law_asks_for_says_why(assessment, officer):
    with pytest.raises(Refused, match="The law asks for this too") as refused:
        tell(assessment, officer, stage="final", unknown=" ")

    assert refused.value.field == "unknown"
    assert not Notification.objects.exists()
    tell(assessment, officer, unknown="")
    assert tell(assessment, officer, stage="final", unknown="Nobody knows.", hours=71.5).unknown


def test_a_final_report_with_all_of_it_needs_no_word(assessment, officer):
    for one in pack_of(assessment).given:
        if one.question.needs:
            said = {"chosen": [one.question.choices[0][0]]} if one.question.choices else {}
            letters.answered(assessment, one.question.slug, by=officer, words="So.", **said)

    assert actions.lacking_in_words(pack_of(assessment)) == ""
    assert tell(assessment, officer, stage="final", unknown="").stage == "final"
    assert Notification.objects.count() == 1


def test_before_it_is_recorded_the_page_says_what_the_report_lacks(assessment, officer, client):
    client.force_login(officer)
    page = reverse("breaches:record_notification", args=[assessment.reference, assessment.pk])

    assert "It is no final report before it does." in client.get(page).text
