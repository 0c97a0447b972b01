"""What waits for somebody about reports, first on their home page, each with the list it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.complaining import actions as complaining
from breaches.compromising.actions import affect
from breaches.referring.actions import acknowledge_referral
from councilgov.access import Right, Role
from councilgov.days import soon_in_words
from councilgov.people.models import User
from councilgov.portal.incidents import breaches_to_do, incidents_waiting
from councilgov.portal.talking import complaints_waiting, referrals_waiting
from tests import given
from tests.breaches import asking, grievances, handed, reports, safe

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

    with django_assert_num_queries(3):
        list(incidents_waiting(chief))


# What is due


def hour(day, clock=10):
    return time_machine.travel(datetime(2026, 11, day, clock, tzinfo=UTC))


def test_only_who_handles_a_complaint_is_told_to_acknowledge_it(made_once):
    people = {role: made_once[role] for role in ROLES[:4]}
    grievances.received()
    row = grievances.received(words="Another", about="team")

    def told():
        return {
            role
            for role, person in people.items()
            for way in complaints_waiting(person)
            if "to acknowledge" in way.text
        }

    assert told() == {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER}
    dpo = people[Role.DATA_PROTECTION_OFFICER]
    for person in [*row.handlers().exclude(pk=dpo.pk), dpo]:
        complaining.name_party(complaint=row, person=person, by=dpo)
    (line,) = complaints_waiting(people[Role.MONITORING_OFFICER])
    assert line.text == "1 complaint to acknowledge: 29 days left"
    assert list(complaints_waiting(given.officer(Role.AUDITOR))) == []


def test_a_complaint_says_when_the_first_is_due_and_which_email_failed(made_once):
    officer = made_once[Role.INFORMATION_OFFICER]
    grievances.recorded(by=officer, received_on=date(2026, 10, 22))
    grievances.received()
    grievances.lost(grievances.received(words="Lost"), by=officer)
    with hour(1):
        old = grievances.received(words="Old")
        grievances.acknowledged(old, by=officer)

    with time_machine.travel(datetime(2026, 12, 3, 10, tzinfo=UTC)):
        lines = [way.text for way in complaints_waiting(officer)]

    assert lines == [
        "2 complaints to acknowledge, the first: 13 days late",
        "1 complaint: they were to hear from us by 1 December 2026",
        "1 complaint: our email did not reach them, send it another way",
    ]
    with time_machine.travel(datetime(2026, 12, 3, 10, tzinfo=UTC)):
        client = client_of(officer)
        for way, count in zip(complaints_waiting(officer), (2, 1, 1), strict=True):
            assert client.get(way.href).context["page"].paginator.count == count


def test_a_matter_of_conduct_waits_for_who_may_read_it(made_once):
    chief, deputy = made_once[Role.MONITORING_OFFICER], made_once[Role.DEPUTY_MONITORING_OFFICER]
    with hour(21):
        first = handed.over(reports.reported())
    handed.over(reports.reported(), subject=chief)

    assert [way.text for way in referrals_waiting(chief)] == [
        "1 matter of conduct: say that you have it. It came on 21 November 2026"
    ]
    (line,) = referrals_waiting(deputy)
    assert line.text.startswith("2 matters of conduct: say that you have them. The oldest came on")
    assert client_of(deputy).get(line.href).context["page"].paginator.count == 2
    acknowledge_referral(referral=first, by=chief)
    assert list(referrals_waiting(chief)) == []
    assert list(referrals_waiting(made_once[Role.INFORMATION_OFFICER])) == []


def test_what_is_due_stands_in_the_order_of_its_day_after_what_counts_by_the_hour(made_once):
    officer = made_once[Role.INFORMATION_OFFICER]
    asking.asked(kind="message")
    grievances.recorded(by=officer, received_on=date(2026, 10, 20))

    lines = waits(officer)
    due = [line for line in lines if "complaint" in line or "question" in line]
    assert due[0] == "1 complaint to acknowledge: 5 days late"
    assert due[1].startswith("1 question to answer by ")
    assert lines[: len(CLOCKS)] == CLOCKS


@pytest.mark.parametrize(
    ("clock", "words"),
    [(10, "5:00pm today"), (30, "5:00pm on Monday 23 November 2026")],
)
def test_when_something_is_due_is_said_as_people_say_it(clock, words):
    moment = datetime(2026, 11, 23, 17, tzinfo=UTC)
    with time_machine.travel(moment - timedelta(hours=clock)):
        assert soon_in_words(moment) == words


@pytest.mark.parametrize("role", [*ROLES, Role.MEMBERS_SERVICES, Role.ICT_DESK])
def test_what_can_be_done_stands_in_groups_with_headings(made_once, role):
    person = made_once.get(role) or given.officer(role)
    shown = client_of(person).get(reverse("home"))

    groups = shown.context["ways"]
    headings = [group.heading for group in groups]
    assert len(set(headings)) == len(headings)
    assert all(group.ways for group in groups)
    for group in groups:
        assert f">{group.heading}</h3>" in shown.text
    links = [way.href for group in groups for way in group.ways]
    assert ("/referrals/" in links) is person.has_perm(Right.SEE_REFERRALS)


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
