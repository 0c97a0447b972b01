#!/usr/bin/env python3
"""Checks a certificate that a council issued with CouncilGov, offline, with Python 3.9 or newer.

    python checker.py certificate.pdf --key key.txt
    python checker.py --key 6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw= < text.txt

The file is the PDF, or a text file with the lines under "Proof as text" on the certificate, or with
what the QR code holds. The key is the council's public key, or a file with it, such as the
council's /verify/key.txt. Get it from the council, not from whoever gave you the certificate.
The exit code is 0 for genuine, 1 for not genuine, 2 where nothing could be checked.

How a certificate is made: a statement (JSON, RFC 8785) says what the council certifies. Ed25519
(RFC 8032) signs "CouncilGov1 statement\\n" and the statement. The keywords of the PDF hold
CouncilGov1.STATEMENT.SIGNATURE.SEAL, each part in base64url. The seal is the Ed25519 signature of
"CouncilGov1 file\\n" and the whole PDF, with 86 zeros wherever the seal stands.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    IsSigned = Callable[[bytes, bytes, bytes], bool]

STATEMENT = b"CouncilGov1 statement\n"
FILE = b"CouncilGov1 file\n"
BLANK = "0" * 86
"""Stands in the place of the seal while the file is signed."""

GENUINE_FILE = "genuine file"
GENUINE_TEXT = "genuine text"
CHANGED = "changed"
OTHER_KEY = "other key"
NO_CERTIFICATE = "no certificate"

IN_WORDS = {
    GENUINE_FILE: (
        "GENUINE. The council issued this file, and not one byte of it was changed since."
    ),
    GENUINE_TEXT: (
        "GENUINE. The council signed what stands below, and only that is proved: compare each line"
        " with the paper or the file that you have."
    ),
    CHANGED: (
        "NOT GENUINE. This file was changed after it was issued. Do not rely on it: ask whoever"
        " gave it to you for the file as the council issued it."
    ),
    OTHER_KEY: (
        "NOT GENUINE. The signature does not fit this key: the certificate was changed, or it comes"
        " from somebody else. Get the key from the council's own page, and check again."
    ),
    NO_CERTIFICATE: (
        "NOT GENUINE. There is no CouncilGov certificate in this. Check the PDF itself, not a scan"
        " or a print-out of it, or paste what the QR code holds."
    ),
}

_WORD = rb"([A-Za-z0-9_-]+)"
_SIGNATURE = rb"([A-Za-z0-9_-]{86})"
IN_FILE = re.compile(
    rb"CouncilGov1\." + _WORD + rb"\." + _SIGNATURE + rb"\." + _SIGNATURE + rb"(?![A-Za-z0-9_-])"
)
IN_TEXT = re.compile(rb"(?:CouncilGov1\.|#)" + _WORD + rb"\." + _SIGNATURE)
MARKS_OF_A_PDF = (b"%PDF-", b"endobj", b"%%EOF")
# Copying puts these into a long word: line ends, zero-width spaces, soft hyphens, UTF-16, a BOM.
BETWEEN = re.compile(rb"\s|\xe2\x80\x8b|\xc2\xad|\x00|\xef\xbb\xbf")
# 32 bytes in base64; in a PEM file twelve others stand before them (RFC 8410).
KEY = re.compile(r"(?<![A-Za-z0-9+/=])(?:MCowBQYDK2VwAyEA)?([A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])")
TRIES = 10
"""A file holds its proof twice; one that holds it more often than this is not ours."""


class Verdict(NamedTuple):
    """What came of a check, and the statement if its signature is good."""

    outcome: str
    statement: dict[str, Any] | None

    @property
    def is_genuine(self) -> bool:
        return self.outcome in {GENUINE_FILE, GENUINE_TEXT}


# Ed25519, as RFC 8032 gives it in section 5.1

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
KEY_BYTES, SIGNATURE_BYTES = 32, 64
Point = tuple[int, int, int, int]  # X, Y, Z, T, where x = X/Z, y = Y/Z and xy = T/Z


def add(p: Point, q: Point) -> Point:
    """The sum of two points, also of a point and itself (5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar: int, point: Point) -> Point:
    """The point added to itself so many times."""
    product = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            product = add(product, point)
        point, scalar = add(point, point), scalar >> 1
    return product


def is_same(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 == (p[1] * q[2] - q[1] * p[2]) % P


def x_of(y: int, sign: int) -> int | None:
    """The x that belongs to y, or nothing where there is none (5.1.3)."""
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x + u) % P == 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    return x if x & 1 == sign else P - x


