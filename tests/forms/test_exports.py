"""No cell of a download is run by a spreadsheet, and none is lost."""

import csv
import io
import re
import weakref
import zipfile
from collections import UserList
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tablib import Dataset

from councilgov.forms import exports, spreadsheets
from councilgov.forms.exports import STARTERS, download, formula_safe
from councilgov.forms.spreadsheets import write_ods
from councilgov.records import Refused


def csv_of(*rows):
    content = download([["Name"], *rows], title="Devices", kind="csv").content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", sorted(STARTERS))
def test_text_that_would_begin_a_formula_gets_an_apostrophe(start):
    assert formula_safe(f"{start}1+1") == f"'{start}1+1"


def test_so_does_what_begins_a_command_in_some():
    assert formula_safe("|cmd") == "'|cmd"


@pytest.mark.parametrize("lead", [" ", "\u00a0", "\u200b", "\ufeff", "  \x01"])
def test_a_formula_does_not_hide_behind_spaces_or_what_cannot_be_seen(lead):
    assert formula_safe(f"{lead}=1+1") == f"'{lead}=1+1"


@pytest.mark.parametrize(
    "cell", ["", "Jane", "1-2", "a=b", -5, Decimal("-1.50"), date(2026, 1, 2), None]
)
def test_everything_else_stays_as_it_is(cell):
    assert formula_safe(cell) == cell


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_cell_of_a_csv_file_begins_a_formula(text):
    cell = csv_of([text])[1][0] if text else ""

    assert cell[:1] not in STARTERS


@example("\ufffe\uffff\x00\x0b\x7f\ud800]]>&")
@settings(deadline=None)
@given(st.text(st.characters(), min_size=1))
def test_any_text_makes_an_ods_file_that_can_be_read(text):
    response = download([["Name"], [text]], title="Devices", kind="ods")

    assert len(Dataset().load(response.content, format="ods")) == 1


def test_excel_is_told_that_a_csv_file_is_utf_8():
    content = download([["Name"], ["Zoë"]], title="Devices", kind="csv").content

    assert content.startswith(b"\xef\xbb\xbf")


@time_machine.travel("2026-11-21T10:00Z")
def test_a_file_is_named_after_the_register_and_the_day():
    response = download([["Name"]], title="Who has signed", kind="csv")

    assert response["Content-Disposition"] == 'attachment; filename="who-has-signed-2026-11-21.csv"'


def test_a_text_keeps_its_spaces_tabs_and_lines_in_an_ods_file():
    text = "  two  spaces\tand\na line"
    response = download([["Name"], [text]], title="Devices", kind="ods")

    content = xml_in(response.content)
    assert "<text:p><text:s/> two <text:s/>spaces<text:tab/>and</text:p><text:p>a line" in content


def test_a_number_a_day_and_nothing_are_what_they_are_in_an_ods_file():
    moment = datetime(2026, 7, 1, 9, 40)  # noqa: DTZ001  # London's clock
    cells = [5, Decimal("1.5"), date(2026, 1, 2), moment, None, True]
    content = xml_in(download([list("abcdef"), cells], title="Devices", kind="ods").content)

    assert 'office:value-type="float" office:value="5"' in content
    assert 'office:value="1.5"' in content
    assert 'office:date-value="2026-01-02"' in content
    assert 'office:date-value="2026-07-01T09:40:00"' in content
    assert "<text:p>True</text:p>" in content
    assert "office:formula" not in content


def test_the_name_of_a_sheet_is_one_that_spreadsheets_take():
    file = io.BytesIO()
    write_ods(file, [("A/B: [1]*?\\'" + "x" * 40, [["Name"]])])

    (name,) = re.findall('table:name="(.*?)"', xml_in(file.getvalue()))
    assert len(name) == 31
    assert not set(name) & set("[]:*?/\\'")


def xml_in(file):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert package.namelist()[0] == "mimetype"
        return package.read("content.xml").decode()


class Row(UserList):
    """A row that can be watched."""


def many_rows(count, most):
    alive = weakref.WeakValueDictionary()
    for number in range(count):
        row = alive[number] = Row([f"Robin {number}", number])
        most.append(max(most.pop(), len(alive)))
        yield row


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_a_hundred_thousand_rows_leave_and_few_are_in_memory_at_a_time(kind):
    most = [0]
    response = download(many_rows(100_001, most), title="Devices", kind=kind)

    content = response.getvalue()
    response.close()
    found = xml_in(content).count("<table:table-row>") if kind == "ods" else content.count(b"\r\n")
    assert found == 100_001
    assert most[0] < 10


def test_a_long_file_is_sent_from_disk(monkeypatch):
    monkeypatch.setattr(exports, "IN_MEMORY", 10)
    response = download([["Name"], ["x" * 100]], title="Devices", kind="csv")

    assert response.streaming
    assert response["Content-Disposition"].startswith('attachment; filename="devices-')
    assert len(response.getvalue()) > 100
    response.close()


def test_more_rows_than_a_spreadsheet_holds_are_refused_in_words(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)

    download([["Name"], ["a"], ["b"]], title="Devices", kind="ods")
    with pytest.raises(Refused, match="A spreadsheet holds 2 rows below its headings"):
        download([["Name"], ["a"], ["b"], ["c"]], title="Devices", kind="ods")


def test_a_text_that_no_spreadsheet_holds_is_refused_and_leaves_as_csv():
    rows = [["Name"], ["x" * 32_768]]

    with pytest.raises(Refused, match="Download them as CSV"):
        download(rows, title="Devices", kind="ods")
    assert len(csv_of(rows[1])[1][0]) == 32_768
