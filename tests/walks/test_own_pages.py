"""Pages that are there for one person alone: axe finds nothing, and they fit a narrow window."""

from datetime import date

import pytest
from django.urls import reverse

from consent.leaving.carrying import sweep_leavers
from councilgov.deadlines import end_of_day
from councilgov.people.actions import move_end
from councilgov.people.models import EndReason
from tests.addresses import TABLE, contact, logged, share, way
from tests.browser import no_axe_violations, no_sideways_scroll
from tests.consent.leavers import OVER, SEALED, appointed, fresh, on
from tests.offboarding.leavers import completed
from tests.walks.own import (
    ANSWERER,
    ASKER,
    ENQUIRER,
    LEAVER,
    LISTED,
    OPENER,
    OWNER,
    READER,
    TOLD,
    UNSAFE,
    whose,
)
from tests.walks.steps import come_in
from tests.walks.test_every_page import NARROW, look, look_if_new

pytestmark = pytest.mark.browser
OF_AN_OWNER = (contact, way, logged, share)
NOT_THEIRS = {"consent:shared_record", "consent:decide", "consent:receipt_text"}
NOT_NOW = {"consent:theirs_after_all", "consent:record_test"}
PAGES = {
    OWNER: [
        *(
            name
            for name, row in TABLE.items()
            if row.args in OF_AN_OWNER and row.method == "get" and name not in NOT_THEIRS | NOT_NOW
        ),
        "consent:opening",
        "consent:openings",
        "consent:readings",
        "consent:shares",
        "consent:going",
        "consent:social_accounts",
        "consent:moderations",
        "imports:imports",
    ],
    READER: ["consent:shared_with_me", "consent:shared_record"],
    OPENER: ["consent:opening", "consent:opened_people", "consent:opened_person"],
    ENQUIRER: ["consent:enquiry", "consent:council_record"],
    ASKER: [
        "breaches:advice",
        "breaches:advice_request",
        "breaches:change_advice",
        "breaches:reply_advice",
        "breaches:withdraw_advice",
    ],
    ANSWERER: [
        "breaches:own_complaints",
        "breaches:own_complaint",
        "breaches:acknowledge_own_complaint",
        "breaches:answer_own_complaint",
        "breaches:share_own_complaint",
        "breaches:end_share_own_complaint",
    ],
    LISTED: [
        "breaches:confidential",
        "breaches:readers",
        "breaches:add_reader",
        "breaches:remove_reader",
        "breaches:end_confidentiality",
        "breaches:confidential_opening",
    ],
    UNSAFE: [
        "breaches:report_safety",
        "breaches:safety_reports",
        "breaches:safety_report",
        "breaches:choose_safety",
        "breaches:add_safety_entry",
        "breaches:add_safety_police",
        "breaches:add_safety_files",
        "breaches:safety_remove_file",
        "breaches:close_safety",
    ],
    TOLD: [
        "breaches:safety_reports",
        "breaches:safety_report",
        "breaches:add_safety_entry",
        "breaches:support_safety",
    ],
    LEAVER: [
        "consent:leaving",
        "consent:decide",
        "consent:decide_all",
        "consent:confirm_file",
        "offboarding:mine",
        "offboarding:choose_contact",
    ],
}


@pytest.mark.parametrize("who", PAGES)
def test_every_page_of_ones_own_is_accessible(open_page, world, who, is_new):
    page = open_page(viewport=NARROW)
    client = come_in(page, whose(who, world))

    for name in PAGES[who]:
        look_if_new(page, world, name, client, is_new)


def test_whoever_takes_everything_with_them_sees_accessible_pages(open_page, world):
    page = open_page(viewport=NARROW)
    come_in(page, whose(OWNER, world))
    look(page, world, "consent:export_record")

    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Your file is ready.").wait_for()
    no_axe_violations(page)
    no_sideways_scroll(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the file").click()

    assert taken.value.suggested_filename.endswith(".zip")
    assert page.url.endswith(reverse("consent:export_record"))


def test_what_was_not_chosen_for_is_sealed_on_accessible_pages(open_page, world):
    leaver = whose(LEAVER, world)
    for day in (OVER, SEALED):
        with on(day):
            sweep_leavers()
    with on(SEALED):
        page = open_page(viewport=NARROW)
        come_in(page, fresh(appointed(leaver)))  # who left, and has no office, can't sign in

        for name in ("consent:leaving", "consent:decide_all"):
            look(page, world, name)
        page.goto(reverse("consent:leaving"))

        assert page.get_by_text("is sealed: nobody reads it in the portal").is_visible()


def test_whoever_left_sees_accessible_pages_until_they_see_whom_to_ring(open_page, world):
    leaver = completed().councillor
    page = open_page(viewport=NARROW)
    page.expect_status(403)
    come_in(page, leaver)
    page.goto(reverse("home"))
    page.get_by_role("heading", name="Receipt for leaving office").wait_for()
    no_axe_violations(page)
    no_sideways_scroll(page)
    page.goto(reverse("policies:policies"))
    page.goto(reverse("devices:equipment"))
    page.get_by_role("heading", name="This page is not open to you any more").wait_for()
    no_axe_violations(page)

    end = leaver.terms.get()
    move_end(term=end, ends_at=end_of_day(date(2026, 1, 5)), reason=EndReason.RETIRED, by=None)
    page.goto(reverse("home"))

    page.get_by_role("heading", name="This account no longer opens the portal").wait_for()
    no_axe_violations(page)
    no_sideways_scroll(page)
