"""The kit in a real Chromium: with and without JavaScript, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests import given
from tests.browser import PHONE, Watch, expect_errors, no_axe_violations, no_sideways_scroll
from tests.forms.pages import SIGNER
from tests.forms.test_registers import things

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.forms.pages")]
PAGES = ["/test/report/", "/test/sign/", "/test/things/?search=thing", "/accounts/login/"]


@pytest.fixture(autouse=True)
def _council(live_server):  # its database, not another
    given.council()
    things(30, name="thing_with_a_name_that_is_whole")


def send(page):
    page.locator("main form").last.locator("button[type=submit]").last.click()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_on_a_desk(page, address):
    page.goto(address)

    no_axe_violations(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_on_a_phone(phone, address):
    phone.goto(address)

    no_axe_violations(phone)
    no_sideways_scroll(phone)


@pytest.mark.parametrize("address", ["/test/report/", "/test/sign/", "/accounts/login/"])
def test_a_form_with_errors_is_accessible_at_320_pixels(open_page, address):
    page = open_page(viewport={"width": 320, "height": 700})
    page.goto(address)
    send(page)

    expect_errors(page)
    no_axe_violations(page)
    no_sideways_scroll(page)


def test_a_register_with_a_bad_filter_is_accessible(phone):
    phone.goto("/test/things/?shape=triangle")

    assert phone.locator(".govuk-error-summary").is_visible()
    no_axe_violations(phone)
    no_sideways_scroll(phone)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
def test_an_error_page_is_accessible(page, status):
    kinds = {400: "bad", 403: "forbidden", 409: "refused", 500: "broken", 503: "closed"}
    page.expect_status(status)
    page.goto(f"/test/wrong/{kinds[status]}/" if status in kinds else "/test/nowhere/")

    no_axe_violations(page)
    no_sideways_scroll(page)


def test_the_error_summary_takes_the_focus_and_leads_to_the_box(page):
    page.goto("/test/report/")
    send(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()

    page.get_by_role("link", name="Tell us what happened").click()

    expect(page.locator("#id_summary")).to_be_focused()


def fill_in(page):
    page.fill("#id_summary", "A phone was left on a bus.")
    expect(page.locator("#id_asset_tag")).to_be_hidden()
    page.get_by_label("A lost device").first.check()
    page.fill("#id_asset_tag", "BC-01432")
    for part, text in {"day": "27", "month": "3", "year": "2026"}.items():
        page.fill(f"#id_happened_on-{part}", text)
    page.locator("[name=people]").first.check()
    page.select_option("#id_channel", "e")
    page.fill("#id_password", "correct horse")
    page.locator("#id_is_true").check()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_report_is_sent(open_page, javascript):
    page = open_page(viewport=PHONE, javascript=javascript)
    page.goto("/test/report/")
    fill_in(page)
    send(page)

    expect(page.get_by_text("We have your report.")).to_be_visible()
    expect(page.get_by_text("Keep the reference.")).to_be_visible()


def test_back_from_a_form_that_was_sent_in_vain_first_shows_the_form_again(page):
    page.goto("/test/report/")
    send(page)
    expect_errors(page)
    fill_in(page)
    send(page)
    expect(page.get_by_text("We have your report.")).to_be_visible()

    page.go_back()

    expect(page.locator("#id_summary")).to_be_visible()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def test_a_success_is_read_out_and_nothing_else_is_wrong_with_it(page):
    test_a_report_is_sent(lambda **_options: page, javascript=True)

    expect(page.get_by_role("alert")).to_be_focused()
    no_axe_violations(page)


def test_characters_are_counted_down(page):
    page.goto("/test/report/")
    page.fill("#id_summary", "x" * 201)

    expect(page.get_by_text("You have 1 character too many").first).to_be_visible()


def test_a_password_can_be_shown(page):
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Show password").click()

    assert page.locator("#id_password").get_attribute("type") == "text"


def test_without_a_script_no_button_is_dead(plain_page):
    plain_page.goto("/accounts/login/")

    expect(plain_page.get_by_role("button", name="Show password")).to_be_hidden()
    expect(plain_page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(plain_page.get_by_role("link", name="Policies").first).to_be_visible()


def test_the_menu_opens_on_a_phone(phone):
    phone.goto("/accounts/login/")
    link = phone.get_by_label("Menu").get_by_role("link", name="Policies")
    expect(link).to_be_hidden()

    phone.get_by_role("button", name="Menu").click()

    expect(link).to_be_visible()
    no_axe_violations(phone)


def test_the_skip_link_is_first_and_skips(page):
    page.goto("/test/things/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_register_is_filtered_sorted_and_turned(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/test/things/")
    page.fill("[name=search]", "thing")
    page.get_by_role("button", name="Apply filters").click()
    page.get_by_role("link", name="Name").click()
    page.get_by_role("link", name="Name").click()
    page.get_by_role("link", name="Next page").click()

    expect(page.get_by_text("30 things, page 2 of 3")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(page.locator("[name=search]")).to_have_value("thing")


def test_filters_are_folded_on_a_phone_and_open_on_a_desk(phone):
    phone.goto("/test/things/")
    expect(phone.locator("[name=search]")).to_be_hidden()
    phone.get_by_text("Search and filter").click()
    expect(phone.locator("[name=search]")).to_be_visible()

    phone.set_viewport_size({"width": 1280, "height": 900})

    expect(phone.locator("[name=search]")).to_be_visible()
    expect(phone.get_by_text("Search and filter")).to_be_hidden()


def test_filters_are_at_hand_on_a_phone_without_a_script(plain_phone):
    plain_phone.goto("/test/things/")

    expect(plain_phone.locator("[name=search]")).to_be_visible()


def test_a_wide_table_scrolls_by_keyboard_inside_its_own_box(open_page):
    tablet = open_page(viewport={"width": 645, "height": 740})
    tablet.goto("/test/things/")
    box = tablet.get_by_role("region", name="Things")
    box.focus()
    tablet.keyboard.press("ArrowRight")

    expect(box).not_to_have_js_property("scrollLeft", 0)
    no_sideways_scroll(tablet)


def test_on_a_phone_a_row_is_a_card_that_nobody_scrolls_sideways(plain_phone):
    plain_phone.goto("/test/things/")
    row = plain_phone.get_by_role("row").nth(1)
    shape = row.get_by_role("cell", name="round", exact=True)

    expect(row.get_by_text("Shape")).to_be_visible()
    for box in (shape.bounding_box(), row.bounding_box()):
        assert box["x"] + box["width"] <= PHONE["width"]
    no_sideways_scroll(plain_phone)


def test_a_printed_register_keeps_words_whole_and_leaves_out_the_demo(open_page, settings):
    settings.DEMO = True
    paper = open_page(viewport={"width": 700, "height": 990})
    paper.goto("/test/things/")
    paper.emulate_media(media="print")

    expect(paper.locator(".govuk-phase-banner")).to_be_hidden()
    expect(paper.locator(".app-register__label").first).to_be_hidden()
    expect(paper.locator("tbody th").first).to_have_css("overflow-wrap", "normal")


def test_a_download_arrives(page):
    page.goto("/test/things/")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV file").click()

    assert download.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_signature_is_given(open_page, javascript):
    page = open_page(viewport=PHONE, javascript=javascript)
    page.goto("/test/sign/")
    page.get_by_label("Your signature").fill("Somebody Else")
    send(page)
    expect(page.get_by_text(f"You are signed in as {SIGNER}.").first).to_be_visible()
    page.get_by_label("I have read").check()
    page.get_by_label("Your signature").fill("zoe smart-obrien")
    send(page)

    expect(page.get_by_role("button", name="Signed")).to_be_visible()


def test_what_is_folded_away_is_printed_and_buttons_are_not(page):
    page.goto("/test/report/")
    expect(page.locator("#folded")).to_be_hidden()

    page.emulate_media(media="print")

    expect(page.locator("#folded")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    expect(page.locator("header .app-account")).to_be_hidden()


def test_high_contrast_keeps_a_line_where_it_drops_a_colour(page):
    page.emulate_media(forced_colors="active")
    page.goto("/test/report/")

    for part in (".govuk-tag", ".govuk-panel", ".app-header"):
        width = page.locator(part).first.evaluate("it => getComputedStyle(it).borderTopWidth")
        assert width != "0px", part
    no_axe_violations(page)


def test_a_question_that_hangs_on_an_answer_shows_in_high_contrast(page):
    page.emulate_media(forced_colors="active")
    page.goto("/test/report/")
    page.get_by_label("A lost device").first.check()

    expect(page.locator("#id_asset_tag")).to_be_visible()


def test_the_browser_s_complaints_are_noticed(chromium, live_server):
    watch, context = Watch(), chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    watch.over(page)
    page.goto("/test/inline/")
    page.goto("/test/nowhere/")
    page.evaluate("() => { setTimeout(() => { throw new Error('Broken') }) }")
    page.evaluate("() => console.info('Hello')")
    page.wait_for_timeout(50)
    context.close()

    told = " ".join(watch.complaints)
    for words in ("Content Security Policy", "answer: 404", "script: Broken", "info: Hello"):
        assert words in told
