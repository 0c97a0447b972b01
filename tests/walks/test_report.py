"""A WhatsApp message went to the wrong number: from the home page to what happens next.

The menu, one link and six buttons, on seven pages: what went wrong, whose work, what happened,
when, which information, check, sent.
"""

import re

import pytest
from playwright.sync_api import expect

from breaches.asking.pages import PAGES
from breaches.models import Incident, ReportDraft
from tests import given
from tests.breaches import drafts
from tests.browser import PHONE, expect_errors, no_axe_violations, no_sideways_scroll
from tests.walks.asking import Walk, answer_each, begin, yesterday
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def councillor(transactional_db):
    given.council(desk_night_phone="01632 960999")
    return given.councillor()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_wrong_number_is_reported_on_a_phone(open_page, councillor, javascript):
    page = open_page(viewport=PHONE, javascript=javascript)
    come_in(page, councillor)
    walk = Walk(page, look=javascript)

    begin(walk)
    answer_each(walk)
    there_and_back(page)
    walk.go_on("Report sent", button="Send the report")

    says_what_happens_next(page)
    assert len(walk.seen) == 7


def says_what_happens_next(page):
    """As often as somebody looks at it."""
    for words in (
        Incident.objects.get().reference,
        "Information Management Team",
        "You are not on your own",
    ):
        expect(page.locator("main")).to_contain_text(words)
    page.reload()
    assert Incident.objects.get().capacity == "ward"


def there_and_back(page):
    """Back, Forward and Reload show what they should."""
    page.go_back()
    expect(page.get_by_label("Which information was it")).to_have_value(re.compile("A name"))
    page.go_forward()
    page.reload()


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, page):
        self.page = page

    def to(self, box):
        """With Tab alone."""
        box.wait_for()
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if box.evaluate("box => box === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {box}")

    def press(self, box, *keys):
        self.to(box)
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, label, words):
        self.to(self.page.get_by_label(label).first)
        self.page.keyboard.type(words)

    def go_on(self, button="Continue"):
        self.press(self.page.get_by_role("button", name=button), "Enter")


def test_by_keyboard_alone(open_page, councillor):
    page = open_page(viewport=PHONE)
    come_in(page, councillor)
    page.goto("/report/")
    keys = Keys(page)

    keys.press(page.get_by_label("A device was lost or stolen"), "ArrowDown", "ArrowDown")
    keys.go_on()
    keys.press(page.get_by_label("The council’s"), "Space")
    keys.go_on()
    keys.write("What happened?", "A WhatsApp message went to the wrong number.")
    keys.go_on()
    for label, typed in yesterday().items():
        keys.write(label, typed)
    keys.write("At what time, roughly?", "5:30pm")
    keys.press(page.get_by_label("At that moment"), "Space")
    keys.go_on()
    keys.press(page.get_by_label("Yes, or I do not know"), "Space")
    keys.go_on()
    keys.go_on("Send the report")

    expect(page.get_by_role("heading", level=1)).to_have_text("Report sent")
    assert Incident.objects.get().kind == "wrong_person"


KIND_OF = {"report_misuse": "misuse", "report_social": "social"}


def test_every_question_is_accessible_asked_and_asked_again(open_page, councillor, subtests):
    page = open_page(viewport=NARROW)
    come_in(page, councillor)

    for one in PAGES.values():
        with subtests.test(one.name):
            kind = KIND_OF.get(one.name, "seen")
            drafts.answer(drafts.signed_in(councillor), [("", {"kind": kind})])
            page.goto(f"/report/{one.word}/" if one.word else "/report/")
            no_axe_violations(page)
            no_sideways_scroll(page)
            if one.name == "report":
                continue
            page.get_by_role("button", name="Continue").click()
            expect_errors(page)
            no_axe_violations(page)
            no_sideways_scroll(page)
            for link in page.locator(".govuk-error-summary a").all():
                assert page.locator(link.get_attribute("href")).count() == 1


def test_left_halfway_it_is_gone_on_with_or_thrown_away(open_page, councillor):
    page = open_page(viewport=PHONE)
    come_in(page, councillor)
    drafts.answer(drafts.signed_in(councillor), [*drafts.WHATSAPP.items()][:2])

    page.goto("/report/what-happened/")
    page.get_by_label("What happened?").fill("A WhatsApp")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("saved and not sent")
    no_axe_violations(page)
    page.get_by_role("link", name="Go on with your report, or throw it away").click()
    no_axe_violations(page)
    page.get_by_role("button", name="Go on with it").click()
    expect(page).to_have_url(re.compile("/report/when/"))
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_label("What happened?")).to_have_value("A WhatsApp")
    page.goto("/report/")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("thrown away")

    assert not ReportDraft.objects.exists()


def test_which_of_two_hours_is_asked_on_a_phone_without_javascript(open_page, councillor):
    page = open_page(viewport=PHONE, javascript=False)
    come_in(page, councillor)
    drafts.answer(drafts.signed_in(councillor), [*drafts.WHATSAPP.items()][:3])

    page.goto("/report/when/")
    day = page.get_by_role("group", name=re.compile("On which day did you notice"))
    for part, typed in (("Day", "26"), ("Month", "10"), ("Year", "2025")):
        day.get_by_label(part).fill(typed)
    page.get_by_label("At what time, roughly?").first.fill("1:30am")
    page.get_by_label("I do not know").check()
    page.get_by_role("button", name="Continue").click()
    expect_errors(page)
    page.get_by_label("The first, before the clocks went back").check()
    page.get_by_role("button", name="Continue").click()

    expect(page).to_have_url(re.compile("/report/information/"))
