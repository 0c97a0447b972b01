"""What anybody sees who checks a certificate, an account or none."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from councilgov.ledger import actions, certificates, checker, signing
from councilgov.ledger.canonical import canonical
from councilgov.ledger.limits import WRONG_CODES
from councilgov.ledger.models import Seal
from councilgov.ledger.statements import in_groups
from tests import given
from tests.database import owner_cursor
from tests.ledger import evidence

VERIFY = "/verify/"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _council():
    given.council()
    cache.clear()


@pytest.fixture
def visitor():
    return Client(raise_request_exception=True)


@pytest.fixture
def issued():
    return evidence.certificate()


@pytest.fixture
def file(issued):
    return certificates.pdf(issued)


def upload(visitor, content, name="certificate.pdf"):
    sent = SimpleUploadedFile(name, content, "application/pdf")
    return visitor.post(VERIFY, {"code": "", "file": sent})


def errors(page):
    """What stands in the error summary."""
    found = re.search(r"govuk-error-summary__list.*?</ul>", page.content.decode(), re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()[1:]) if found else ""


def words(page):
    """The words of the page, as one line."""
    body = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub("<[^>]+>", " ", body).split())


# By code


def test_anybody_may_check_a_certificate(visitor):
    page = visitor.get(VERIFY)

    assert page.status_code == 200
    assert "Check a certificate" in words(page)
    assert errors(page) == ""


@pytest.mark.parametrize(
    "spelling", [str, str.lower, in_groups, lambda code: f" {code[:5]} {code[5:]}"]
)
def test_a_code_leads_to_its_certificate(visitor, issued, spelling):
    page = visitor.post(VERIFY, {"code": spelling(issued.code)})

    assert page.status_code == 302
    assert page.url == f"/verify/{in_groups(issued.code)}/"


def test_a_certificate_shows_what_it_says_and_where_it_stands_in_the_ledger(visitor, issued):
    actions.seal()

    said = words(visitor.get(reverse("ledger:certificate", args=[issued.code])))

    assert "We issued this certificate" in said
    assert "Signed by Jane Smart Signed at 21 November 2026, 10:15:07 GMT" in said
    assert f"Code: {in_groups(issued.code)}" in said
    assert "as number 1" in said
    assert "It has not been changed since" in said


def test_a_certificate_shows_only_what_it_says(visitor):
    person = given.councillor(email="jane@barchester.example")
    issued = evidence.certificate(person)

    page = visitor.get(reverse("ledger:certificate", args=[issued.code])).content.decode()

    assert person.email not in page
    assert person.full_name not in page
    assert issued.entry.subject not in page


def test_a_certificate_that_is_not_sealed_yet_says_so(visitor, issued):
    said = words(visitor.get(reverse("ledger:certificate", args=[issued.code])))

    assert "It will be sealed within a minute or two" in said


def test_names_are_shown_as_they_were_typed_and_never_as_markup(visitor):
    issued = evidence.certificate(**{"Signed by": "<script>alert(1)</script> جين"})

    page = visitor.get(reverse("ledger:certificate", args=[issued.code])).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; جين" in page


def test_pages_about_people_are_kept_by_no_browser_and_no_proxy(visitor, issued):
    page = visitor.get(reverse("ledger:certificate", args=[issued.code]))

    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "nonsense", "../../etc", "😀", "x" * 90])
def test_a_code_that_does_not_exist_says_what_to_do(visitor, code):
    page = visitor.post(VERIFY, {"code": code})

    assert page.status_code == 200
    assert errors(page).startswith(
        "We have no certificate with this code. Compare it letter by letter"
    )


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "nonsense", "%F0%9F%98%80", "%20"])
def test_an_address_with_a_code_that_does_not_exist_shows_the_form(visitor, code):
    page = visitor.get(f"/verify/{code}/")

    assert page.status_code == 200
    assert errors(page) != ""


@pytest.mark.parametrize("sent", [{}, {"code": "  "}])
def test_nothing_at_all_says_what_to_do(visitor, sent):
    page = visitor.post(VERIFY, sent)

    assert page.status_code == 200
    assert errors(page) == "Enter the code of the certificate, or choose its file"


def test_a_code_that_no_database_can_hold_is_refused(visitor):
    page = visitor.post(VERIFY, {"code": "0000\x000000"})

    assert page.status_code == 200
    assert errors(page) != ""


def test_a_certificate_takes_few_queries(visitor, issued, django_assert_max_num_queries):
    actions.seal()

    with django_assert_max_num_queries(6):
        visitor.get(reverse("ledger:certificate", args=[issued.code]))


# By file


def test_a_file_as_it_was_issued_is_genuine(visitor, file):
    page = upload(visitor, file)

    assert page.status_code == 200
    assert "This file is genuine" in words(page)
    assert "Signed by Jane Smart" in words(page)


@pytest.mark.parametrize("place", [0, 9, 5_000, -200, -1])
def test_a_file_with_one_byte_changed_is_not_genuine(visitor, file, place):
    changed = bytearray(file)
    changed[place] ^= 1

    page = upload(visitor, bytes(changed))

    assert page.status_code == 200
    assert errors(page).startswith("This file was changed after it was issued.")
    assert "Jane Smart" not in words(page)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"hello", "The file is not a PDF. Choose the certificate as you got it"),
        (b"\x89PNG\r\n\x1a\n", "The file is not a PDF. Choose the certificate as you got it"),
        (b"", "The selected file is empty. Select another file"),
        (
            b"%PDF-1.7\n%%EOF",
            "There is no certificate in this. Choose the PDF as you got it, or type",
        ),
        (b"%PDF-" + b"x" * 1_000_000, "The file must be smaller than 1MB"),
        (b"%PDF-" + b"x" * 10_000_000, "The file must be smaller than 1MB"),
    ],
    ids=["text", "PNG", "empty", "another PDF", "1 MB and more", "10 MB"],
)
def test_a_file_that_is_no_certificate_says_what_to_do(visitor, content, told):
    page = upload(visitor, content)

    assert page.status_code == 200
    assert errors(page).startswith(told)


def test_a_certificate_of_another_council_is_not_ours(visitor, file):
    statement, signature, _seal = evidence.proof_in(file)
    other = Ed25519PrivateKey.generate().sign(checker.STATEMENT + checker.decoded(statement))

    page = upload(visitor, file.replace(signature, signing.base64url(other).encode()))

    assert page.status_code == 200
    assert errors(page).startswith("This was not signed by our council, or it was changed since.")


def test_a_certificate_that_the_ledger_does_not_know_is_not_to_be_relied_on(visitor):
    statement = canonical(
        {"version": 1, "title": "T", "council": "C", "code": "0" * 16, "about": []}
    )
    proof = f"CouncilGov1.{signing.base64url(statement)}.{signing.sign_statement(statement)}"

    page = visitor.post(VERIFY, {"code": proof})

    assert errors(page).startswith("The signature is the council’s, but the certificate is not in")


def test_a_file_and_a_wrong_code_are_both_judged(visitor, file):
    sent = SimpleUploadedFile("certificate.pdf", file, "application/pdf")

    page = visitor.post(VERIFY, {"code": "0000-0000-0000-0000", "file": sent})

    assert errors(page).startswith("We have no certificate with this code.")


# By its proof as text


def test_the_proof_as_text_is_genuine(visitor, issued):
    proof = f"{signing.base64url(issued.texts['statement'].encode())}.{issued.signature}"

    for pasted in (f"CouncilGov1.{proof}", f"https://portal.example/verify/AB/#{proof}"):
        assert "These words are genuine" in words(visitor.post(VERIFY, {"code": pasted}))


def test_a_changed_proof_is_not_genuine(visitor, issued):
    proof = f"CouncilGov1.{signing.base64url(b'{}')}.{issued.signature}"

    page = visitor.post(VERIFY, {"code": proof})

    assert errors(page).startswith("This was not signed by our council")


# After erasure, and after tampering


def test_an_erased_certificate_says_that_the_name_is_gone(visitor):
    issued = evidence.certificate(Objection="Unfair. " * 50)
    file = certificates.pdf(issued)
    actions.erase_names(entries=[issued.entry], by=None)

    by_code = words(visitor.get(reverse("ledger:certificate", args=[issued.code])))
    by_file = words(upload(visitor, file))

    assert "We no longer keep the name on it" in by_code
    assert "Jane Smart" not in by_code
    assert "This file is genuine" in by_file
    assert "Signed by Jane Smart" in by_file
    assert "Objection a text of 400 characters, with the SHA-256" in by_file
    assert "The council has erased the name" in by_file


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger_entry SET recorded_at = recorded_at - interval '1 day'",
        "UPDATE ledger_seal SET entry_digest = digest",
        "UPDATE ledger_seal SET sealed_at = sealed_at - interval '1 day'",
        "UPDATE ledger_entryname SET name = replace(name, 'Jane', 'John')",
        "UPDATE ledger_entryname SET name = 'I agree' WHERE field LIKE 'text:%%'",
        "UPDATE ledger_certificate SET signature = repeat('A', 86)",
        "UPDATE ledger_signingkey SET public = 'spoilt'",
    ],
)
def test_a_ledger_that_was_tampered_with_says_so(transactional_db, visitor, tampering):
    issued = evidence.certificate(Objection="Unfair. " * 50)
    actions.seal()
    with owner_cursor(triggers=False) as cursor:
        cursor.execute(tampering, [])

    said = words(visitor.get(reverse("ledger:certificate", args=[issued.code])))

    assert "Do not rely on this certificate" in said
    assert "01632 960123" in said
    assert "has not been changed" not in said


# Guessing


def test_whoever_guesses_codes_has_to_wait(visitor, issued):
    with time_machine.travel(NOON, tick=False):
        for number in range(WRONG_CODES.most):
            assert visitor.get(f"/verify/{number:016}/").status_code == 200

        known = reverse("ledger:certificate", args=[issued.code])
        refused = visitor.get(known)
        assert refused.status_code == 429
        assert "Too many wrong codes" in words(refused)
        assert visitor.post(VERIFY, {"code": issued.code}).status_code == 429

    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        assert visitor.get(known).status_code == 200


def test_others_need_not_wait(visitor, issued):
    for number in range(WRONG_CODES.most):
        visitor.get(f"/verify/{number:016}/")

    page = Client(REMOTE_ADDR="192.0.2.7").get(reverse("ledger:certificate", args=[issued.code]))

    assert page.status_code == 200


def test_right_codes_are_not_counted(visitor, issued):
    for _time in range(WRONG_CODES.most + 1):
        page = visitor.get(reverse("ledger:certificate", args=[issued.code]))

    assert page.status_code == 200


# Heads, key and checker


def seal_on(*days):
    for day in days:
        with time_machine.travel(day, tick=False):
            evidence.entries(2)
            actions.seal()


def test_the_last_seal_of_each_day_is_published(visitor):
    seal_on(NOON, NOON + timedelta(hours=1), NOON + timedelta(days=3))
    head, earlier = Seal.objects.get(sequence=6), Seal.objects.get(sequence=4)

    said = words(visitor.get("/verify/heads/"))
    text = visitor.get("/verify/heads.txt").content.decode()
    found = json.loads(visitor.get("/verify/heads.json").content)["heads"]

    assert f"24 November 2026 {head} 21 November 2026 {earlier}" in said
    assert text == f"2026-11-24 {head}\n2026-11-21 {earlier}\n"
    assert [(seal["day"], seal["sequence"]) for seal in found] == [
        ("2026-11-24", 6),
        ("2026-11-21", 4),
    ]
    assert found[0]["digest"] == head.digest


def test_a_day_ends_at_midnight_in_london(visitor):
    seal_on(datetime(2026, 7, 1, 22, 59, tzinfo=UTC), datetime(2026, 7, 1, 23, 1, tzinfo=UTC))

    lines = visitor.get("/verify/heads.txt").content.decode().splitlines()

    assert [line[:12] for line in lines] == ["2026-07-02 4", "2026-07-01 2"]


def test_the_page_shows_a_month_of_heads_and_the_text_all(visitor):
    seal_on(*[NOON + timedelta(days=day) for day in range(40)])

    assert visitor.get("/verify/heads/").content.count(b"govuk-summary-list__row") == 31
    assert len(visitor.get("/verify/heads.txt").content.decode().splitlines()) == 40


def test_the_page_of_heads_says_how_to_check_with_the_last_of_them(visitor):
    seal_on(NOON)

    assert f"verify_ledger --head {Seal.objects.head()}" in words(visitor.get("/verify/heads/"))


def test_before_the_first_seal_there_is_no_head(visitor):
    assert "Nothing has been sealed yet" in words(visitor.get("/verify/heads/"))
    assert visitor.get("/verify/heads.txt").content == b""


def test_the_published_key_checks_certificates(visitor, file):
    page = visitor.get("/verify/key/")

    keys = checker.keys_in(words(page))
    assert keys == [signing.public_key()]
    assert checker.judge(file, keys).is_genuine
    assert checker.keys_in(page.content.decode()) == keys


def test_the_key_is_a_file_that_the_checker_takes(visitor, file):
    response = visitor.get("/verify/key.txt")

    assert response["Content-Disposition"] == 'attachment; filename="key.txt"'
    assert checker.judge(file, checker.keys_in(response.content.decode())).is_genuine


def test_the_key_is_published_before_its_first_use(visitor):
    said = words(visitor.get("/verify/key/"))

    assert "Not used yet" in said
    assert checker.keys_in(said) == [signing.public_key()]


def test_the_checker_can_be_downloaded(visitor):
    page = visitor.get("/verify/checker/")

    assert page["Content-Disposition"] == 'attachment; filename="checker.py"'
    assert b"def is_signed(" in page.content


@pytest.mark.parametrize(
    "path", ["heads/", "heads.txt", "heads.json", "key/", "key.txt", "checker/", "AB/"]
)
def test_nothing_is_posted_to_pages_that_only_show(visitor, path):
    assert visitor.post(VERIFY + path).status_code == 405
