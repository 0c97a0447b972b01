"""What was recorded on paper is disputed and settled, and questions are answered, on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from councilgov.access import Role
from policies.models import Acknowledgement
from tests import given
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]


def look(page):
    no_sideways_scroll(page)
    no_axe_violations(page)


def test_a_paper_is_recorded_disputed_and_set_aside(open_page):
    councillor, version = given.councillor(), given.published()
    officers = open_page(viewport=PHONE), open_page(viewport=PHONE)
    come_in(officers[0], given.officer(Role.MEMBERS_SERVICES))
    come_in(officers[1], given.officer(Role.MONITORING_OFFICER))
    mine = open_page(viewport=PHONE)
    come_in(mine, councillor)

    record(officers[0], version, councillor)
    dispute(mine)
    set_aside(officers[1])

    assert version.acknowledgements.live().get().is_due
    mine.reload()
    expect(mine.get_by_role("heading", level=1)).to_contain_text("set aside")
    look(mine)


def record(page, version, councillor):
    page.goto(version.get_absolute_url())
    page.get_by_role("link", name="Record signatures given on paper or by phone").click()
    page.get_by_label(councillor.full_name).check()
    page.get_by_label("On paper").check()
    page.get_by_label("Where are the papers kept?").fill("File 7")
    today = Acknowledgement.objects.get().asked_on
    for name, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(name, exact=True).fill(str(value))
    page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_role("button", name="Record 1 signature").click()
    expect(page.get_by_text("1 signature is recorded")).to_be_visible()


def dispute(page):
    page.goto(reverse("policies:receipt", args=[Acknowledgement.objects.get().pk]))
    look(page)
    page.get_by_role("button", name="I did not sign this").click()
    look(page)
    page.get_by_label("What is wrong?").fill("I was not there.")
    page.get_by_role("button", name="Send it to the Monitoring Officer").click()
    look(page)


def set_aside(page):
    page.goto("/home/")
    page.get_by_role("link", name="1 disputed signature to decide on").click()
    page.get_by_role("link", name="Robin Alder").click()
    page.get_by_label("No, it is set aside").check()
    page.get_by_label("Why?").fill("No paper was found.")
    look(page)
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_text("Your decision is saved")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_wrong_answer_is_explained_and_the_right_one_leads_to_signing(open_page, javascript):
    councillor = given.councillor()
    version = given.approved()
    given.question(version, anchor=version.text[-1].anchor)
    given.publish(version)
    page = open_page(viewport=PHONE, javascript=javascript)
    come_in(page, councillor)

    page.goto(reverse("policies:sign_policy", args=[version.policy.slug]))
    page.get_by_label("Within a week").check()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("Not quite.")).to_be_visible()
    no_sideways_scroll(page)
    if javascript:
        no_axe_violations(page)
    page.get_by_label("At once").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign Protocol")
