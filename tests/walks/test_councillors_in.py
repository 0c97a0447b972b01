"""Members’ services bring in the councillors of Modern.gov, and end the term of one by hand."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from councilgov.access import Role
from councilgov.imports.tasks import work
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.arriving.lists import MODERN_GOV
from tests.browser import DESKTOP, PHONE, no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser


@pytest.fixture
def clerk(transactional_db):
    given.council()
    jane = given.person(full_name="Jane O’Neill", email="jane@barchester.example")
    given.term(jane, ward=given.ward(name="Alder and Ash"), starts_on=date(2022, 5, 6))
    given.councillor(full_name="Lou Leaver")
    return given.officer(Role.MEMBERS_SERVICES)


def look(page, text):
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)
    page.wait_for_load_state()
    no_axe_violations(page)
    no_sideways_scroll(page)


def answer(page, question, label):
    group = page.get_by_role("group", name=question)
    group.get_by_label(label).check()


def choose_and_check(page):
    """From the register of people to the first check."""
    page.goto("/people/")
    page.get_by_role("link", name="Bring in councillors from Modern.gov").click()
    look(page, "Bring in councillors")
    page.get_by_label("file").last.set_input_files(MODERN_GOV)
    page.get_by_role("button", name="Continue").click()
    look(page, "Confirm the columns")
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Checking the file")
    work()


def answer_all(page):
    page.get_by_role("button", name="Answer").click()
    look(page, "What the file leaves open")
    answer(page, "There is no ward “Birch” here", "A ward. Add it")
    party = "In which political group are those of the party"
    answer(page, f"{party} “Orchard Group”", "A group of that name. Add it")
    answer(page, f"{party} “Independent”", "The party says nothing")
    answer(page, "Who is Jane O'Neill", "The same as Jane O’Neill")
    page.get_by_role("button", name="Check the file with these answers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Checking the file")
    work()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_councillors_come_in_from_modern_gov(open_page, clerk, viewport):
    page = open_page(viewport=viewport)
    come_in(page, clerk)
    choose_and_check(page)
    look(page, "What would change")
    answer_all(page)
    look(page, "What would change")
    expect(page.get_by_text("In office here, and not in the file: 1")).to_be_visible()
    page.get_by_role("button", name="Import 3 councillors").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Importing")
    work()
    look(page, "Imported")
    assert User.objects.get(reference="101").full_name == "Jane O’Neill"

    page.get_by_role("link", name="End the term of Lou Leaver").click()
    look(page, "Lou Leaver")
    assert not TermOfOffice.objects.exclude(ends_at=None).exists()
