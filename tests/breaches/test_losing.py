"""One report of a loss opens the case of the device and the triage; a second one joins it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, models
from django.urls import reverse
from django.utils import timezone

from breaches import actions as breaches
from breaches.losing import actions
from breaches.losing.facts import of_device
from breaches.models import Incident, IncidentStep, Part, Reach
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.records import Refused
from devices.losses import ending
from devices.models import DeskTask, Loss, TaskKind
from tests import given
from tests.breaches import reports
from tests.consent import people
from tests.devices import equipment
from tests.devices.losses import cases
from tests.racing import at_once

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor(known_as="Councillor Cedar")
        return councillor, equipment.desk(), equipment.issued(holder=councillor), reports.handler()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def desk(made_once):
    return made_once[1]


@pytest.fixture
def device(made_once):
    row = made_once[2]
    row.refresh_from_db()
    return row


@pytest.fixture
def officer(made_once):
    return made_once[3]


def report(device, *, by=None, **details):
    usual: dict[str, Any] = {
        "kind": "stolen",
        "noticed_at": timezone.now() - HOUR,
        "happened": "Taken from a coat at the Corn Hall.",
    }
    return breaches.report_loss(device=device, by=by or device.holder, **usual | details)


# One report


def test_one_report_opens_the_case_the_triage_the_police_chase_and_the_wipe(device, councillor):
    loss, incident, is_new = report(device, data_held="Council email.", lock_state="locked")

    assert (loss.kind, loss.waits_for_police(), is_new) == ("stolen", True, True)
    assert DeskTask.objects.about(loss).get().kind == TaskKind.SECURE
    assert (incident.kind, incident.status, incident.loss, incident.device) == (
        "lost",
        "reported",
        loss,
        device,
    )
    assert (incident.happened, incident.data_told) == (loss.happened, "Council email.")
    assert incident.reported_by == councillor
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"devices.loss_recorded", "breaches.incident_recorded"} <= kinds


def test_who_looks_into_it_and_the_desk_are_told_at_once(device, desk, officer):
    report(device)

    told = {(notice.kind, notice.to, notice.urgency) for notice in Notice.objects.all()}
    assert {("incident_reported", officer, "now"), ("loss_to_desk", desk, "now")} <= told


@pytest.mark.parametrize(
    ("kind", "is_at_risk", "is_opened"),
    [
        ("lost", False, True),
        ("stolen", False, True),
        ("damaged", False, False),
        ("damaged", True, True),
    ],
)
def test_of_what_is_damaged_only_where_data_may_be_affected(device, kind, is_at_risk, is_opened):
    made = report(device, kind=kind, is_at_risk=is_at_risk)

    assert (made.incident is not None) is is_opened
    assert made.loss.kind == kind
    if is_opened:
        assert made.incident.kind == ("damaged" if kind == "damaged" else "lost")


def test_the_desk_reports_with_the_true_times_and_the_councillor_sees_it(device, desk, councillor):
    rang = timezone.now() - HOUR
    told = {"reported_at": rang, "reported_by": councillor, "reported_via": "phone"}

    incident = report(device, by=desk, noticed_at=rang - HOUR, **told).incident

    assert (incident.reported_at, incident.reported_via) == (rang, "phone")
    assert (incident.reported_by, incident.recorded_by) == (councillor, desk)
    assert list(Incident.objects.visible_to(councillor)) == [incident]


def test_who_has_no_account_told_the_desk_and_it_is_the_holders_matter(device, desk, councillor):
    incident = report(device, by=desk, teller="Pat Partner").incident

    assert (incident.teller, incident.reported_by) == ("Pat Partner", None)
    assert incident.involved.get().person == councillor
    assert incident.involved.get().part == Part.OWNER


def test_what_can_not_be_is_refused_and_nothing_is_opened(device):
    device.move("lost", by=None, why="Test")

    with pytest.raises(Refused):
        report(device, noticed_at=timezone.now() + HOUR, kind="damaged")

    assert not Incident.objects.exists()


# A second report


def test_a_second_report_joins_the_first_with_its_words(device, desk):
    first = report(device)

    second = report(device, by=desk, kind="lost", happened="It has a green case.")

    assert (second.loss, second.incident, second.is_new) == (first.loss, first.incident, False)
    said = "Lost. It has a green case."
    assert first.loss.events.get(what="note").words == said
    assert first.incident.events.get(what=IncidentStep.NOTE).words == said


def test_a_second_report_brings_its_times_what_the_police_gave_and_what_is_on_it(device):
    first = report(device)
    earlier = timezone.now() - 5 * HOUR
    police = {"police_force": "Barsetshire Police", "police_reference": "42/1"}
    more = {"data_held": "Case papers.", "lock_state": "unlocked", "noticed_at": earlier, **police}

    for _twice in range(2):
        report(device, happened="It was in the blue bag.", **more)

    loss, incident = Loss.objects.get(), Incident.objects.get()
    assert loss.noticed_at == incident.noticed_at == earlier
    assert [row.reference for row in loss.police_references.all()] == ["42/1"]
    said = "Stolen. It was in the blue bag.\nOn it: Case papers.\nIt was not locked."
    assert first.loss.events.filter(words=said).count() == 1
    assert incident.events.get(what=IncidentStep.NOTE).words == said


def test_never_later_and_of_the_same_words_only_what_is_new(device):
    first = report(device)

    report(device, noticed_at=timezone.now() - HOUR / 2, data_held="Case papers.")

    incident = Incident.objects.get()
    assert incident.noticed_at == first.incident.noticed_at
    assert incident.events.get(what=IncidentStep.NOTE).words == "On it: Case papers."


def test_what_the_police_gave_for_a_theft_that_was_called_lost_stands_as_a_note(device, desk):
    loss = report(device, kind="lost").loss
    police = {"police_force": "Barsetshire Police", "police_reference": "42/1"}

    for _twice in range(2):
        report(device, by=desk, kind="stolen", **police)

    assert not loss.police_references.exists()
    assert loss.events.filter(words__contains="Barsetshire Police 42/1").count() == 1


def test_of_damage_without_a_triage_the_second_report_adds_to_the_case_alone(device, desk):
    first = report(device, kind="damaged", is_at_risk=False)
    report(device, by=desk, kind="damaged", is_at_risk=False, happened="The screen is broken.")

    assert "Damaged. The screen is broken." in [event.words for event in first.loss.events.all()]
    assert not Incident.objects.exists()


def test_pressed_twice_nothing_is_added(device):
    first = report(device)

    again = report(device)

    assert again.incident == first.incident
    assert not first.incident.events.filter(what=IncidentStep.NOTE).exists()
    assert not first.loss.events.filter(what="note").exists()


def test_the_same_second_report_pressed_twice_is_one_note(device, desk):
    first = report(device)

    for _twice in range(2):
        report(device, by=desk, happened="It has a green case.")

    assert first.incident.events.filter(what=IncidentStep.NOTE).count() == 1


def test_who_tells_of_it_later_adds_to_what_is_closed_and_is_heard(device, desk, officer):
    incident = reports.dismissed(report(device).incident)
    reports.closed(incident, by=officer)

    report(device, by=desk, happened="It was not locked.")

    notice = Notice.objects.filter(kind="incident_note", to=officer).get()
    assert not unwanted(notice)
    assert Incident.objects.count() == 1


def test_what_was_damaged_is_missing_by_the_second_report(device, desk):
    assert report(device, kind="damaged").incident is None

    second = report(device, by=desk, kind="stolen", happened="It was taken from the workshop.")

    assert second.incident.loss == second.loss


def test_a_case_from_before_gets_its_triage_with_the_next_report(device, desk):
    cases.report(device)

    assert report(device, by=desk).incident is not None


@pytest.mark.django_db(transaction=True)
def test_eight_who_report_one_loss_open_one_case_and_one_triage(transactional_db):
    device = equipment.issued()
    persons = [equipment.desk() for _n in range(7)] + [device.holder]

    found = at_once(*(partial(report, device, by=person) for person in persons))

    (loss,), (incident,) = Loss.objects.all(), Incident.objects.all()
    assert {(one.loss, one.incident) for one in found} == {(loss, incident)}
    assert [one.is_new for one in found].count(True) == 1
    assert incident.loss == loss


def test_the_database_refuses_a_second_triage_of_one_loss(device):
    loss = report(device).loss
    other = reports.reported()

    with pytest.raises(IntegrityError, match="breaches_incident_one_of_each_loss"):
        models.QuerySet(Incident).filter(pk=other.pk).update(loss=loss)


# What comes later


def test_damage_is_looked_into_once_somebody_knows_more(device, councillor):
    loss = report(device, kind="damaged").loss

    incident = actions.open_triage(loss=loss, words="A stranger repaired it.", by=councillor)

    assert (incident.kind, incident.loss) == ("damaged", loss)
    assert timezone.now() - incident.noticed_at < HOUR
    with pytest.raises(Refused, match=f"into that already: {incident.reference}"):
        actions.open_triage(loss=loss, words="Once more.", by=councillor)


def test_of_what_is_missing_it_counts_from_when_that_was_noticed(device, desk):
    loss = cases.report(device)

    incident = actions.open_triage(loss=loss, words="Nobody asked.", by=desk)

    assert (incident.kind, incident.noticed_at) == ("lost", loss.noticed_at)


def test_corrected_to_missing_it_is_looked_into(device, desk):
    loss = report(device, kind="damaged").loss

    actions.correct_kind(loss=loss, kind="stolen", reason="It never came.", by=desk)

    assert Incident.objects.get().loss == loss


def test_corrected_from_lost_to_stolen_the_triage_stands(device, desk):
    loss, incident, _is_new = report(device, kind="lost")

    actions.correct_kind(loss=loss, kind="stolen", reason="It was seen.", by=desk)

    assert list(Incident.objects.all()) == [incident]


def resolved(loss, desk):
    found = ending.mark_found(loss=loss, reason="Under the seat.", by=desk)
    return ending.back_in_use(loss=found, reason="Seals are whole.", by=desk)


def test_a_case_is_closed_only_once_it_was_said_whether_data_is_affected(device, desk):
    loss, incident, _is_new = report(device, kind="lost")
    loss = resolved(loss, desk)
    with pytest.raises(Refused, match="has not said yet") as refusal:
        actions.close_loss(loss=loss, by=desk)
    assert refusal.value.way[0] == reverse("breaches:triage_of_loss", args=[loss.reference])

    reports.dismissed(incident)

    assert actions.close_loss(loss=loss, by=desk).status == "closed"


def test_nor_where_nobody_was_asked(device, desk):
    loss = resolved(cases.report(device), desk)

    with pytest.raises(Refused, match="Nobody has looked into"):
        actions.close_loss(loss=loss, by=desk)


def test_damage_of_which_nobody_need_ask_is_closed(device, desk):
    loss = report(device, kind="damaged").loss
    loss = ending.mark_repaired(loss=loss, reason="New screen.", by=desk)

    assert actions.close_loss(loss=loss, by=desk).status == "closed"


def test_found_again_the_incident_stays(device, desk):
    loss, incident, _is_new = report(device, kind="lost")

    resolved(loss, desk)

    incident.refresh_from_db()
    assert incident.is_open


# Whom one might reach


@pytest.fixture
def reached(device, councillor):
    """Two people of the ward and one of the council; with one of them it was on this device."""
    accepted = people.accepted(councillor)
    ward = [people.person(councillor=accepted) for _n in range(2)]
    council = people.person(councillor=accepted, capacity="council")
    ways = [people.granted(one) for one in (*ward, council)]
    people.contacted(ways[0], device_used="council", device=device)
    return ward


def test_how_many_people_might_be_reached_is_counted_when_it_is_reported(device, reached):
    incident = report(device).incident

    rows = {
        (str(row.channel), row.capacity): (row.people, row.logged) for row in Reach.objects.all()
    }
    assert rows == {("WhatsApp", "ward"): (2, 1), ("WhatsApp", "council"): (1, 0)}
    assert set(incident.reaches.all()) == set(Reach.objects.all())


def test_a_letter_comes_from_no_device_and_the_contacts_of_others_do_not_count(device, reached):
    people.granted(people.person())
    letter = {"channel": people.channel("Letter"), "handle": "1 High Street, Barchester"}
    people.reached(reached[1], **letter)

    report(device)

    assert {str(row.channel) for row in Reach.objects.all()} == {"WhatsApp"}
    assert sum(row.people for row in Reach.objects.all()) == 3


@pytest.mark.parametrize("of", ["stock", "no data"])
def test_where_nobody_had_it_or_it_holds_no_data_nothing_is_counted(reached, desk, councillor, of):
    if of == "stock":
        gone = equipment.device()
    else:
        dock = equipment.kind("Docking station", holds_data=False)
        gone = equipment.issued(kind=dock, holder=councillor)

    assert report(gone, by=desk, kind="lost").incident is not None
    assert not Reach.objects.exists()


def test_officers_get_numbers_and_the_councillor_the_names(device, reached, councillor, officer):
    incident = report(device).incident

    theirs, mine = of_device(incident, officer), of_device(incident, councillor)

    assert list(theirs.people) == []
    assert [person.pk for person in mine.people] == [reached[0].pk]
    assert len(theirs.reaches) == 2
    assert theirs.loss == mine.loss == incident.loss


def test_a_report_of_something_else_shows_no_device(officer):
    assert of_device(reports.reported(), officer) is None


@pytest.mark.parametrize(
    ("change", "name"),
    [({"capacity": "political"}, "never_of_party_work"), ({"people": -1}, "people_check")],
)
def test_the_database_holds_a_number_together(device, reached, change, name):
    report(device)

    with pytest.raises(IntegrityError, match=name):
        models.QuerySet(Reach).update(**change)


def test_one_number_for_each_channel_and_capacity(device, reached):
    report(device)
    one = Reach.objects.first()
    one.pk = None

    with pytest.raises(IntegrityError, match="breaches_reach_one_each"):
        one.keep(by=None, why="Test")


def test_a_number_says_on_what(device, reached):
    report(device)

    assert str(Reach.objects.filter(capacity="ward").get()) == "WhatsApp: 2"


def test_who_reads_incidents_is_no_officer_of_the_desk(device, desk):
    report(device)

    assert not Incident.objects.visible_to(desk).exists()
    assert Incident.objects.visible_to(given.officer(Role.MONITORING_OFFICER)).exists()
