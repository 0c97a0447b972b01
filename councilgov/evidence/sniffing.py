"""What a file is, found in its bytes: never in its name, nor in what a browser says.

A short list of what people have as evidence, and nothing else. Libraries that know hundreds of
kinds take a file that is two kinds at once for the first of them; here each kind is also asked
whether something else hides in it. What passes is kept as it came, and never opened by the portal.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VIRUS_TEST = b"-".join([b"EICAR", b"STANDARD", b"ANTIVIRUS", b"TEST", b"FILE!"])
"""The words of the test file of EICAR, put together here so that no scanner stops at this file."""
ACTIVE = re.compile(
    rb"<\s*(?:script|html|svg|iframe|object|embed)[\s/>]|<!doctype\s+html|<\?php", re.I
)
"""What a browser would run or show as a page."""
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
PDF = b"%PDF-"
PDF_ACTS = re.compile(
    rb"/(?:JavaScript|Rendition|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b"
    rb"|/XFA[\s\x00]*[\[\d%]"
)
"""Names that no picture holds by chance. A script, which is under "/JS", runs as an action that
calls itself one of the first two alone (ISO 32000-1, 12.6.4.13 and 12.6.4.16).
"""
PDF_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_OBJECTS = re.compile(rb"/ObjStm\b.{0,500}?stream\r?\n", re.S)
HEADERS = re.compile(rb"(?:^|\n)(?:from|date|received|message-id):[ \t]", re.I)
END_OF_ZIP, ZIP_TAIL, ZIP_END = b"PK\x05\x06", 65_557, 22
MACROS = re.compile(r"vbaproject|vbadata|macrosheets|activex|^basic/|^scripts/", re.I)
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
OUTLOOK = "__substg1.0_".encode("utf-16-le")
MOST_PARTS, MOST_UNPACKED = 5_000, 400_000_000
"""Of an office document: more is made to fill a disk."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
START, UNPACKED = 4_096, 20_000_000
OFFICE = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
OLD_OFFICE = {"doc": "application/msword", "xls": "application/vnd.ms-excel"} | {
    "ppt": "application/vnd.ms-powerpoint"
}
PLAIN = {"txt": "text/plain", "csv": "text/csv", "log": "text/plain", "md": "text/plain"}


@dataclass(frozen=True)
class Found:
    """A kind of file: what it is called on the web, and how the names of such files end."""

    media_type: str
    endings: Sequence[str]


@dataclass(frozen=True)
class Mark:
    """Bytes at a place that belong to a kind of file, and with which the file begins."""

    at: int
    signs: Sequence[bytes]
    found: Found
    first: bytes = b""

    def is_in(self, content: bytes) -> bool:
        is_there = any(content.startswith(sign, self.at) for sign in self.signs)
        return is_there and content.startswith(self.first)


def _of(media_type: str, *endings: str) -> Found:
    return Found(media_type, endings)


