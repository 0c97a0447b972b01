"""The Monitoring Officer's morning: from the dashboard to what needs them, and it comes anew by
itself without taking anybody's place away.
"""

import re

import pytest
from playwright.sync_api import expect

from councilgov.access import Role
from tests import given
from tests.breaches import reports
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
A_MINUTE = 61_000
OPEN = re.compile("Reports? open")
FOCUS = "document.activeElement.closest('[data-refresh]')?.id ?? ''"


@pytest.fixture
def chief(transactional_db):
    given.council()
    reports.reported()
    given.published()
    return given.officer(Role.MONITORING_OFFICER)


def number(page, words):
    card = page.locator(".app-card__link").filter(has_text=words)
    return card.locator(".app-card__number")


def test_what_changes_is_shown_and_told_once_and_nobody_loses_their_place(chief, open_page):
    page = open_page()
    page.clock.install()
    come_in(page, chief)
    page.goto("/dashboard/")
    expect(page).to_have_title(re.compile(r"^\(1\) Dashboard"))
    no_axe_violations(page)
    page.get_by_text("Reports each month as a table").click()
    page.locator("#dashboard-cards a").first.focus()

    reports.reported()
    given.dead_notice()
    page.clock.fast_forward(A_MINUTE)

    expect(page).to_have_title(re.compile(r"^\(2\) Dashboard"))
    expect(page.get_by_role("status")).to_have_text("2 lines now under Waiting for you")
    expect(page.get_by_role("link", name="2 reports: say whether")).to_be_visible()
    expect(page.get_by_role("table", name="Reports each month")).to_be_visible()
    assert page.evaluate(FOCUS) == "dashboard-cards"
    expect(number(page, OPEN)).to_have_text("1")

    page.evaluate("document.activeElement.blur()")
    page.clock.fast_forward(A_MINUTE)
    expect(number(page, OPEN)).to_have_text("2")


def test_a_tab_that_nobody_sees_asks_for_nothing(chief, open_page):
    page = open_page()
    page.clock.install()
    come_in(page, chief)
    page.goto("/dashboard/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    hidden = "Object.defineProperty(document, 'hidden', {get: () => %s, configurable: true});"
    changed = "document.dispatchEvent(new Event('visibilitychange'))"

    page.evaluate(f"{hidden % 'true'}{changed}")
    page.clock.fast_forward(20 * A_MINUTE)
    assert asked == []

    page.evaluate(f"{hidden % 'false'}{changed}")
    with page.expect_response("**/dashboard/"):
        page.clock.fast_forward(A_MINUTE)
    assert len(asked) == 1


def test_signed_out_elsewhere_what_stands_there_stays(chief, open_page):
    page = open_page()
    page.clock.install()
    browser = come_in(page, chief)
    page.goto("/dashboard/")
    browser.session.flush()

    with page.expect_response("**/accounts/login/**"):
        page.clock.fast_forward(A_MINUTE)

    expect(page).to_have_title(re.compile("Dashboard"))
    expect(number(page, OPEN)).to_have_text("1")


def test_a_morning_on_a_phone_without_javascript(chief, open_page):
    page = open_page(viewport=PHONE, javascript=False)
    come_in(page, chief)

    page.goto("/home/")
    page.get_by_role("link", name="Dashboard", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dashboard")
    no_sideways_scroll(page)
    page.get_by_text("Reports each month as a table").click()
    page.get_by_role("table", name="Reports each month").get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Reports")
    expect(page.get_by_text("1 report", exact=True)).to_be_visible()
