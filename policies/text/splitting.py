"""Splits a document into its policies, and each policy into clauses with the numbers it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from policies.text.anchors import Anchors, slug
from policies.text.blocks import Block, blocks
from policies.text.clauses import Clause, Kind
from policies.text.covers import Cover, read_cover
from policies.text.debris import Dropped, clean
from policies.text.headings import html_levels, with_headings
from policies.text.markup import normal, plain
from policies.text.outline import Outline
from policies.text.reading import LONGEST, Document, Unreadable
from policies.text.sources import Entry, Source, known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST = 10_000
"""Clauses in one policy. A whole constitution of a council has a quarter of this."""
CELLS = re.compile(r"(?<!\\)\|")
CELL_RULE = re.compile(r"^[|:\-\s]*$")


@dataclass(frozen=True, slots=True)
class PolicyText:
    """One policy of a document."""

    entry: Entry
    council: str
    published: str
    """The date on its cover in its own words ("July 2018"), or empty."""
    amended: bool
    """Whether its cover says that it is."""
    clauses: tuple[Clause, ...]
    cover: tuple[str, ...]
    """The lines of the cover, which are not clauses."""
    dropped: tuple[Dropped, ...]
    """What was left out, for somebody to check."""
    lines: tuple[int, int]
    """Its first and last line in the document, counted from 1."""

    @property
    def title(self) -> str:
        return self.entry.title


def source_of(document: Document) -> Source | None:
    """What we know of this document: the source whose policies all begin somewhere in it."""
    for source in known():
        if all(
            entry.starts and _find(document.lines, entry.starts) is not None
            for entry in source.policies
        ):
            return source
    return None


def split(
    document: Document, source: Source | None = None, *, title: str = "", council: str = ""
) -> list[PolicyText]:
    """The policies of a document in its order: those that the source names, else the whole as one.

    Raises ``Unreadable`` if a policy isn't where the source says, or nothing of one is left.
    """
    if source is None:
        return [_policy(document, Entry(title, "", ""), council, range(len(document.lines)))]
    starts = [_begins(document, entry) for entry in source.policies]
    stops = [
        min((later for later in starts if later > start), default=len(document.lines))
        for start in starts
    ]
    return [
        _policy(document, entry, source.council, _span(document, entry, start, stop))
        for entry, start, stop in zip(source.policies, starts, stops, strict=True)
    ]


def _begins(document: Document, entry: Entry) -> int:
    at = _find(document.lines, entry.starts)
    if at is None:
        raise Unreadable(
            _("%(file)s does not hold “%(title)s”: no lines read “%(lines)s”.")
            % {
                "file": document.filename,
                "title": entry.title,
                "lines": " / ".join(entry.starts),
            }
        )
    return at


def _span(document: Document, entry: Entry, start: int, stop: int) -> range:
    ends = _find(document.lines[start:stop], entry.ends) if entry.ends else None
    return range(start, stop if ends is None else start + ends)


def _find(lines: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where these lines stand one after another, empty ones left out; counted from 0."""
    written = [(at, line.strip()) for at, line in enumerate(lines) if line.strip()]
    words = [line for _at, line in written]
    for place in range(len(words) - len(wanted) + 1):
        if words[place : place + len(wanted)] == list(wanted):
            return written[place][0] if wanted else 0
    return None


def _policy(document: Document, entry: Entry, council: str, span: range) -> PolicyText:
    lines, dropped = clean(document.lines[span.start : span.stop], span.start + 1)
    found = [block for block in blocks(lines) if block.text]
    _refuse_long(document, found)
    cover, body = _cover_and_body(document, entry, council, found)
    clauses = tuple(_clauses(body))
    if all(clause.kind is Kind.HEADING for clause in clauses):
        raise Unreadable(
            _("%(file)s holds no text of a policy from line %(first)d to line %(last)d.")
            % {"file": document.filename, "first": span.start + 1, "last": span.stop}
        )
    entry = replace(entry, title=cover.title, slug=entry.slug or slug(cover.title))
    return PolicyText(
        entry,
        cover.council,
        cover.published,
        cover.amended,
        clauses,
        cover.lines,
        tuple(dropped),
        (span.start + 1, span.stop),
    )


def _cover_and_body(
    document: Document, entry: Entry, council: str, found: Sequence[Block]
) -> tuple[Cover, list[Block]]:
    is_marked = sum(block.heading > 0 for block in found) > 1
    cover = read_cover(
        with_headings(found, is_marked=is_marked),
        document.filename,
        sections=[block.line for block in found if block.heading > 1],
        title=entry.title,
        council=council,
    )
    body = found[len(cover.lines) :]
    return cover, with_headings(body, is_marked=is_marked, lower=entry.subheadings)


def _refuse_long(document: Document, found: Sequence[Block]) -> None:
    if len(found) > MOST:
        raise Unreadable(
            _("%(file)s has %(count)d clauses. Split it: we can read %(most)d in one policy.")
            % {"file": document.filename, "count": len(found), "most": MOST}
        )
    for block in found:
        if len(block.text) > LONGEST:
            raise Unreadable(
                _(
                    "The paragraph of %(file)s that begins in line %(line)d is %(length)d "
                    "characters long. Break it into paragraphs of at most %(longest)d."
                )
                % {
                    "file": document.filename,
                    "line": block.line,
                    "length": len(block.text),
                    "longest": LONGEST,
                }
            )


def _clauses(found: Sequence[Block]) -> Iterator[Clause]:
    outline, anchors = Outline(), Anchors()
    levels = iter(html_levels([block.heading for block in found if block.heading]))
    for block in found:
        kind = _kind(block)
        if kind in (Kind.HEADING, Kind.ROW):
            outline.close()
        level = next(levels) if kind is Kind.HEADING else 0
        markup = row_markup(block.text) if kind is Kind.ROW else normal(block.text)
        if not (text := plain(markup)):
            continue
        level = level or _level(kind, block, outline)
        anchor = anchors.next(kind, level, block.number, text)
        yield Clause(kind, level, block.number, text, markup, anchor)


def _kind(block: Block) -> Kind:
    if block.heading:
        return Kind.HEADING
    if block.row:
        return Kind.ROW
    if block.number:
        return Kind.NUMBERED
    return Kind.BULLET if block.bullet else Kind.PARAGRAPH


def _level(kind: Kind, block: Block, outline: Outline) -> int:
    if kind is Kind.ROW:
        return 0
    if kind is Kind.PARAGRAPH:
        return outline.depth_of_paragraph(block)
    return outline.depth_of_point(block)


def row_markup(text: str) -> str:
    """The cells of a row with a bar between them; nothing for the rule under its headings."""
    if CELL_RULE.match(text):
        return ""
    return normal(" | ".join(cell.strip() for cell in CELLS.split(text.strip("|"))))
