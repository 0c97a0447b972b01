"""Documents: made to last, readable by everybody, and never lost for what somebody typed."""

import io
import logging
import re
from datetime import UTC, datetime

import pypdf
import pytest
import typst
from django.conf import settings
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as st

from councilgov import documents
from councilgov.documents import REPLACEMENT, covered, drawable_text, in_words, pdf

DATED_AT = datetime(2026, 11, 21, 10, 15, 7, 999, tzinfo=UTC)
TEMPLATE = """
#import "layout.typ": *
#show: letter.with(author: "Barchester", footer: [Page])
= #facts.title
#breaking(facts.text)
"""


@pytest.fixture(autouse=True)
def templates(tmp_path, monkeypatch):
    """A template of a heading and a text, on the layout of all documents."""
    folder = tmp_path / documents.FOLDER
    folder.mkdir(parents=True)
    layout = settings.BASE_DIR / documents.FOLDER / "layout.typ"
    (folder / "layout.typ").write_text(layout.read_text())
    (folder / "plain.typ").write_text(TEMPLATE)
    (folder / "broken.typ").write_text("#panic()")
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    return folder


def printed(text, template="plain"):
    return pdf(template, {"title": "A letter", "dated_at": DATED_AT, "text": text})


def read(file):
    """The text of the document, without what only helps to break its lines."""
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return " ".join("".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def test_a_document_is_pdf_a_and_pdf_ua_in_british_english():
    file = printed("Hello")

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in file
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert b"/Lang(en-GB)" in file
    assert b"/MarkInfo<</Marked true" in file


def test_a_document_says_its_title_and_the_date_of_its_facts():
    about = pypdf.PdfReader(io.BytesIO(printed("Hello"))).metadata

    assert about is not None
    assert about.title == "A letter"
    assert about.author == "Barchester"
    assert about.creation_date == about.modification_date == DATED_AT.replace(microsecond=0)


def test_the_same_facts_give_the_same_bytes():
    assert printed("Hello 😀") == printed("Hello 😀")


def test_only_fonts_of_the_pinned_packages_are_used():
    fonts = re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z]+)", printed("Jane জেন جين जेन ஜேன்"))

    assert {font.decode() for font in fonts} == {
        "NotoSans",
        "HindSiliguri",
        "NotoSansArabic",
        "NotoSansTamil",
    }


@pytest.mark.parametrize(
    "text",
    ["#panic()", "$x$ *b* _i_ [c] `r` = h", '"]; #read("/etc/passwd")', "\\u{41} // /* @preview"],
)
def test_what_was_typed_is_never_markup(text):
    assert text in read(printed(text))


@pytest.mark.parametrize(
    "text", ["জেন স্মার্ট", "جين سمارت", "जेन", "ஜேன்", "Žofia Ó Nualláin", "Ελένη Иван"]
)
def test_names_in_many_scripts_are_printed(text):
    assert "could not be printed" not in read(printed(text))


def test_letters_with_combining_accents_are_printed():
    assert "could not be printed" not in read(printed("e\u0301\u0323 o\u0308\u0304 a\u064b"))


def test_a_character_without_a_font_is_replaced_and_named():
    said = read(printed("Well done 😀!"))

    assert f"Well done {REPLACEMENT}!" in said
    assert "1 character could not be printed: U+1F600 GRINNING FACE." in said


@pytest.mark.parametrize(
    ("text", "shown", "missing"),
    [
        ("a\r\nb\tc", "a\nb c", ""),
        ("a\0b", f"a{REPLACEMENT}b", "\0"),
        ("👩\u200d👧 x", f"{REPLACEMENT}{REPLACEMENT} x", "👩👧"),
        ("\u2764\ufe0f", REPLACEMENT, "\u2764"),
        ("Jane\u202eSmart", "JaneSmart", "\u202e"),
        ("\u0995\u09cd\u200d\u09b7", "\u0995\u09cd\u200d\u09b7", ""),
        ("\ue000 \ufffe", f"{REPLACEMENT} {REPLACEMENT}", "\ue000\ufffe"),
    ],
    ids=["white space", "NUL", "family", "heart", "right to left", "joiner", "not a character"],
)
def test_what_cannot_be_drawn_is_replaced_or_left_out(text, shown, missing):
    found: list[str] = []

    assert drawable_text(text, covered(), found) == shown
    assert "".join(found) == missing


def test_a_few_characters_are_named_and_the_rest_counted():
    missing = [chr(0x4E00 + number) for number in range(25)]

    said = in_words([*missing, missing[0]])

    assert said.startswith("26 characters could not be printed: U+4E00 CJK UNIFIED IDEOGRAPH-4E00,")
    assert said.endswith("U+4E13 CJK UNIFIED IDEOGRAPH-4E13 and 5 others.")


def test_a_character_without_a_name_is_named_by_its_number():
    assert in_words(["\x07"]) == "1 character could not be printed: U+0007."


def test_ten_thousand_characters_are_printed():
    assert read(printed("This clause is unfair. " * 434)).count("unfair") == 434


def test_ten_thousand_characters_without_a_space_stay_on_the_page():
    reader = pypdf.PdfReader(io.BytesIO(printed("x" * 10_000)))

    assert len(reader.pages) > 1
    assert read(printed("x" * 10_000)).replace(" ", "").count("x") == 10_000


@given(st.text(max_size=60))
@pace(deadline=None, max_examples=150)
def test_any_text_at_all_is_printed(text):
    assert printed(text).startswith(b"%PDF-1.7")


@given(st.lists(st.sampled_from(sorted(covered())), max_size=30))
@pace(deadline=None, max_examples=100)
def test_letters_of_all_scripts_mixed_are_printed_as_they_are(letters):
    assert printed("".join(map(chr, letters))).startswith(b"%PDF-1.7")


def test_a_text_that_typst_refuses_all_the_same_is_printed_in_ascii(monkeypatch, caplog):
    everything = frozenset(range(0x110000))
    monkeypatch.setattr(documents, "covered", lambda: everything)

    with caplog.at_level(logging.WARNING, "councilgov.documents"):
        said = read(printed("Jané 中"))

    assert f"Jan{REPLACEMENT} {REPLACEMENT}" in said
    assert "2 characters could not be printed" in said
    assert [record.template for record in caplog.records] == ["plain"]
    assert "Jan" not in caplog.text


def test_a_broken_template_is_an_error():
    with pytest.raises(typst.TypstError, match="panicked"):
        printed("Hello", template="broken")
