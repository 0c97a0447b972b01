"""Addresses of clauses: made of headings and published numbers, unique in a policy."""

from __future__ import annotations

import re
import unicodedata

from policies.text.clauses import Kind

LONGEST = 60
"""Characters of a heading that go into an address."""
RESERVED = frozenset({"main-content", "content", "menu", "top", "navigation", "footer"})
"""What pages use themselves as the id of a part."""
DOTTED = re.compile(r"^\d+(?:\.\d+)+\.?$")


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits with hyphens: "Don'ts:" gives "donts"."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    hyphened = re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")
    if len(hyphened) > LONGEST:
        hyphened = hyphened[: LONGEST + 1].rpartition("-")[0] or hyphened[:LONGEST]
    return hyphened


class Anchors:
    """Gives each clause its address, in the order of the text.

    A heading has its number or its words (``1-3``, ``responsibilities``); a paragraph counts from
    its heading (``responsibilities-2``, or ``1-3-p2`` where that could be taken for clause 1.3.2);
    a point has its number, or its place, after the paragraph that leads in to it
    (``responsibilities-6-4``).
    """

    def __init__(self) -> None:
        self.taken = dict.fromkeys(RESERVED, 1)
        self.heading, self.lead = "", ""
        self.paragraphs = self.rows = 0
        self.points: list[str] = []
        self.counts: list[int] = []

    def next(self, kind: Kind, level: int, number: str, text: str) -> str:
        if kind is Kind.HEADING:
            return self._heading(number, text)
        if kind in (Kind.BULLET, Kind.NUMBERED):
            return self._point(level, number)
        if kind is Kind.ROW:
            self.rows += 1
            return self._unique(f"{self._lead()}-row-{self.rows}")
        if level:
            return self._unique(f"{self.points[level - 1]}-p{self._count(level + 1)}")
        return self._paragraph()

    def _paragraph(self) -> str:
        before = sum(self.counts[:1]) if not self.lead else 0
        self.paragraphs += 1 + before
        mark = "p" if self.heading[-1:].isdigit() else ""
        self.lead = self._unique(f"{self.heading or 'clause'}-{mark}{self.paragraphs}")
        self.points, self.counts, self.rows = [], [], 0
        return self.lead

    def _heading(self, number: str, text: str) -> str:
        self.heading = self._unique(slug(number) or slug(text) or "section")
        self.lead, self.paragraphs = "", 0
        self.points, self.counts, self.rows = [], [], 0
        return self.heading

    def _point(self, level: int, number: str) -> str:
        place = self._count(level)
        above = self.points[level - 2] if level > 1 else self._lead()
        words = slug(number) if DOTTED.match(number) else f"{above}-{slug(number) or place}"
        anchor = self._unique(words)
        self.points = [*self.points[: level - 1], anchor]
        return anchor

    def _lead(self) -> str:
        return self.lead or self.heading or "clause"

    def _count(self, level: int) -> int:
        """How many there are at this depth since the list there began."""
        self.counts = [*self.counts, *[0] * level][:level]
        self.counts[level - 1] += 1
        return self.counts[level - 1]

    def _unique(self, anchor: str) -> str:
        self.taken[anchor] = self.taken.get(anchor, 0) + 1
        if self.taken[anchor] == 1:
            return anchor
        return self._unique(f"{anchor}-{self.taken[anchor]}")
