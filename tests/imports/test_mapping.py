"""Which column of a file says what, and what its rows then say."""

from dataclasses import replace

import pytest

from councilgov.imports import cells
from councilgov.imports.importables import Column
from councilgov.imports.mapping import (
    guessed,
    heading_in_words,
    known_export,
    letter_of,
    rows_of,
)
from councilgov.imports.reading import Line
from tests.imports.people import PEOPLE

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Email", "Full name", "Phone"], {"email": 0, "full_name": 1, "phone": 2}),
        (["PHONE", "e-mail", "full_name"], {"phone": 0, "email": 1, "full_name": 2}),
        (["upn", "Name:"], {"email": 0, "full_name": 1}),
        (["Email", "Email"], {"email": 0}),
        (["Colour", ""], {}),
    ],
    ids=["labels", "however written", "other words", "twice", "none of ours"],
)
def test_columns_are_known_by_their_headings(headings, found):
    assert guessed(PEOPLE, headings) == found


def test_a_known_export_says_what_its_columns_mean():
    headings = ["staff no", "Name", "Display Name", "Mail", "Tel"]

    assert known_export(PEOPLE, headings) == PEOPLE.exports[0]
    assert guessed(PEOPLE, headings) == {"email": 3, "full_name": 2, "phone": 4}


def test_a_known_export_may_lack_what_does_not_make_it_known():
    assert guessed(PEOPLE, ["Staff no", "Display name", "Mail"]) == {"email": 2, "full_name": 1}


def test_other_files_are_no_known_export():
    assert known_export(PEOPLE, ["Staff no", "Mail"]) is None


@pytest.mark.parametrize(
    ("at", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(at, letter):
    assert letter_of(at) == letter


def test_a_heading_that_is_blank_or_twice_is_teller_its_letter():
    headings = ["Tag", "", "Notes", "Notes"]

    assert [heading_in_words(headings, at) for at in range(4)] == [
        "Tag",
        "Column B, which has no heading",
        "Notes (column C)",
        "Notes (column D)",
    ]


def row_of(*line, width=2):
    (row,) = rows_of(PEOPLE, [Line(2, list(line))], {"email": 0, "phone": 1}, width)
    return row


def test_a_row_says_what_its_cells_hold():
    row = row_of("Pat@x.example", "7700900982")

    assert row.values == {"email": "pat@x.example", "phone": "07700900982"}
    assert row.faults == []


@pytest.mark.parametrize("line", [("pat@x.example", ""), ("pat@x.example",)])
def test_an_empty_cell_says_nothing(line):
    assert row_of(*line).values == {"email": "pat@x.example"}


def test_every_wrong_cell_of_a_row_is_told():
    row = row_of("Pat", "none")

    assert [(fault.column, fault.message[:5]) for fault in row.faults] == [
        ("email", "Enter"),
        ("phone", "Enter"),
    ]


def test_an_empty_cell_that_every_row_needs_is_refused():
    (fault,) = row_of("", "07700900982").faults

    assert fault == ("email", "It is empty. Fill it in.")


STARTS = Column(name="starts_on", label="Starts on", read=cells.day, reads_days=True)


@pytest.mark.parametrize(
    ("others", "doubtful"),
    [
        (["23/11/2026"], []),
        (["11/23/2026"], ["3/4/2026"]),
    ],
    ids=["the day first", "the month first"],
)
def test_where_one_date_has_its_month_first_others_may_have_it_too(others, doubtful):
    kind = replace(PEOPLE, columns=[STARTS])
    days = ["3/4/2026", "4/4/2026", "2026-04-03", "13/4/2026", *others]
    lines = [Line(number, [day]) for number, day in enumerate(days, 2)]

    rows = rows_of(kind, lines, {"starts_on": 0}, 1)

    told = "Other dates of this column have the month first"
    found = [row.cells[0] for row in rows if any(told in fault.message for fault in row.faults)]
    assert found == doubtful


@pytest.mark.parametrize(("more", "is_refused"), [(["x"], True), (["", ""], False)])
def test_a_row_with_more_cells_than_headings_is_refused(more, is_refused):
    row = row_of("pat@x.example", "", *more)

    assert [fault.column for fault in row.faults] == ([""] if is_refused else [])
