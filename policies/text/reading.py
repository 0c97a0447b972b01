"""Reads a policy file, or refuses it whole and says why, where, and what to do."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from html.entities import html5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.records import Refused

LARGEST = 5 * 1024 * 1024
"""Bytes. The longest real policy we know is a tenth of this."""
LONGEST = 20_000
"""Characters in one line or one clause: more is not a paragraph that anybody can read and sign."""

MAGIC = (
    (b"\x89PNG", gettext_lazy("a picture (PNG)")),
    (b"\xff\xd8\xff", gettext_lazy("a picture (JPEG)")),
    (b"GIF8", gettext_lazy("a picture (GIF)")),
    (b"RIFF", gettext_lazy("a picture, sound or film")),
    (b"II*\x00", gettext_lazy("a picture (TIFF)")),
    (b"MM\x00*", gettext_lazy("a picture (TIFF)")),
    (b"%PDF", gettext_lazy("a PDF")),
    (b"PK\x03\x04", gettext_lazy("a Word document, a spreadsheet or a zip file")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Word document or spreadsheet")),
    (b"{\\rtf", gettext_lazy("a Rich Text document")),
    (b"\x1f\x8b", gettext_lazy("a compressed file")),
    (b"7z\xbc\xaf", gettext_lazy("a compressed file")),
    (b"\x7fELF", gettext_lazy("a program")),
    (b"MZ", gettext_lazy("a program")),
    (b"\xff\xfe", gettext_lazy("text, but saved as UTF-16")),
    (b"\xfe\xff", gettext_lazy("text, but saved as UTF-16")),
)
ENDS = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
GLYPHS = str.maketrans(dict.fromkeys("\uf076\uf0a7\uf0b7\uf0d8\uf0fc", "•"))
"""Bullets as word processors leave them, in the numbering of their own symbol fonts."""
UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]")
"""Soft hyphens, zero-width spaces, marks of direction: no part of a word."""
FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufff9-\ufffd]"
)
"""Control characters, those that make text read otherwise than it is written, unknown glyphs."""


class Unreadable(Refused):
    """This file is not the text of a policy. Nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of text: its name, the SHA-256 of its bytes in hex, and its lines from the first."""

    filename: str
    sha256: str
    lines: tuple[str, ...]


def read(data: bytes, filename: str) -> Document:
    """The lines of a text or Markdown file in UTF-8.

    Raises ``Unreadable`` if the file is empty, over 5 MB, not text, not UTF-8 or without words.
    """
    refuse_size(data, filename)
    _refuse_kind(data, filename)
    text = _decoded(data, filename)
    lines = tuple(_checked(line, at, filename) for at, line in enumerate(ENDS.split(text), 1))
    if not any(character.isalpha() for line in lines for character in line):
        raise Unreadable(
            _("%(file)s holds no words. Choose the file with the text of the policy.")
            % {"file": filename}
        )
    return Document(filename, hashlib.sha256(data).hexdigest(), lines)


def refuse_size(data: bytes, filename: str) -> None:
    if not data:
        raise Unreadable(
            _("%(file)s is empty. Choose the file with the text of the policy.")
            % {"file": filename}
        )
    if len(data) > LARGEST:
        raise Unreadable(
            _("%(file)s is larger than %(most)d MB. Choose a file with the text alone.")
            % {"file": filename, "most": LARGEST // 1024**2}
        )


def _refuse_kind(data: bytes, filename: str) -> None:
    for start, kind in MAGIC:
        # A text may begin with letters such as "MZ"; then only a zero byte tells a program.
        if data.startswith(start) and (b"\x00" in data or not start.isalnum()):
            raise Unreadable(
                _("%(file)s is %(kind)s. Save the policy as plain text in UTF-8 and try again.")
                % {"file": filename, "kind": kind}
            )
    if b"\x00" in data:
        raise Unreadable(
            _(
                "%(file)s is not a text file: byte %(byte)d is a zero. "
                "Save the policy as plain text in UTF-8 and try again."
            )
            % {"file": filename, "byte": data.index(b"\x00") + 1}
        )


def _decoded(data: bytes, filename: str) -> str:
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _(
                "%(file)s is not in UTF-8: see line %(line)d, byte %(byte)d of the file. "
                "Open it, choose “Save as”, pick the encoding UTF-8 and try again."
            )
            % {
                "file": filename,
                "line": data[: error.start].count(b"\n") + 1,
                "byte": error.start + 1,
            }
        ) from error


def _checked(line: str, at: int, filename: str) -> str:
    """The line with its entities as characters, checked."""
    return checked_line(ENTITY.sub(_character, line), at, filename)


def checked_line(line: str, at: int, filename: str) -> str:
    """The line without invisible characters. Refuses what could hide words or turn them round."""
    line = UNSEEN.sub("", line).translate(GLYPHS)
    if found := FORBIDDEN.search(line):
        raise Unreadable(
            _(
                "Line %(line)d of %(file)s holds a character that cannot be shown as it is "
                "(U+%(code)04X). Delete it there, or copy the line again as plain text."
            )
            % {"line": at, "file": filename, "code": ord(found[0])}
        )
    if len(line) > LONGEST:
        raise Unreadable(
            _(
                "Line %(line)d of %(file)s is %(length)d characters long. "
                "Break it into paragraphs of at most %(longest)d."
            )
            % {"line": at, "file": filename, "length": len(line), "longest": LONGEST}
        )
    return line


def _character(entity: re.Match[str]) -> str:
    """What "&amp;" or "&#8211;" stands for; a line end written so is only a space."""
    name = entity[0][1:]
    character = html.unescape(entity[0]) if name[0] == "#" else html5.get(name, entity[0])
    return " " if character.isspace() else character
