"""From when a controller was aware: who sets that, and what it can no longer change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from breaches.assessing.actions import advise
from breaches.losing.actions import report_loss
from breaches.models import Assessment, Incident, IncidentStep
from breaches.notifying.actions import authorise
from breaches.triaging.actions import set_aware
from breaches.triaging.noticing import correct_noticed
from councilgov.access import Role
from councilgov.days import deadline_in_words
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from tests import given
from tests.breaches import reports
from tests.devices import equipment

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


# When it was noticed


def corrected(incident, by, *, earlier=HALF_HOUR, because="They rang on Friday."):
    moment = incident.noticed_at - earlier
    return correct_noticed(incident=incident, noticed_at=moment, because=because, by=by)


def test_it_was_noticed_earlier_and_the_clock_that_nobody_has_set_goes_along(officer):
    row = reports.confirmed(occurred_at=timezone.now() - timedelta(minutes=61))
    was = row.incident.noticed_at

    incident = corrected(row.incident, officer)

    row.refresh_from_db()
    assert incident.noticed_at == incident.council_knew_at == row.aware_at == was - HALF_HOUR
    assert incident.occurred_at is None
    words = incident.events.get(what=IncidentStep.NOTICED).words
    for part in (deadline_in_words(was), deadline_in_words(row.aware_at), "They rang on Friday."):
        assert part in words
    facts = Entry.objects.get(kind="breaches.noticed").facts
    assert was.isoformat() in facts
    assert incident.history.count() > 1


def test_what_happened_at_that_moment_happened_at_the_other_one(officer):
    moment = timezone.now() - timedelta(hours=1)
    incident = reports.reported(noticed_at=moment, occurred_at=moment)

    assert corrected(incident, officer).occurred_at == moment - HALF_HOUR


def test_a_clock_that_was_set_stays_as_it_was_set(assessment, officer, dpo):
    advise(assessment=assessment, advice="They could not know before.", by=dpo)
    row = aware(assessment, officer)
    since = row.aware_at

    corrected(row.incident, officer)

    row.refresh_from_db()
    assert row.aware_at == since


def test_so_does_one_with_which_the_regulator_was_told(assessment, officer):
    row = reports.notifiable(assessment, by=reports.decider())
    row.regulator = "initial"
    row.keep(by=None, why="Test")
    since = row.aware_at

    assert corrected(row.incident, officer).noticed_at < since
    row.refresh_from_db()
    assert row.aware_at == since
    with pytest.raises(Refused, match="was told with this moment"):
        corrected(row.incident, officer, earlier=-HALF_HOUR / 2)


def test_later_than_was_reported_only_once_the_data_protection_officer_advised(
    assessment, officer, dpo
):
    was = assessment.incident.noticed_at
    for incident in (assessment.incident, reports.reported()):
        with pytest.raises(Refused, match="Data Protection Officer advises first"):
            corrected(incident, officer, earlier=-HALF_HOUR)
    advise(assessment=assessment, advice="The time was mistyped.", by=dpo)

    assert corrected(assessment.incident, officer, earlier=-HALF_HOUR).noticed_at == was + HALF_HOUR
    assessment.refresh_from_db()
    assert assessment.aware_at == was + HALF_HOUR


@pytest.mark.parametrize(
    ("earlier", "because", "told"),
    [
        (HALF_HOUR, " ", "Say why"),
        (timedelta(), "So.", "That is the time which it has"),
        (-timedelta(hours=2), "So.", "can’t be reported before"),
    ],
)
def test_when_it_was_noticed_is_corrected_with_reason_alone(officer, earlier, because, told):
    noticed = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    incident = reports.reported(noticed_at=noticed)

    with pytest.raises(Refused, match=told):
        corrected(incident, officer, earlier=earlier, because=because)


def test_only_who_looks_into_it_corrects_it_and_not_once_it_is_closed(officer):
    incident = reports.reported()
    with pytest.raises(Refused, match="Only an information officer"):
        corrected(incident, incident.reported_by)

    closed = reports.closed(reports.dismissed(incident), by=officer)
    with pytest.raises(Refused, match="can’t be done"):
        corrected(closed, officer)


def test_of_a_lost_device_its_case_goes_along(officer):
    loss, incident, _is_new = report_loss(
        device=equipment.issued(),
        kind="lost",
        noticed_at=timezone.now() - timedelta(hours=1),
        happened="Left on a train.",
        by=given.officer(Role.ICT_DESK),
    )

    moment = corrected(incident, officer).noticed_at

    loss.refresh_from_db()
    assert loss.noticed_at == moment


def test_a_strangers_report_came_in_when_it_came_in(officer):
    told = {"reported_via": "signed_out", "teller": "Pat Partner"}
    incident = reports.reported(by=officer, **told)
    since = incident.council_knew_at

    incident = corrected(incident, reports.handler())

    assert (incident.reported_at, incident.council_knew_at) == (since, since)


def test_it_is_corrected_on_its_page(assessment, officer, client):
    client.force_login(officer)
    page = f"{assessment.incident.get_absolute_url()}noticed/"
    assert page in client.get(assessment.incident.get_absolute_url()).text
    assert "Say why it was another time" in client.post(page, {"because": ""}).text

    day = {"noticed_at_day_day": "20", "noticed_at_day_month": "11", "noticed_at_day_year": "2026"}
    client.post(page, {**day, "noticed_at_time": "17:30", "because": "They rang on Friday."})

    incident = Incident.objects.get(pk=assessment.incident_id)
    assert incident.noticed_at.isoformat() == "2026-11-20T17:30:00+00:00"


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
