"""The dashboard of a council that has just begun, and what it tells of permission to contact."""

from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from tests import given
from tests.consent import people


def test_where_there_is_nothing_the_page_says_so(client):
    given.council()
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))
    page = client.get(reverse("dashboard"))

    assert "<title>Dashboard" in page.text
    for told in (
        "Nothing waits for you.",
        "No report is open that you look into.",
        "Nothing was reported in these 12 months.",
        "Nobody is asked to sign anything.",
        "Permissions to be checked again: <strong>0</strong>",
    ):
        assert told in page.text
    assert [one.number for one in page.context["cards"]] == ["0", "0", "0", "0"]
    assert {one.colour for one in page.context["cards"]} == {"green", "blue"}


def test_of_a_few_councillors_nothing_is_told(client):
    given.council()
    people.verified(people.person(councillor=people.accepted(given.councillor())))
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))

    page = client.get(reverse("dashboard"))

    assert page.context["stale"] is None
    assert "Fewer than 5 councillors keep contacts here" in page.text


def test_stale_permissions_are_the_totals_of_their_page_and_name_nobody(client):
    given.council()
    owners = [people.accepted(given.councillor()) for _n in range(5)]
    for owner in owners:
        people.verified(people.person(councillor=owner))
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        given.sign_in(client, given.officer(Role.MONITORING_OFFICER))
        page = client.get(reverse("dashboard"))
        figures = client.get(reverse("consent:figures"))

    assert page.context["stale"].permissions == "5"
    assert page.context["stale"].spread == figures.context["tables"][-1][1]
    assert ("1 to 9", "5") in page.context["stale"].spread
    told = page.text[page.text.index('id="dashboard-stale"') :]
    assert not [owner for owner in owners if owner.full_name in told]
