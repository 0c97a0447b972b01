"""Whatever waits for somebody at home, the list behind it has as many rows, for every role."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from councilgov.access import Role
from tests import given
from tests.addresses import build_world

NO_LIST = {"consent:leavers", "elections:elections", "elections:new_members", "offboarding:letters"}
"""They show all that they count at once, without pages."""
DECISIONS = "policies:decisions"
"""So does this one, by the body that decides."""
OFFICERS = [role for role in Role if role not in {Role.COUNCILLOR, Role.GROUP_LEADER}]


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        build_world()
        return {role: given.officer(role) for role in OFFICERS}

    return shared(make)


def count(page):
    if page.resolver_match.view_name == DECISIONS:
        return sum(len(versions) for _stage, versions in page.context["bodies"])
    return page.context["page"].paginator.count


@pytest.mark.parametrize("role", OFFICERS)
def test_each_number_at_home_is_that_of_its_list(made_once, role):
    client = Client()
    client.force_login(made_once[role])
    shown = client.get(reverse("home")).context["waiting"]
    counted = {way.text: int(re.search("[0-9]+", way.text)[0]) for way in shown}
    pages = {way.text: client.get(way.href) for way in shown}

    listed = {
        text: count(page)
        for text, page in pages.items()
        if page.resolver_match.view_name not in NO_LIST
    }

    assert {page.status_code for page in pages.values()} <= {200}
    assert listed == {text: counted[text] for text in listed}
    assert listed or role in {Role.ADMINISTRATOR, Role.AUDITOR}
