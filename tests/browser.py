"""A pytest plugin: real pages in a real Chromium; any complaint of the browser is a failure.

Fixtures, all for pytest-django's ``live_server``:

- ``page``: 1280 x 900, with JavaScript; ``phone``: 360 x 740, with JavaScript;
- ``plain_page`` and ``plain_phone``: the same without JavaScript;
- ``open_page(viewport=..., javascript=...)``: one more, for a second person or another size.

Each is Playwright's own ``Page`` with a browser context, so a session, of its own; ``goto`` takes
paths. When the test ends it fails if the browser wrote anything to its console, a script raised, a
request failed, something broke the Content-Security-Policy or an answer was an error. A test of an
error page says so first: ``page.expect_status(404)``.

``no_axe_violations(page)`` and ``no_sideways_scroll(page)`` are called by the test, on each page
and state that it reaches. axe is JavaScript, so it cannot look at a page that runs without: there
``no_axe_violations`` raises, and the same address with JavaScript is looked at instead (the server
sends the same HTML).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from councilgov.local.chromium import find_chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Page,
        Request,
        Response,
        ViewportSize,
    )

PROJECT = Path(__file__).resolve().parent.parent
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 30_000  # milliseconds: only a failure waits so long, and a busy machine needs it
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# WCAG 2.0, 2.1 and 2.2, levels A and AA, and axe's own best practice. No rule is left out.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


@dataclass
class Watch:
    """What the browser complained of while a page was open."""

    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.expect_status = self.expected.add  # type: ignore[attr-defined]

    def _console(self, message: ConsoleMessage) -> None:
        teller_status = "Failed to load resource: the server responded with a status of"
        if not message.text.startswith(teller_status):
            self.complaints.append(f"console, {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A download, or a page that is left before it is whole, is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"request: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"answer: {response.status} {response.url}")


def pytest_addoption(parser: pytest.Parser) -> None:
    what = "take the pictures of the documents anew"
    parser.addoption("--pictures", action="store_true", help=what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for each worker of xdist."""
    # Playwright runs an event loop in this thread, which Django takes for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = find_chromium()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a session of its own, and fails the test if one of them complained."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def one_more(*, viewport: ViewportSize = DESKTOP, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch()
        opened.append((context, watch))
        page = context.new_page()
        watch.over(page)
        return page

    yield one_more
    for context, _watch in opened:
        context.close()
    assert [complaint for _context, watch in opened for complaint in watch.complaints] == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport=PHONE)


@pytest.fixture
def plain_page(open_page: Callable[..., Page]) -> Page:
    return open_page(javascript=False)


@pytest.fixture
def plain_phone(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport=PHONE, javascript=False)


@cache
def _axe() -> str:
    return AXE.read_text()


def expect_errors(page: Page) -> None:
    """What was sent is refused: the answer is here, and whole.

    A click ends when the next page begins to arrive: for a moment that has no title, nor a summary.
    """
    expect(page).to_have_title(re.compile("^Error: "))
    page.wait_for_load_state()
    assert page.locator(".govuk-error-summary").is_visible()


def no_axe_violations(page: Page) -> None:
    """axe-core finds nothing on the page as it stands. Needs JavaScript (see the module)."""
    if not page.evaluate("'axe' in window"):
        page.context.add_init_script(path=AXE)  # for the pages that follow
        page.evaluate(_axe())
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    told = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n  {node['html']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    assert told == [], f"axe at {page.url}"
    assert len(found["passes"]) > 10, "axe looked at almost nothing"


def no_sideways_scroll(page: Page) -> None:
    """The page is no wider than its window (WCAG 1.4.10)."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    reached: int = page.evaluate("document.documentElement.scrollWidth")
    assert reached <= width, f"{page.url} is {reached} pixels wide in {width}"
