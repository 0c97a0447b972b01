"""Reporting a WhatsApp message that went to the wrong number, in the words of who does it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from playwright.sync_api import expect

from councilgov.days import LONDON
from tests.browser import no_axe_violations, no_sideways_scroll

if TYPE_CHECKING:
    from playwright.sync_api import Page


def yesterday() -> dict[str, str]:
    day = timezone.now().astimezone(LONDON) - timedelta(days=1)
    return {"Day": str(day.day), "Month": str(day.month), "Year": str(day.year)}


class Walk:
    """Somebody goes from page to page; each is looked at on the way."""

    def __init__(self, page: Page, *, look: bool) -> None:
        self.page, self.look = page, look
        self.seen: list[str] = []

    def at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        no_sideways_scroll(self.page)
        if self.look:
            no_axe_violations(self.page)
        self.seen.append(self.page.url)

    def go_on(self, heading: str, button: str = "Continue") -> None:
        self.page.get_by_role("button", name=button).click()
        self.at(heading)


def begin(walk: Walk) -> None:
    """From the home page: whom to ring stands above the first question."""
    walk.page.goto("/home/")
    button = walk.page.get_by_role("button", name="Menu")
    if button.is_visible():
        button.click()
    menu = walk.page.locator("nav")
    menu.get_by_role("link", name="Report something", exact=True).click()
    walk.at("Report something")
    expect(walk.page.locator("main")).to_contain_text("ring the ICT service desk first")
    expect(walk.page.locator("main")).to_contain_text("01632 960999")


def answer_each(walk: Walk) -> None:
    """Each question on its page, to the page of the answers."""
    walk.page.get_by_label("Information went to the wrong person").check()
    walk.go_on("Whose work was it about?")
    walk.page.get_by_label("My own, as a ward councillor").check()
    walk.go_on("What happened?")
    walk.page.get_by_label("What happened?").fill("A WhatsApp message went to the wrong number.")
    walk.go_on("When was it?")
    say_when(walk.page)
    walk.go_on("What was it about?")
    walk.page.get_by_label("Which information was it").fill("A name and a street, of one person.")
    walk.page.get_by_label("Yes, or I do not know").check()
    walk.go_on("Check your answers")


def say_when(page: Page) -> None:
    day = page.get_by_role("group", name=re.compile("On which day did you notice"))
    for part, typed in yesterday().items():
        day.get_by_label(part).fill(typed)
    page.get_by_label("At what time, roughly?").first.fill("5:30pm")
    page.get_by_label("At that moment").check()
