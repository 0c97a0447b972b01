"""A Word document as HTML: by mammoth, with the numbers that Word shows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

import mammoth
from defusedxml.ElementTree import fromstring

from policies.text.extraction.archive import DOCUMENT, packed, parts_of
from policies.text.extraction.numbering import WORD, with_numbers
from policies.text.extraction.refusals import CannotExtract

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
NUMBERING = "word/numbering.xml"
LOST = {
    "pictures": (f"{WORD}drawing", f"{WORD}pict"),
    "insertions": (f"{WORD}ins",),
    "deletions": (f"{WORD}del",),
    "comments": (f"{WORD}commentReference",),
    "objects": (f"{WORD}object",),
}
"""What does not come along, or not as it looks in Word, and the elements that tell."""


def read_word(data: bytes) -> tuple[str, dict[str, int]]:
    """HTML of a .docx as mammoth writes it, not yet sanitised, and how much of what was left out.

    Deleted words of tracked changes are left out, inserted ones are in: as if all were accepted.
    """
    parts = parts_of(data)
    document = fromstring(parts[DOCUMENT])
    lost = {what: _count(document, tags) for what, tags in LOST.items()}
    lost["headers"] = sum(name.startswith(("word/header", "word/footer")) for name in parts)
    with_numbers(parts, document)
    parts[DOCUMENT] = tostring(document, encoding="utf-8", xml_declaration=True)
    parts.pop(NUMBERING, None)
    try:
        found = mammoth.convert_to_html(
            packed(parts),
            style_map=STYLES,
            convert_image=_no_picture,
            include_embedded_style_map=False,
        )
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError) as error:
        raise CannotExtract("broken_word") from error
    return str(found.value), {what: count for what, count in lost.items() if count}


def _no_picture(_image: object) -> list[object]:
    return []


def _count(document: Element, tags: tuple[str, ...]) -> int:
    return sum(1 for tag in tags for _found in document.iter(tag))
