"""A message to the wrong person: the number is marked and the report opened, by one act."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from breaches import actions as breaches
from breaches.alarming.chasing import remind_of_hours
from breaches.models import Incident, IncidentStep
from breaches.triaging.actions import rule
from consent.models import ContactPermission
from consent.permitting.actions import mark_wrong_person, withdraw
from councilgov.access import Role
from councilgov.notices.actions import deliver
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import reports
from tests.consent import people
from tests.racing import at_once

HOUR = timedelta(hours=1)
NUMBER = "07700 900982"
TOLD = "A message about a housing matter."


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return people.granted(
            people.person(full_name="Sam Sorrel"), handle=NUMBER
        ), reports.handler()

    return shared(make)


@pytest.fixture
def way(made_once):
    row = made_once[0]
    row.refresh_from_db()
    return row


@pytest.fixture
def officer(made_once):
    return made_once[1]


def report(way, *, by=None, **details):
    usual: dict[str, Any] = {"noticed_at": timezone.now() - HOUR, "happened": TOLD}
    return breaches.report_wrong_person(permission=way, by=by or way.councillor, **usual | details)


def status(way):
    return ContactPermission.objects.get(pk=way.pk).status


def test_the_number_is_marked_and_the_report_opened(way, officer):
    incident = report(way, data_told="One address.", is_near_miss=True)

    assert status(way) == "wrong_person"
    assert (incident.kind, incident.reported_by) == ("wrong_person", way.councillor)
    assert (incident.data_told, incident.is_near_miss) == ("One address.", True)
    assert list(Incident.objects.visible_to(officer)) == [incident]


def test_no_officer_learns_the_number_or_the_name(way, officer, client):
    incident = report(way)
    client.force_login(officer)

    page = client.get(incident.get_absolute_url()).text

    assert NUMBER not in page
    assert "Sorrel" not in page


def test_of_ward_work_the_councillor_is_the_controller_and_the_council_has_no_part(way, officer):
    incident = report(way)

    part = incident.assessments.get()
    assert (part.controller, part.councillor) == ("councillor", way.councillor)
    assert part.aware_at == incident.noticed_at
    rule(incident=incident, finding="confirmed", reason="It names a street.", by=officer)
    assert incident.assessments.get() == part


def test_of_ward_work_the_councillor_rules_and_decides_at_once(way, officer):
    incident = report(way)
    row = incident.assessments.get()

    rule(incident=incident, finding="confirmed", reason="It named somebody.", by=way.councillor)
    reports.notifiable(row, by=way.councillor)

    row.refresh_from_db()
    assert (row.regulator, row.regulator_decided_by) == ("notifiable", way.councillor)
    assert not Incident.objects.visible_to(officer).contains(incident)


def test_until_somebody_ruled_the_team_sees_it_and_all_are_told_how_late_it_is(way, officer):
    incident = report(way)
    assert Incident.objects.visible_to(officer).contains(incident)

    with time_machine.travel(incident.noticed_at + timedelta(hours=25)):
        assert remind_of_hours() == 2
        deliver(until=timezone.now() + HOUR)

    told = Notice.objects.filter(kind="incident_unruled", state="sent")
    assert {notice.to for notice in told} == {way.councillor, officer}


def test_of_council_work_the_council_is(officer):
    person = people.person(capacity="council")
    incident = report(people.granted(person))
    assert not incident.assessments.exists()

    rule(incident=incident, finding="confirmed", reason="It names a street.", by=officer)

    assert incident.assessments.get().controller == "council"


def test_a_second_report_joins_the_first_also_from_another_channel_with_the_number(way):
    signal = people.granted(way.constituent, handle=NUMBER, channel=people.channel("Signal"))
    first = report(way)

    again = report(signal, happened="It went there too.")

    assert again == first
    assert first.events.get(what=IncidentStep.NOTE).words == "It went there too."


def test_pressed_twice_nothing_is_added(way):
    first = report(way)

    assert report(way) == first
    assert not first.events.filter(what=IncidentStep.NOTE).exists()


def test_they_saw_it_after_all_earlier_and_there_was_more_in_it(way):
    first = report(way, is_near_miss=True, happened="It was recalled.")
    earlier = timezone.now() - 20 * HOUR
    more = {"noticed_at": earlier, "happened": "They saw it.", "data_told": "Health of two."}

    for _twice in range(2):
        report(way, is_near_miss=False, **more)

    first.refresh_from_db()
    assert (first.is_near_miss, first.noticed_at) == (False, earlier)
    assert first.assessments.get().aware_at == earlier
    notes = first.events.filter(what=IncidentStep.NOTE).order_by("pk")
    assert [note.words for note in notes] == [
        "It was not stopped in time, or nobody knows.",
        "They saw it.\nHealth of two.",
    ]


def test_what_is_closed_is_no_reason_to_say_nothing_of_the_next_one(way):
    first = report(way)
    reports.closed(reports.dismissed(first), by=way.councillor)

    assert report(way, happened="One more message went there.") != first


def test_marked_before_it_is_reported_after(way):
    mark_wrong_person(permission=way, by=way.councillor)

    assert report(way).kind == "wrong_person"


def test_what_ended_another_way_is_reported_at_the_front_door(way):
    withdraw(permission=way, by=way.councillor)

    with pytest.raises(Refused, match="can’t be done"):
        report(way)

    assert not Incident.objects.exists()


def test_only_whose_contact_it_is_reports_it_here(way):
    with pytest.raises(Refused, match="Only the councillor"):
        report(way, by=given.councillor())


@pytest.mark.django_db(transaction=True)
def test_eight_tabs_open_one_report(transactional_db):
    given.council()
    way = people.granted(people.person())

    found = at_once(*[partial(report, way)] * 8)

    assert {one.pk for one in found} == {Incident.objects.get().pk}


# The pages


def noticed():
    return {
        "noticed_at_day_day": "23",
        "noticed_at_day_month": "11",
        "noticed_at_day_year": "2026",
        "noticed_at_time": "9:30am",
    }


def test_the_page_is_reached_from_the_contact_and_does_both(way, client):
    client.force_login(way.councillor)
    page = reverse("breaches:report_wrong_person", args=[way.pk])
    assert page in client.get(way.get_absolute_url()).text
    assert "you decide whether the regulator is told" in client.get(page).text

    sent = {"happened": TOLD, "is_near_miss": "no", **noticed()}
    shown = client.post(page, sent, follow=True).text

    assert Incident.objects.get().reference in shown
    assert "Do not use it again" in shown
    assert status(way) == "wrong_person"


def test_what_is_missing_is_said_and_nothing_is_marked(way, client):
    client.force_login(way.councillor)

    page = reverse("breaches:report_wrong_person", args=[way.pk])
    shown = client.post(page, {"noticed_at_time": "23:59"}).text

    assert "Say what went to the wrong person" in shown
    assert "Select if they saw it" in shown
    assert status(way) == "granted"


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.INFORMATION_OFFICER])
def test_for_others_it_is_not_there(way, client, role):
    client.force_login(given.somebody(role))

    assert client.get(reverse("breaches:report_wrong_person", args=[way.pk])).status_code == 404


def test_of_ward_work_the_page_says_what_comes_and_leaves_the_first_step_to_an_officer(way, client):
    client.force_login(way.councillor)
    sent = {"happened": TOLD, "is_near_miss": "no", **noticed()}
    shown = client.post(reverse("breaches:report_wrong_person", args=[way.pk]), sent, follow=True)
    incident = Incident.objects.get()

    assert shown.redirect_chain[-1][0] == reverse("breaches:report_sent", args=[incident.reference])
    assert "Report sent" in shown.text
    assert "As it is your own ward work, you decide on that." in shown.text

    page = client.get(incident.get_absolute_url()).text
    assert "An officer looks first, and says whether it is a breach. You decide after that" in page
    assert "to tell the regulator, if it is a breach" in page.lower()
    assert "The team sees this until an officer has said what it is" in page
    for words in ("Take it on", "No personal data is affected", "What is next", "No more alarms"):
        assert words not in page
    for act in ("take_on", "confirm", "suspect", "dismiss"):
        answer = client.get(reverse(f"breaches:{act}", args=[incident.reference]))
        assert answer.status_code == 403


def test_once_an_officer_ruled_the_councillor_decides(way, officer, client):
    incident = report(way)
    rule(incident=incident, finding="suspected", reason="Perhaps.", by=officer)
    client.force_login(way.councillor)

    page = client.get(incident.get_absolute_url()).text

    assert "An officer looks first" not in page
    assert "It is a breach of personal data" in page
    assert client.get(reverse("breaches:confirm", args=[incident.reference])).status_code == 200


def test_until_an_officer_ruled_it_stands_on_the_home_page_of_the_councillor(way, officer, client):
    incident = report(way)
    client.force_login(way.councillor)

    (task,) = [task for task in client.get("/home/").context["tasks"] if "first" in task["title"]]
    rule(incident=incident, finding="confirmed", reason="It names a street.", by=officer)
    after = client.get("/home/").context["tasks"]

    assert task["href"] == incident.get_absolute_url()
    assert task["hint"].startswith("You decide after that. If it is a breach, the 72 hours end at")
    assert not [task for task in after if "first" in task["title"]]


def test_the_officer_reads_first_that_they_see_it_no_more(way, officer, client):
    incident = report(way)
    client.force_login(officer)

    page = client.get(reverse("breaches:confirm", args=[incident.reference])).text

    assert f"This is ward work: {way.councillor.full_name} answers for it." in page