def point_of(encoded: bytes) -> Point | None:
    """The point that 32 bytes stand for, or nothing where they stand for none (5.1.3)."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = x_of(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


BASE = point_of(bytes.fromhex("58" + "66" * 31))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key made this signature of this message (5.1.7)."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if BASE is None or a is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    return is_same(times(s, BASE), add(r, times(k % ORDER, a)))


# Certificates


def judge(found: bytes, keys: Sequence[bytes], is_signed: IsSigned = is_signed) -> Verdict:
    """What a PDF proves, every byte of it, or what the proof in a text proves."""
    if any(mark in found for mark in MARKS_OF_A_PDF):
        return judge_file(found, keys, is_signed)
    return judge_text(found, keys, is_signed)


def judge_file(file: bytes, keys: Sequence[bytes], is_signed: IsSigned) -> Verdict:
    """The proof stands in the file twice, so one of the two outlives a change of any one byte."""
    tokens = first_few(match.groups() for match in IN_FILE.finditer(file))
    for statement, signature, seal in tokens:
        said = signed_statement(statement, signature, keys, is_signed)
        if said is not None:
            blank = FILE + file.replace(seal, BLANK.encode())
            is_whole = any(is_signed(key, blank, decoded(seal)) for key in keys)
            return Verdict(GENUINE_FILE if is_whole else CHANGED, said)
    return Verdict(OTHER_KEY if tokens else NO_CERTIFICATE, None)


def judge_text(text: bytes, keys: Sequence[bytes], is_signed: IsSigned) -> Verdict:
    """The text may have been copied from a page, which breaks it into lines."""
    tokens = first_few(match.groups() for match in IN_TEXT.finditer(BETWEEN.sub(b"", text)))
    for statement, signature in tokens:
        said = signed_statement(statement, signature, keys, is_signed)
        if said is not None:
            return Verdict(GENUINE_TEXT, said)
    return Verdict(OTHER_KEY if tokens else NO_CERTIFICATE, None)


def first_few(tokens: Iterable[tuple[bytes, ...]]) -> list[tuple[bytes, ...]]:
    return list(islice(dict.fromkeys(tokens), TRIES))


def signed_statement(
    statement: bytes, signature: bytes, keys: Sequence[bytes], is_signed: IsSigned
) -> dict[str, Any] | None:
    """The statement, if one of the keys signed it."""
    message, proof = decoded(statement), decoded(signature)
    if not any(is_signed(key, STATEMENT + message, proof) for key in keys):
        return None
    said: dict[str, Any] = json.loads(message)
    return said


def decoded(text: bytes) -> bytes:
    """The bytes that base64url stands for; none where it is not written as we write it."""
    try:
        found = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""
    return found if base64.urlsafe_b64encode(found).rstrip(b"=") == text else b""


def keys_in(text: str) -> list[bytes]:
    """Every public key in a text, in its order."""
    return list(dict.fromkeys(base64.b64decode(match[1]) for match in KEY.finditer(text)))


# In words


def lines_of(statement: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that is certified, line by line, as the certificate prints it."""
    yield "Council", statement["council"]
    for label, value in statement["about"]:
        yield label, value if isinstance(value, str) else digest_in_words(value)
    yield "Certificate code", "-".join(re.findall("....", statement["code"]))


def digest_in_words(value: dict[str, Any]) -> str:
    """How a statement speaks of a text that is too long for it."""
    return f"a text of {value['characters']} characters, with the SHA-256 {value['sha256']}"


def shown(text: str) -> str:
    """The text without what could play tricks with a screen."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


def report(verdict: Verdict) -> str:
    """The verdict in words, and what was certified."""
    lines = [IN_WORDS[verdict.outcome]]
    if verdict.is_genuine and verdict.statement:
        lines += ["", verdict.statement["title"]]
        lines += [f"  {label}: {value}" for label, value in lines_of(verdict.statement)]
    return shown("\n".join(lines) + "\n")


def read_keys(given: str) -> list[bytes]:
    """The keys in the argument itself, or in the file that it names."""
    return keys_in(given) or keys_in(Path(given).read_text(encoding="utf-8", errors="replace"))


def main() -> int:
    """Check what the command line names."""
    parser = argparse.ArgumentParser(description="Checks a certificate made with CouncilGov.")
    parser.add_argument("file", nargs="?", help="the PDF or a text file; none: text as typed")
    parser.add_argument("--key", required=True, help="the council's public key, or a file with it")
    given = parser.parse_args()
    try:
        keys = read_keys(given.key)
        found = Path(given.file).read_bytes() if given.file else sys.stdin.buffer.read()
    except OSError as error:
        sys.stderr.write(f"{error.filename} cannot be read: {error.strerror}.\n")
        return 2
    if not keys:
        sys.stderr.write("No public key there. Get it from the council's page /verify/key.txt.\n")
        return 2
    verdict = judge(found, keys)
    sys.stdout.buffer.write(report(verdict).encode())
    return 0 if verdict.is_genuine else 1


if __name__ == "__main__":
    sys.exit(main())
