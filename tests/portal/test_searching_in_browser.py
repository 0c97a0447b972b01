"""The search and the calendar in a browser: by keyboard, at every width, without scripts too."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import given
from tests.browser import expect_errors, no_axe_violations, no_sideways_scroll
from tests.consent import people
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}
WORDS = "Members never post pictures of constituents who have not agreed to it"


@pytest.fixture
def councillor():
    given.council()
    given.published(clauses=given.clauses(WORDS, "Lock it."))
    councillor = given.councillor()
    people.person(councillor=councillor, full_name="Sam Sorrel")
    return councillor


def checked(page):
    no_axe_violations(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_from_any_page_the_header_finds_it(open_page, councillor, javascript):
    page = open_page(javascript=javascript)
    come_in(page, councillor)
    page.goto(reverse("policies:policies"))
    page.get_by_label("Find anything").focus()
    page.keyboard.type("constituents pictures")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=2, name="Policies (1)")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("pictures")
    page.locator("main").get_by_role("link", name="clause 1").focus()
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_contain_text("never post")


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_a_link_leads_to_it(open_page, councillor, javascript):
    page = open_page(viewport=NARROW, javascript=javascript)
    come_in(page, councillor)
    page.goto(reverse("help"))
    expect(page.get_by_label("Find anything")).to_be_hidden()
    page.get_by_role("link", name="Find", exact=True).click()
    page.locator("main").get_by_role("button", name="Search").click()
    expect_errors(page)
    box = page.get_by_label("What are you looking for?")
    box.fill("sorrel")
    box.press("Enter")

    expect(page.get_by_role("link", name="Sam Sorrel")).to_be_visible()
    assert "orrel" not in page.url + page.title()
    if javascript:
        checked(page)


def test_all_of_a_kind_and_nothing_at_all(open_page, councillor):
    page = open_page(viewport=NARROW)
    come_in(page, councillor)
    given.published(clauses=given.clauses(*[f"{WORDS} {n}" for n in range(30)]))
    page.goto(reverse("search"))
    for words, told in (("xyzzyx", "Nothing was found"), ("pictures", "Policies (31)")):
        page.get_by_label("What are you looking for?").fill(words)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=told)).to_be_visible()
        checked(page)
    page.get_by_role("link", name="See all 31").click()
    checked(page)
    page.get_by_role("link", name="Next").click()
    expect(page.locator("main")).to_contain_text("31 found for “pictures”")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_to_ones_calendar_is_made_and_stopped(open_page, councillor, javascript):
    page = open_page(viewport=NARROW, javascript=javascript)
    come_in(page, councillor)
    page.goto(reverse("help"))
    page.get_by_role("link", name="Calendar", exact=True).click()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Your link").input_value()
    if javascript:
        checked(page)
    assert page.request.get(urlsplit(link).path).text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("button", name="Stop the link").click()

    expect(page.locator("main")).to_contain_text("The link has stopped working")
    expect(page.get_by_role("button", name="Make the link")).to_be_visible()
    if javascript:
        checked(page)
