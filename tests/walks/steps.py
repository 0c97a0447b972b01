"""What people do in the portal, in the words of those who do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests import given

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from councilgov.people.models import User

HOST = "localhost"  # where pytest-django's live_server is


def sign_in(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(str(person.email))
    page.get_by_label("Password", exact=True).fill(given.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def come_in(page: Page, person: User) -> Client:
    """Signed in and just confirmed, where the walk is about what comes after that.

    The answer is a client in the same session, for what needs no browser.
    """
    browser = Client()
    given.sign_in(browser, person)
    given.confirmed(browser)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": HOST, "path": "/"}]
    )
    return browser


def read_to_the_end(page: Page, look: Callable[[Page], None]) -> int:
    """Section by section, to the button that leads to signing. How many sections there were."""
    page.get_by_role("button", name="Read it section by section").click()
    count = 1
    look(page)
    while page.get_by_role("button", name="Next section").count():
        page.get_by_role("button", name="Next section").click()
        count += 1
    page.get_by_role("button", name="Continue to sign").click()
    return count
