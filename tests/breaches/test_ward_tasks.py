"""Tasks of what stands in a councillor's own log: the team has them once it is let in."""

import pytest
from django.test import Client
from django.urls import reverse

from breaches.containing.actions import add_task
from breaches.containing.facts import tasks_of
from breaches.models import Assessment, ContainmentTask
from breaches.notifying.actions import authorise
from breaches.sharing import actions
from breaches.triaging.actions import add_controller, take_on
from breaches.triaging.saying import who_sees_it_then
from councilgov.access import Role
from councilgov.notices.models import Notice
from devices.models import DeskTask
from tests import given
from tests.breaches import reports

HELP = "Let the team help: share it"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor, officer = given.councillor(), reports.handler()
        desk = given.officer(Role.ICT_DESK)
        row = reports.confirmed(by=officer, reporter=councillor, capacity="ward")
        return councillor, officer, desk, row

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def desk(made_once):
    return made_once[2]


@pytest.fixture
def row(made_once):
    return Assessment.objects.with_row().get(pk=made_once[3].pk)


def seen_by(person):
    return set(ContainmentTask.objects.visible_to(person))


def page_of(person, address):
    client = Client()
    client.force_login(person)
    return client.get(address)


def let_in(row, how):
    if how == "shared":
        actions.share(assessment=row, by=row.councillor)
    elif how == "authorised":
        authorise(assessment=row, by=row.councillor)
    else:
        add_controller(incident=row.incident, controller="council", by=row.councillor)


def test_until_it_is_shared_the_tasks_are_the_councillors_and_no_team_has_them(
    row, councillor, officer, desk
):
    tasks = set(row.incident.containment_tasks.all())

    assert seen_by(councillor) == tasks
    assert not seen_by(officer)
    assert not seen_by(desk)
    assert not DeskTask.objects.exists()
    assert not Notice.objects.filter(kind="containment_to_do").exists()
    assert "Once you share this" in tasks_of(row.incident)[0]["hint"]


@pytest.mark.parametrize("how", ["shared", "authorised", "with the council"])
def test_then_each_team_has_its_own(row, officer, desk, how):
    let_in(row, how)

    desks = set(row.incident.containment_tasks.filter(team="desk"))
    assert desks
    assert seen_by(desk) == desks
    assert seen_by(officer) == set(row.incident.containment_tasks.all())
    assert DeskTask.objects.count() == len(desks)
    assert Notice.objects.get(kind="containment_to_do").to == desk
    assert tasks_of(row.incident)[0]["hint"] == "Information Management Team"


def test_shared_twice_the_desk_is_asked_once(row, councillor):
    for _twice in range(2):
        actions.share(assessment=row, by=councillor)
        actions.end_share(assessment=row, by=councillor)

    assert DeskTask.objects.count() == 1
    assert Notice.objects.filter(kind="containment_to_do").count() == 1


def test_what_the_desk_had_before_somebody_ruled_it_keeps(officer, desk, councillor):
    incident = reports.reported(by=councillor, capacity="ward", kind="account")
    take_on(incident=incident, by=officer)

    reports.triaging.rule(incident=incident, finding="confirmed", reason="It was.", by=officer)

    incident.refresh_from_db()
    assert seen_by(desk) == set(incident.containment_tasks.filter(team="desk"))
    hints = {task["title"]: task["hint"] for task in tasks_of(incident)}
    assert hints["Set a new password"] == "ICT service desk"
    assert hints["Find out what was read, sent or published from it"].startswith("You.")


@pytest.mark.parametrize("page", ["confirm", "suspect"])
def test_before_ruling_on_ward_work_the_officer_reads_who_sees_it_then(
    officer, councillor, client, page
):
    incident = reports.reported(by=councillor, capacity="ward")
    client.force_login(officer)
    act = reverse(f"breaches:{page}", args=[incident.reference])

    assert f"This is ward work: {councillor.full_name} answers for it" in client.get(act).text
    shown = client.post(act, {"reason": "It names a street."}, follow=True).text

    assert "is in the councillor’s own log now. You see it again if they share it" in shown


def test_of_the_councils_work_or_once_they_let_officers_in_it_says_nothing(row, officer):
    assert not list(who_sees_it_then(reports.reported()))
    assert not list(who_sees_it_then(row.incident))
    owner = given.councillor()
    incident = reports.ruled("suspected", by=officer, reporter=owner, capacity="ward")
    shared = incident.assessments.get()
    actions.share(assessment=shared, by=owner)
    shared.incident.finding = ""
    assert not list(who_sees_it_then(shared.incident))


def test_on_their_page_sharing_is_the_one_green_choice(row, councillor):
    shown = page_of(councillor, row.incident.get_absolute_url()).text

    assert shown.count(HELP) == 1
    assert shown.index(HELP) < shown.index("What is next")
    assert "Only you see this page now" in shown
    steps = shown[shown.index("What is next") :]
    assert "govuk-button--secondary" in steps[: steps.index("</a>")]


@pytest.mark.parametrize("how", ["shared", "authorised"])
def test_once_they_let_officers_in_it_is_not_asked_again(row, councillor, how):
    let_in(row, how)

    shown = page_of(councillor, row.incident.get_absolute_url()).text

    assert HELP not in shown
    assert "The team helps you." in shown


def test_what_the_councillor_asks_of_the_desk_themselves_it_has(row, councillor, desk):
    added = add_task(incident=row.incident, words="Block it", team="desk", by=councillor)

    assert seen_by(desk) == {added}
    assert DeskTask.objects.count() == 1
