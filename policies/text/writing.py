"""Clauses as Markdown that somebody can edit, and back: nothing is guessed on either way.

``written_back(write(clauses))`` gives the same clauses. What the marks mean:

- ``## 1.1. Words`` is a heading, ``- words`` a point, ``vii. words`` a numbered point,
  ``| a | b |`` a row of a table; anything else is a paragraph, and ends at an empty line.
- A point that is indented stands inside the point above it, and so does a paragraph.
- A number that does not look like one stands in braces: ``## {Part A} Words``.
- A backslash before what looks like a mark makes words of it: ``\\1. January``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from policies.text.anchors import Anchors
from policies.text.blocks import BULLET, NUMBER, OF_HEADING
from policies.text.clauses import Clause, Kind
from policies.text.markup import normal, plain
from policies.text.outline import DEEPEST, STEP
from policies.text.reading import ENDS, LONGEST, Unreadable, checked_line
from policies.text.splitting import MOST, row_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INDENT = 4
ATX = re.compile(r"^(#{1,6})\s+(?=\S)")
NAMED = re.compile(r"^\{([^{}]+)\}(?=\s+\S)")
TOP, LOWEST = 2, 6
"""Levels of headings on a page; its title is level 1."""


def write(clauses: Sequence[Clause]) -> str:
    """The clauses as Markdown, one line each."""
    lines: list[str] = []
    before: Clause | None = None
    for clause in clauses:
        if before and not (_in_run(before) and _in_run(clause)):
            lines.append("")
        lines.append(_line(clause))
        before = clause
    return "".join(f"{line}\n" for line in lines)


def written_back(source: str, filename: str) -> list[Clause]:
    """The clauses that edited Markdown stands for.

    Raises ``Unreadable`` with the line if it can't be shown, or nothing but headings is there.
    """
    found: list[Clause] = []
    anchors, lists = Anchors(), Lists()
    for block in _blocks(ENDS.split(source), filename):
        level = _level(block, lists)
        markup = row_markup(block.text) if block.kind is Kind.ROW else normal(block.text)
        if text := plain(markup):
            anchor = anchors.next(block.kind, level, block.number, text)
            found.append(Clause(block.kind, level, block.number, text, markup, anchor))
    _refuse(found, filename)
    return found


@dataclass(slots=True)
class Block:
    """One clause as it is written."""

    line: int
    kind: Kind
    text: str
    indent: int = 0
    level: int = 0
    """Of a heading."""
    number: str = ""


class Lists:
    """The lists that are open, by the indents of their points, outermost first."""

    def __init__(self) -> None:
        self.indents: list[int] = []

    def close(self) -> int:
        self.indents.clear()
        return 0

    def depth_of_point(self, indent: int) -> int:
        """Deeper by one than the list it is indented in, and no deeper."""
        while len(self.indents) > 1 and indent < self.indents[-1]:
            self.indents.pop()
        is_inside = not self.indents or indent >= self.indents[-1] + STEP
        if is_inside and len(self.indents) < DEEPEST:
            self.indents.append(indent)
        return len(self.indents)

    def depth_of_paragraph(self, indent: int) -> int:
        while self.indents and indent < self.indents[-1] + STEP:
            self.indents.pop()
        return len(self.indents)


def _in_run(clause: Clause) -> bool:
    """Whether it stands close under its like: points of a list, rows of a table."""
    return clause.is_point or clause.kind is Kind.ROW


def _line(clause: Clause) -> str:
    if clause.kind is Kind.ROW:
        return f"| {clause.markup} |"
    if clause.kind is Kind.HEADING:
        return f"{'#' * clause.level} {_numbered(clause, OF_HEADING)}"
    if clause.kind is Kind.NUMBERED:
        return _indented(clause.level - 1, _numbered(clause, NUMBER))
    if clause.kind is Kind.BULLET:
        return _indented(clause.level - 1, f"- {clause.markup}")
    return _indented(clause.level, _escaped(clause.markup, _is_mark))


def _indented(depth: int, text: str) -> str:
    return f"{' ' * INDENT * depth}{text}"


def _numbered(clause: Clause, pattern: re.Pattern[str]) -> str:
    """The number as published, in braces where it would not be found again."""
    if not clause.number:
        return _escaped(clause.markup, lambda text: bool(NAMED.match(text) or pattern.match(text)))
    found = pattern.match(f"{clause.number} {clause.markup}")
    shown = clause.number if found and found[0] == clause.number else f"{{{clause.number}}}"
    return f"{shown} {clause.markup}"


def _is_mark(text: str) -> bool:
    """Whether a line that begins so would be no paragraph."""
    return text.startswith("|") or any(
        pattern.match(text) for pattern in (ATX, BULLET, NUMBER, NAMED)
    )


def _escaped(text: str, is_mark: Callable[[str], bool]) -> str:
    return f"\\{text}" if is_mark(text) or _unescaped(text, is_mark) != text else text


def _unescaped(text: str, is_mark: Callable[[str], bool]) -> str:
    """The words without the backslash before what would be a mark."""
    bare = text.lstrip("\\")
    return text[1:] if text.startswith("\\") and is_mark(bare) else text


def _blocks(lines: Sequence[str], filename: str) -> list[Block]:
    """The blocks; a line without a mark goes on with the paragraph or point above it."""
    found: list[Block] = []
    gap = True
    for at, line in enumerate(lines, 1):
        text = checked_line(line, at, filename)
        if not text.strip():
            gap = True
            continue
        block = _opened(at, text)
        if not gap and block.kind is Kind.PARAGRAPH and _goes_on(found[-1]):
            found[-1].text += f" {block.text}"
        else:
            found.append(block)
        gap = False
    for block in found:
        if block.kind is Kind.PARAGRAPH:
            block.text = _unescaped(block.text, _is_mark)
    return found


def _goes_on(block: Block) -> bool:
    return block.kind not in (Kind.HEADING, Kind.ROW)


def _opened(at: int, line: str) -> Block:
    text = line.strip()
    indent = len(line[: len(line) - len(line.lstrip())].expandtabs(INDENT))
    if mark := ATX.match(text):
        level = min(max(len(mark[1]), TOP), LOWEST)
        number, words = _split_number(text[mark.end() :], OF_HEADING)
        return Block(at, Kind.HEADING, words, level=level, number=number)
    if text.startswith("|"):
        return Block(at, Kind.ROW, text)
    if mark := BULLET.match(text):
        return Block(at, Kind.BULLET, text[mark.end() :], indent)
    number, words = _split_number(text, NUMBER)
    if number:
        return Block(at, Kind.NUMBERED, words, indent, number=number)
    return Block(at, Kind.PARAGRAPH, text, indent)


def _split_number(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """The number and the words after it."""
    if named := NAMED.match(text):
        return normal(named[1]), text[named.end() :].strip()
    if found := pattern.match(text):
        return found[0], text[found.end() :].strip()
    if pattern is NUMBER:
        return "", text
    return "", _unescaped(text, lambda words: bool(NAMED.match(words) or pattern.match(words)))


def _level(block: Block, lists: Lists) -> int:
    if block.kind is Kind.HEADING:
        lists.close()
        return block.level
    if block.kind is Kind.ROW:
        return lists.close()
    if block.kind is Kind.PARAGRAPH:
        return lists.depth_of_paragraph(block.indent)
    return lists.depth_of_point(block.indent)


def _refuse(found: Sequence[Clause], filename: str) -> None:
    if all(clause.kind is Kind.HEADING for clause in found):
        raise Unreadable(
            _("There is no text of a policy here. Enter it, with an empty line between paragraphs.")
        )
    if len(found) > MOST:
        raise Unreadable(
            _("%(file)s has %(count)d clauses. Split it: we can read %(most)d in one policy.")
            % {"file": filename, "count": len(found), "most": MOST}
        )
    for clause in found:
        if len(clause.markup) > LONGEST:
            raise Unreadable(
                _(
                    "The clause that begins “%(words)s” is %(length)d characters long. Break it "
                    "into paragraphs of at most %(longest)d."
                )
                % {"words": clause.text[:50], "length": len(clause.markup), "longest": LONGEST}
            )
