"""The number of a report in the council's own register, and near misses."""

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client

from breaches.filing.actions import file_reference, find_near_miss
from breaches.models import Incident
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from tests import given
from tests.breaches import reports


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer, councillor = reports.handler(), given.councillor()
        return officer, reports.reported(by=councillor, is_near_miss=True)

    return shared(make)


@pytest.fixture
def officer(made_once):
    return made_once[0]


@pytest.fixture
def incident(made_once):
    return Incident.objects.with_row().get(pk=made_once[1].pk)


@pytest.fixture
def client(officer):
    client = Client()
    client.force_login(officer)
    return client


def test_the_number_is_entered_changed_and_taken_out(incident, officer):
    for number in ("IG-2026/17", "IG-2026/18", ""):
        row = file_reference(incident=incident, corporate_reference=f" {number} ", by=officer)
        assert row.corporate_reference == number

    words = [event.words for event in incident.events.filter(what="filed").order_by("pk")]
    assert words == ["IG-2026/17", "IG-2026/18", "None any more"]
    assert Entry.objects.filter(kind="breaches.filed").count() == 3


def test_a_number_that_stands_already_is_refused_and_so_is_who_does_not_look_into_it(
    incident, officer
):
    file_reference(incident=incident, corporate_reference="IG-1", by=officer)

    with pytest.raises(Refused, match="its number already"):
        file_reference(incident=incident, corporate_reference="IG-1", by=officer)
    with pytest.raises(Refused, match="Only an information officer"):
        file_reference(
            incident=incident, corporate_reference="IG-2", by=given.somebody(Role.AUDITOR)
        )


def test_the_number_is_entered_on_its_page_and_found_in_the_register(client, incident):
    page = f"{incident.get_absolute_url()}reference/"

    client.post(page, {"corporate_reference": "IG-2026/17"})

    assert "IG-2026/17" in client.get(incident.get_absolute_url()).text
    assert incident.reference in client.get("/incidents/?q=IG-2026/17").text
    assert "IG-2026/17" in client.post("/incidents/", {"export": "csv"}).text


def test_a_near_miss_has_no_clock(incident, officer):
    row = find_near_miss(incident=incident, reason="The address did not exist.", by=officer)

    assert (row.status, row.finding, row.is_near_miss) == ("not_personal", "not_personal", True)
    assert not row.assessments.exists()
    assert row.standing == "Near miss"
    assert row.events.get(what="not_personal").words == "The address did not exist."
    assert Entry.objects.about(row).filter(kind="breaches.near_miss").exists()


def test_what_was_reported_as_another_thing_is_found_to_be_one(officer):
    incident = reports.ruled("suspected", by=officer)

    row = find_near_miss(incident=incident, reason="It was recalled unread.", by=officer)

    assert row.is_near_miss
    assert not row.assessments.running().exists()


def test_what_is_told_as_a_near_miss_and_is_a_breach_is_none(incident, officer):
    row = triaging.rule(incident=incident, finding="confirmed", reason="A name.", by=officer)

    assert (row.is_near_miss, row.standing) == (False, "Confirmed breach")
    assert row.assessments.running().exists()


def test_what_is_told_as_a_near_miss_and_is_about_nobody_is_none(incident, officer):
    row = triaging.rule(incident=incident, finding="not_personal", reason="A menu.", by=officer)

    assert (row.is_near_miss, row.standing) == (False, "No personal data")


def test_a_suspicion_counts_the_hours_of_what_was_told_as_a_near_miss(incident, officer):
    row = triaging.rule(incident=incident, finding="suspected", reason="A name.", by=officer)

    assert (row.is_near_miss, row.standing) == (True, "Suspected breach")
    assert row.assessments.running().exists()


def test_a_near_miss_that_is_found_to_be_a_breach_after_all_is_none(incident, officer):
    reports.closed(find_near_miss(incident=incident, reason="Unread.", by=officer), by=officer)
    again = triaging.reopen(incident=incident, reason="It was read.", by=officer)

    row = triaging.rule(incident=again, finding="confirmed", reason="It was read.", by=officer)

    assert (row.status, row.is_near_miss) == ("confirmed", False)


def test_a_near_miss_is_found_by_who_looks_into_it_with_a_reason(incident, officer):
    with pytest.raises(Refused, match="Say why"):
        find_near_miss(incident=incident, reason=" ", by=officer)
    with pytest.raises(Refused, match="Only an information officer"):
        find_near_miss(incident=incident, reason="Unread.", by=given.somebody(Role.ICT_DESK))


def test_the_register_shows_near_misses_alone_or_without_them(client, incident, officer):
    other = reports.reported()

    alone = client.get("/incidents/?is_near_miss=1").text
    without = client.get("/incidents/?is_near_miss=0").text

    assert incident.reference in alone
    assert other.reference not in alone
    assert incident.reference not in without
    assert other.reference in without


def test_its_own_words_stand_on_its_page_and_in_the_register(client, incident):
    at = incident.get_absolute_url()
    assert "Reported as a near miss: nobody was harmed." in client.get(at).text

    client.post(f"{at}near-miss/", {"reason": "The address did not exist."})

    for page in (at, "/incidents/"):
        assert "Near miss" in client.get(page).text
    assert "No personal data" not in client.get(at).text.split("What was done")[0]


def test_the_database_refuses_a_breach_that_is_a_near_miss(officer):
    row = reports.confirmed(by=officer).incident
    name = "breaches_incident_no_breach_when_near_miss"

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        models.QuerySet(Incident).filter(pk=row.pk).update(is_near_miss=True)
