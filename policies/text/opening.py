"""Opens whatever file holds a policy: Word, PDF, HTML, Markdown or text, told by its bytes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy, ngettext_lazy

from policies.text.apart import extract
from policies.text.hypertext import as_markdown
from policies.text.paper import as_text
from policies.text.reading import Document, Unreadable, read, refuse_size

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT = 800_000
"""Bytes of text in one policy. The page on which its clauses are checked sends them back whole."""
PDF_WITHIN = 1_024
"""Bytes before the mark of a PDF; some programs write a line of their own first."""
BEFORE = (
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?"
    rb"(?:<!--(?:[^-]|-(?!->)){0,4000}-->\s*)*<"
)
HTML = re.compile(
    BEFORE + rb"(?:!doctype\s+html|html|head|body|meta|title|script|style)\b", re.IGNORECASE
)
FRAGMENT = re.compile(
    BEFORE + rb"(?:article|main|section|h[1-6]|p|div|table|ul|ol)\b", re.IGNORECASE
)
"""How a page begins, and a part of one. Markdown may begin with an element too, and then ends
with words."""
NEVER_TEXT = frozenset({"docx", "pdf"})
"""Endings of a name that promise another kind of file."""
MEDIA_TYPES = {
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "text": "text/plain",
}
AS_DOCX = gettext_lazy("Save it as a Word document (.docx) and choose that file.")
REFUSALS: Mapping[str, Any] = {
    "macros": gettext_lazy(
        "%(file)s contains macros, which are programs. Save it in Word as “Word Document (.docx)”, "
        "which leaves them out, and choose that file."
    ),
    "bomb": gettext_lazy(
        "%(file)s would unpack to far more than a policy can be, so it was not opened. Copy the "
        "text into a new Word document and choose that file."
    ),
    "broken_zip": gettext_lazy(
        "%(file)s looks like a Word document and is damaged. Open it in Word, save it again as "
        ".docx and choose that file."
    ),
    "broken_word": gettext_lazy(
        "%(file)s is a Word document that we can’t read. Open it in Word, save it again as .docx "
        "and choose that file."
    ),
    "broken_xml": gettext_lazy(
        "%(file)s is damaged: its part “%(where)s” is not well-formed XML. Open it in Word, save "
        "it again as .docx and choose that file."
    ),
    "entities": gettext_lazy(
        "%(file)s was not opened: its part “%(where)s” defines entities, which no Word document "
        "does. Copy the text into a new Word document and choose that file."
    ),
    "other_zip": gettext_lazy(
        "%(file)s is a zip file or a spreadsheet, not a Word document. Choose the file with the "
        "text of the policy."
    ),
    "password": gettext_lazy(
        "%(file)s is protected by a password. Open it, save a copy without a password and choose "
        "that file."
    ),
    "old_word": gettext_lazy(
        "%(file)s is an old Word document (.doc), or one that is protected by a password. Open it "
        "in Word, save it as .docx without a password and choose that file."
    ),
    "scan": gettext_lazy(
        "%(file)s holds pictures of pages and no text. Print the document to PDF from Word, or run "
        "text recognition on the scan, and choose that file."
    ),
    "pages": gettext_lazy(
        "%(file)s has more than %(where)s pages. Choose a file with the text of this policy alone."
    ),
    "broken_pdf": gettext_lazy(
        "%(file)s is a damaged PDF. Open it, print it to PDF again and choose that file."
    ),
    "only_text": gettext_lazy(
        "%(file)s is called a %(where)s file and is none: it holds plain text. Choose the document "
        "itself, or give the file a name that ends in .txt."
    ),
    "encoding": gettext_lazy(
        "%(file)s is not in UTF-8: see byte %(where)s of the file. Open it, choose “Save as”, pick "
        "the encoding UTF-8 and try again."
    ),
    "too_much": gettext_lazy(
        "%(file)s takes too long to read. Copy the text into a new document, or save it as plain "
        "text, and choose that file."
    ),
    "too_long": gettext_lazy(
        "%(file)s holds more than %(where)s characters of text. Split it into several policies."
    ),
}
"""By the codes of ``extraction.refusals``: the reason, where, and what to do."""
LOST: Mapping[str, Any] = {
    "scripts": ngettext_lazy("%(count)d script", "%(count)d scripts", "count"),
    "styles": ngettext_lazy("%(count)d style", "%(count)d styles", "count"),
    "handlers": ngettext_lazy(
        "%(count)d instruction to the browser", "%(count)d instructions to the browser", "count"
    ),
    "links": ngettext_lazy(
        "%(count)d link that runs a program", "%(count)d links that run programs", "count"
    ),
    "frames": ngettext_lazy(
        "%(count)d page inside the page", "%(count)d pages inside the page", "count"
    ),
    "forms": ngettext_lazy("%(count)d form", "%(count)d forms", "count"),
    "objects": ngettext_lazy("%(count)d embedded object", "%(count)d embedded objects", "count"),
    "pictures": ngettext_lazy("%(count)d picture", "%(count)d pictures", "count"),
    "notes": ngettext_lazy("%(count)d hidden comment", "%(count)d hidden comments", "count"),
    "comments": ngettext_lazy(
        "%(count)d comment in the margin", "%(count)d comments in the margin", "count"
    ),
    "headers": ngettext_lazy(
        "%(count)d page header or footer", "%(count)d page headers and footers", "count"
    ),
    "deletions": ngettext_lazy(
        "%(count)d deletion that was not accepted yet (tracked changes)",
        "%(count)d deletions that were not accepted yet (tracked changes)",
        "count",
    ),
    "insertions": ngettext_lazy(
        "the mark of %(count)d insertion that was not accepted yet; its words are in the text",
        "the marks of %(count)d insertions that were not accepted yet; their words are in the text",
        "count",
    ),
    "repeated": ngettext_lazy(
        "%(count)d line that stands at the top or foot of most pages",
        "%(count)d lines that stand at the top or foot of most pages",
        "count",
    ),
    "empty": ngettext_lazy(
        "%(count)d page without text, which may be a picture",
        "%(count)d pages without text, which may be pictures",
        "count",
    ),
}
"""What of a file is not in its text, in the words of the page that says so."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The text of a file, what kind of file it is, and what of it is not in the text."""

    document: Document
    media_type: str
    lost: tuple[str, ...]


