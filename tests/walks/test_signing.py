"""A councillor reads a real policy, signs it, and hands somebody a certificate they can check."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from councilgov.notices.models import Notice
from policies.models import Acknowledgement, AcknowledgementStatus
from tests import given
from tests.browser import PHONE, expect_errors, no_axe_violations, no_sideways_scroll
from tests.walks.steps import read_to_the_end, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("protocols")]
TITLE = "Social Media Protocol for Members"


def look_with_axe(page):
    no_sideways_scroll(page)
    no_axe_violations(page)


WAYS = {
    "desktop": ({}, look_with_axe),
    "phone": ({"viewport": PHONE}, look_with_axe),
    "phone without JavaScript": ({"viewport": PHONE, "javascript": False}, no_sideways_scroll),
}


@pytest.mark.parametrize(("settings", "look"), WAYS.values(), ids=WAYS)
def test_a_councillor_signs_and_anybody_checks_the_certificate(
    open_page, councillor, tmp_path, settings, look
):
    page = open_page(**settings)
    read(page, councillor, look)
    sign(page, look)

    assert Acknowledgement.objects.signed().get().status == AcknowledgementStatus.SIGNED
    assert Notice.objects.filter(kind="policy_signed", to=councillor).exists()
    code = page.locator(".govuk-panel strong").inner_text()
    pdf = downloaded(page, tmp_path)

    checked_by_somebody(open_page(**settings), look, pdf, code)


def read(page, councillor, look):
    """From home to the signing page, section by section."""
    sign_in(page, councillor)
    look(page)
    page.get_by_role("link", name=f"Sign {TITLE}").click()
    look(page)
    assert read_to_the_end(page, look) == 11
    look(page)


def sign(page, look):
    """First with nothing filled in, then as it should be."""
    page.get_by_role("button", name="Sign", exact=True).click()
    expect_errors(page)
    look(page)
    page.get_by_label("I have read").check()
    page.get_by_label("Your signature").fill("cllr robin alder")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm who you are")
    look(page)
    page.get_by_label("Password", exact=True).fill(given.PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed")
    look(page)


def downloaded(page, folder):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download your certificate").click()
    pdf = folder / "certificate.pdf"
    download.value.save_as(pdf)
    return pdf


def checked_by_somebody(page, look, pdf, code):
    """Without an account: by code, by file, and by a file in which one byte was changed."""
    page.goto("/verify/")
    look(page)
    page.get_by_label("code").first.fill(code.lower())
    page.get_by_role("button", name="Check").first.click()
    expect(page.locator("main")).to_contain_text("Robin Alder")
    expect(page.locator("main")).to_contain_text(TITLE)
    look(page)

    upload(page, pdf)
    expect(page.locator("main")).to_contain_text("Robin Alder")
    look(page)

    upload(page, with_one_byte_changed(pdf))
    expect(page.locator("main")).to_contain_text("changed")
    expect(page.locator("main")).not_to_contain_text("Robin Alder")
    look(page)


def upload(page, path):
    page.goto("/verify/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Check").last.click()


def with_one_byte_changed(pdf):
    data = bytearray(pdf.read_bytes())
    data[len(data) // 2] ^= 1
    changed = Path(pdf).with_name("changed.pdf")
    changed.write_bytes(data)
    return changed


def test_the_whole_way_by_keyboard(page, councillor):
    page.goto("/accounts/login/")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type(councillor.email)
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(given.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")

    follow(page, page.get_by_role("link", name=f"Sign {TITLE}"))
    follow(page, page.get_by_role("link", name="Go straight to signing"))
    tab_to(page, page.get_by_label("I have read"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Your signature"))
    page.keyboard.type("Robin Alder")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(given.PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Signed")


def tab_to(page, target):
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    for _press in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def follow(page, link):
    tab_to(page, link)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_a_session_that_ran_out_loses_nothing_that_was_typed(page, councillor):
    sign_in(page, councillor)
    page.goto("/policies/social-media-protocol-for-members/sign/")
    page.get_by_label("I have read").check()
    page.get_by_label("Your signature").fill("Robin Alder")
    page.get_by_label("Objection").fill("I keep my own account.")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_label("Email").fill(councillor.email)
    page.get_by_label("Password", exact=True).fill(given.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_label("Objection")).to_have_value("I keep my own account.")
    expect(page.get_by_label("Your signature")).to_have_value("Robin Alder")
    assert not Acknowledgement.objects.signed().exists()
    no_axe_violations(page)


def test_after_signing_out_back_shows_nothing(page, councillor):
    sign_in(page, councillor)
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()

    page.go_back()
    page.go_back()

    expect(page.locator("main")).not_to_contain_text("Hello")
