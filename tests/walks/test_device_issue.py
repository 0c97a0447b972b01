"""Two devices, one signature: from the desk to the receipt, on a phone and at the desk's tablet."""

import pytest
from playwright.sync_api import expect

from devices.models import DeviceStatus, Issue, IssueStatus, Manner
from tests import given
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.devices import equipment
from tests.walks.steps import come_in, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def councillor(transactional_db):
    given.council()
    equipment.terms("Keep it safe.\n\nGive it back when you leave.")
    equipment.device(asset_tag="BC-1", model="Surface Laptop 6", kind=equipment.kind("Laptop"))
    equipment.device(asset_tag="BC-2", model="iPhone 15", accessories=["charger"])
    return given.councillor()


def issue(page, councillor, where):
    page.get_by_role("link", name="Issue devices").click()
    page.get_by_label("To whom?").select_option(label=councillor.full_name)
    page.get_by_label("Asset tags").fill("bc-1\nBC-2")
    page.get_by_label(where).check()
    no_axe_violations(page)
    page.get_by_role("button", name="Issue", exact=True).click()


def accept(page, councillor):
    no_sideways_scroll(page)
    page.get_by_label("I have this equipment").check()
    page.get_by_label("Your signature").fill(councillor.full_name)
    page.get_by_role("button", name="Accept").click()
    page.get_by_label("Password", exact=True).fill(given.PASSWORD)
    page.get_by_role("button", name="Confirm and accept").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without"])
def test_two_devices_are_accepted_with_one_signature(open_page, councillor, has_script):
    desk = open_page()
    sign_in(desk, equipment.desk())
    issue(desk, councillor, "Later, in their own account. We send them an email")
    expect(desk.get_by_text("They are asked by email to accept it.")).to_be_visible()

    page = open_page(viewport=PHONE, javascript=has_script)
    sign_in(page, councillor)
    page.get_by_role("link", name="Accept your council equipment").click()
    page.get_by_role("button", name="Read the terms and accept").click()
    expect(page.get_by_text("Give it back when you leave.")).to_be_visible()
    accept(page, councillor)

    expect(page.get_by_role("heading", name="Accepted")).to_be_visible()
    expect(page.get_by_text("iPhone 15, asset tag BC-2, with charger")).to_be_visible()
    row = Issue.objects.get()
    assert row.status == IssueStatus.ACCEPTED
    assert {one.device.status for one in row.assignments.all()} == {DeviceStatus.ACTIVE}


def test_on_hand_out_day_the_councillor_signs_on_the_desks_tablet(open_page, councillor):
    page = open_page(viewport={"width": 810, "height": 1080})
    come_in(page, equipment.desk())
    page.goto("/home/")
    issue(page, councillor, "Here, on this screen")
    page.get_by_label("I have this equipment").check()
    page.get_by_label(f"Signature of {councillor.full_name}").fill("Somebody Else")
    page.get_by_label("Officer: how do you know who they are?").fill("Council pass")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("link", name=f"This is for {councillor.full_name}")).to_be_visible()
    no_axe_violations(page)
    page.get_by_label(f"Signature of {councillor.full_name}").fill(councillor.full_name)
    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_text("Who is next?")).to_be_visible()
    expect(page.get_by_label("Here, on this screen")).to_be_checked()
    row = Issue.objects.get()
    assert (row.status, row.manner) == (IssueStatus.ACCEPTED, Manner.DESK)
