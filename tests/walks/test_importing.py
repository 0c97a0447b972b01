"""The desk imports 54 devices with 5 errors: it sees them, mends them, and has all imported."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from councilgov.access import Role
from councilgov.imports.tasks import work
from devices.models import Device, DeviceStatus, Issue
from tests import given
from tests.browser import no_axe_violations, no_sideways_scroll
from tests.devices import equipment
from tests.walks.steps import come_in

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser
HEADINGS = ["Tag", "Type", "Manufacturer", "Model", "Serial no", "IMEI", "Holder"]
WRONG = {
    7: ("IMEI", "352099001761482", "352099001761481"),
    12: ("Holder", "nobody@barchester.example", ""),
    20: ("Type", "Fridge", "Laptop"),
    33: ("Tag", "laptop", "BC-00033"),
    54: ("Serial no", "SN0O54", "SN-54-A"),
}
"""Row of the spreadsheet: heading, what is wrong there, and what it should be."""


@pytest.fixture
def desk(transactional_db):
    given.council()
    equipment.terms()
    equipment.device(asset_tag="BC-09999", serial="SN0054")
    return given.officer(Role.ICT_DESK)


@pytest.fixture
def lines(desk):
    """54 devices in rows 2 to 55, of which five are wrong; ten councillors have three each."""
    holders = [str(person.email) for person in given.many_councillors(10)]
    rows = []
    for number in range(2, 56):
        cells = [f"BC-{number:05}", "Laptop", "Dell", "Latitude 5440", f"SN-{number}-A", "", ""]
        if number < 32:
            cells[6] = holders[number % 10]
        if number in WRONG:
            heading, wrong, _right = WRONG[number]
            cells[HEADINGS.index(heading)] = wrong
        rows.append(cells)
    return [HEADINGS, *rows]


def saved(path: Path, rows, encoding="utf-8", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def look(page):
    no_axe_violations(page)
    no_sideways_scroll(page)


def upload(page, path, button):
    page.get_by_label("file").last.set_input_files(path)
    page.get_by_role("button", name=button).click()


def heading(page, text):
    """The page of that heading is there, with its stylesheet."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)
    page.wait_for_load_state()


def choose_and_check(page, path):
    """From the register of devices to the first check."""
    page.goto("/devices/")
    page.get_by_role("button", name="Import devices").click()
    upload(page, path, "Continue")
    heading(page, "Confirm the columns")
    expect(page.get_by_label("Holder’s email")).to_have_value("6")
    look(page)
    page.get_by_role("button", name="Check all rows").click()
    heading(page, "Checking the file")
    look(page)
    work()


def see_and_take_errors(page):
    """The five wrong rows, by the numbers of the spreadsheet, on the page and as a file."""
    heading(page, "What would change")
    expect(page.get_by_role("heading", name="5 rows can’t be imported")).to_be_visible()
    for number, (name, wrong, _right) in WRONG.items():
        row = page.locator(
            "tr", has=page.get_by_role("rowheader", name=re.compile(rf"^{number}\b"))
        )
        expect(row).to_contain_text(wrong)
        expect(row).to_contain_text(name)
    look(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the rows to mend").click()
    return list(csv.reader(io.StringIO(taken.value.path().read_text("utf-8-sig"))))


def test_54_devices_with_5_errors_are_mended_and_imported(page, desk, lines, tmp_path):
    come_in(page, desk)
    choose_and_check(page, saved(tmp_path / "kit.txt", lines, "utf-16", "\t"))
    told = see_and_take_errors(page)
    assert [row[0] for row in told] == ["Row in your file", *map(str, WRONG)]

    for number, (name, _wrong, right) in WRONG.items():
        lines[number - 1][HEADINGS.index(name)] = right
    upload(page, saved(tmp_path / "mended.csv", lines), "Check the mended file")
    heading(page, "Checking the file")
    work()
    heading(page, "What would change")
    expect(page.get_by_text("10 councillors are told, and asked to accept")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Import 54 devices").click()
    heading(page, "Importing")
    work()

    heading(page, "Imported")
    look(page)
    held = Device.objects.filter(status=DeviceStatus.ASSIGNED).count()
    assert (Device.objects.count(), Issue.objects.count(), held) == (55, 10, 29)


def test_the_good_rows_are_imported_on_a_phone_without_a_script(
    plain_phone, phone, desk, lines, tmp_path
):
    page = plain_phone
    come_in(page, desk)
    page.goto("/imports/new/devices/")
    upload(page, saved(tmp_path / "kit.csv", lines, "cp1252", ";"), "Continue")
    page.get_by_role("button", name="Check all rows").click()
    heading(page, "Checking the file")
    work()
    page.get_by_role("button", name="See how far it is").click()

    heading(page, "What would change")
    no_sideways_scroll(page)
    page.get_by_role("button", name="Import 49 devices").click()
    work()
    page.get_by_role("button", name="See how far it is").click()

    heading(page, "Imported")
    no_sideways_scroll(page)
    expect(page.get_by_role("heading", name="5 rows were left out")).to_be_visible()
    come_in(phone, desk)
    phone.goto(page.url)
    look(phone)
    assert Device.objects.count() == 50
