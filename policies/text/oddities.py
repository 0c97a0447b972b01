"""What looks wrong in the clauses of a text, for somebody to look at. It never stops anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from policies.text.clauses import Kind, places
from policies.text.extraction.numbering import in_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policies.text.clauses import Clause

LONG = 250
"""Words. Nobody can say which sentence of a longer clause was broken."""
DIGITS, LETTERS, NUMERALS = "digits", "letters", "numerals"
DECIMAL = re.compile(r"^\d+(?:\.\d+)*$")
LETTER = re.compile(r"^[a-z]$")
NUMERAL = re.compile(r"^[ivxl]+$")
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Oddity:
    """A clause to look at, its place in words, and why."""

    anchor: str
    place: str
    sentence: str


@dataclass(slots=True)
class Run:
    """Numbers that count on from one another."""

    style: str
    last: int = 0
    seen: set[int] = field(default_factory=set)
    is_broken: bool = False
    """Whether something else stood between, so that it may begin anew."""


def oddities(clauses: Sequence[Clause]) -> list[Oddity]:
    """Numbers that repeat or are missing, headings without text, long clauses."""
    where = places(clauses)
    found = [*_of_numbers(clauses), *_of_headings(clauses), *_of_words(clauses)]
    order = {clause.anchor: at for at, clause in enumerate(clauses)}
    found.sort(key=lambda item: order[item[0].anchor])
    return [Oddity(clause.anchor, where[clause.anchor], told) for clause, told in found]


def _of_headings(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, str]]:
    for clause, after in zip(clauses, [*clauses[1:], None], strict=True):
        if clause.kind is not Kind.HEADING:
            continue
        if after is None or (after.kind is Kind.HEADING and after.level <= clause.level):
            yield clause, _("This heading has no text under it.")


def _of_words(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, str]]:
    for clause in clauses:
        if (count := len(clause.text.split())) > LONG:
            told = _("This clause has %(count)d words. Break it into shorter ones.")
            yield clause, told % {"count": count}


def _of_numbers(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, str]]:
    lists: dict[int, Run] = {}
    chapters: dict[str, Run] = {}
    for clause in clauses:
        number = clause.number.strip("().")
        if DECIMAL.match(number) and (clause.kind is Kind.HEADING or "." in number):
            prefix, _dot, own = number.rpartition(".")
            run = chapters.setdefault(prefix, Run(DIGITS))
            yield from _judged(clause, run, int(own))
        elif clause.kind is Kind.NUMBERED:
            style, count = _count(number, lists.get(clause.level))
            if count:
                yield from _judged(clause, _run(lists, clause.level, style, count), count)
        _interrupt(lists, clause)


def _interrupt(lists: dict[int, Run], clause: Clause) -> None:
    """Close the lists inside what comes now; a paragraph between two points only breaks theirs."""
    if clause.kind is Kind.HEADING:
        lists.clear()
    for level in [level for level in lists if clause.is_point and level > clause.level]:
        del lists[level]
    for level, run in lists.items():
        run.is_broken |= not clause.is_point and level > clause.level
        run.is_broken |= clause.kind is Kind.BULLET and level == clause.level


def _run(lists: dict[int, Run], level: int, style: str, count: int) -> Run:
    """The list that a number belongs to, which may be a new one."""
    run = lists.get(level)
    if run is None or run.style != style or (run.is_broken and count == 1):
        run = lists[level] = Run(style)
    run.is_broken = False
    return run


def _judged(clause: Clause, run: Run, count: int) -> Iterator[tuple[Clause, str]]:
    if count in run.seen:
        told = _("The number %(number)s stands twice here.")
        yield clause, told % {"number": clause.number}
    elif count > run.last + 1:
        yield clause, _missing(clause, run.style, run.last + 1, count - 1)
    run.seen.add(count)
    run.last = max(run.last, count)


def _missing(clause: Clause, style: str, first: int, final: int) -> str:
    names = {"first": _written(clause, style, first), "last": _written(clause, style, final)}
    if first == final:
        return _("The number %(first)s is missing before this one.") % names
    return _("The numbers %(first)s to %(last)s are missing before this one.") % names


def _written(clause: Clause, style: str, count: int) -> str:
    """A number as this clause writes its own: "v." beside "vii."."""
    own = clause.number.strip("().").rpartition(".")[2]
    form = {DIGITS: "decimal", LETTERS: "lowerLetter", NUMERALS: "lowerRoman"}[style]
    shown = in_form(count, form) or str(count)
    front, _own, back = clause.number.rpartition(own)
    return f"{front}{shown.upper() if own.isupper() else shown}{back}"


def _count(number: str, run: Run | None) -> tuple[str, int]:
    """Style and count of a number without its stops; count 0 if it does not count."""
    if number.isascii() and number.isdecimal():
        return DIGITS, int(number)
    letters = number.lower()
    goes_on = run is not None and run.style == LETTERS and letters == chr(ord("a") + run.last)
    if LETTER.match(letters) and (goes_on or letters not in VALUES):
        return LETTERS, ord(letters) - ord("a") + 1
    return NUMERALS, _value(letters) if NUMERAL.match(letters) else 0


def _value(numeral: str) -> int:
    values = [VALUES[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
