"""What a file is: by its bytes, and nothing that would run, or hide a second kind."""

import pytest

from councilgov.evidence.sniffing import _packed, ending_of, kind_of, named
from councilgov.records import Refused
from tests.evidence import corpus

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("name", corpus.TAKEN)
def test_what_people_have_as_evidence_is_taken_for_what_it_is(name):
    content, media_type = corpus.TAKEN[name]

    found = kind_of(name, content)

    assert found.media_type == media_type
    assert named(name, found) == name


@pytest.mark.parametrize("name", corpus.REFUSED)
def test_what_could_do_harm_or_is_not_known_is_refused_in_words(name):
    content, told = corpus.REFUSED[name]

    with pytest.raises(Refused, match=told) as refusal:
        kind_of(name, content)

    assert (refusal.value.field, name in str(refusal.value)) == ("uploads", True)


@pytest.mark.parametrize(
    ("name", "given_back"),
    [("photo.exe", "photo.exe.jpg"), ("photo", "photo.jpg"), ("photo.JPG", "photo.JPG")],
)
def test_a_file_is_given_back_under_the_ending_of_its_kind(name, given_back):
    assert named(name, kind_of(name, corpus.JPEG)) == given_back


@pytest.mark.parametrize(("name", "ending"), [("a.B.Txt", "txt"), ("txt", ""), (".txt", "")])
def test_an_ending_is_what_follows_the_last_dot(name, ending):
    assert ending_of(name) == ending


@pytest.mark.parametrize("chance", [b"/JS\x80", b"/JS(", b"/XFA\x07"])
def test_a_scan_is_taken_whatever_its_bytes_spell_by_chance(chance):
    """Three given bytes stand in one of two pictures of 25 MB."""
    head = b"2 0 obj\n<< /Subtype /Image /Filter /DCTDecode >>\nstream\n"
    scan = corpus.PDF + head + corpus.JPEG + chance + corpus.JPEG + b"\nendstream\nendobj\n"

    assert kind_of("scan.pdf", scan).media_type == "application/pdf"


def test_a_pdf_with_a_damaged_part_is_judged_by_the_rest():
    damaged = corpus.PDF + b"<< /ObjStm >>\nstream\nnot packed\nendstream"

    assert kind_of("a.pdf", damaged).media_type == "application/pdf"


def test_a_packed_part_is_unpacked_no_further_than_any_honest_one(monkeypatch):
    monkeypatch.setattr("councilgov.evidence.sniffing.UNPACKED", 10)

    assert [len(part) for part in _packed(corpus.packed_pdf(b"x" * 1_000))] == [10]
