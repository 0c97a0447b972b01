"""The list of systems, and what waits for officers on their home page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.offboarding.following import start
from councilgov.offboarding.models import System
from tests import given
from tests.offboarding.leavers import gone, leaver, on, system

pytestmark = pytest.mark.django_db
SYSTEMS = reverse("offboarding:systems")


def as_(client, role):
    given.council()
    client.force_login(given.officer(role))


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.MEMBERS_SERVICES, Role.ADMINISTRATOR])
def test_a_system_is_added_and_is_not_asked_for_any_more_and_again(client, role):
    as_(client, role)
    assert "named no systems yet" in text_of(client.get(SYSTEMS))

    added = text_of(client.post(SYSTEMS, {"name": "  Email   and calendar "}, follow=True))

    assert "It is in the list." in added
    row = System.objects.get(name="Email and calendar")
    where = reverse("offboarding:use_system", args=[row.pk])
    off = text_of(client.post(where, {"use": "not"}, follow=True))
    assert "It is not asked for any more." in off
    assert "Not asked for" in off
    assert not leaver().accounts.exists()
    back = text_of(client.post(where, {"use": "used"}, follow=True))
    assert "It is asked for again." in back
    assert "Not asked for<" not in back
    assert leaver().accounts.count() == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "Enter the name of the system"), ("EMAIL", "There is a system of this name already.")],
)
def test_a_name_is_there_and_is_of_one_system(client, name, told):
    as_(client, Role.MEMBERS_SERVICES)
    system("Email")

    assert told in text_of(client.post(SYSTEMS, {"name": name}))
    assert System.objects.count() == 1


PLACES = ("/leavers/systems/", "/leavers/letters/", "/leavers/suspensions/")


def waiting(client):
    """What waits on the home page, by its words, with the address of the list."""
    text = text_of(client.get(reverse("home")))
    found = re.findall(r'<li><a class="govuk-link" href="(/leavers/[^"]*)">([^<]*)</a></li>', text)
    return {words: link.replace("&amp;", "&") for link, words in found if link not in PLACES}


def counted(client, link):
    """The number that the list behind a link begins with."""
    return int(re.search(r"(\d+) leavers?", text_of(client.get(link)))[1])


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (
            Role.MEMBERS_SERVICES,
            {
                "1 leaver is overdue": 1,
                "3 councillors leave, or have left and are not done": 3,
            },
        ),
        (Role.ICT_DESK, {"2 leavers whose access is still open": 2}),
        (Role.MONITORING_OFFICER, {"1 leaver is overdue": 1}),
        (Role.DEPUTY_MONITORING_OFFICER, {"1 leaver is overdue": 1}),
        (Role.AUDITOR, {}),
        (Role.ADMINISTRATOR, {}),
    ],
)
def test_what_waits_is_on_the_home_page_and_each_number_is_that_of_its_list(client, role, words):
    gone(days=30)
    gone()
    leaver()
    as_(client, role)

    found = waiting(client)

    assert {told: counted(client, link) for told, link in found.items()} == words


def test_where_nobody_leaves_nothing_waits(client):
    for role in (Role.MEMBERS_SERVICES, Role.ICT_DESK, Role.MONITORING_OFFICER):
        as_(client, role)
        assert waiting(client) == {}


def test_two_are_overdue(client):
    leaver()
    leaver()
    with on("2027-01-08"):
        start()
        as_(client, Role.MONITORING_OFFICER)
        assert set(waiting(client)) == {"2 leavers are overdue"}
