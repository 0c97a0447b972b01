"""Permission to contact on a telephone: from the first word until it is taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import expect

from consent.models import Contact, ContactPermission, PermissionStatus
from councilgov.days import LONDON
from tests import given
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.consent import people
from tests.devices import equipment
from tests.walks.steps import come_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Six months after 31 August 2027 are on 29 February 2028: there is no 31st.
START = datetime(2027, 8, 31, 10, tzinfo=LONDON)
STALE = datetime(2028, 2, 29, 10, tzinfo=LONDON)
NUMBER = "07700 900142"
TAPS = 3
"""From the list of contacts: the person, what happened, save."""


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=True) as traveller:
        yield traveller


@pytest.fixture
def councillor(transactional_db, clock):
    """In office with a phone of the council's, before they noted anybody."""
    given.council()
    people.terms()
    councillor = given.councillor(full_name="Robin Alder", phone="01632 960309")
    equipment.issued(holder=councillor, kind=equipment.kind("Mobile phone"))
    return councillor


@dataclass
class Walk:
    """Somebody at a page, who looks at each one that is new."""

    page: Page
    look: Callable[[Page], None]

    def on(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)
        self.look(self.page)

    def open(self, name: str) -> None:
        """A link, or one that looks like a button because it is what comes next."""
        link, button = (self.page.get_by_role(role, name=name) for role in ("link", "button"))
        link.or_(button).first.click()

    def open_person(self) -> None:
        self.page.get_by_role("link", name="Sam Sorrel", exact=True).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, *names: str) -> None:
        for name in names:
            self.page.get_by_label(name, exact=True).check()

    def says(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


def look(page):
    no_sideways_scroll(page)
    no_axe_violations(page)


def test_who_was_asked_is_checked_logged_checked_again_and_takes_it_back(
    open_page, councillor, clock
):
    phone = Walk(open_page(viewport=PHONE), look)
    phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    come_in(phone.page, councillor)

    accept_the_terms(phone)
    note_who_was_asked(phone)
    send_the_test_message(phone, copy_the_words)
    they_rang(phone)
    log_in_a_few_taps(phone)
    clock.move_to(STALE - timedelta(days=1))
    nothing_to_check(phone, councillor)
    clock.move_to(STALE)
    log_all_the_same_and_check(phone, councillor)
    take_back(phone, open_page(viewport=PHONE))

    assert Contact.objects.count() == 2
    assert ContactPermission.objects.get().status == PermissionStatus.WITHDRAWN


def test_who_wrote_first_is_found_and_checked_without_javascript(open_page, councillor, clock):
    plain = partial(open_page, viewport=PHONE, javascript=False)
    phone = Walk(plain(), no_sideways_scroll)
    come_in(phone.page, people.accepted(councillor))

    note_who_wrote_first(phone)
    send_the_test_message(phone, read_the_words)
    they_rang(phone)
    log_in_a_few_taps(phone)
    clock.move_to(STALE)
    search_and_check(phone, councillor)
    take_back(phone, plain())

    assert Contact.objects.count() == 1
    assert ContactPermission.objects.get().status == PermissionStatus.WITHDRAWN


def accept_the_terms(walk):
    walk.page.goto("/home/")
    walk.press("Menu")
    walk.open("Contacts")
    walk.on("Your contacts")
    walk.says("You have noted nobody yet.")
    walk.open("Add somebody")
    walk.open("As a ward councillor")
    walk.on("The terms of your ward records")
    walk.page.get_by_label("Your signature").fill("Robin Alder")
    walk.press("Accept the terms")
    walk.on("Add somebody")


def fill_in(walk, name):
    walk.page.get_by_label("What is their name?").fill(name)
    walk.page.get_by_label("In which way?").select_option("WhatsApp")
    walk.page.get_by_label("Their number, address or user name").fill(NUMBER)


def note_who_was_asked(walk):
    fill_in(walk, "Sam Sorrel")
    walk.choose("I asked them")
    walk.page.get_by_label("How did you ask?").select_option("Telephone")
    expect(walk.page.get_by_label("In which words?")).to_have_value(re.compile("You can say no"))
    walk.choose("Yes")
    walk.look(walk.page)
    walk.press("Save")
    walk.on("Sam Sorrel")
    walk.says("Agreed, to be checked")


def note_who_wrote_first(walk):
    walk.page.goto("/contacts/add/ward/")
    fill_in(walk, "Sam Sorrel")
    walk.choose("They wrote to me first in this way")
    walk.press("Save")
    walk.on("Sam Sorrel")
    walk.says("Agreed, to be checked")


def copy_the_words(walk):
    walk.press("Copy this text")
    walk.says("Copied.")
    return walk.page.evaluate("navigator.clipboard.readText()")


def read_the_words(walk):
    expect(walk.page.get_by_role("button", name="Copy this text")).to_have_count(0)
    return walk.page.get_by_label("Without a name or a topic").input_value()


def send_the_test_message(walk, words_of):
    walk.open("Open (WhatsApp")
    walk.on("WhatsApp")
    walk.open("Send a test message")
    walk.on("Send a test message")
    words = words_of(walk)
    assert "call me on 01632 960309" in words
    assert "Sam" not in words
    walk.press("I have sent it")


def they_rang(walk):
    walk.page.goto("/contacts/")
    walk.open_person()
    walk.open("Open (WhatsApp")
    walk.on("WhatsApp")
    walk.open("I know that it is them")
    walk.choose("They rang after the test message")
    walk.page.get_by_label("Who was it").fill("Sam, by the voice")
    walk.press("Save")
    walk.on("Sam Sorrel")
    walk.says("Agreed and checked")


def log_in_a_few_taps(walk):
    """Nothing is typed, and nothing but what happened is chosen."""
    walk.page.goto("/contacts/")
    taps = [
        lambda: walk.open("Log a contact with Sam Sorrel"),
        lambda: walk.choose("I contacted them, and they answered"),
        lambda: walk.press("Save"),
    ]
    for tap in taps:
        tap()
    assert len(taps) == TAPS
    walk.on("Sam Sorrel")
    walk.says("You contacted them, and they answered")


def nothing_to_check(walk, councillor):
    come_in(walk.page, councillor)
    walk.page.goto("/home/")
    expect(walk.page.locator("main")).not_to_contain_text("Check 1 contact")


def log_all_the_same_and_check(walk, councillor):
    """What happened is saved, though it was to be checked first; its page leads to the check."""
    come_in(walk.page, councillor)
    walk.page.goto("/home/")
    walk.look(walk.page)
    walk.open("Check 1 contact")
    walk.says("1 person")
    walk.open_person()
    walk.open("Log a contact")
    walk.on("Log a contact")
    walk.says("check first")
    walk.choose("They contacted me, and I answered")
    walk.press("Save")
    walk.on("WhatsApp")
    walk.says("Was it them?")
    walk.open("I know that it is them")
    was_seen(walk)
    walk.page.goto("/contacts/log/")
    walk.on("Log of contacts")


def was_seen(walk):
    walk.choose("They showed it in person")
    walk.page.get_by_label("Who was it").fill("Sam, at the surgery")
    walk.press("Save")
    walk.on("Sam Sorrel")
    walk.says("Agreed and checked")


def search_and_check(walk, councillor):
    come_in(walk.page, councillor)
    walk.page.goto("/contacts/")
    walk.page.get_by_role("searchbox", name="Search").fill("sorrel")
    walk.press("Apply filters")
    walk.says("1 person")
    assert "sorrel" not in walk.page.url.lower()
    walk.open_person()
    walk.says("check first that it is still them")
    walk.page.get_by_role("link", name="Check (WhatsApp)").click()
    walk.open("I know that it is them")
    was_seen(walk)


def make_the_link(walk):
    """Its address, from the text that the councillor copies."""
    walk.page.goto("/contacts/")
    walk.open_person()
    walk.open("Open (WhatsApp")
    walk.open("Give them a link to take it back themselves")
    walk.press("Make the link")
    text = walk.page.get_by_label("Copy this and send it to them").input_value()
    walk.look(walk.page)
    return urlsplit(re.search(r"https?://\S+", text)[0]).path


def take_back(walk, theirs):
    """By the link alone: whoever opens it is nobody to the portal, and needs to be nobody."""
    address = make_the_link(walk)
    them = Walk(theirs, walk.look)
    theirs.goto(address)
    them.on("Take back what you agreed to")
    expect(theirs.locator("main")).not_to_contain_text("Sam")
    them.press("I do not want this any more")
    them.on("You have taken it back")
    theirs.expect_status(410)
    theirs.goto(address)
    them.says("You have used this link")
    walk.page.goto("/contacts/")
    walk.open_person()
    walk.says("Withdrawn")
