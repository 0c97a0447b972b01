"""A complaint from a phone without JavaScript, and its answer on the pages of an officer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from breaches.complaining import robots
from breaches.models import Complaint
from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.notices.texts import letter, part_of
from tests import given
from tests.breaches import grievances
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(transactional_db):
    given.council()
    return given.officer(Role.INFORMATION_OFFICER)


def test_from_the_footer_to_the_answer(open_page, officer, monkeypatch):
    complain(open_page(viewport=PHONE, javascript=False), monkeypatch)
    row = Complaint.objects.get()

    page = open_page(viewport=PHONE)
    come_in(page, officer)
    acknowledge(page, row)
    answer(page)

    row.refresh_from_db()
    assert (row.status, row.outcome) == ("outcome_sent", "upheld")
    notice = Notice.objects.get(kind="complaint_outcome")
    assert notice.email == grievances.EMAIL
    assert grievances.ANSWER in letter([part_of(notice)], notice).body


def test_about_ward_work_the_councillor_answers(open_page, officer):
    councillor = given.councillor()
    row = grievances.received(about="councillor")
    page = open_page(viewport=PHONE)
    come_in(page, officer)
    pass_on(page, row, councillor)

    phone = open_page(viewport=PHONE, javascript=False)
    come_in(phone, councillor)
    answer_own(phone, row)

    page.reload()
    expect(page.locator("main")).to_contain_text(f"Passed to {councillor.full_name}")
    expect(page.locator("main")).not_to_contain_text("Not upheld")


def pass_on(page, row, councillor):
    page.goto(row.get_absolute_url())
    page.get_by_role("button", name="Say which councillor").click()
    page.get_by_label("Which councillor?").select_option(label=str(councillor))
    page.get_by_label("Their ward work").check()
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("button", name="Pass it to the councillor").click()
    page.get_by_label("By email, from here").check()
    no_sideways_scroll(page)
    send_checked(page)
    expect(page.locator("main .govuk-tag").first).to_have_text("Passed to the councillor")


def answer_own(page, row):
    page.goto("/home/")
    page.get_by_role("link", name=f"Answer a complaint about your ward work: {row}").click()
    expect(page.locator("main")).to_contain_text("You are not on your own")
    no_sideways_scroll(page)
    page.get_by_role("button", name="I have told them that I have it").click()
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("button", name="I have answered them").click()
    page.get_by_label("Not upheld").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("main .govuk-tag").first).to_have_text("Answered")


def complain(page, monkeypatch):
    """Whoever is quicker than any person presses once more, and has lost nothing."""
    page.goto("/policies/")
    page.get_by_role("link", name="Complain about personal information").click()
    no_sideways_scroll(page)
    expect(page.locator("main")).to_contain_text("01632 960126")
    page.get_by_label("What is your complaint?").fill(grievances.WORDS)
    page.get_by_label("The council, or somebody who works for it").check()
    page.get_by_label("Your name").fill(grievances.NAME)
    page.get_by_label("Your email address").fill(grievances.EMAIL)
    page.get_by_role("button", name="Send my complaint").click()
    expect(page.locator("main")).to_contain_text("could not tell whether a person sent this")
    expect(page.get_by_label("What is your complaint?")).to_have_value(grievances.WORDS)
    no_sideways_scroll(page)
    monkeypatch.setattr(robots, "AT_LEAST", timedelta(0))
    page.get_by_role("button", name="Send my complaint").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your complaint")
    expect(page.locator("main")).to_contain_text(Complaint.objects.get().reference)
    no_sideways_scroll(page)


def acknowledge(page, row):
    """From the home page, with the words that are there already."""
    page.goto("/home/")
    page.get_by_role("link", name="1 complaint to acknowledge").click()
    expect(page.locator("main")).to_contain_text("29 days left")
    look_at(page)
    page.get_by_role("link", name=row.reference).click()
    expect(page.locator("main")).to_contain_text(grievances.NAME)
    look_at(page)
    page.get_by_role("button", name="Acknowledge it").click()
    expect(page.get_by_label("What are they told?")).to_have_value(re.compile(row.reference))
    page.get_by_label("By email, from here").check()
    look_at(page)
    send_checked(page)
    expect(page.locator("main .govuk-tag").first).to_have_text("Acknowledged")


def send_checked(page):
    """Once its words were looked at."""
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check the email")
    expect(page.locator("main")).to_contain_text(grievances.EMAIL)
    look_at(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(f"Sent to {grievances.EMAIL}")).to_be_visible()


def answer(page):
    page.get_by_role("button", name="Begin to look into it").click()
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_label("Upheld: something went wrong").check()
    page.get_by_label("What are they told?").fill(grievances.ANSWER)
    page.get_by_label("By email, from here").check()
    send_checked(page)
    expect(page.locator("main .govuk-tag").first).to_have_text("Answered")
    expect(page.locator("main")).to_contain_text(grievances.ANSWER)
    look_at(page)


def look_at(page):
    no_sideways_scroll(page)
    no_axe_violations(page)
