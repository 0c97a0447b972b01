"""What a certificate says: codes, lines, and the statement that is signed.

A statement holds what the certificate prints, in its order. A text that is too long for a QR code
stands in it as its SHA-256, and is printed beside it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from councilgov.days import second_in_words
from councilgov.ledger.canonical import canonical
from councilgov.ledger.checker import digest_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from councilgov.ledger.canonical import JSON

    # What stands under one label: a text, a moment, or several texts, each on a line of its own.
    Value = str | datetime | Sequence[str]

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no letter that looks like another."""
LOOK_ALIKES = str.maketrans("OIL", "011")
CODE_LENGTH = 16
"""Letters of five bits each: 80 bits, beyond guessing."""
LONG = 300
"""Bytes beyond which a text is printed beside the statement and not in it."""
ROOM = 1_300
"""Bytes for what is certified, so that the QR code is at most 68 mm wide and can be scanned."""


class Line(NamedTuple):
    """One line of a certificate. A long text is printed by itself, below the others."""

    label: str
    text: str
    is_long: bool = False


def new_code() -> str:
    """A code that nobody can guess and few can misread."""
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))


def label_of(name: str) -> str:
    """A label as it is printed: a field's name becomes words, a label stays as it is."""
    words = name.replace("_", " ").replace("sha256", "SHA-256")
    return words[:1].upper() + words[1:]


def text_of(value: Value) -> str:
    """A value as it is printed: a moment with its zone, several texts on a line each."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return second_in_words(value)
    return "\n".join(value)


def in_room(lines: Sequence[tuple[str, str]]) -> tuple[list[list[JSON]], dict[str, str]]:
    """The lines as a statement holds them, and the texts that it holds by digest only.

    Long texts go first, then the longest that are left, until the QR code has room.
    """
    about: list[list[JSON]] = [[label, text] for label, text in lines if text]
    texts: dict[str, str] = {}
    by_length = sorted(about, key=lambda line: len(canonical(line[1])), reverse=True)
    for line in by_length:
        text = str(line[1])
        if len(canonical(text)) <= LONG and len(canonical(about)) <= ROOM:
            break
        digest: dict[str, JSON] = {"sha256": sha256_of_text(text), "characters": len(text)}
        line[1], texts[text_field(digest)] = digest, text
    if len(canonical(about)) > ROOM:
        raise ValueError("A certificate has room for about ten facts")
    return about, texts


def sha256_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def text_field(digest: Mapping[str, Any]) -> str:
    """Where a text that stands in a statement by its digest is kept."""
    return f"text:{digest['sha256'][:32]}"


def tidy(typed: str) -> str:
    """A code as it was issued, whatever became of it when it was typed; empty if it is none.

    Case, spaces and hyphens don't matter; O is read as 0, and I and L as 1.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = re.sub(r"[\W_]", "", plain).translate(LOOK_ALIKES)
    return code if re.fullmatch(f"[{LETTERS}]{{{CODE_LENGTH}}}", code) else ""


def in_groups(code: str) -> str:
    """A code as people read it: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(re.findall("....", code))


def lines_of(statement: Mapping[str, Any], texts: Mapping[str, str]) -> list[Line]:
    """What the certificate prints: values as they stand, long texts in full if they are kept."""
    return [
        Line(label, value)
        if isinstance(value, str)
        else Line(label, texts.get(text_field(value), digest_in_words(value)), is_long=True)
        for label, value in statement["about"]
    ]
