"""What waits for somebody about reports, first on their home page, each with the list it counts."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.compromising.actions import affect
from councilgov.access import Role
from councilgov.people.models import User
from councilgov.portal.incidents import breaches_to_do, incidents_waiting
from tests import given
from tests.breaches import reports, safe

HOUR = timedelta(hours=1)
ROLES = (
    Role.INFORMATION_OFFICER,
    Role.MONITORING_OFFICER,
    Role.DEPUTY_MONITORING_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(desk_night_phone="01632 960199")
        people = {role: given.officer(role) for role in ROLES}
        by = people[Role.INFORMATION_OFFICER]
        for hours in (80, 69, 10):
            reports.confirmed(by=by, noticed_at=timezone.now() - hours * HOUR)
        reports.advised(reports.spared(reports.confirmed(by=by), by=reports.decider()))
        for _ in range(2):
            reports.reported()
        return people

    return shared(make)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def waits(person):
    return [way.text for way in client_of(person).get(reverse("home")).context["waiting"]]


RULE = "2 reports: say whether personal data is affected"
CLOCKS = [
    "1 breach: the 72 hours are over",
    "3 breaches: the 72 hours count, the next end in 2 hours",
]


@pytest.mark.parametrize(
    ("role", "lines"),
    [
        (Role.INFORMATION_OFFICER, [*CLOCKS, RULE]),
        (Role.MONITORING_OFFICER, [*CLOCKS, "3 breaches to decide on", RULE]),
        (Role.DEPUTY_MONITORING_OFFICER, [*CLOCKS, "3 breaches to decide on", RULE]),
        (Role.DATA_PROTECTION_OFFICER, [*CLOCKS, "3 breaches to advise on"]),
    ],
)
def test_the_home_of_those_who_act_begins_with_the_hours(made_once, role, lines):
    assert waits(made_once[role])[: len(lines)] == lines


def test_who_looks_into_nothing_is_told_nothing(made_once):
    assert list(incidents_waiting(made_once[Role.AUDITOR])) == []


@pytest.mark.parametrize("role", ROLES[:4])
def test_each_number_is_that_of_its_list(made_once, role):
    client = client_of(made_once[role])

    for way in incidents_waiting(made_once[role]):
        page = client.get(way.href)
        assert page.context["page"].paginator.count == int(way.text.split()[0]), way


@pytest.mark.parametrize("count", [0, 4])
def test_the_lines_take_as_many_queries_for_many(made_once, django_assert_num_queries, count):
    for _ in range(count):
        reports.confirmed(by=made_once[Role.INFORMATION_OFFICER])
    chief = User.objects.get(pk=made_once[Role.MONITORING_OFFICER].pk)
    chief.has_perm("breaches.see_incidents")

    with django_assert_num_queries(6):
        list(incidents_waiting(chief))


# Councillors


def test_their_own_breaches_come_first_the_soonest_first_and_by_name(made_once):
    officer = made_once[Role.INFORMATION_OFFICER]
    councillor = given.councillor()
    late = reports.of_councillor_alone(
        councillor, by=officer, noticed_at=timezone.now() - 80 * HOUR
    )
    later = reports.confirmed(by=officer).incident
    affect(incident=later, councillors=[councillor], by=officer)

    tasks = client_of(councillor).get(reverse("home")).context["tasks"]

    told = "Decide on a breach of your records: "
    assert [task["title"] for task in tasks[:2]] == [f"{told}{late.reference}", f"{told}{later}"]
    assert [task["status"] for task in tasks[:2]] == ["Overdue", "Do it now"]
    assert tasks[0]["hint"].startswith("The 72 hours ended at")
    assert tasks[1]["hint"].startswith("The 72 hours end at")


def test_what_was_decided_says_what_is_left(made_once):
    councillor = given.councillor()
    row = reports.of_councillor_alone(councillor, by=made_once[Role.INFORMATION_OFFICER])
    reports.notifiable(row, by=councillor)

    (task,) = breaches_to_do(councillor)

    assert task["title"] == f"Tell the regulator of a breach of your records: {row.reference}"


def test_a_threat_that_a_councillor_shows_waits_until_somebody_saw_it(shared):
    around = safe.around()
    services = client_of(around.services)
    safe.reported(by=around.councillor)

    (line,) = [way for way in services.get("/home/").context["waiting"] if "threat" in way.text]
    page = services.get(line.href)
    services.post(f"{around.report.get_absolute_url()}seen/")

    assert line.text == "1 councillor’s report of a threat or abuse: say that you have seen it"
    assert [row.pk for row in page.context["page"]] == [around.report.pk]
    assert "threat" not in services.get("/home/").text.split("What you can do")[0]
    assert "threat" not in str(waits(around.chief))


# The way in


def test_the_home_leads_to_a_report_and_a_lost_device(made_once):
    mine = client_of(given.councillor()).get(reverse("home")).text
    officers = client_of(made_once[Role.AUDITOR]).get(reverse("home")).text

    for name in ("report", "report_own_loss", "incidents"):
        assert f'href="{reverse(f"breaches:{name}")}"' in mine, name
    assert reverse("breaches:report") in officers
    assert reverse("breaches:report_own_loss") not in officers


def test_signed_out_the_front_page_and_help_lead_to_a_lost_device(made_once):
    for page in ("start", "help"):
        assert reverse("breaches:report_loss") in Client().get(reverse(page)).text
    assert "When the desk is shut: <a" in Client().get(reverse("help")).text
    mine = client_of(made_once[Role.AUDITOR]).get(reverse("help")).text
    assert f'href="{reverse("breaches:report")}">Report it here' in mine


@pytest.mark.parametrize(
    ("moment", "number"), [("2026-11-23 11:00Z", "01632 960124"), ("2026-11-22 11:00Z", "960199")]
)
def test_while_the_desk_is_shut_the_other_number_is_shown(made_once, moment, number):
    with time_machine.travel(moment):
        contacts = client_of(given.councillor()).get(reverse("home")).context["contacts"]

    assert contacts[1].phone.endswith(number)
