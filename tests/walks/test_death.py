"""A councillor dies: nothing reaches them, and a relative brings what is the council's."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from councilgov.access import Role
from councilgov.notices.actions import deliver
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
NAME, RELATIVE = "Dora Departed", "Rowan Departed"


@pytest.fixture
def term(transactional_db):
    with at("2026-11-02 10:00"):
        given.council(members_services_phone="01632 960125")
        system("Email")
        councillor = given.councillor(full_name=NAME)
        equipment.issued(holder=councillor)
        people.person(councillor=councillor)
    return councillor.terms.get()


def record_it(page, term):
    leaving.end_of(page, term, "Died")
    leaving.type_day(page, "Last day in office", date(2026, 11, 22))
    press(page, "Continue")
    told(page, "Nothing is sent to them any more, and nobody can sign in as them.")
    leaving.save_end(page)


def name_relative(page, services):
    """Members' services speak with the family, and say who brings the laptop."""
    open_case(page, services, NAME)
    told(page, "Nothing is sent. Members’ services speak with the family.")
    press(page, "Say who brings the equipment")
    page.get_by_label("Who brings the equipment?").fill(RELATIVE)
    page.get_by_label("Their phone number").fill("01632 960111")
    press(page, "Save")
    told(page, f"{RELATIVE}, 01632 960111")
    look(page)


def post_letter(page):
    """To the family: printed, posted and noted."""
    page.goto("/home/")
    page.get_by_role("link", name="1 letter to post").click()
    told(page, "Equipment, to the family")
    look(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Print the letter (PDF)").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="I have posted it").click()
    told(page, "No letter is due.")


def two_days_after(page, phone, term):
    """Whoever has the open phone in their hands is shut out at the next press."""
    services = given.officer(Role.MEMBERS_SERVICES)
    come_in(phone, term.councillor)
    phone.goto("/home/")
    heading(phone, "Hello")
    come_in(page, services)
    record_it(page, term)
    leaving.is_shut_out(phone)
    look(phone)
    clockwork()
    name_relative(page, services)
    post_letter(page)


def at_the_desk(page, device):
    desk = given.officer(Role.ICT_DESK)
    open_case(page, desk, NAME)
    leaving.close_accounts(page, "suspended")
    leaving.close_accounts(page, "terminated")
    leaving.take_back(page, device, desk, brought_by=RELATIVE)


def test_a_death(open_page, term):
    page, phone = open_page(), open_page(viewport=PHONE)
    with at("2026-11-24 09:00"):
        two_days_after(page, phone, term)
    with at("2026-12-03 11:00"):
        at_the_desk(page, term.councillor.devices.get())
    with at("2026-12-09 11:00"):  # the people whom they noted are sealed by now
        clockwork()
        open_case(page, given.officer(Role.MEMBERS_SERVICES), NAME)
        leaving.do_the_rest(page)
        page.get_by_role("button", name="See the receipt").click()
        told(page, "Equipment returned")
        deliver(until=timezone.now() + timedelta(seconds=5))

    assert OffboardingCase.objects.get(term=term).status == CaseStatus.COMPLETED
    assert term.councillor.email not in {address for sent in mail.outbox for address in sent.to}
