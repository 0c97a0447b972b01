"""Which blocks are headings, and of what level, whether the text marks them or not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from policies.text.markup import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from policies.text.blocks import Block

SHORT = 80
"""Characters. A longer line is no heading unless it is marked as one."""
FEW_WORDS = 8
"""Words of a line that may be a heading although nothing marks it."""
ABBREVIATION = 3
"""Letters. A line of no more, such as "N/A", is not a heading for being in capitals."""
BOLD = re.compile(r"^\*\*([^*]+)\*\*(:?)$")
DECIMAL = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?$")
BARE = re.compile(r"^\d{1,2}(?=\s+[A-Z])")
CAPITALS, NUMBERED, STRONG, TITLE = "capitals", "numbered", "bold", "title"
RANKS = {CAPITALS: 1, STRONG: 2, TITLE: 3}
"""Levels of headings without a number, in text whose headings carry no mark."""
BELOW_ALL = 7
"""A line in bold, in text whose headings are marked, stands below the six levels of Markdown."""


def with_headings(
    blocks: Sequence[Block], *, is_marked: bool, lower: Collection[str] = ()
) -> list[Block]:
    """The blocks, each heading with its level, counted from 1 as its author meant it.

    ``is_marked`` says whether headings carry a mark, as in Markdown; ``lower`` names those that
    stand one level below the mark that they have in the file.
    """
    looks = ["", *(_look(block, is_marked=is_marked) for block in blocks), ""]
    found = []
    for block, before, look, after in zip(blocks, looks, looks[1:], looks[2:], strict=False):
        heading = block
        if block is not blocks[-1] and _stands_alone(look, before, after):
            heading = _promoted(block, look, is_marked=is_marked)
        if lower and heading.heading and plain(block.text) in lower:
            heading = replace(heading, heading=heading.heading + 1)
        found.append(heading)
    return found


def html_levels(levels: Sequence[int]) -> list[int]:
    """The same levels as HTML counts them: 2 for sections, deeper ones without a gap, at most 6.

    Sections begin at the first level at which there are two headings or more.
    """
    top = next((level for level in sorted(set(levels)) if sum(x <= level for x in levels) > 1), 9)
    deeper = sorted({level for level in levels if level > top})
    return [2 if level <= top else min(6, 3 + deeper.index(level)) for level in levels]


def _look(block: Block, *, is_marked: bool) -> str:
    """What makes a block look like a heading; with depth, so that neighbours can be compared."""
    text = plain(block.text) if len(block.text) <= SHORT else ""
    if not text or block.heading or block.bullet or block.row or text.endswith((".", ";", ",")):
        return ""
    if BOLD.match(block.text) and not block.number:
        return STRONG
    if is_marked or block.indent > 1:
        return ""
    return _plain_look(block, text)


def _plain_look(block: Block, text: str) -> str:
    if text.isupper() and sum(letter.isalpha() for letter in text) > ABBREVIATION:
        return CAPITALS
    if text.endswith((":", "!", "?")):
        return ""
    if DECIMAL.match(block.number) or (not block.number and BARE.match(text)):
        return f"{NUMBERED} {_depth(block.number)}"
    starts_well = text[0].isupper() and not text.isupper() and not block.number
    return TITLE if starts_well and len(text.split()) <= FEW_WORDS else ""


def _depth(number: str) -> int:
    return len(number.strip(".").split("."))


def _stands_alone(look: str, before: str, after: str) -> bool:
    """Short lines one after another are a list or a table of contents, not headings."""
    return bool(look) and (look in (CAPITALS, STRONG) or look not in (before, after))


def _promoted(block: Block, look: str, *, is_marked: bool) -> Block:
    if look == STRONG:
        block = replace(block, text=BOLD.sub(r"\1\2", block.text))
    bare = BARE.match(block.text)
    if bare and not block.number and not is_marked:
        block = replace(block, number=bare[0], text=block.text[bare.end() :].lstrip())
    if DECIMAL.match(block.number):
        return replace(block, heading=_depth(block.number))
    return replace(block, heading=BELOW_ALL if is_marked else RANKS[look])
