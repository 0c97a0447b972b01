"""The numbers that Word counts by itself, written into the text as Word shows them.

In a .docx the number of a clause is not text: a paragraph says only to which list and depth it
belongs. What Word shows is counted here by its own rules (ECMA-376 part 1, 17.9): format, text of
the level ("%1.%2"), start, restart, and what an instance of a list overrides. A paragraph of a
list whose definition is missing or of a format unknown to us becomes a point: nothing is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
START, DEPTH, END = "\ue000", "\ue001", "\ue002"
"""Stand around the depth and the number at the front of a paragraph. In a text they are refused."""
DEEPEST = 9
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))
ONE = (1, "i")
MOST_LETTERS = 26


@dataclass(frozen=True)
class Level:
    """How the numbers of one depth of a list look and begin."""

    form: str = "bullet"
    shown: str = ""
    start: int = 1
    restarts_after: int = DEEPEST
    """The depth, from 1, at which it begins again with any above that; 0 for never."""
    is_legal: bool = False
    """Whether numbers of the levels above are shown as 1, 2, 3 whatever they are."""


@dataclass
class Lists:
    """The definitions of all lists, and how far each has counted."""

    levels: dict[str, dict[int, Level]]
    """By instance of a list, then by depth from 0."""
    sources: dict[str, str]
    """Instances of one definition count on where another stopped."""
    starts_anew: dict[tuple[str, int], int]
    styles: dict[str, tuple[str, int]]
    """Paragraph style to list and depth."""
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, instance: str, depth: int) -> str:
        """The next number of this list at this depth, or nothing for a point."""
        level = self.levels.get(instance, {}).get(depth, Level())
        counts = self.counts.setdefault(self.sources.get(instance, instance), [None] * DEEPEST)
        self._count(instance, depth, level, counts)
        if level.form in ("bullet", "none") or not level.shown:
            return ""
        return self._shown(instance, level, counts)

    def _count(self, instance: str, depth: int, level: Level, counts: list[int | None]) -> None:
        anew = self.starts_anew.get((instance, depth))
        before = counts[depth]
        if anew is not None and (instance, depth) not in self.begun:
            counts[depth] = anew
        else:
            counts[depth] = level.start if before is None else before + 1
        self.begun.add((instance, depth))
        for deeper in range(depth + 1, DEEPEST):
            after = self.levels.get(instance, {}).get(deeper, Level()).restarts_after
            if depth < after:
                counts[deeper] = None

    def _shown(self, instance: str, level: Level, counts: list[int | None]) -> str:
        text = level.shown
        for place in range(DEEPEST):
            if f"%{place + 1}" not in text:
                continue
            above = self.levels[instance].get(place, Level(form="decimal"))
            number = counts[place] if counts[place] is not None else above.start
            written = in_form(number or 0, "decimal" if level.is_legal else above.form)
            if written is None:
                return ""
            text = text.replace(f"%{place + 1}", written)
        return " ".join(text.split())


def in_form(number: int, form: str) -> str | None:
    """A number as Word writes it in this format; None if the format is unknown to us."""
    if form in ("decimal", "decimalZero"):
        return f"{number:02d}" if form == "decimalZero" else str(number)
    if form in ("lowerLetter", "upperLetter") and number > 0:
        repeat, place = divmod(number - 1, MOST_LETTERS)
        letters = chr(ord("a") + place) * (repeat + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and number > 0:
        return roman(number) if form == "lowerRoman" else roman(number).upper()
    return "" if form == "none" else None


def roman(number: int) -> str:
    written = ""
    for value, letters in (*ROMAN, ONE):
        written += letters * (number // value)
        number %= value
    return written


def with_numbers(parts: dict[str, bytes], document: Element) -> None:
    """Write its number at the front of every paragraph of a list in the document."""
    lists = _lists(parts)
    for paragraph in document.iter(f"{WORD}p"):
        where = _membership(paragraph, lists)
        if where is None or not "".join(_words(paragraph)).strip():
            continue
        instance, depth = where
        _put_in_front(paragraph, f"{START}{depth}{DEPTH}{lists.label(instance, depth)}{END}")


def _membership(paragraph: Element, lists: Lists) -> tuple[str, int] | None:
    """The list and depth of a paragraph, by itself or by its style; instance 0 is none."""
    own = paragraph.find(f"{WORD}pPr/{WORD}numPr")
    style = _value(paragraph.find(f"{WORD}pPr/{WORD}pStyle"))
    by_style = lists.styles.get(style)
    if own is None:
        return by_style
    instance = _value(own.find(f"{WORD}numId")) or (by_style[0] if by_style else "")
    depth = _number(_value(own.find(f"{WORD}ilvl")))
    return (instance, min(depth, DEEPEST - 1)) if instance not in ("", "0") else None


def _words(paragraph: Element) -> Iterator[str]:
    for text in paragraph.iter(f"{WORD}t"):
        yield text.text or ""


def _put_in_front(paragraph: Element, mark: str) -> None:
    run = paragraph.makeelement(f"{WORD}r", {})
    text = run.makeelement(f"{WORD}t", {})
    text.text = mark
    run.append(text)
    paragraph.insert(1 if paragraph.find(f"{WORD}pPr") is not None else 0, run)


def _lists(parts: dict[str, bytes]) -> Lists:
    found = Lists({}, {}, {}, {})
    if "word/numbering.xml" in parts:
        root = fromstring(parts["word/numbering.xml"])
        abstract = {
            item.get(f"{WORD}abstractNumId", ""): _levels(item)
            for item in root.iter(f"{WORD}abstractNum")
        }
        for item in root.findall(f"{WORD}num"):
            _add_instance(found, item, abstract)
    if "word/styles.xml" in parts:
        found.styles.update(_styles(fromstring(parts["word/styles.xml"])))
    return found


def _add_instance(found: Lists, item: Element, abstract: dict[str, dict[int, Level]]) -> None:
    instance = item.get(f"{WORD}numId", "")
    source = _value(item.find(f"{WORD}abstractNumId"))
    found.sources[instance] = source
    levels = dict(abstract.get(source, {}))
    for override in item.findall(f"{WORD}lvlOverride"):
        depth = _number(override.get(f"{WORD}ilvl"))
        levels.update(_levels(override))
        anew = override.find(f"{WORD}startOverride")
        if anew is not None:
            found.starts_anew[instance, depth] = _number(_value(anew), 1)
    found.levels[instance] = levels


def _levels(item: Element) -> dict[int, Level]:
    return {
        _number(level.get(f"{WORD}ilvl")): Level(
            form=_value(level.find(f"{WORD}numFmt")) or "decimal",
            shown=_value(level.find(f"{WORD}lvlText")),
            start=_number(_value(level.find(f"{WORD}start"))),
            restarts_after=_number(_value(level.find(f"{WORD}lvlRestart")), DEEPEST),
            is_legal=level.find(f"{WORD}isLgl") is not None,
        )
        for level in item.findall(f"{WORD}lvl")
    }


def _styles(root: Element) -> dict[str, tuple[str, int]]:
    """The styles whose paragraphs are in a list; one that is based on another inherits it."""
    own: dict[str, tuple[str, int] | None] = {}
    based: dict[str, str] = {}
    for style in root.findall(f"{WORD}style"):
        name = style.get(f"{WORD}styleId", "")
        based[name] = _value(style.find(f"{WORD}basedOn"))
        numbered = style.find(f"{WORD}pPr/{WORD}numPr")
        if numbered is not None:
            depth = _number(_value(numbered.find(f"{WORD}ilvl")))
            instance = _value(numbered.find(f"{WORD}numId"))
            own[name] = (instance, min(depth, DEEPEST - 1)) if instance not in ("", "0") else None
    found = {name: _inherited(name, own, based) for name in based}
    return {name: where for name, where in found.items() if where}


def _inherited(
    name: str, own: dict[str, tuple[str, int] | None], based: dict[str, str]
) -> tuple[str, int] | None:
    seen: set[str] = set()
    while name and name not in own and name not in seen:
        seen.add(name)
        name = based.get(name, "")
    return own.get(name)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{WORD}val", "")


def _number(text: str | None, otherwise: int = 0) -> int:
    try:
        return min(max(int(text or ""), 0), 9_999)
    except ValueError:
        return otherwise
