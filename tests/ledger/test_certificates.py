"""Certificates: issued with the act, printed on demand, valid after the name is gone."""

import base64
import io
import json
import re
from datetime import UTC, datetime

import pypdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from hypothesis import given as any_of
from hypothesis import settings as pace
from hypothesis import strategies as st

from councilgov.ledger import actions, certificates, checker, signing
from councilgov.ledger.canonical import canonical
from councilgov.ledger.certificates import certificate_of, find, is_intact, issue, pdf, qr_code
from councilgov.ledger.checker import GENUINE_FILE
from councilgov.ledger.models import Certificate, Entry, SigningKey
from councilgov.ledger.statements import (
    LETTERS,
    in_groups,
    in_room,
    label_of,
    new_code,
    text_of,
    tidy,
)
from councilgov.records import Refused
from tests import given
from tests.ledger import evidence

LONGEST_ADDRESS = 2_700
ANOTHER_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()


def statement(certificate):
    return certificates.statement_of(certificate)


def read(file):
    """The text of the file, page after page, without what only helps to break its lines."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


# Issuing


def test_a_certificate_says_what_it_is_about_and_of_which_entry():
    certificate = evidence.certificate()

    said = statement(certificate)
    assert said["council"] == "Barchester Borough Council"
    assert said["kind"] == certificate.entry.kind == "policies.signed"
    assert said["code"] == certificate.code
    assert said["key"] == certificate.key_id
    assert said["entry"] == {
        "id": certificate.entry_id,
        "sha256": certificate.entry.computed_digest(),
    }
    assert said["about"][:2] == [
        ["Signed by", "Jane Smart"],
        ["Signed at", "21 November 2026, 10:15:07 GMT"],
    ]


def test_the_ledger_records_the_certificate():
    certificate = evidence.certificate()

    assert certificate.issued.kind == "ledger.certificate_issued"
    assert certificate.issued.subject == f"ledger.entry:{certificate.entry_id}"
    assert certificate.is_as_recorded


def test_the_ledger_holds_no_word_of_the_statement():
    certificate = evidence.certificate(Objection="Unfair")

    for entry in Entry.objects.all():
        assert not re.search("Jane|Smart|Unfair|Protocol", entry.facts)
    assert "Jane Smart" in certificate.texts["statement"]


def test_a_certificate_is_undone_with_its_act():
    council = given.council()

    with pytest.raises(ZeroDivisionError):
        an_act_that_fails(council)

    assert not Certificate.objects.exists()
    assert not SigningKey.objects.exists()


@transaction.atomic
def an_act_that_fails(council):
    evidence.certificate(council)
    return 1 / 0


def test_no_two_certificates_say_the_same():
    """Without its salt, an erased name could be guessed from the signature that stays."""
    first, second = evidence.certificate(), evidence.certificate(given.person())

    assert statement(first)["salt"] != statement(second)["salt"]
    assert len(statement(first)["salt"]) == 22


def test_a_certificate_has_the_title_that_its_act_gives_it():
    entry = evidence.entry()

    certificate = issue(entry=entry, statement=evidence.statement(), title="Receipt for a laptop")

    assert statement(certificate)["title"] == "Receipt for a laptop"
    assert "Receipt for a laptop" in read(pdf(certificate))


def test_a_certificate_is_found_by_the_row_that_it_is_about():
    person = given.person()
    certificate = evidence.certificate(person)
    evidence.certificate()

    assert certificate_of(person) == certificate


def test_a_row_without_a_certificate_has_none():
    with pytest.raises(Certificate.DoesNotExist):
        certificate_of(given.person())


def test_issuing_takes_five_statements(django_assert_num_queries):
    entry = evidence.entry()

    with django_assert_num_queries(5):
        issue(entry=entry, statement=evidence.statement())


# What is certified


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Signed by", "Signed by"),
        ("signed_by", "Signed by"),
        ("text_sha256", "Text SHA-256"),
        ("SHA-256 of the text", "SHA-256 of the text"),
    ],
)
def test_a_label_is_words(name, label):
    assert label_of(name) == label


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it stands", "as it stands"),
        (["Appendix A", "Annex B"], "Appendix A\nAnnex B"),
        ([], ""),
        (datetime(2026, 7, 1, 23, 30, 5, 999, tzinfo=UTC), "2 July 2026, 00:30:05 BST"),
    ],
)
def test_a_value_is_a_text(value, text):
    assert text_of(value) == text


def test_empty_lines_are_left_out():
    about, _texts = in_room([("Objection", ""), ("Signed by", "Jane")])

    assert about == [["Signed by", "Jane"]]


def test_a_long_text_stands_in_the_statement_as_its_digest_and_is_kept_beside_it():
    objection = "I object. " * 1_000

    certificate = evidence.certificate(Objection=objection)

    assert statement(certificate)["about"][-1] == [
        "Objection",
        {
            "sha256": "976ce16d0fb966eca87a87f060bc89bd92057551179c1e90749ace28520d355b",
            "characters": 10_000,
        },
    ]
    assert objection in certificate.texts.values()
    assert (
        len(re.findall(r"I\s+object\.", read(pdf(certificate)))) >= 998
    )  # two at the ends of pages


def test_many_middling_texts_make_room_longest_first():
    lines = [(f"Line {number}", "x" * (200 + number)) for number in range(9)]

    about, texts = in_room(lines)

    kept = [label for label, value in about if isinstance(value, str)]
    assert len(json.dumps(about)) < 1_400
    assert kept == [f"Line {number}" for number in range(len(kept))]
    assert sorted(texts.values()) == [value for _label, value in lines[len(kept) :]]


def test_more_than_fits_on_a_page_is_refused():
    with pytest.raises(ValueError, match="about ten facts"):
        evidence.certificate(**{f"Line {number}": "x" * 150 for number in range(20)})


@any_of(st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=400), max_size=5))
@pace(deadline=None, max_examples=60)
def test_whatever_is_certified_fits_into_a_qr_code(lines):
    about, _texts = in_room(list(lines.items()))

    longest = {"about": about, "council": "é" * 100, "title": "é" * 50, "rest": "x" * 350}
    address = "https://portal.barchester.example/verify/" + "x" * 20
    held = address + signing.base64url(canonical(longest)) + "." + "x" * 86
    assert len(held) <= LONGEST_ADDRESS


def test_the_widest_qr_code_stands_beside_its_words():
    assert qr_code("x" * LONGEST_ADDRESS)["qr_width"] <= 75


# Codes


def test_a_code_has_eighty_bits():
    codes = {new_code() for _time in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {16}
    assert set("".join(codes)) == set(LETTERS)


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB-CDEF",
        "0123456789abcdef",
        " 0123 4567 89ab cdef ",
        "O1Z3-4567-89AB-CDEF".replace("Z", "2"),
        "oI23–4567—89AB_CDEF",
        "oL23.4567.89AB.CDEF",
        "０１２３456789ABCDEF",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed):
    assert tidy(typed) == "0123456789ABCDEF"


@pytest.mark.parametrize("typed", ["", "0123", "U" * 16, "0" * 17, "😀", "\0", "'; DROP TABLE"])
def test_nonsense_is_no_code(typed):
    assert tidy(typed) == ""
    assert find(typed) is None


@any_of(st.text(alphabet=LETTERS, min_size=16, max_size=16))
def test_a_code_in_groups_is_the_same_code(code):
    assert tidy(in_groups(code)) == code


def test_a_certificate_is_found_by_its_code():
    certificate = evidence.certificate()

    assert find(in_groups(certificate.code).lower()) == certificate


# Printing


def test_the_paper_says_what_was_signed_and_how_to_check_it():
    certificate = evidence.certificate()

    said = read(pdf(certificate))

    assert "Certificate of signature Signed by Jane Smart" in said
    assert "SHA-256 of the text " + "9f" * 32 in said
    assert "go to testserver/verify and type this:" in said
    assert in_groups(certificate.code) in said
    assert f"Certificate {in_groups(certificate.code)} Page 1 of 1" in said


def test_the_qr_code_leads_to_the_page_of_the_certificate_and_proves_it(monkeypatch):
    certificate = evidence.certificate()
    held: list[str] = []

    def drawn(text):
        held.append(text)
        return qr_code(text)

    monkeypatch.setattr(certificates, "qr_code", drawn)

    pdf(certificate)

    page, _mark, _proof = held[0].partition("#")
    assert page == f"http://testserver/verify/{in_groups(certificate.code)}/"
    verdict = checker.judge(held[0].encode(), [signing.public_key()])
    assert verdict == ("genuine text", statement(certificate))


def test_the_text_of_the_paper_proves_itself():
    certificate = evidence.certificate()
    said = read(pdf(certificate))

    verdict = checker.judge(said.encode(), [signing.public_key()])

    assert verdict == ("genuine text", statement(certificate))


def test_a_certificate_is_printed_the_same_each_time():
    certificate = evidence.certificate()

    assert pdf(certificate) == pdf(Certificate.objects.get())


def test_the_proof_stands_in_both_places_where_a_pdf_keeps_keywords():
    file = pdf(evidence.certificate())
    reader = pypdf.PdfReader(io.BytesIO(file))
    proof = b"CouncilGov1." + b".".join(evidence.proof_in(file))

    assert reader.metadata is not None
    assert str(reader.metadata["/Keywords"]) == proof.decode()
    assert b"<pdf:Keywords>" + proof + b"</pdf:Keywords>" in file
    assert file.count(proof) == 2


@pytest.mark.parametrize(
    "name", ["😀", "জেন স্মার্ট", "جين سمارت", "Z̵͇a̷͎l̸̰g̷̫o̴̲", "\u202eenaJ", "中文", "<b>&\"'", "x" * 150]
)
def test_no_name_loses_its_certificate(name):
    certificate = evidence.certificate(**{"Signed by": name, "Objection": f"{name} objects"})

    verdict = certificates.judge(pdf(certificate))

    assert verdict.outcome == GENUINE_FILE
    assert verdict.statement is not None
    assert dict(verdict.statement["about"])["Signed by"] == name


@any_of(name=st.text(min_size=1, max_size=40), objection=st.text(max_size=500))
@pace(deadline=None, max_examples=15)
def test_no_text_loses_its_certificate(name, objection):
    name, objection = name.replace("\0", " "), objection.replace("\0", " ")

    certificate = evidence.certificate(
        given.person(), **{"Signed by": name, "Objection": objection}
    )

    assert certificates.judge(pdf(certificate)).outcome == GENUINE_FILE


def test_the_seal_needs_its_place():
    with pytest.raises(ValueError, match="no place for its seal"):
        signing.seal_file(b"%PDF-1.7")


# After the name is erased


@pytest.fixture
def erased():
    """A certificate, its file, and the proof on it, of which the council keeps no word."""
    certificate = evidence.certificate(Objection="No. " * 100)
    file = pdf(certificate)
    actions.erase_names(entries=[certificate.entry], by=None)
    return find(certificate.code), file


def test_a_file_verifies_after_its_name_is_erased(erased):
    certificate, file = erased

    verdict = certificates.judge(file)

    assert verdict.outcome == GENUINE_FILE
    assert is_intact(certificate, verdict.statement)


def test_a_certificate_cannot_be_printed_after_its_name_is_erased(erased):
    with pytest.raises(Refused, match="were erased"):
        pdf(erased[0])


def test_nothing_of_an_erased_certificate_is_kept(erased):
    certificate, _file = erased

    assert statement(certificate) is None
    assert certificate.texts == {}
    assert is_intact(certificate)


# Keys


def test_a_key_is_published_from_its_first_use_on():
    assert [key.first_used_at for key in certificates.published_keys()] == [None]

    certificate = evidence.certificate()

    (key,) = certificates.published_keys()
    assert key == certificate.key
    assert key.first_used_at is not None
    assert key.public_bytes == signing.public_key()
    assert key.used_until is None


def test_certificates_of_an_older_key_still_verify(settings):
    certificate = evidence.certificate()
    file = pdf(certificate)

    settings.CERTIFICATE_KEY = ANOTHER_KEY
    newer = evidence.certificate(given.person())

    assert certificates.judge(file).outcome == GENUINE_FILE
    assert certificates.judge(pdf(newer)).outcome == GENUINE_FILE
    assert certificate.key != newer.key


def test_a_certificate_of_an_older_key_is_printed_with_the_key_in_use(settings):
    certificate = evidence.certificate()
    settings.CERTIFICATE_KEY = ANOTHER_KEY

    assert certificates.judge(pdf(certificate)).outcome == GENUINE_FILE


def test_a_key_is_in_use_until_the_next_one_is(settings):
    evidence.certificate()
    settings.CERTIFICATE_KEY = ANOTHER_KEY
    evidence.certificate(given.person())

    newer, older = certificates.published_keys()

    assert older.used_until == newer.first_used_at
    assert newer.used_until is None


@pytest.mark.parametrize("key", ["", "short", "A" * 43, "not base64 at all, is it?", "AAAA"])
def test_a_key_that_is_none_is_refused_in_words(settings, key):
    settings.CERTIFICATE_KEY = key

    with pytest.raises(ImproperlyConfigured, match="32 bytes in base64"):
        signing.public_key()
