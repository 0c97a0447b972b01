"""From when a controller was aware: who sets that, and what it can no longer change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from breaches.assessing.actions import advise
from breaches.models import Assessment, IncidentStep
from breaches.notifying.actions import authorise
from breaches.triaging.actions import set_aware
from councilgov.access import Role
from councilgov.days import deadline_in_words
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from tests import given
from tests.breaches import reports

HALF_HOUR = timedelta(minutes=30)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return reports.confirmed(), reports.handler(), given.officer(Role.DATA_PROTECTION_OFFICER)

    return shared(make)


@pytest.fixture
def assessment(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def dpo(made_once):
    return made_once[2]


def aware(assessment, by, later=HALF_HOUR, because="The phone was found locked."):
    moment = assessment.incident.noticed_at + later
    return set_aware(assessment=assessment, aware_at=moment, because=because, by=by)


def test_later_than_it_was_noticed_only_once_the_data_protection_officer_advised(
    assessment, officer, dpo
):
    with pytest.raises(Refused, match="Data Protection Officer writes their advice first"):
        aware(assessment, officer)

    advise(assessment=assessment, advice="They could not know before.", by=dpo)
    assert aware(assessment, officer).aware_at > assessment.incident.noticed_at


def test_back_to_when_it_was_noticed_nobody_has_to_advise(assessment, officer):
    row = aware(assessment, officer, later=timedelta(), because="")

    assert row.aware_at == assessment.incident.noticed_at


def test_the_minute_in_which_it_was_noticed_is_that_moment(officer):
    """The page asks for minutes: nobody types the seconds of what the portal noted itself."""
    noticed = timezone.now().replace(second=41, microsecond=7) - timedelta(hours=3)
    row = reports.noticed(noticed)
    minute = noticed.replace(second=0, microsecond=0)

    row = set_aware(assessment=row, aware_at=minute, because="", by=officer)

    assert row.aware_at == noticed


def test_once_the_regulator_was_told_the_moment_stands(assessment, officer, dpo):
    advise(assessment=assessment, advice="They could not know before.", by=dpo)
    row = reports.notifiable(assessment, by=reports.decider())
    row.regulator = "initial"
    row.keep(by=None, why="Test")

    for later in (timedelta(), HALF_HOUR):
        with pytest.raises(Refused, match="was told with this moment"):
            aware(assessment, officer, later=later)


def test_both_moments_are_written_down_and_kept(assessment, officer, dpo):
    advise(assessment=assessment, advice="They could not know before.", by=dpo)

    row = aware(assessment, officer)

    words = row.incident.events.get(what=IncidentStep.AWARE).words
    assert deadline_in_words(row.aware_at) in words
    assert deadline_in_words(row.incident.noticed_at) in words
    assert "The phone was found locked." in words
    facts = Entry.objects.get(kind="breaches.aware").facts
    assert row.incident.noticed_at.isoformat() in facts


# Where the councillor is the controller


@pytest.fixture
def theirs(officer):
    councillor = given.councillor()
    return reports.of_councillor(councillor, reporter=councillor)


def test_an_officer_sets_and_works_out_nothing_for_a_councillor_who_has_not_let_them(
    theirs, officer
):
    for act in (lambda: aware(theirs, officer), lambda: reports.scored(theirs, by=officer)):
        with pytest.raises(Refused, match="has not authorised"):
            act()

    authorised = authorise(assessment=theirs, by=theirs.councillor)
    assert reports.scored(authorised, by=officer).band == "low"
    assert aware(authorised, officer, later=timedelta(), because="")


def test_a_councillor_works_out_their_own_and_of_nobody_elses(theirs):
    councillor = theirs.councillor
    ours = theirs.incident.assessments.with_row().of_the_council().get()

    assert reports.scored(theirs, by=councillor).band == "low"
    assert aware(theirs, councillor, later=timedelta(), because="")
    for act in (lambda: aware(ours, councillor), lambda: reports.scored(ours, by=councillor)):
        with pytest.raises(Refused, match="Only an information officer"):
            act()


def test_who_has_a_part_in_it_works_out_nothing(assessment, officer):
    with pytest.raises(Refused, match="You have a part in this"):
        reports.scored(reports.confirmed(reporter=officer, by=reports.handler()), by=officer)
