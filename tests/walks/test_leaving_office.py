"""A councillor leaves office over Christmas, until the case is closed."""

from datetime import date

import pytest
from playwright.sync_api import expect

from councilgov.access import Role
from councilgov.offboarding import sweeping
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from tests import given
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.offboarding.leavers import on, system
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
NAME = "Cora Councillor"


@pytest.fixture
def term(transactional_db):
    given.council(members_services_phone="01632 960125")
    system("Email")
    system("Building pass")
    return given.councillor(full_name=NAME).terms.get()


def swept():
    for step in sweeping.STEPS:
        step()


def end_it(page, term):
    """Members' services enter the last day, and read what follows before they save it."""
    page.goto(f"/people/{term.councillor_id}/")
    page.get_by_role("link", name="End this term").click()
    page.get_by_label("Not re-elected").check()
    day = page.get_by_role("group", name="Last day in office")
    for part, number in (("Day", "18"), ("Month", "12"), ("Year", "2026")):
        day.get_by_label(part).fill(number)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("ends by Wednesday 6 January 2027")).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("button", name="Save the end of the term").click()
    expect(page.get_by_text("The end of the term is recorded.")).to_be_visible()


def say_how(page):
    """The leaver says on a phone how they can be reached."""
    page.goto("/home/")
    page.get_by_role("link", name="See what to do when you leave office").click()
    expect(page.get_by_text("Your last day is in 7 days")).to_be_visible()
    page.get_by_role("link", name="Say how we can reach you").click()
    page.get_by_label("By email, at an address of my own").check()
    page.get_by_label("Your own email address").fill("cora@home.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Thank you.")).to_be_visible()
    no_axe_violations(page)
    no_sideways_scroll(page)


def close_accounts(page, verb):
    page.goto("/leavers/")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("button", name=f"Say which accounts you {verb}").click()
    page.get_by_role("button", name=f"Say that they are {verb}").click()
    expect(page.get_by_text(f"Noted: the accounts are {verb}.")).to_be_visible()


def do_the_rest(page):
    """One green button after the other, to the end."""
    page.goto("/leavers/")
    page.get_by_role("link", name=NAME).click()
    for _task in range(3):
        page.get_by_role("button", name="Say that it is done").click()
        page.get_by_label("What was done?").fill("Done and checked.")
        page.get_by_role("button", name="Say that it is done").click()
        expect(page.get_by_text("Noted: it is done.")).to_be_visible()
    no_axe_violations(page)
    for _page in range(2):
        page.get_by_role("button", name="Complete this case").click()
    expect(page.get_by_text("The case is completed.")).to_be_visible()


def test_a_leaver_from_the_last_day_to_closed_over_christmas(open_page, term):
    services, desk = given.officer(Role.MEMBERS_SERVICES), given.officer(Role.ICT_DESK)
    page, phone = open_page(), open_page(viewport=PHONE)
    with on("2026-12-11"):
        come_in(page, services)
        end_it(page, term)
        come_in(phone, term.councillor)
        say_how(phone)
    with on("2026-12-21"):
        swept()
        come_in(page, desk)
        close_accounts(page, "suspended")
    with on("2027-01-05"):
        come_in(page, desk)
        close_accounts(page, "terminated")
        swept()
        come_in(page, services)
        do_the_rest(page)

    case = OffboardingCase.objects.get(term=term)
    assert (case.status, case.access_due_on) == (CaseStatus.COMPLETED, date(2027, 1, 6))
    assert case.private_address == "cora@home.example"
