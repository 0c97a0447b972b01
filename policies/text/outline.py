"""How deep each point of nested lists lies, from its indent and the style of its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policies.text.blocks import Block

BULLET, RING, DECIMAL = "bullet", "ring", "decimal"
LETTER, ROMAN, DOTTED = "letter", "roman", "dotted"
INSIDE = {
    BULLET: {RING, LETTER, ROMAN},
    RING: {LETTER, ROMAN},
    DECIMAL: {BULLET, RING, LETTER, ROMAN},
    LETTER: {BULLET, RING, ROMAN},
    ROMAN: {BULLET, RING, LETTER},
    DOTTED: {BULLET, RING, DECIMAL, LETTER, ROMAN},
}
"""Which style of point opens a list inside which, when both have the same indent: i. inside 7."""
NUMERAL = re.compile(r"^[ivxl]+$", re.IGNORECASE)
DEEPEST = 6
"""Lists within lists; any deeper point is taken to stand at this depth."""
STEP = 2
"""Columns by which a list must be indented to stand inside another."""


@dataclass(slots=True)
class Open:
    """A list that has begun and not yet ended."""

    indent: int
    style: str
    number: str


class Outline:
    """The lists open at this point of the text, outermost first."""

    def __init__(self) -> None:
        self.lists: list[Open] = []

    def close(self) -> None:
        self.lists.clear()

    def depth_of_point(self, block: Block) -> int:
        """The depth of this point, from 1; what comes next is judged from here."""
        point = Open(block.indent, self._style(block), block.number.strip("()."))
        if point.style == DOTTED:
            self.close()
        self._close_deeper(point)
        if not self.lists or (self._goes_inside(point) and len(self.lists) < DEEPEST):
            self.lists.append(point)
        else:
            self.lists[-1] = point
        return len(self.lists)

    def depth_of_paragraph(self, block: Block) -> int:
        """The depth of the point that this paragraph belongs to, 0 for none."""
        while self.lists and block.indent < self.lists[-1].indent + STEP:
            self.lists.pop()
        return len(self.lists)

    def _close_deeper(self, point: Open) -> None:
        while len(self.lists) > 1 and self.lists[-1].indent > point.indent + 1:
            self.lists.pop()
        level = [abs(item.indent - point.indent) < STEP for item in self.lists]
        styles = [item.style for item in self.lists]
        for at in reversed(range(len(self.lists))):
            if level[at] and styles[at] == point.style:
                del self.lists[at + 1 :]
                return

    def _goes_inside(self, point: Open) -> bool:
        last = self.lists[-1]
        return point.indent >= last.indent + STEP or point.style in INSIDE[last.style]

    def _style(self, block: Block) -> str:
        number = block.number.strip("().")
        if not number:
            return RING if block.bullet == "o" else BULLET
        if number.isdecimal():
            return DECIMAL
        if "." in number:
            return DOTTED
        return LETTER if not NUMERAL.match(number) or self._follows_letter(number) else ROMAN

    def _follows_letter(self, number: str) -> bool:
        """Whether "i" is the letter after "h" and not the numeral for one."""
        before = [item.number for item in self.lists if item.style == LETTER]
        return bool(before) and len(number) == 1 and ord(number) == ord(before[-1][-1]) + 1
