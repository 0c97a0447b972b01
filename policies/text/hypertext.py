"""Clean HTML as Markdown: headings, paragraphs, points with the numbers that they show, rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from policies.text.extraction.numbering import DEPTH, END, START, in_form
from policies.text.inline import Run, as_source, markup_of

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {"p", "div", "section", "article", "main", "blockquote", "dt", "dd", "caption", "pre"}
BOLD, SLANTED = {"strong", "b"}, {"em", "i"}
LISTS = {"ul", "ol"}
CLOSING = {*HEADINGS, *BLOCKS, *LISTS, "li"}
FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
NUMBERED = re.compile(f"^{START}(\\d){DEPTH}([^{END}]*){END}")
"""A paragraph that was in a list of Word."""
INDENT = 4
DIGITS = 4
"""Of a number that a list may start at."""


@dataclass
class Block:
    """One clause to be: what it is, how deep it lies, the number it shows, and its words."""

    heading: int = 0
    depth: int = 0
    is_point: bool = False
    number: str = ""
    runs: list[Run] = field(default_factory=list)

    def source(self) -> str:
        """The line of Markdown; empty if there are no words in it."""
        markup = as_source(markup_of(self.runs, is_heading=bool(self.heading)))
        if not markup:
            return ""
        marked = f"{self.number} {markup}".strip()
        if self.heading:
            return f"{'#' * self.heading} {marked}"
        if self.is_point:
            mark = "" if self.number else "- "
            return f"{' ' * INDENT * (self.depth - 1)}{mark}{marked}"
        return f"{' ' * INDENT * self.depth}{marked}"


class Row:
    """One row of a table, cell by cell."""

    def __init__(self) -> None:
        self.cells: list[list[Run]] = []

    def source(self) -> str:
        cells = [as_source(markup_of(cell)).replace("|", r"\|") for cell in self.cells]
        return f"| {' | '.join(cells)} |" if any(cells) else ""


@dataclass
class Open:
    """A list that is open, and what its next point shows."""

    form: str
    next: int

    def number(self) -> str:
        """The number of the next point as a browser shows it; nothing for a bullet."""
        if not self.form:
            return ""
        shown = in_form(self.next, self.form)
        self.next += 1
        return f"{shown}." if shown else ""


class Reader(HTMLParser):
    """Collects blocks. Reads only what ``extraction.cleaning`` wrote: well formed and harmless."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block | Row] = []
        self.block = Block()
        self.row: Row | None = None
        self.lists: list[Open] = []
        self.bold = self.slanted = self.tables = 0
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in BOLD | SLANTED or tag == "a":
            self._look(tag, 1, given.get("href", ""))
        elif tag in ("table", "tr", "td", "th"):
            self._table(tag)
        elif self.row is not None or tag == "br":
            self.handle_data("\n")
        else:
            self._open(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in BOLD | SLANTED or tag == "a":
            self._look(tag, -1, "")
        elif tag == "table":
            self.tables -= 1
        elif tag == "tr" and self.tables == 1:
            self.row = None
        elif self.row is not None:
            self.handle_data("\n")
        else:
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag in LISTS and self.lists:
            self.lists.pop()
        if tag in CLOSING:
            self._new(depth=len(self.lists))

    def handle_data(self, data: str) -> None:
        run = Run(data, self.bold > 0, self.slanted > 0, self.address)
        if self.row is None:
            self.block.runs.append(run)
        elif self.row.cells:
            self.row.cells[-1].append(run)

    def _look(self, tag: str, step: int, address: str) -> None:
        if tag == "a":
            self.address = address
        elif tag in BOLD:
            self.bold += step
        else:
            self.slanted += step

    def _table(self, tag: str) -> None:
        """A table inside a cell is words of that cell."""
        self.tables += tag == "table"
        if self.tables != 1:
            self.handle_data("\n")
        elif tag == "tr":
            self.row = Row()
            self.found.append(self.row)
        elif tag != "table" and self.row is not None:
            self.row.cells.append([])

    def _open(self, tag: str, given: dict[str, str]) -> None:
        if tag in LISTS:
            form = FORMS.get(given.get("type", ""), "decimal") if tag == "ol" else ""
            self.lists.append(Open(form, _number(given.get("start", ""), 1)))
        elif tag == "li":
            self._point(given)
        elif tag in HEADINGS:
            self._new(heading=HEADINGS[tag])
        elif tag in BLOCKS and self._has_words():
            self._new(depth=len(self.lists))

    def _point(self, given: dict[str, str]) -> None:
        if not self.lists:
            self.lists.append(Open("", 1))
        here = self.lists[-1]
        here.next = _number(given.get("value", ""), here.next)
        self._new(depth=len(self.lists), is_point=True, number=here.number())

    def _has_words(self) -> bool:
        return any(run.words.strip() for run in self.block.runs)

    def _new(
        self, *, heading: int = 0, depth: int = 0, is_point: bool = False, number: str = ""
    ) -> None:
        self.block = Block(heading, depth, is_point, number)
        self.found.append(self.block)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else otherwise


def as_markdown(html: str) -> str:
    """The Markdown of clean HTML, a line for each clause to be, with gaps between paragraphs."""
    reader = Reader()
    reader.found.append(reader.block)
    reader.feed(html)
    reader.close()
    for block in reader.found:
        if isinstance(block, Block):
            _take_number(block)
    lines = [(block.source(), isinstance(block, Row)) for block in reader.found]
    return "".join(f"{line}\n" if is_row else f"\n{line}\n" for line, is_row in lines if line)


def _take_number(block: Block) -> None:
    """A paragraph of a list in Word becomes a point with the number that Word shows."""
    marked = NUMBERED.match("".join(run.words for run in block.runs))
    if not marked:
        return
    block.number = marked[2]
    if not block.heading:
        block.is_point, block.depth = True, int(marked[1]) + 1
    block.runs = _without(block.runs, marked.end())


def _without(runs: list[Run], length: int) -> list[Run]:
    """The runs less their first characters."""
    left = []
    for run in runs:
        kept = run.words[length:]
        length = max(length - len(run.words), 0)
        if kept:
            left.append(run._replace(words=kept))
    return left
