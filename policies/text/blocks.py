"""The blocks of a text as they stand on the page: headings, points, rows and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policies.text.debris import Line

WRAPPED = 120
"""Characters. If some line is longer, lines were not broken to fit a page: each is a paragraph."""
INDENT = re.compile(r"^[ \t]*")
BULLET = re.compile(r"^(?:[-*+•◦▪‣●○·–—]|o(?=\s))\s+(?=\S)")
NUMBER = re.compile(
    r"^(?:\(?\d{1,3}[.)]|\(?[ivxlIVXL]{1,5}[.)]|\(?[a-zA-Z][.)]"
    r"|\d{1,3}(?:\.\d{1,3})+\.?(?=\s+[\"'“‘(\[*A-Z]))(?=\s+\S)"
)
OF_HEADING = re.compile(r"^\d{1,3}(?:(?:\.\d{1,3})+\.?|[.)])(?=\s+\S)")
ATX = re.compile(r"^(#{1,6})(?:\s+|$)")
UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,})\s*$")
RULE = re.compile(r"^\s*([-*_=])\s*(?:\1\s*){2,}$")
FINISHED = re.compile(r"(?:[.:;?!]|[;,] (?:and|or))$")


@dataclass(slots=True)
class Block:
    """Some lines that belong together, with what marks them."""

    line: int
    """Of the file, counted from 1."""
    text: str
    indent: int = 0
    """Columns before the mark; a tab is four."""
    heading: int = 0
    """Level of a heading that is marked as one, else 0."""
    bullet: str = ""
    number: str = ""
    row: bool = False
    after_gap: bool = True
    """Whether an empty line stands before it."""

    @property
    def unmarked(self) -> bool:
        return not (self.heading or self.bullet or self.number or self.row)


def blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks in their order; sentences that a page break has split are joined again."""
    is_wrapped = all(len(line.text) <= WRAPPED for line in lines)
    found: list[Block] = []
    gap = True
    for line in lines:
        text = line.text.lstrip("> ") if line.text.lstrip().startswith(">") else line.text
        if _closes(text, found, gap=gap):
            gap = True
            continue
        block = _opened(line.at, text, after_gap=gap)
        if found and _continues(block, found[-1], is_wrapped=is_wrapped):
            found[-1].text += " " + block.text
        else:
            found.append(block)
        gap = False
    return found


def _closes(text: str, found: Iterable[Block], *, gap: bool) -> bool:
    """Whether a line only ends or underlines what is above it."""
    *_, last = [None, *found][-2:]
    if last and not gap and UNDERLINE.match(text) and last.unmarked and len(last.text) <= WRAPPED:
        last.heading = 1 if "=" in text else 2
        return True
    return not text.strip() or bool(RULE.match(text))


def _opened(at: int, text: str, *, after_gap: bool) -> Block:
    margin = INDENT.match(text)
    indent = len(margin[0].expandtabs(4)) if margin else 0
    block = Block(at, text.strip(), indent, after_gap=after_gap)
    if mark := ATX.match(block.text):
        block.heading = len(mark[1])
        block.text = block.text[mark.end() :].rstrip("# ")
        _take_number(block, OF_HEADING)
    elif block.text.startswith("|"):
        block.row = True
    else:
        _take_bullets(block)
        _take_number(block, NUMBER)
    return block


def _take_bullets(block: Block) -> None:
    """Conversion writes a point of a nested list with both marks: "- o Discuss"."""
    while mark := BULLET.match(block.text):
        block.bullet = mark[0].strip()
        block.text = block.text[mark.end() :]


def _take_number(block: Block, pattern: re.Pattern[str]) -> None:
    if mark := pattern.match(block.text):
        block.number = mark[0]
        block.text = block.text[mark.end() :].lstrip()


def _continues(block: Block, last: Block, *, is_wrapped: bool) -> bool:
    """Whether a line goes on with the sentence of the block before it."""
    if not block.unmarked or last.heading or last.row:
        return False
    if is_wrapped and not block.after_gap:
        return True
    return block.text[:1].islower() and not _is_finished(last.text)


def _is_finished(text: str) -> bool:
    """Whether a sentence ends here, or a point of a list that carries no marks."""
    return bool(FINISHED.search(text.rstrip(" *_\"'’”)]")))
