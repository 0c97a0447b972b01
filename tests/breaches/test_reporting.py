"""Something is reported in a few words, with its moments, and who looks into it is told at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models
from django.utils import timezone

from breaches.models import Incident, IncidentStep, Part
from breaches.notices import has_no_part, is_theirs, may_decide, may_look
from breaches.reporting import actions
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.ledger.models import Entry, EntryName
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import reports

HOUR = timedelta(hours=1)


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


def test_whoever_looks_into_it_is_told_at_once(councillor, officer):
    incident = reports.reported(by=councillor)

    assert (incident.status, incident.reported_by, incident.reference) == (
        "reported",
        councillor,
        f"INC-{incident.pk:06d}",
    )
    assert told("incident_reported") == {officer.pk}
    assert Notice.objects.get().urgency == "now"
    assert Entry.objects.get().kind == "breaches.incident_recorded"
    assert EntryName.objects.filter(field="happened").exists()


def test_by_phone_it_is_the_councillors_and_of_whoever_wrote_it_down(councillor, officer):
    called = timezone.now() - HOUR
    incident = reports.reported(
        by=officer,
        reported_by=councillor,
        reported_via="phone",
        reported_at=called,
        noticed_at=called - HOUR,
    )

    assert (incident.told_by, incident.recorded_by) == (councillor.known_as, officer)
    assert incident.recorded_at > incident.reported_at
    assert (told("incident_told"), told("incident_reported")) == ({councillor.pk}, set())
    assert not incident.has_part(officer)
    assert incident.has_part(councillor)


def test_who_has_no_account_is_named_and_whose_device_it_was_sees_it(councillor, officer):
    incident = reports.reported(by=officer, teller=" Pat Partner ", owner=councillor)

    assert (incident.told_by, incident.reported_by) == ("Pat Partner", None)
    assert incident.involved.get().part == Part.OWNER
    assert incident in Incident.objects.visible_to(councillor)


def test_that_it_is_their_own_is_noted_of_who_reports_it(councillor):
    (part,) = reports.reported(by=councillor, owner=councillor).involved.all()

    assert (part.person, part.part) == (councillor, "owner")


@pytest.mark.parametrize(
    ("moments", "field"),
    [
        ({"noticed_at": HOUR}, "noticed_at"),
        ({"noticed_at": -HOUR, "reported_at": -2 * HOUR}, "noticed_at"),
        ({"noticed_at": -HOUR, "reported_at": HOUR}, "reported_at"),
        ({"noticed_at": -2 * HOUR, "occurred_at": -HOUR}, "occurred_at"),
    ],
)
def test_moments_that_can_not_be_are_refused(councillor, moments, field):
    now = timezone.now()

    with pytest.raises(Refused) as refused:
        reports.reported(by=councillor, **{name: now + ago for name, ago in moments.items()})

    assert refused.value.field == field
    assert not Incident.objects.exists()


def test_without_a_word_nothing_is_reported(councillor):
    with pytest.raises(Refused, match="Say what happened"):
        reports.reported(by=councillor, happened="  ")


def test_all_four_moments_are_kept(councillor):
    now = timezone.now()
    incident = reports.reported(
        by=councillor,
        occurred_at=now - 5 * HOUR,
        noticed_at=now - 3 * HOUR,
        reported_at=now - 2 * HOUR,
        reported_via="paper",
    )

    event = incident.events.get()
    assert (event.what, event.happened_at) == (IncidentStep.RECORDED, now - 2 * HOUR)
    kept = [incident.occurred_at, incident.noticed_at, incident.reported_at]
    assert kept == [now - 5 * HOUR, now - 3 * HOUR, now - 2 * HOUR]


# Who sees it


def test_a_councillor_sees_what_they_reported_and_no_other(councillor):
    incident = reports.reported(by=councillor)
    other = given.councillor()

    assert list(Incident.objects.visible_to(councillor)) == [incident]
    assert not Incident.objects.visible_to(other).exists()


SEES = {
    Role.INFORMATION_OFFICER,
    Role.MONITORING_OFFICER,
    Role.DEPUTY_MONITORING_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
}


@pytest.mark.parametrize("role", Role)
def test_those_who_look_into_reports_see_them(councillor, role):
    reports.reported(by=councillor)

    assert Incident.objects.visible_to(given.somebody(role)).exists() == (role in SEES)


@pytest.mark.parametrize("part", [Part.SUBJECT, Part.RECIPIENT])
def test_who_did_or_received_it_sees_it_no_more(councillor, officer, part):
    incident = reports.reported(by=councillor)
    monitoring = reports.decider()

    triaging.involve(incident=incident, person=monitoring, part=part, by=officer)

    assert not Incident.objects.visible_to(monitoring).exists()
    assert incident.has_part(monitoring)


def test_an_officer_who_reports_sees_it_still(officer):
    incident = reports.reported(by=officer)

    assert list(Incident.objects.visible_to(officer)) == [incident]


# What is added


def test_a_note_is_on_the_case_and_who_looks_into_it_is_told(councillor, officer):
    incident = reports.reported(by=councillor)

    actions.add_note(incident=incident, words=" It was the wrong Sam. ", by=councillor)

    note = incident.events.get(what=IncidentStep.NOTE)
    assert note.words == "It was the wrong Sam."
    assert told("incident_note") == {officer.pk}


def test_nothing_is_no_note_and_the_same_is_not_added_twice(councillor):
    incident = reports.reported(by=councillor)
    actions.add_note(incident=incident, words="More.", by=councillor)

    for words, says in [(" ", "Write what you know"), ("More.", "added this already")]:
        with pytest.raises(Refused, match=says):
            actions.add_note(incident=incident, words=words, by=councillor)


# Messages


def test_who_received_it_is_not_told_after_all(councillor, officer):
    incident = reports.reported(by=councillor)
    notice = Notice.objects.get(kind="incident_reported")
    assert unwanted(notice) == ""

    colleague = reports.handler()
    triaging.involve(incident=incident, person=officer, part="recipient", by=colleague)

    assert unwanted(notice) == "no_longer_true"


def test_of_who_has_a_part_in_it_none_is_told(officer):
    other = reports.handler()
    reports.reported(by=given.councillor(), owner=other)

    assert told("incident_reported") == {officer.pk}


@pytest.mark.parametrize("asked", [has_no_part, is_theirs, may_decide, may_look])
def test_of_what_is_not_there_nothing_is_true(asked):
    assert not asked(Notice(about=""))


# What the database keeps


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("kind_known", {"kind": "gossip"}),
        ("status_known", {"status": "gone"}),
        ("reported_via_known", {"reported_via": "pigeon"}),
        ("says_what_happened", {"happened": ""}),
        ("somebody_reported_it", {"reported_by": None}),
        ("handler_together", {"handled_since": timezone.now}),
        ("finding_known", {"finding": "gossip"}),
        ("found_as_it_stands", {"status": "suspected"}),
        ("ruled_when_found", {"finding": "suspected"}),
        ("ruled_with_reason", {"ruled_because": "Why"}),
        ("closed_when_closed", {"status": "closed"}),
    ],
)
def test_the_database_says_no(councillor, constraint, values):
    incident = reports.reported(by=councillor)
    for name, value in values.items():
        setattr(incident, name, value() if callable(value) else value)

    with pytest.raises(IntegrityError, match=f"breaches_incident_{constraint}"):
        models.Model.save(incident)


@pytest.mark.parametrize(
    ("constraint", "moments"),
    [
        ("occurred_before_noticed", {"occurred_at": timedelta()}),
        ("noticed_before_reported", {"reported_at": -2 * HOUR}),
        ("reported_before_recorded", {"recorded_at": -HOUR}),
    ],
)
def test_the_database_keeps_moments_in_order(councillor, constraint, moments):
    incident = reports.reported(by=councillor)
    now = timezone.now()
    for name, ago in moments.items():
        setattr(incident, name, now + ago)

    with pytest.raises(IntegrityError, match=f"breaches_incident_{constraint}"):
        models.Model.save(incident)
