"""Home of each role: one page, the most urgent first, and as quick with many rows as with few."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.people.actions import appoint
from councilgov.people.models import User
from councilgov.portal.contacting import shared_with
from councilgov.portal.home import waiting
from councilgov.portal.incidents import holds_waiting, incidents_waiting, threats_waiting
from councilgov.portal.todo import in_order, to_do_today, was_asked
from devices.returning.actions import sign
from tests import given
from tests.breaches import reports, safe, unverified
from tests.consent import people
from tests.devices import equipment
from tests.devices.losses import cases
from tests.offboarding import leavers

if TYPE_CHECKING:
    from councilgov.forms.templatetags.govuk import Task

DESK = ["to ring back about", "missing device", "leaver"]
MOST = {
    Role.COUNCILLOR: 44,
    Role.GROUP_LEADER: 47,
    Role.INFORMATION_OFFICER: 40,
    Role.ICT_DESK: 36,
    Role.MONITORING_OFFICER: 42,
    Role.DEPUTY_MONITORING_OFFICER: 42,
    Role.DATA_PROTECTION_OFFICER: 32,
    Role.MEMBERS_SERVICES: 38,
    Role.ADMINISTRATOR: 16,
    Role.AUDITOR: 20,
}
"""Queries of each home, with its frame."""


def some(councillor):
    """Work for everybody."""
    given.published()
    for hours in (80, 10):
        reports.confirmed(noticed_at=timezone.now() - timedelta(hours=hours))
    reports.reported()
    reports.of_councillor_alone(councillor, by=reports.handler())
    for kind in ("lost", "stolen"):
        cases.reported(kind=kind)
    unverified.waiting()
    leavers.gone(days=30)
    equipment.issue()
    given.dead_notice()


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(leaders_decision="Full council, minute 12")
        group = given.group()
        who = {role: given.officer(role) for role in Role if role not in HELD}
        who[Role.COUNCILLOR] = given.councillor(group=group)
        who[Role.GROUP_LEADER] = given.councillor(group=group, is_leader=True)
        for _n in range(2):
            some(who[Role.COUNCILLOR])
        return who

    return shared(make)


HELD = {Role.COUNCILLOR, Role.GROUP_LEADER}


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def home(person):
    return signed_in(person).get(reverse("home"))


def queries(person):
    client = signed_in(person)
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("home"))
    return len(captured)


def test_home_takes_as_many_queries_for_many_rows(made_once):
    few = {role: queries(person) for role, person in made_once.items()}
    for _n in range(2):
        some(made_once[Role.COUNCILLOR])

    assert {role: queries(person) for role, person in made_once.items()} == few
    assert {role: n for role, n in few.items() if n > MOST[role]} == {}


@pytest.mark.no_database
def test_tasks_stand_by_urgency_and_what_is_as_urgent_stays_in_its_order():
    colours = ["", "grey", "blue", "red", "green", "yellow", "red", "grey"]
    tasks: list[Task] = [
        {"title": str(n), "colour": colour} for n, colour in enumerate(colours) if colour
    ]
    done: Task = {"title": "done"}

    assert [one["title"] for one in in_order([done, *tasks])] == [
        *("3", "6"),
        "5",
        *("2", "4"),
        *("1", "7"),
        "done",
    ]


def test_an_overdue_return_comes_before_what_is_still_to_sign(made_once):
    councillor = given.councillor()
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        equipment.issue(holder=councillor)
    given.published()

    statuses = [task["status"] for task in to_do_today(councillor)[0]]

    assert statuses[0] == "Overdue"
    assert statuses.index("Overdue") < statuses.index("To sign")


def test_who_never_was_a_councillor_is_asked_for_nothing_as_one(made_once):
    officer, gone = made_once[Role.ICT_DESK], leavers.gone().councillor

    assert not was_asked(officer)
    assert was_asked(User.objects.get(pk=gone.pk))
    assert was_asked(made_once[Role.COUNCILLOR])


def test_an_officer_has_what_they_are_named_for(made_once):
    officer = made_once[Role.INFORMATION_OFFICER]
    row = reports.follow_up(reports.confirmed().incident, by=officer)

    assert [task["title"] for task in home(officer).context["tasks"]] == [row.words]


def test_a_councillor_sees_their_devices_and_what_they_did_lately(made_once):
    councillor = given.councillor()
    device = equipment.issued(holder=councillor)

    page = home(councillor)

    assert page.context["devices"] == [device]
    assert "Your equipment" in page.text
    assert [task["status"] for task in page.context["tasks"] if "accepted" in task["title"]] == [
        "Completed"
    ]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        later = to_do_today(councillor)[0]
    assert not [task for task in later if "accepted" in task["title"]]


def test_what_was_returned_and_signed_for_stays_in_sight_for_a_month(made_once):
    row = equipment.returned()
    councillor = row.councillor
    sign(
        row=row,
        by=councillor,
        typed_name=councillor.full_name,
        text_sha256=row.fingerprint(),
        confirmed_with="password",
    )

    def told():
        return [task for task in to_do_today(councillor)[0] if "you returned" in task["title"]]

    assert [task["status"] for task in told()] == ["Completed"]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert told() == []


def test_no_officer_sees_a_list_of_own_devices(made_once):
    assert home(made_once[Role.ICT_DESK]).context["devices"] == []


def lines(person):
    return [way.text for way in waiting(User.objects.get(pk=person.pk))]


def test_the_queue_of_the_desk_begins_with_losses_and_ends_with_leavers(made_once):
    with time_machine.travel(timezone.now() + timedelta(hours=8)):
        told = lines(made_once[Role.ICT_DESK])

    first = [[words in line for line in told].index(True) for words in DESK]
    assert first[0] == 0, told
    assert first == sorted(first)
    assert "4 missing devices not locked or wiped in time" in told


def test_a_loss_that_is_late_to_be_secured_is_that_of_its_list(made_once):
    desk = made_once[Role.ICT_DESK]
    with time_machine.travel(timezone.now() + timedelta(hours=8)):
        (way,) = [way for way in waiting(desk) if "in time" in way.text]
        page = signed_in(desk).get(way.href)

    assert page.context["page"].paginator.count == int(way.text.split()[0])


def test_a_leader_sees_how_far_the_group_is_and_each_number_is_that_of_its_list(made_once):
    leader, member = made_once[Role.GROUP_LEADER], made_once[Role.COUNCILLOR]
    given.signature(given.published(), member)
    client = signed_in(leader)
    found = client.get(reverse("home")).context["own_group"]

    def listed(signed):
        page = client.get(reverse("policies:group", query={"signed": signed}))
        return page.context["page"].paginator.count

    assert found.signed == listed("yes") == 1
    assert found.not_signed == listed("no") > 1
    assert found.asked == listed("")


def test_without_the_councils_decision_a_leader_sees_nothing_of_the_group(made_once):
    council = given.council()
    council.leaders_decision = ""
    council.keep(by=None, why="Test")

    assert home(made_once[Role.GROUP_LEADER]).context["own_group"] is None
    assert "Your group" not in home(made_once[Role.GROUP_LEADER]).text


def test_nobody_else_sees_anything_of_a_group(made_once):
    assert home(made_once[Role.COUNCILLOR]).context["own_group"] is None
    assert home(made_once[Role.MONITORING_OFFICER]).context["own_group"] is None


def test_somebody_who_is_a_councillor_and_an_officer_has_one_page(made_once):
    person = made_once[Role.GROUP_LEADER]
    appoint(officer=person, role=Role.AUDITOR, starts_on=date(2020, 1, 1), by=None)

    page = home(User.objects.get(pk=person.pk))

    order = ["Things to do", "Your group’s signatures", "Who has signed", "What you can do"]
    places = [page.text.index(f"{heading}</h2>") for heading in order]
    assert places == sorted(places)


def test_the_auditor_may_open_all_that_is_named_and_is_asked_for_nothing(made_once):
    client = signed_in(made_once[Role.AUDITOR])
    page = client.get(reverse("home"))

    ways = [way for group in page.context["ways"] for way in group.ways]
    assert {client.get(way.href, follow=True).status_code for way in ways} == {200}
    assert page.context["tasks"] == page.context["waiting"] == []


def test_of_what_one_reported_one_is_told_no_hours(made_once):
    chief = made_once[Role.MONITORING_OFFICER]
    before = [way.text for way in incidents_waiting(chief)]
    reports.confirmed(reporter=chief, noticed_at=timezone.now() - timedelta(hours=71))

    assert [way.text for way in incidents_waiting(chief)] == before


def test_what_is_rare_is_looked_for_briefly_first(made_once, django_assert_num_queries):
    services = made_once[Role.MEMBERS_SERVICES]
    chief = made_once[Role.MONITORING_OFFICER]
    assert services.roles
    assert chief.roles
    with django_assert_num_queries(3):
        assert list(threats_waiting(services)) == []
        assert list(shared_with(services)) == []
        assert list(holds_waiting(chief)) == []


def test_what_was_taken_back_is_no_more_waited_for(made_once):
    world = safe.around()

    assert list(threats_waiting(world.services))
    assert not list(threats_waiting(made_once[Role.AUDITOR]))


def test_what_is_shared_is_named(made_once):
    share = people.shared()

    assert [way.text for way in shared_with(share.reader)] == [
        "Read 1 contact that is shared with you"
    ]
