"""A laptop is recalled, another is lent, and the loan comes back with both signatures."""

import pytest
from playwright.sync_api import expect

from devices.models import Device, DeviceStatus, Return, ReturnStatus
from tests import given
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.devices import equipment
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser


def look(page):
    no_sideways_scroll(page)
    no_axe_violations(page)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_recall_a_loan_and_a_return_with_both_signatures(open_page, transactional_db):
    given.council(desk_place="Town Hall, room 4")
    desk, councillor = equipment.desk(), given.councillor(full_name="Robin Alder")
    device, loan = equipment.issued(holder=councillor), equipment.device(accessories=["charger"])
    slot = equipment.slot()
    at_desk, phone = open_page(), open_page(viewport=PHONE)
    come_in(at_desk, desk)
    come_in(phone, councillor)

    recall(at_desk, device)
    book(phone, slot)
    lend_and_take_in(at_desk, device, loan)
    give_back(at_desk, device)
    receive(at_desk, loan, desk)
    sign(phone)

    assert Device.objects.get(pk=device.pk).status == DeviceStatus.ACTIVE
    assert Device.objects.get(pk=loan.pk).status == DeviceStatus.RETURNED
    assert Return.objects.get().status == ReturnStatus.SIGNED


def recall(page, device):
    page.goto(device.get_absolute_url())
    page.get_by_role("button", name="Recall it").click()
    look(page)
    page.get_by_label("Repair").check()
    press(page, "Recall it")
    expect(page.locator("main")).to_contain_text(device.asset_tag)


def book(page, slot):
    page.goto("/home/")
    page.get_by_role("link", name="Book a slot to bring in your tablet").click()
    look(page)
    page.get_by_label(slot.in_words).check()
    press(page, "Book this slot")
    expect(page.locator("main")).to_contain_text("Your slot")
    look(page)


def lend_and_take_in(page, device, loan):
    page.goto(f"{device.get_absolute_url()}lend/")
    page.get_by_label("What do you lend them?").fill(loan.asset_tag)
    for part, value in {"Day": "1", "Month": "12", "Year": "2027"}.items():
        page.get_by_label(part, exact=True).fill(value)
    press(page, "Lend it")
    page.get_by_role("button", name="Take it in").click()
    look(page)
    press(page, "It is here")
    expect(page.locator("main")).to_contain_text("In the workshop")


def give_back(page, device):
    page.get_by_role("button", name="Give it back").click()
    press(page, "It is back")
    expect(page.locator("main")).to_contain_text("Issued")


def receive(page, loan, desk):
    page.goto("/devices/returns/receive/")
    page.get_by_label("Asset tag").fill(loan.asset_tag)
    press(page, "Continue")
    look(page)
    page.get_by_label("Used, with the usual wear").check()
    page.get_by_label("charger").check()
    page.get_by_label("To be wiped by the desk").check()
    page.get_by_label("The councillor", exact=True).check()
    page.get_by_label("Your signature").fill(desk.full_name)
    press(page, "Receive it")
    expect(page.locator("main")).to_contain_text("To be signed by the councillor")
    look(page)


def sign(page):
    page.goto("/home/")
    page.get_by_role("link", name="Sign the receipt of what you returned").click()
    look(page)
    page.get_by_role("button", name="Sign the receipt").click()
    page.get_by_label("I have handed back").check()
    page.get_by_label("Your signature").fill("Robin Alder")
    press(page, "Sign")
    expect(page.locator("main")).to_contain_text("Signed by both sides")
    look(page)
