"""A phone with the second step on it, stolen at 11 on a Saturday night, reported from a borrowed
one: nobody can sign in, and the hours count all the same.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import expect

from breaches.models import Incident, LossReport
from councilgov.days import LONDON
from devices.losses.ending import write_off
from devices.losses.police import waive_police
from devices.models import Loss
from tests import given
from tests.breaches import reports
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.devices import equipment
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser

STOLEN = datetime(2026, 11, 21, 23, 0, tzinfo=LONDON)
REPORTED = STOLEN + timedelta(minutes=20)
RUNG_BACK = STOLEN + timedelta(minutes=40)
MONDAY = datetime(2026, 11, 23, 9, 10, tzinfo=LONDON)
WHAT = "My council phone was stolen. My codes for signing in are on it."


@pytest.fixture
def clock():
    with time_machine.travel(REPORTED, tick=True) as traveller:
        yield traveller


@pytest.fixture
def device(transactional_db, clock):
    """The phone of a councillor, of a council that somebody answers by night."""
    given.council(desk_night_phone="01632 960199")
    councillor = given.councillor(full_name="Robin Alder", known_as="Councillor Alder")
    return equipment.issued(holder=councillor, model="iPhone 15")


def test_from_a_borrowed_phone_to_the_end(open_page, device, clock):
    officer, desk = reports.handler(), equipment.desk()
    report_it(open_page(viewport=PHONE, javascript=False))

    clock.move_to(RUNG_BACK)
    page = open_page(viewport=PHONE)
    come_in(page, officer)
    ring_back(page, device)
    rule_on_it(page)

    clock.move_to(MONDAY)
    at_the_desk = open_page()
    come_in(at_the_desk, desk)
    secure_it(at_the_desk)
    decide(officer, desk)
    come_in(page, officer)
    close_both(page, at_the_desk)


def report_it(page):
    """Signed out, without a script: whom to ring, and four questions."""
    page.goto("/accounts/login/")
    page.get_by_role("link", name=re.compile("lost or stolen, and I can’t sign in")).click()
    main = page.locator("main")
    expect(main).to_contain_text("is shut now")
    expect(main.locator("strong").first).to_have_text("01632 960199")
    no_sideways_scroll(page)
    page.get_by_label("Your name").fill("Robin Alder")
    page.get_by_label("What is gone or damaged?").fill(WHAT)
    for part, typed in (("Day", "21"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_label("At what time, roughly?").fill("11pm")
    page.get_by_label("On which number do we ring you back?").fill("07700 900611")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We ring you back")
    no_sideways_scroll(page)


def ring_back(page, device):
    """By night the information officer is told too, and rings back at once."""
    page.goto("/home/")
    page.get_by_role("link", name="1 loss to ring back about, not checked yet").click()
    page.get_by_role("link", name=re.compile("Loss report")).click()
    expect(page.locator("main")).to_contain_text("Not checked: anybody can send this")
    expect(page.locator("main")).to_contain_text("07700 900611")
    look_at(page)
    page.get_by_role("button", name="It is true: name the device").click()
    page.get_by_label("Which device is it?").fill(device.asset_tag)
    page.get_by_label("Whoever has the device").check()
    page.get_by_label("Stolen").check()
    page.get_by_label("It was not locked").check()
    look_at(page)
    page.get_by_role("button", name="Join it").click()
    expect(page.locator("main")).to_contain_text("Joined. What is missing is to be secured now.")


def rule_on_it(page):
    """The case leads to the triage. It counts from when its councillor noticed it on Saturday."""
    page.get_by_role("link", name="Is people’s information affected?").click()
    page.get_by_role("link", name="It is a breach of personal data").click()
    page.locator("textarea").fill("It was unlocked, and council email is on it.")
    page.get_by_role("button", name="Record the breach").click()
    main = page.locator("main")
    expect(main).to_contain_text("Aware since 11:00pm GMT on Saturday 21 November 2026")
    expect(main).to_contain_text("11:00pm GMT on Tuesday 24 November 2026")
    look_at(page)


def secure_it(page):
    page.goto(Loss.objects.get().get_absolute_url())
    for link in ("A wipe was asked for", "The wipe is confirmed"):
        page.get_by_role("button", name=link, exact=True).click()
        page.get_by_role("button", name="Record it", exact=True).click()
    expect(page.locator("main .govuk-tag").first).to_have_text("Secured")


def decide(officer, desk):
    """What other walks do on its pages."""
    loss, incident = Loss.objects.get(), Incident.objects.get()
    write_off(loss=loss, value=Decimal(100), reason="Not found.", by=desk)
    waive_police(loss=loss, reason="The insurer needs none.", by=desk)
    reports.contained(incident, by=officer)
    reports.spared(incident.assessments.get(), by=reports.decider())


def close_both(page, at_the_desk):
    page.goto(Incident.objects.get().get_absolute_url())
    page.get_by_role("button", name="Close it").click()
    page.locator("textarea").fill("Codes for signing in go on a second device.")
    page.get_by_role("button", name="Close it").click()
    expect(page.locator("main .govuk-tag").first).to_have_text("Closed")
    at_the_desk.goto(Loss.objects.get().get_absolute_url())
    at_the_desk.get_by_role("button", name="Close the case").click()
    expect(at_the_desk.locator("main .govuk-tag").first).to_have_text("Closed")
    incident = Incident.objects.get()
    assert (incident.noticed_at, incident.reported_via) == (STOLEN, "signed_out")
    assert LossReport.objects.get().status == "joined"


def look_at(page):
    no_sideways_scroll(page)
    no_axe_violations(page)
