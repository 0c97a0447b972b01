"""A resignation comes at two minutes to midnight on a bank holiday."""

from datetime import date

import pytest
from playwright.sync_api import expect

from councilgov.access import Role
from councilgov.offboarding.models import OffboardingCase
from tests import given
from tests.browser import PHONE
from tests.offboarding.leavers import system
from tests.walks import leaving
from tests.walks.leaving import at, clockwork, heading, look, open_case, press, told
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
NAME, CONTACTS = "Ray Resigner", "/contacts/"
HOLIDAY, DAY_AFTER = date(2026, 12, 28), date(2026, 12, 29)
"""Monday, instead of Boxing Day, and Tuesday. Day ten is 12 January."""


@pytest.fixture
def term(transactional_db):
    with at("2026-12-10 10:00"):
        given.council(members_services_phone="01632 960125")
        system("Email")
        return given.councillor(full_name=NAME).terms.get()


def enter_it(page, term):
    """First with the wrong day: a time to come is refused at its box, and nothing is lost."""
    leaving.end_of(page, term, "Resigned")
    leaving.type_day(page, "On which day did the council receive it?", DAY_AFTER)
    page.get_by_label("At what time?").fill("11:58pm")
    press(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_label("At what time?")).to_have_value("11:58pm")
    leaving.type_day(page, "On which day did the council receive it?", HOLIDAY)
    press(page, "Continue")
    told(page, "11:58pm on 28 December 2026")
    told(page, "A case of leaving office starts at once.")
    told(page, "ends by Tuesday 12 January 2027")
    look(page)
    leaving.save_end(page)


def oversee(page, monitoring):
    """The Monitoring Officer finds who is late, and lets go what is not needed."""
    come_in(page, monitoring)
    page.goto("/home/")
    page.get_by_role("link", name="1 leaver is overdue").click()
    told(page, "1 leaver, 1 overdue")
    told(page, "1 day late")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Not needed (Tell insurers and payroll)").click()
    page.get_by_label("Why is it not needed?").fill("They had no allowance and no insurance.")
    press(page, "Record that it is not needed")
    told(page, "Recorded: it is not needed.")
    look(page)


def on_the_holiday(phone, councillor):
    """A minute before, they are in office, and have everything."""
    come_in(phone, councillor)
    phone.goto(CONTACTS)
    heading(phone, "Your contacts")


def the_morning_after(page, phone, term):
    come_in(page, given.officer(Role.MEMBERS_SERVICES))
    enter_it(page, term)
    come_in(phone, term.councillor)
    phone.expect_status(403)
    phone.goto(CONTACTS)
    heading(phone, "This page is not open to you any more")
    phone.goto("/leavers/mine/")
    told(phone, "Your last day was Monday 28 December 2026.")
    look(phone)


def the_day_after_day_ten(page, phone, term):
    clockwork()
    oversee(page, given.officer(Role.MONITORING_OFFICER))
    come_in(phone, term.councillor)
    leaving.is_shut_out(phone)
    open_case(page, given.officer(Role.ICT_DESK), NAME)
    leaving.close_accounts(page, "suspended")
    leaving.close_accounts(page, "terminated")


def test_a_resignation_at_two_minutes_to_midnight_on_a_bank_holiday(open_page, term):
    page, phone = open_page(), open_page(viewport=PHONE)
    with at("2026-12-28 23:57"):
        on_the_holiday(phone, term.councillor)
    with at("2026-12-29 09:00"):
        the_morning_after(page, phone, term)
    with at("2027-01-13 09:00"):
        the_day_after_day_ten(page, phone, term)

    case = OffboardingCase.objects.get(term=term)
    assert (case.last_day, case.access_due_on) == (HOLIDAY, date(2027, 1, 12))
