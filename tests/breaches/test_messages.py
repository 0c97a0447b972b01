"""Whom a report, a finding and a note reach, and that none of them is lost on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from breaches.log import deciders
from breaches.models import Duty, Incident, Part
from breaches.reporting.actions import add_note
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from tests import given
from tests.breaches import reports


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor(), reports.handler()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def rule(incident, finding, officer):
    return triaging.rule(incident=incident, finding=finding, reason="A name.", by=officer)


# Whoever reported it


def test_what_was_found_is_told_also_if_it_was_closed_at_once(councillor, officer):
    incident = reports.ruled("not_personal", reporter=councillor, by=officer)
    reports.closed(incident, by=officer)

    assert unwanted(Notice.objects.get(kind="incident_ruled")) == ""


def test_each_finding_is_told_also_the_same_one_again(councillor, officer):
    incident = reports.ruled("not_personal", reporter=councillor, by=officer)
    triaging.reopen(incident=incident, reason="More turned up.", by=officer)
    rule(incident, "not_personal", officer)

    assert Notice.objects.filter(kind="incident_ruled", to=councillor).count() == 2


# Those who look into it


def test_a_note_on_a_closed_case_reaches_who_can_open_it_again(councillor, officer):
    incident = reports.ruled("not_personal", reporter=councillor, by=officer)
    incident = reports.closed(incident, by=officer)
    add_note(incident=incident, words="There was a list of names in it.", by=councillor)

    assert unwanted(Notice.objects.get(kind="incident_note")) == ""


def test_where_no_information_officer_can_look_the_monitoring_officer_is_told(councillor, officer):
    monitoring, deputy = reports.decider(), given.officer(Role.DEPUTY_MONITORING_OFFICER)

    reports.reported(by=officer)
    reports.reported(by=councillor, owner=officer)

    assert told("incident_reported") == {monitoring.pk, deputy.pk}


def test_who_writes_down_a_call_can_look_into_it_and_nobody_else_is_woken(councillor, officer):
    reports.decider()
    reports.reported(by=officer, reported_by=councillor, reported_via="phone")

    assert told("incident_reported") == set()


# Those who decide


@pytest.mark.parametrize("finding", ["suspected", "confirmed"])
def test_who_decides_is_told_at_once_of_a_breach(councillor, officer, finding):
    monitoring = reports.decider()
    given.officer(Role.DEPUTY_MONITORING_OFFICER)
    incident = reports.ruled(finding, reporter=councillor, by=officer)

    assert told("incident_to_decide") == {monitoring.pk}
    notice = Notice.objects.get(kind="incident_to_decide")
    assert (notice.urgency, unwanted(notice)) == ("now", "")
    rule(incident, "not_personal", officer)
    assert unwanted(notice) == "no_longer_true"


def test_who_is_on_call_decides_and_nobody_who_is_away_if_another_is_there(councillor, officer):
    monitoring, deputy = reports.decider(), given.officer(Role.DEPUTY_MONITORING_OFFICER)
    incident = reports.reported(by=councillor)
    assert set(deciders(incident)) == {monitoring}

    called = reports.on_call(deputy)
    assert set(deciders(incident)) == {deputy}

    called.discard(by=None, why="Test")
    reports.on_call(monitoring, Duty.AWAY)
    assert set(deciders(incident)) == {deputy}

    reports.on_call(deputy, Duty.AWAY)
    assert set(deciders(incident)) == {monitoring}


def test_who_is_to_decide_reads_whether_the_hours_are_over(councillor, officer):
    reports.decider()
    reports.ruled("confirmed", reporter=councillor, by=officer)
    notice = Notice.objects.get(kind="incident_to_decide")
    assert "are running" in part_of(notice).body

    with time_machine.travel(timezone.now() + timedelta(hours=72)):
        assert "The 72 hours to tell the regulator are over." in part_of(notice).body


def test_of_what_is_no_breach_nothing_is_to_be_decided(councillor, officer):
    reports.decider()
    reports.ruled("not_personal", reporter=councillor, by=officer)

    assert told("incident_to_decide") == set()


def test_18_where_the_monitoring_officer_has_a_part_in_it_the_deputy_is_told(councillor, officer):
    monitoring, deputy = reports.decider(), given.officer(Role.DEPUTY_MONITORING_OFFICER)
    incident = reports.reported(by=councillor)
    triaging.involve(incident=incident, person=monitoring, part=Part.RECIPIENT, by=officer)
    rule(incident, "confirmed", officer)

    assert told("incident_to_decide") == {deputy.pk}


def test_who_found_it_and_decides_is_not_told_what_they_know(councillor):
    monitoring, deputy = reports.decider(), given.officer(Role.DEPUTY_MONITORING_OFFICER)
    reports.ruled("confirmed", reporter=councillor, by=monitoring)

    assert told("incident_to_decide") == set()
    assert deputy.is_active


def test_once_it_has_a_part_noted_the_decider_is_not_told_after_all(councillor, officer):
    monitoring = reports.decider()
    incident = reports.ruled("confirmed", reporter=councillor, by=officer)
    triaging.involve(incident=incident, person=monitoring, part=Part.SUBJECT, by=officer)

    assert unwanted(Notice.objects.get(kind="incident_to_decide")) == "no_longer_true"


# A councillor who answers for a part


def test_a_councillor_is_told_at_once_that_they_answer_for_a_part(officer):
    affected = given.councillor()
    row = reports.of_councillor(affected)

    notice = Notice.objects.get(kind="incident_yours")
    assert (notice.to, notice.urgency, unwanted(notice)) == (affected, "now", "")
    assert row.incident in Incident.objects.visible_to(affected)


def test_a_councillor_is_told_again_when_a_suspicion_is_confirmed(officer):
    incident, affected = reports.ruled("suspected", by=officer), given.councillor()
    triaging.add_controller(
        incident=incident, controller="councillor", councillor=affected, by=officer
    )
    rule(incident, "confirmed", officer)

    assert Notice.objects.filter(kind="incident_yours", to=affected).count() == 2


def test_a_councillor_is_aware_once_told_of_what_they_did_not_notice(councillor, officer):
    """Article 33(2): whoever holds the records for them tells them, and they know from then."""
    before = timezone.now()
    told_now = reports.of_councillor(given.councillor())
    own = reports.of_councillor(councillor, reporter=councillor)

    assert before <= told_now.aware_at <= timezone.now()
    assert own.aware_at == own.incident.noticed_at


def test_in_whose_work_it_happened_is_aware_from_when_it_was_noticed(councillor, officer):
    incident = reports.reported(by=officer, teller="Pat Partner", owner=councillor)
    rule(incident, "confirmed", reports.handler())
    row = triaging.add_controller(
        incident=incident, controller="councillor", councillor=councillor, by=reports.handler()
    )

    assert row.aware_at == incident.noticed_at
