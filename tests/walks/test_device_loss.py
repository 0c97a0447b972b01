"""A telephone is stolen: reported without a number, wiped, numbered, and found again."""

import re

import pytest
from playwright.sync_api import expect

from breaches.models import Incident
from devices.models import DeviceStatus, Loss
from tests import given
from tests.breaches import reports
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.devices import equipment
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_theft_from_the_call_to_the_day_it_is_found(open_page, transactional_db, javascript):
    given.council()
    device = equipment.issued(holder=given.councillor(known_as="Councillor Cedar"))
    page = open_page(viewport=PHONE, javascript=javascript)
    come_in(page, equipment.desk())

    report(page, device, look=javascript)
    press(page, "A wipe was asked for", "Record it")
    press(page, "The wipe is confirmed", "Record it")
    expect(page.locator("main .govuk-tag").first).to_have_text("Secured")
    add_number(page, "42–12345 / 26", "Crime number")
    give_reason(page, "It was found again", "A cleaner handed it in.", "Record that it was found")
    give_reason(page, "Checked: back into use", "Set up anew.", "Put it back into use")
    reports.dismissed(Incident.objects.get())
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator("main .govuk-tag").first).to_have_text("Closed")
    look_at(page, look=javascript)

    device.refresh_from_db()
    assert device.status == DeviceStatus.ACTIVE
    assert Loss.objects.get().police_references.get().reference == "42-12345 / 26"


def report(page, device, *, look):
    page.goto(device.get_absolute_url())
    page.get_by_role("button", name="Report it lost, stolen or damaged").click()
    look_at(page, look=look)
    page.get_by_label("Stolen").check()
    day, month, year = (
        page.get_by_role("group", name=re.compile("On which day were you told"))
        .get_by_label(part)
        .input_value()
        for part in ("Day", "Month", "Year")
    )
    noticed = page.get_by_role("group", name=re.compile("On which day was it noticed"))
    for part, typed in (("Day", day), ("Month", month), ("Year", year)):
        noticed.get_by_label(part).fill(typed)
    time = page.get_by_label("At what time?").input_value()
    page.get_by_label("At what time, roughly?").fill(time)
    page.get_by_label("When, where and how?").fill("Taken from a coat.")
    page.get_by_label("It was locked with a PIN or password").check()
    page.get_by_label("Councillor Cedar").check()
    page.get_by_label("By phone").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stolen")
    expect(page.locator("main")).to_contain_text("No number yet")
    look_at(page, look=look)


def press(page, link, button):
    page.get_by_role("button", name=link, exact=True).click()
    page.get_by_role("button", name=button, exact=True).click()


def add_number(page, number, kind):
    page.get_by_role("button", name="Add a police reference").click()
    page.get_by_label("Which police force?").fill("Barsetshire Police")
    page.get_by_label(kind).check()
    page.get_by_label("The number").fill(number)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("main")).not_to_contain_text("No number yet")


def give_reason(page, link, reason, button):
    page.get_by_role("button", name=link, exact=True).click()
    page.locator("textarea").fill(reason)
    page.get_by_role("button", name=button, exact=True).click()


def look_at(page, *, look):
    no_sideways_scroll(page)
    if look:
        no_axe_violations(page)
