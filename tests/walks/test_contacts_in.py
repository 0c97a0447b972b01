"""A councillor brings in contacts on a phone: each page is accessible, and says what is wrong."""

import pytest
from playwright.sync_api import expect

from consent.models import Constituent
from councilgov.imports.tasks import work
from tests import given
from tests.browser import expect_errors
from tests.consent import people
from tests.walks.steps import come_in
from tests.walks.test_importing import heading, look, upload

pytestmark = pytest.mark.browser
FIRST_TWO = ("Name", "You act")
LINES = """Name,You act,In which way,Handle,How you know,Answered or agreed on
Tess Brightwater,As a ward councillor,Telephone,01632 960777,,1/11/2026
Ola Fernsby,As a ward councillor,WhatsApp,07700 900982,,31/2/2026
"""


@pytest.fixture
def councillor(transactional_db):
    given.council()
    return people.accepted(given.councillor())


def refused(page):
    """What is wrong is said, with a link to each box."""
    expect_errors(page)
    for link in page.locator(".govuk-error-summary a").all():
        assert page.locator(link.get_attribute("href")).count() == 1
    look(page)


def choose_and_check(page, path):
    """From the empty form to the first check."""
    page.goto("/imports/new/contacts/")
    page.get_by_role("button", name="Continue").click()
    refused(page)
    upload(page, path, "Continue")
    heading(page, "Confirm the columns")
    look(page)
    for label in FIRST_TWO:
        page.get_by_label(label, exact=True).select_option("")
    page.get_by_role("button", name="Check all rows").click()
    refused(page)
    for label in FIRST_TWO:
        page.get_by_label(label, exact=True).select_option(label=label)
    page.get_by_role("button", name="Check all rows").click()
    heading(page, "Checking the file")
    look(page)
    work()


def test_contacts_are_brought_in_on_a_phone(phone, councillor, tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text(LINES)
    come_in(phone, councillor)
    choose_and_check(phone, path)

    heading(phone, "What would change")
    expect(phone.get_by_text("There is no such day.")).to_be_visible()
    look(phone)
    phone.get_by_role("button", name="Check the mended file").click()
    refused(phone)
    phone.get_by_role("button", name="Import 1 way to reach somebody").click()
    heading(phone, "Importing")
    work()

    heading(phone, "Imported")
    look(phone)
    phone.get_by_role("link", name="See everything there is now").click()
    heading(phone, "Your contacts")
    assert Constituent.objects.get().full_name == "Tess Brightwater"
