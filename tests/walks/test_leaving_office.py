"""A councillor leaves office over Christmas, from the last day until the case is closed."""

from datetime import date

import pytest

from councilgov.access import Role
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from tests import given
from tests.browser import PHONE
from tests.consent import people
from tests.devices import equipment
from tests.offboarding.leavers import system
from tests.walks import leaving
from tests.walks.leaving import at, clockwork, heading, look, open_case, press, told
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
NAME, LAST_DAY = "Cora Councillor", date(2026, 12, 18)
"""A Friday. Day ten is Wednesday 6 January (golden/working_days.csv)."""


@pytest.fixture
def term(transactional_db):
    """Of somebody with a laptop, two people whom they noted, and accounts in two systems."""
    with at("2026-12-10 10:00"):
        given.council(members_services_phone="01632 960125")
        system("Email")
        system("Building pass")
        councillor = given.councillor(full_name=NAME)
        equipment.issued(holder=councillor)
        people.person(councillor=councillor)
        people.person(councillor=councillor)
    return councillor.terms.get()


def end_it(page, term):
    """Members' services enter the last day, and read what follows before they save it."""
    leaving.end_of(page, term, "Not re-elected")
    leaving.type_day(page, "Last day in office", LAST_DAY)
    press(page, "Continue")
    told(page, "ends by Wednesday 6 January 2027")
    look(page)
    leaving.save_end(page)


def say_how(phone):
    """The leaver says how they can be reached, and reads how long it still is."""
    phone.goto("/home/")
    phone.get_by_role("link", name="See what to do when you leave office").click()
    told(phone, "Your last day is in 7 days")
    phone.get_by_role("link", name="Say how we can reach you").click()
    phone.get_by_label("By email, at an address of my own").check()
    phone.get_by_label("Your own email address").fill("cora@home.example")
    press(phone, "Save")
    told(phone, "Saved. Thank you.")
    look(phone)


def choose_for_contacts(phone):
    """After the last day nothing but what is left to do opens."""
    phone.expect_status(403)
    phone.goto("/contacts/")
    heading(phone, "This page is not open to you any more")
    phone.get_by_role("link", name="See what you can still do here").click()
    phone.get_by_role("link", name="Say what becomes of your contacts").click()
    press(phone, "Choose for all who are left")
    phone.get_by_label("Delete them", exact=True).check()
    press(phone, "Save")
    told(phone, "Noted for 2 people.")


def sign_return(phone):
    phone.goto("/home/")
    phone.get_by_role("link", name="Sign the receipt of what you returned").click()
    press(phone, "Sign the receipt")
    phone.get_by_label("I have handed back").check()
    phone.get_by_label("Your signature").fill(NAME)
    press(phone, "Sign")
    told(phone, "Signed by both sides")


def read_receipt(phone):
    """Home, and the page of what was left to do, lead to the receipt of it all."""
    for address in ("/leavers/mine/", "/home/"):
        phone.goto(address)
        heading(phone, "Receipt for leaving office")
    told(phone, "Equipment returned")
    told(phone, "2 deleted here")
    told(phone, "Building pass: suspended at")
    look(phone)


def before_christmas(page, phone, term):
    with at("2026-12-11 10:00"):
        come_in(page, given.officer(Role.MEMBERS_SERVICES))
        end_it(page, term)
        come_in(phone, term.councillor)
        say_how(phone)
    with at("2026-12-21 10:00"):
        clockwork()
        open_case(page, given.officer(Role.ICT_DESK), NAME)
        leaving.close_accounts(page, "suspended")
        come_in(phone, term.councillor)
        choose_for_contacts(phone)


def at_the_desk(page, phone, councillor):
    """The day before day ten: accounts are closed, and the laptop is there."""
    desk = given.officer(Role.ICT_DESK)
    open_case(page, desk, NAME)
    leaving.close_accounts(page, "terminated")
    leaving.take_back(page, councillor.devices.get(), desk)
    come_in(phone, councillor)
    sign_return(phone)
    clockwork()


def test_a_leaver_from_the_last_day_to_closed_over_christmas(open_page, term):
    page, phone = open_page(), open_page(viewport=PHONE)
    before_christmas(page, phone, term)
    with at("2027-01-05 16:00"):
        at_the_desk(page, phone, term.councillor)
        open_case(page, given.officer(Role.MEMBERS_SERVICES), NAME)
        leaving.do_the_rest(page)
        page.get_by_role("button", name="See the receipt").click()
        heading(page, "Receipt for leaving office")
        read_receipt(phone)
    with at("2027-01-07 09:00"):
        come_in(phone, term.councillor)
        leaving.is_shut_out(phone)

    case = OffboardingCase.objects.get(term=term)
    assert (case.status, case.access_due_on) == (CaseStatus.COMPLETED, date(2027, 1, 6))
    assert case.private_address == "cora@home.example"
