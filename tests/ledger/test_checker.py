"""The stand-alone checker: the same answers as the portal's, from one file, without a network."""

import ast
import base64
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councilgov.ledger import certificates, checker, signing
from councilgov.ledger.checker import (
    CHANGED,
    GENUINE_FILE,
    GENUINE_TEXT,
    NO_CERTIFICATE,
    OTHER_KEY,
)
from councilgov.ledger.statements import in_groups
from tests.ledger import evidence

PROGRAM = Path(checker.__file__)

# RFC 8032, section 7.1: secret key, public key, message, signature
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
        "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
        "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
        "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ec"
        "fdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
"""The fourth is the vector "SHA(abc)"."""


@pytest.fixture
def issued():
    return evidence.certificate()


@pytest.fixture
def file(issued):
    return certificates.pdf(issued)


@pytest.fixture
def proof(issued):
    kept = issued.texts["statement"]
    return f"CouncilGov1.{signing.base64url(kept.encode())}.{issued.signature}"


def public_key() -> str:
    return base64.b64encode(signing.public_key()).decode()


def run(*arguments: str, typed: bytes = b"") -> tuple[int, str]:
    """The program as a stranger runs it: by itself, away from the portal."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-I", str(PROGRAM), *arguments],
        input=typed,
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


# Ed25519


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_signatures_of_the_standard_are_good(secret, public, message, signature):
    known = [bytes.fromhex(part) for part in (public, message, signature)]
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))

    assert (key.public_key().public_bytes_raw(), key.sign(known[1])) == (known[0], known[2])
    assert checker.is_signed(*known)
    assert signing.is_signed(*known)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_signatures_of_the_standard_do_not_fit_another_message(secret, public, message, signature):
    assert not checker.is_signed(
        bytes.fromhex(public), bytes.fromhex(message) + b".", bytes.fromhex(signature)
    )


@given(message=st.binary(max_size=100), place=st.integers(0, 63), flip=st.integers(1, 255))
@settings(deadline=None, max_examples=60)
def test_a_signature_with_another_byte_is_bad(message, place, flip):
    signature = bytearray(signing.council_key().sign(message))
    signature[place] ^= flip

    assert not checker.is_signed(signing.public_key(), message, bytes(signature))


@given(st.binary(max_size=70), st.binary(max_size=20), st.binary(max_size=70))
@settings(deadline=None, max_examples=150)
def test_both_programs_judge_any_bytes_alike(public, message, signature):
    ours = checker.is_signed(public, message, signature)

    assert ours == signing.is_signed(public, message, signature)


def test_a_signature_that_was_made_longer_by_the_order_is_bad():
    """Without this, a second signature could be made of each (RFC 8032, 8.4)."""
    signature = signing.council_key().sign(b"x")
    s = int.from_bytes(signature[32:], "little") + checker.ORDER

    assert not checker.is_signed(
        signing.public_key(), b"x", signature[:32] + s.to_bytes(32, "little")
    )


@pytest.mark.parametrize("y", [checker.P, checker.P + 1, 2**255 - 1, 2, 1 | 1 << 255])
def test_bytes_of_no_point_are_no_key(y):
    assert checker.point_of(y.to_bytes(32, "little")) is None


# Files and texts


def test_a_file_as_it_was_issued_is_genuine(file):
    code, said = run("/dev/stdin", "--key", public_key(), typed=file)

    assert code == 0
    assert said.startswith("GENUINE. The council issued this file")
    assert "  Signed by: Jane Smart\n" in said
    assert "  Signed at: 21 November 2026, 10:15:07 GMT\n" in said


def test_the_words_of_a_certificate_are_genuine(issued, proof):
    pasted = f"Proof as text\n{proof[:90]}\u200b\r\n{proof[90:]}\nCertificate ABCD".encode()

    code, said = run("--key", public_key(), typed=pasted)

    assert code == 0
    assert said.startswith("GENUINE. The council signed what stands below")
    assert f"  Certificate code: {in_groups(issued.code)}\n" in said


def test_what_a_qr_code_holds_is_genuine(proof):
    address = f"https://portal.example/verify/ABCD/#{proof.removeprefix('CouncilGov1.')}"

    assert run("--key", public_key(), typed=address.encode())[0] == 0


def test_text_saved_by_an_old_editor_is_genuine(proof):
    assert run("--key", public_key(), typed=proof.encode("utf-16"))[0] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda file: file.replace(b"/Type/Catalog", b"/Type/catalog"),
            "changed after it was issued",
        ),
        (lambda file: file + b"\n", "changed after it was issued"),
        (lambda file: file[:-1], "changed after it was issued"),
        (lambda file: file.replace(b"CouncilGov1", b"CouncilGov2"), "There is no CouncilGov cert"),
        (lambda _file: b"%PDF-1.7 another", "There is no CouncilGov certificate"),
        (lambda _file: b"", "There is no CouncilGov certificate"),
    ],
    ids=["a byte", "longer", "shorter", "no proof", "another PDF", "empty"],
)
def test_a_file_that_is_not_as_it_was_issued_is_not_genuine(file, change, words):
    code, said = run("/dev/stdin", "--key", public_key(), typed=change(file))

    assert code == 1
    assert said.startswith("NOT GENUINE.")
    assert words in said
    assert "Jane Smart" not in said


def test_a_certificate_of_somebody_else_is_not_genuine(file):
    another = base64.b64encode(bytes.fromhex(RFC_8032[0][1])).decode()

    code, said = run("/dev/stdin", "--key", another, typed=file)

    assert (code, "does not fit this key" in said) == (1, True)


def test_a_file_whose_seal_was_taken_out_does_not_pass_as_text(file):
    """Else the words of a certificate could be put into any PDF."""
    seal = evidence.proof_in(file)[2]

    code, said = run("/dev/stdin", "--key", public_key(), typed=file.replace(b"." + seal, b""))

    assert (code, "There is no CouncilGov certificate" in said) == (1, True)


def test_a_long_text_is_certified_by_its_digest():
    issued = evidence.certificate(Objection="I object. " * 1_000)

    code, said = run("/dev/stdin", "--key", public_key(), typed=certificates.pdf(issued))

    assert code == 0
    assert "  Objection: a text of 10000 characters, with the SHA-256 " in said


def test_what_is_certified_cannot_play_tricks_with_the_screen():
    issued = evidence.certificate(**{"Signed by": "Jane\x1b[2J Smart\u202e"})

    said = run("/dev/stdin", "--key", public_key(), typed=certificates.pdf(issued))[1]

    assert "Signed by: Jane\ufffd[2J Smart\ufffd" in said


# Keys


@pytest.mark.parametrize(
    "page",
    [
        public_key,
        lambda: f"Key 1234\nIn use since 9am\n{public_key()}\nEd25519",
        lambda: signing.pem(signing.public_key()),
        lambda: f"<code>{public_key()}</code>",
    ],
    ids=["bare", "page as text", "PEM", "page as HTML"],
)
def test_the_key_is_found_in_a_file(file, page, tmp_path):
    (tmp_path / "key.txt").write_text(page())
    (tmp_path / "certificate.pdf").write_bytes(file)

    code, _said = run(str(tmp_path / "certificate.pdf"), "--key", str(tmp_path / "key.txt"))

    assert code == 0


def test_any_of_several_keys_serves(file):
    another = base64.b64encode(bytes.fromhex(RFC_8032[0][1])).decode()

    assert run("/dev/stdin", "--key", f"{another} {public_key()}", typed=file)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.pdf", "--key", "KEY"], "missing.pdf cannot be read: No such file"),
        (["/dev/stdin", "--key", "missing.txt"], "missing.txt cannot be read: No such file"),
        (["/dev/stdin", "--key", "/dev/null"], "No public key there"),
    ],
)
def test_where_nothing_can_be_checked_it_says_so(arguments, words):
    code, said = run(*[public_key() if part == "KEY" else part for part in arguments])

    assert code == 2
    assert words in said


# The same answers as the portal


@given(st.data())
@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_both_programs_judge_any_change_alike(file, proof, data):
    found = bytearray(data.draw(st.sampled_from([file, proof.encode()])))
    for _change in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(found) - 1))
        found[place] = data.draw(st.integers(0, 255))

    by_portal = certificates.judge(bytes(found))

    assert checker.judge(bytes(found), [signing.public_key()]) == by_portal
    if bytes(found) not in {file, proof.encode()}:
        assert by_portal.outcome in {CHANGED, OTHER_KEY, NO_CERTIFICATE, GENUINE_TEXT}
    if by_portal.outcome == GENUINE_FILE:
        assert bytes(found) == file


def test_no_byte_of_a_file_can_change_unseen(file):
    """Each byte of the proofs, and one in 29 of the rest: all of them would take a minute."""
    proofs = [place for found in checker.IN_FILE.finditer(file) for place in range(*found.span())]
    for place in {*proofs, *range(0, len(file), 29), len(file) - 1}:
        found = bytearray(file)
        found[place] ^= 1 << place % 8
        verdict = checker.judge(bytes(found), [signing.public_key()], signing.is_signed)
        assert verdict.outcome == CHANGED, place


# The file itself


def test_the_checker_needs_nothing_but_python():
    parsed = ast.walk(ast.parse(PROGRAM.read_text(), feature_version=(3, 9)))
    froms = {node.module or "" for node in parsed if isinstance(node, ast.ImportFrom)}
    parsed = ast.walk(ast.parse(PROGRAM.read_text()))
    plain = {part.name for node in parsed if isinstance(node, ast.Import) for part in node.names}

    assert {name.split(".")[0] for name in froms | plain} <= sys.stdlib_module_names


def test_the_words_of_the_checker_cover_every_outcome():
    outcomes = {GENUINE_FILE, GENUINE_TEXT, CHANGED, OTHER_KEY, NO_CERTIFICATE}

    assert set(checker.IN_WORDS) == outcomes
