"""What the pages of an import show of what was found in its file."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.imports.importables import Change, Outcome
from councilgov.imports.mapping import heading_in_words
from councilgov.imports.reading import NUMBER, WRONG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from councilgov.imports.importables import Question
    from councilgov.imports.models import Import, ImportRow

FIRST_REFUSED, FIRST_OTHERS = 20, 10


class Mistake(NamedTuple):
    """Something wrong in a row: under which heading, what stands there, and what to do. A file that
    is no spreadsheet has no row numbers, so it is said what the row is about, too.
    """

    number: int
    what: str
    heading: str
    cell: str
    message: str


class Part(NamedTuple):
    """Rows of one outcome: how many, and the first of them."""

    outcome: Outcome
    number: int
    rows: Sequence[ImportRow]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.number - len(self.rows)


def parts(row: Import) -> list[Part]:
    """The first rows of each outcome that there is, without those refused: a query for each."""
    shown = [Outcome.CREATE, Outcome.UPDATE, Outcome.UNCHANGED]
    return [_part(row, outcome) for outcome in shown if row.counts[outcome]]


def _part(row: Import, outcome: Outcome) -> Part:
    first = list(row.found.filter(outcome=outcome)[:FIRST_OTHERS])
    for one in first:
        one.changes = [Change(*change) for change in one.changes]
    return Part(outcome, row.counts[outcome], first)


def unanswered(row: Import, questions: Sequence[Question]) -> list[Question]:
    """Those for which rows wait."""
    return [question for question in questions if not question.answered(row.answers)]


def mistakes(row: Import) -> list[Mistake]:
    """What is wrong with the first rows that were refused: one query."""
    refused = row.found.refused()[:FIRST_REFUSED]
    return list(chain.from_iterable(_mistakes(row, found) for found in refused))


def _mistakes(row: Import, found: ImportRow) -> Iterator[Mistake]:
    for name, message in found.faults:
        at = row.mapping.get(name)
        heading = heading_in_words(row.headings, at) if at is not None else _("The whole row")
        cell = found.cells[at] if at is not None and at < len(found.cells) else ""
        yield Mistake(found.number, found.what, heading, cell, message)


def errors_file(row: Import) -> Iterator[Sequence[str]]:
    """Every refused row as it was, behind its number and what is wrong with it.

    It may be mended where it is and uploaded again: what was put before the row is skipped then.
    """
    yield [str(NUMBER), str(WRONG), *row.headings]
    for found in row.found.refused().iterator(chunk_size=2_000):
        told = [_said(row, name, message) for name, message in found.faults]
        yield [str(found.number), " ".join(told), *found.cells]


def _said(row: Import, name: str, message: str) -> str:
    at = row.mapping.get(name)
    return message if at is None else f"{heading_in_words(row.headings, at)}: {message}"
