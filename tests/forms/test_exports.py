"""No cell of a download is run by a spreadsheet, and none is lost."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tablib import Dataset

from councilgov.forms.exports import STARTERS, download, formula_safe


def csv_of(*rows):
    content = download([["Name"], *rows], title="Devices", kind="csv").content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", sorted(STARTERS))
def test_text_that_would_begin_a_formula_gets_an_apostrophe(start):
    assert formula_safe(f"{start}1+1") == f"'{start}1+1"


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
