"""The cover of a policy: title, council, date and such, before its first words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from policies.text.headings import SHORT
from policies.text.markup import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from policies.text.blocks import Block

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTHS})\s+\d{{4}}\b", re.IGNORECASE)
AMENDED = re.compile(r"\bamended\b", re.IGNORECASE)
COUNCIL = re.compile(
    r"\bcouncil$|^(?:the )?(?:(?:london|royal|metropolitan) )?(?:borough|city|county) of ",
    re.IGNORECASE,
)
"""A line that is the name of a council: "Barchester City Council", "London Borough of Havering"."""
IMPRINT = re.compile(
    r"^(?:appendix \w{1,3}(?: amended)?|amended|draft|final|version \d.*|v\d.*)$", re.IGNORECASE
)
PREFIX = re.compile(r"^appendix(?: \w{1,3})? (?=\w)")


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says. ``published`` is the date in its own words ("July 2018")."""

    title: str
    council: str
    published: str
    amended: bool
    lines: tuple[str, ...]


def read_cover(
    blocks: Sequence[Block],
    filename: str,
    *,
    sections: Collection[int] = (),
    title: str = "",
    council: str = "",
) -> Cover:
    """The cover, and with ``len(cover.lines)`` where the policy begins after it.

    ``title`` and ``council``, where they are known, also tell which lines belong to the cover.
    ``sections`` are the lines of headings below the first level: they begin the text itself.
    """
    title = title or _title(blocks, council, sections) or _name(filename)
    lines: list[str] = []
    for block in blocks:
        text = plain(block.text)
        if block.bullet or block.number or not _is_cover(text, title, council):
            break
        lines.append(text)
    return Cover(
        title,
        council or next((line for line in lines if COUNCIL.search(line)), ""),
        next((found[0] for line in lines if (found := DATE.search(line))), ""),
        any(AMENDED.search(line) for line in lines if _folded(line) != _folded(title)),
        tuple(lines),
    )


def _title(blocks: Sequence[Block], council: str, sections: Collection[int]) -> str:
    """The first short line that is neither date nor council, if it stands above what follows."""
    for at, block in enumerate(blocks):
        text = plain(block.text)
        if len(text) > SHORT * 2 or block.number or block.bullet or block.row:
            break
        if block.line in sections:
            break
        if not _is_cover(text, "", council):
            return text if _is_title(block, blocks[at + 1 :], council) else ""
    return ""


def _is_title(block: Block, later: Sequence[Block], council: str) -> bool:
    if not later or block.text.endswith((".", ":", ";", ",")):
        return False
    if later[0].heading or _is_cover(plain(later[0].text), "", council):
        return True
    return bool(block.heading) and not any(0 < other.heading <= block.heading for other in later)


def _name(filename: str) -> str:
    words = re.sub(r"[-_]+", " ", PurePath(filename).stem).strip()
    return words[:1].upper() + words[1:]


def _is_cover(text: str, title: str, council: str) -> bool:
    folded = _folded(text)
    known = {_folded(name) for name in (title, council) if name}
    return (
        folded in known
        or PREFIX.sub("", folded) in known
        or bool(IMPRINT.match(folded) or (len(text) <= SHORT and COUNCIL.search(folded)))
        or (bool(DATE.search(text)) and len(text) <= SHORT // 2)
    )


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())
