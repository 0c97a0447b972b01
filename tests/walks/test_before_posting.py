"""A councillor asks before they post, on a phone, and reads the answer: seven pages, two people."""

import pytest
from playwright.sync_api import expect

from breaches.models import AdviceRequest
from tests import given
from tests.breaches import asking
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
POST = "“The crossing is a disgrace.” May I post this?"


def at(page, heading, *, look=True):
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    no_sideways_scroll(page)
    if look:
        no_axe_violations(page)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.usefixtures("transactional_db")
def test_advice_before_posting_on_a_phone(open_page):
    given.council()
    councillor, chief = given.councillor(), asking.monitoring()
    mine, theirs = open_page(viewport=PHONE), open_page(viewport=PHONE, javascript=False)
    come_in(mine, councillor)
    come_in(theirs, chief)

    asked_from_home(mine)
    answered_from_the_queue(theirs)
    read_and_closed(mine)

    row = AdviceRequest.objects.get()
    assert (row.status, row.is_accepted, row.answered_by) == ("closed", True, chief)


def asked_from_home(page):
    page.goto("/home/")
    page.get_by_role("link", name="Or ask in writing").click()
    at(page, "Ask for advice")
    expect(page.get_by_label("Something that I want to post")).to_be_checked()
    page.get_by_label("What do you want to ask?").fill(f"{POST} Mrs Linnet Fell wrote it.")
    press(page, "Send the question")
    at(page, "Ask for advice")
    expect(page.locator("main")).to_contain_text("These words may say whom it is about")
    page.get_by_label("What do you want to ask?").fill(POST)
    press(page, "Send the question")
    at(page, "Something that I want to post")
    for words in ("Your question is sent", "What happens next", "5:00pm"):
        expect(page.locator("main")).to_contain_text(words)


def answered_from_the_queue(page):
    page.goto("/home/")
    page.get_by_role("link", name="1 question to answer").click()
    at(page, "Questions to answer", look=False)
    page.get_by_role("link", name=AdviceRequest.objects.get().reference).click()
    press(page, "Give advice")
    at(page, "Give advice", look=False)
    page.get_by_label("What do you advise?").fill("Say that you will listen.")
    press(page, "Send")
    expect(page.locator("main")).to_contain_text("Your advice is sent")


def read_and_closed(page):
    page.goto("/home/")
    page.get_by_role("link", name="Read the answer to your question").click()
    at(page, "Something that I want to post")
    expect(page.locator("main")).to_contain_text("Advice, not permission.")
    expect(page.locator("main")).to_contain_text("Say that you will listen.")
    press(page, "Thank you, close it")
    at(page, "Something that I want to post")
    expect(page.locator("main")).to_contain_text("It is closed")