MARKS = (
    Mark(0, [PDF], _of("application/pdf", "pdf")),
    Mark(0, [b"\xff\xd8\xff"], _of("image/jpeg", "jpg", "jpeg")),
    Mark(0, [b"\x89PNG\r\n\x1a\n"], _of("image/png", "png")),
    Mark(0, [b"GIF87a", b"GIF89a"], _of("image/gif", "gif")),
    Mark(8, [b"WEBP"], _of("image/webp", "webp"), b"RIFF"),
    Mark(8, [b"WAVE"], _of("audio/wav", "wav"), b"RIFF"),
    Mark(4, [b"ftyphe", b"ftypmif1", b"ftypmsf1"], _of("image/heic", "heic", "heif")),
    Mark(4, [b"ftypqt  "], _of("video/quicktime", "mov")),
    Mark(4, [b"ftypM4A", b"ftypM4B"], _of("audio/mp4", "m4a")),
    Mark(4, [b"ftyp3g"], _of("video/3gpp", "3gp")),
    Mark(4, [b"ftypiso", b"ftypmp4", b"ftypavc1", b"ftypM4V"], _of("video/mp4", "mp4")),
    Mark(0, [b"\x1aE\xdf\xa3"], _of("video/webm", "webm")),
    Mark(0, [b"OggS"], _of("audio/ogg", "ogg", "opus", "oga")),
    Mark(0, [b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"], _of("audio/mpeg", "mp3")),
    Mark(0, [b"#!AMR"], _of("audio/amr", "amr")),
)
"""Before programs are looked for: a recording of a phone begins with the marks of a script."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(name: str, content: bytes) -> Found:
    """What the file is. Raises ``Refused``, in words for whoever chose it, for what is not taken:
    for what would run or open as a page, what hides a second kind, and what nobody knows.
    """
    if not content:
        raise _refused(_("“%(name)s” is empty. Choose another file."), name)
    if VIRUS_TEST in content:
        raise _refused(_("“%(name)s” looks like a virus test. It was not kept."), name)
    found = _by_marks(name, content) or _by_container(name, content) or _as_text(name, content)
    if not found:
        raise _refused(
            _(
                "“%(name)s” is not a kind of file that we take. Choose a photo, a PDF, a document, "
                "an email, a text, or a recording."
            ),
            name,
        )
    return found


def ending_of(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if stem and dot else ""


def named(name: str, found: Found) -> str:
    """The name as it is given back: with an ending of its kind, whatever it had."""
    return name if ending_of(name) in found.endings else f"{name}.{found.endings[0]}"


def _refused(words: str, name: str) -> Refused:
    return Refused(words % {"name": name}, field="uploads")


def _hides(name: str) -> Refused:
    told = _("“%(name)s” has something hidden in it that a computer could run. It was not kept.")
    return _refused(told, name)


def _by_marks(name: str, content: bytes) -> Found | None:
    found = next((mark.found for mark in MARKS if mark.is_in(content)), None)
    if found is None:
        return None
    if _ends_as_zip(content) or ACTIVE.search(content):
        raise _hides(name)
    if found.media_type == "application/pdf":
        _check_pdf(name, content)
    elif PDF in content[:START]:
        raise _hides(name)
    return found


def _ends_as_zip(content: bytes) -> bool:
    """Whether a program that unpacks archives would take it for one."""
    at = content.rfind(END_OF_ZIP, max(0, len(content) - ZIP_TAIL))
    if at < 0 or len(content) < at + ZIP_END:
        return False
    comment = int.from_bytes(content[at + 20 : at + 22], "little")
    return at + ZIP_END + comment <= len(content)


def _check_pdf(name: str, content: bytes) -> None:
    """Raise ``Refused`` for one that does something, or carries files, or locks what it holds."""
    for part in (content, *_packed(content)):
        plain = PDF_ESCAPED.sub(lambda sign: bytes([int(sign[1], 16)]), part)
        if PDF_ACTS.search(plain):
            raise _hides(name)
    if b"/Encrypt" in content:
        raise _refused(
            _("“%(name)s” is locked with a password. Send it without, or send pictures of it."),
            name,
        )


def _packed(content: bytes) -> Iterator[bytes]:
    """The objects that a PDF keeps packed, each up to a size that no honest one reaches."""
    for begin in PDF_OBJECTS.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[begin.end() :], UNPACKED)
        except zlib.error:
            continue


def _by_container(name: str, content: bytes) -> Found | None:
    if content.startswith((ZIP, OLE)) and PDF in content[:START]:
        raise _hides(name)
    if content.startswith(ZIP):
        return _in_zip(name, content)
    return _in_ole(name, content) if content.startswith(OLE) else None


def _in_zip(name: str, content: bytes) -> Found | None:
    """An office document of today; no other archive."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _refused(_("“%(name)s” is too large when unpacked."), name)
            names = [part.filename for part in parts]
            if archive.comment or any(MACROS.search(part) for part in names):
                raise _hides(name)
            return _office(names, archive)
    except (BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error):
        return None


def _office(names: Sequence[str], archive: ZipFile) -> Found | None:
    if "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as types:
            if b"macroEnabled" in types.read(UNPACKED):
                return None
        folder = next((one for one in OFFICE if any(part.startswith(one) for part in names)), None)
        return Found(OFFICE[folder][1], [OFFICE[folder][0]]) if folder else None
    if names[:1] == ["mimetype"]:
        with archive.open("mimetype") as told:
            kind = told.read(100).strip()
        return Found(kind.decode(), [OPEN[kind]]) if kind in OPEN else None
    return None


def _in_ole(name: str, content: bytes) -> Found | None:
    """A message saved by Outlook, or an office document of old, which its name tells apart."""
    if OLD_MACROS in content:
        raise _hides(name)
    if OUTLOOK in content:
        return _of("application/vnd.ms-outlook", "msg")
    ending = ending_of(name)
    return _of(OLD_OFFICE[ending], ending) if ending in OLD_OFFICE else None


def _as_text(name: str, content: bytes) -> Found | None:
    """An email, or plain text under the name of one: a script is text too, under another."""
    if content.startswith(PROGRAMS) or not _is_text(content):
        return None
    ending = ending_of(name)
    if ending == "eml" and HEADERS.search(content[:START]):
        return _of("message/rfc822", "eml")
    if ACTIVE.search(content):
        raise _hides(name)
    return _of(PLAIN[ending], ending) if ending in PLAIN else None


def _is_text(content: bytes) -> bool:
    """Words and ends of lines, without the signs that nobody types."""
    if content.startswith(UTF_16):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeError:
            return False
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", content)
