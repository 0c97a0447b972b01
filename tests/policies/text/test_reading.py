"""A file that is no policy text is refused whole: what is wrong, where, what to do."""

import hashlib

import pytest

from councilgov.records import Refused
from policies.text.reading import LARGEST, LONGEST, Unreadable, read
from tests.policies.text.samples import PNG

pytestmark = pytest.mark.no_database

TEXT = "Members must take care.\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "policy.txt is empty. Choose the file with the text of the policy"),
        (b"a" * (LARGEST + 1), "larger than 5 MB. Choose a file with the text alone"),
        (b"a\n" * 5_000_000, "larger than 5 MB"),
        (PNG, r"is a picture \(PNG\). Save the policy as plain text in UTF-8"),
        (b"%PDF-1.7 text", "is a PDF"),
        (b"PK\x03\x04 word", "is a Word document"),
        (b"{\\rtf1 text}", "is a Rich Text document"),
        (b"MZ\x00\x01", "is a program"),
        (TEXT.encode("utf-16"), "saved as UTF-16"),
        (b"Members\x00must", "byte 8 is a zero"),
        ("One\nTwo\nCaf\u00e9".encode("latin-1"), "not in UTF-8: see line 3, byte 12"),
        (b"\xef\xbb\xbfOne\n\xff", "not in UTF-8: see line 2, byte 8"),
        (b" \n\t\n\r\n", "holds no words"),
        (b"\xef\xbb\xbf", "holds no words"),
        (b"1. 2. 3.\n---\n", "holds no words"),
        ("One\nTwo\u202e".encode(), r"Line 2 .* \(U\+202E\)"),
        (b"One\nTwo &#x202E; three", r"Line 2 .* \(U\+202E\)"),
        (b"One\x07", r"Line 1 .* \(U\+0007\)"),
        ("One \ufffd".encode(), r"Line 1 .* \(U\+FFFD\)"),
        (b"ok\n" + b"a" * (LONGEST + 1), "Line 2 .* is 20001 characters long. Break it"),
    ],
)
def test_what_is_not_a_policy_is_refused_in_words(data, message):
    with pytest.raises(Unreadable, match=message):
        read(data, "policy.txt")


def test_a_refusal_is_one_that_the_portal_shows():
    assert issubclass(Unreadable, Refused)


def test_a_text_that_begins_with_the_letters_of_a_program_is_a_text():
    assert read(b"MZ is short for Mobile Zone.", "a.txt").lines == ("MZ is short for Mobile Zone.",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_lines_end_as_any_system_ends_them(end):
    assert read(f"One{end}Two".encode(), "a.txt").lines == ("One", "Two")


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert read(b"\xef\xbb\xbfOne", "a.txt").lines == ("One",)


def test_invisible_characters_of_word_processors_are_left_out():
    assert read("infor\u00admation\u200b\ufeff".encode(), "a.txt").lines == ("information",)


def test_characters_written_as_html_are_the_characters():
    lines = read(b"Fish &amp; chips &ndash; 5&#8364;&nbsp;&notaword; AT&T", "a.txt").lines

    assert lines == ("Fish & chips – 5€ &notaword; AT&T",)


def test_bullets_of_symbol_fonts_are_bullets():
    assert read("\uf0b7 One".encode(), "a.txt").lines == ("• One",)


def test_the_hash_of_the_file_is_kept():
    assert read(TEXT.encode(), "a.txt").sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
