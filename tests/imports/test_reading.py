"""Files as spreadsheet programs write them, and files that are none."""

import codecs

import pytest

from councilgov.imports import reading
from councilgov.imports.reading import Line, Unreadable, read

pytestmark = pytest.mark.no_database
PLAIN = "Tag,Make\r\nLT-1,Dell\r\n"
SHEET = (["Tag", "Make"], [Line(2, ["LT-1", "Dell"])])


def bodies(content):
    return [(line.number, line.cells) for line in read(content).lines]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        b'"Tag","Make"\r\n"LT-1","Dell"\r\n',
        PLAIN.encode() + b",\r\n\r\n,\r\n",
        b"Tag , Make,,\r\n LT-1,\tDell\r\n",
    ],
    ids=[
        "as it is",
        "ends of lines of Unix",
        "ends of lines of old Macs",
        "UTF-8 with its mark",
        "UTF-16 with its mark",
        "UTF-16 the other way round",
        "UTF-16 without a mark",
        "UTF-16 the other way round without a mark",
        "semicolons",
        "Unicode Text of Excel",
        "a line of Excel's own",
        "everything quoted",
        "empty rows at the end",
        "blanks around the cells and empty columns",
    ],
)
def test_a_file_is_read_however_it_was_saved(content):
    assert read(content) == SHEET


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_letters_survive_their_encoding(encoding):
    assert read("Tag\nZoë’s £5".encode(encoding)).lines == [Line(2, ["Zoë’s £5"])]


def test_a_row_has_the_number_that_the_spreadsheet_shows():
    content = b'Tag,Notes\r\nLT-1,"two\r\nlines"\r\n\r\nLT-2,\r\n,\r\nLT-3,x\r\n'

    assert [number for number, _cells in bodies(content)] == [2, 4, 6]


def test_empty_rows_above_the_headings_count_too():
    assert bodies(b"\r\n,\r\nTag,Make\r\nLT-1,Dell\r\n") == [(4, ["LT-1", "Dell"])]


def test_a_line_of_excels_own_does_not_count():
    assert bodies(b"SEP=;\r\nTag;Make\r\nLT-1;Dell") == [(2, ["LT-1", "Dell"])]


def test_a_delimiter_inside_quotation_marks_parts_nothing():
    assert read(b'Tag;"Make, model"\nLT-1;"Dell; 5440"').lines == [Line(2, ["LT-1", "Dell; 5440"])]


def test_rows_may_be_shorter_or_longer_than_the_headings():
    assert bodies(b"Tag,Make\nLT-1\nLT-2,Dell,more\n") == [
        (2, ["LT-1"]),
        (3, ["LT-2", "Dell", "more"]),
    ]


def test_headings_may_be_blank_or_twice():
    assert read(b"Tag,,Tag\nLT-1,x,y").headings == ["Tag", "", "Tag"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="00123"', "00123"),
        ('="a ""b"" c"', 'a "b" c'),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("+44 7700 900982", "+44 7700 900982"),
        ("'+44 7700 900982", "+44 7700 900982"),
        ("'  =1+1", "=1+1"),
        ("O'Brien", "O'Brien"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("\u200b\ufeff LT-1\xa0", "LT-1"),
        ("", ""),
    ],
)
def test_a_cell_is_what_a_person_sees_and_is_never_run(cell, text):
    assert reading.clean(cell) == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty"),
        (b"\r\n,,\r\n", "The file is empty"),
        (codecs.BOM_UTF8, "The file is empty"),
        (b"sep=;\r\n", "The file is empty"),
        (b"Tag,Make\r\n", "has headings and no rows"),
        (b"Tag,Make\r\n,\r\n", "has headings and no rows"),
        (b"PK\x03\x04rest of a workbook", "workbook.*Save as.*CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"Tag\nLT\0-1", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"Tag\nLT-1\x81", "not a text file"),
        (codecs.BOM_UTF16_LE + b"T\0a", "not a text file"),
        (b'Tag,Make\nLT-1,Dell\nLT-2,"Dell\nLT-3,Dell\n', "from row 3 on: a quotation mark"),
        (b'Tag,Make\nLT-1,"12"" or 13" inch\n', "from row 2 on: a quotation mark"),
        (b"x" * 140_000 + b"\n1", "from row 1 on"),
        (b"Tag\n" + b"x" * 140_000, "from row 2 on"),
        (b"x," * 200 + b"Tag\n1", "more than 200 columns"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_with_where_and_what_to_do(content, told):
    with pytest.raises(Unreadable, match=told) as refusal:
        read(content)

    assert refusal.value.field == "file"


def test_the_largest_file_is_read_and_a_larger_one_is_not(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)

    assert read(b"Tag\nLT-001").lines
    with pytest.raises(Unreadable, match="larger than"):
        read(b"Tag\nLT-0001")


def test_the_most_rows_are_read_and_one_more_is_not(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    assert len(read(b"Tag\n1\n2").lines) == 2
    with pytest.raises(Unreadable, match="more than 2 rows"):
        read(b"Tag\n1\n2\n3")


def test_a_file_of_errors_comes_back_as_the_file_it_was():
    content = b"Row in your file,What is wrong,Tag,Make\r\n17,Tag: is there twice.,LT-1,Dell\r\n"

    assert read(content) == SHEET
