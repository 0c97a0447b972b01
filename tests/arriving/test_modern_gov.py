"""The XML of Modern.gov becomes rows, and what is not that is refused in words."""

from __future__ import annotations

import pytest
import time_machine

from councilgov.arriving import modern_gov
from councilgov.arriving.modern_gov import EXPORT, HEADINGS, read
from councilgov.imports.reading import LARGEST, Unreadable
from tests.arriving import lists
from tests.arriving.lists import MODERN_GOV, somebody, xml

pytestmark = pytest.mark.no_database
BOMB = """<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY c "&a;&a;&a;">]>
<councillorsbyward><wards><ward><wardtitle>&c;</wardtitle></ward></wards></councillorsbyward>"""


@time_machine.travel("2026-11-23")
def test_each_councillor_is_a_row_with_what_is_looked_at_and_no_more():
    sheet = read(MODERN_GOV.read_bytes())

    assert sheet.headings == HEADINGS
    assert EXPORT.is_of(sheet.headings)
    assert [line.number for line in sheet.lines] == [2, 3, 4, 5]
    jane, oya, vacancy, sam = [line.cells for line in sheet.lines]
    assert jane == [
        "101",
        "Councillor Jane O'Neill MBE",
        "Alder & Ash",
        "",
        "Orchard Group",
        "Jane.ONeill@barchester.example",
        "11/05/2026",
        "unspecified",
    ]
    assert oya[5] == "oya.gunduz@barchester.example"
    assert vacancy == ["103", "Vacancy", "Alder & Ash", "", "", "", "", ""]
    assert sam[2] == "Birch"
    assert "Orchard Lane" not in str(sheet)


def term(begins, ends="unspecified"):
    return f"<termofoffice><startdate>{begins}</startdate><enddate>{ends}</enddate></termofoffice>"


@time_machine.travel("2026-11-23")
@pytest.mark.parametrize(
    ("terms", "begins"),
    [
        ([term("11/05/2026"), term("06/05/2022", "10/05/2026")], "11/05/2026"),
        ([term("06/05/2022"), term("01/12/2026")], "06/05/2022"),
        ([term("01/12/2026")], "01/12/2026"),
        ([term("unspecified")], "unspecified"),
        ([], ""),
    ],
    ids=["the last that began", "one to come", "only one to come", "no day", "none"],
)
def test_the_term_that_began_last_counts(terms, begins):
    told = f"<termsofoffice>{''.join(terms)}</termsofoffice>"
    (line,) = read(xml(("Alder", somebody("Nia Newcomer", told)))).lines

    assert line.cells[6] == begins


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_it_is_read_in_whatever_encoding_it_is_saved(encoding):
    text = xml(("Älder", somebody("Zoë Newcomer"))).decode().replace("utf-8", "utf-16")
    text = text if "16" in encoding else text.replace("utf-16", "utf-8")
    (line,) = read(text.encode(encoding)).lines

    assert line.cells[1:3] == ["Zoë Newcomer", "Älder"]


def test_names_of_elements_may_have_a_namespace_and_capitals():
    content = xml(("Alder", somebody("Nia Newcomer"))).replace(b"wardtitle", b"WardTitle")
    content = content.replace(b"<councillorsbyward>", b'<councillorsbyward xmlns="urn:mg">')

    assert read(content).lines[0].cells[1:3] == ["Nia Newcomer", "Alder"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BOMB.encode(), "document type or entities"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "document type or entities"),
        (b"<html><body>Sign in</body></html>", "not Modern.gov’s list of councillors"),
        (b"<councillorsbyward><wards>", "damaged, or not in the encoding"),
        (xml(("Älder", somebody("Zoë"))).decode().encode("cp1252"), "damaged, or not in the enc"),
        (b'<?xml version="1.0" encoding="klingon"?><councillorsbyward/>', "damaged, or not in"),
        (b"<councillorsbyward><wards/></councillorsbyward>", "no councillor in this file"),
        (b"<a>" * 40 + b"</a>" * 40, "more than a list of councillors can"),
        (b"<a>" + b"<b/>" * 2_400_000, "more than a list of councillors can"),
        (b"<" + b" " * LARGEST, "larger than 10 MB"),
        (b"", "The file is empty"),
        (b"PK\x03\x04", "a workbook"),
    ],
    ids=[
        *("bomb", "page", "other", "cut off", "encoding", "unknown encoding"),
        *("nobody", "too deep", "too many", "too large", "empty", "workbook"),
    ],
)
def test_what_is_not_modern_govs_is_refused_in_words(content, told):
    with pytest.raises(Unreadable, match=told):
        read(content)


def test_wards_within_wards_are_not_read_over_and_over(monkeypatch):
    read_off = []

    def cells(_ward, one):
        read_off.append(one)
        return ["1"]

    monkeypatch.setattr(modern_gov, "_cells", cells)
    nested = b"<ward>" * 20 + b"<councillor/>" * 3 + b"</ward>" * 20
    with pytest.raises(Unreadable, match="no councillor in this file"):
        read(b"<councillorsbyward>" + nested + b"</councillorsbyward>")

    read(b"<councillorsbyward><ward><councillor/></ward></councillorsbyward>")
    assert len(read_off) == 1


def test_a_spreadsheet_is_read_as_ever():
    sheet = read(lists.csv("1,Nia Newcomer,Alder,,,,"))

    assert sheet.headings[1] == "Name"
    assert sheet.lines[0].cells[:3] == ["1", "Nia Newcomer", "Alder"]