def open_file(data: bytes, filename: str) -> Opened:
    """The lines of a file. Raises ``Unreadable`` with the reason, where, and what to do."""
    refuse_size(data, filename)
    kind = _kind(data)
    if kind == "old_word":
        raise refused("old_word", filename)
    source, lost = _source(kind, data, filename)
    document = read(source or b"\n", filename)
    if len(source) > LONGEST_TEXT:
        raise refused("too_long", filename, f"{LONGEST_TEXT:,}")
    ending = filename.rpartition(".")[2].lower()
    if kind == "text" and ending in NEVER_TEXT:
        raise refused("only_text", filename, f".{ending}")
    digest = hashlib.sha256(data).hexdigest()
    return Opened(replace(document, sha256=digest), MEDIA_TYPES[kind], _words(lost))


def refused(code: str, filename: str, where: object = "") -> Unreadable:
    return Unreadable(str(REFUSALS[code]) % {"file": filename, "where": where})


def _kind(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return "word"
    if b"%PDF-" in data[:PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "old_word"
    is_part = FRAGMENT.match(data) and data.rstrip().endswith(b">")
    return "html" if HTML.match(data) or is_part else "text"


def _source(kind: str, data: bytes, filename: str) -> tuple[bytes, Mapping[str, int]]:
    """The text of a file as UTF-8, and how much of what is not in it."""
    if kind == "text":
        return data, {}
    found = extract(kind, data)
    if "refused" in found:
        raise refused(found["refused"], filename, found["where"])
    if kind != "pdf":
        return as_markdown(found["html"]).encode(), found["lost"]
    text, lost = as_text(found["pages"])
    return text.encode(), lost


def _words(lost: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(LOST[what] % {"count": count} for what, count in lost.items() if count)
