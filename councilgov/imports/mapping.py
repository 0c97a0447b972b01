"""Which column of a file says what."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.imports import cells
from councilgov.imports.importables import Row, read_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from councilgov.imports.importables import Column, Importable, KnownExport
    from councilgov.imports.reading import Line

LETTERS = 26


def known_export(kind: Importable, headings: Sequence[str]) -> KnownExport | None:
    """The program that wrote the file, if we know it by its headings."""
    return next((export for export in kind.exports if export.is_of(headings)), None)


def guessed(kind: Importable, headings: Sequence[str]) -> dict[str, int]:
    """The place of each of our columns in a file, as far as its headings say so."""
    plain = [cells.plain(heading) for heading in headings]
    if export := known_export(kind, headings):
        pairs = (
            (name, plain.index(cells.plain(heading)))
            for heading, name in export.columns
            if cells.plain(heading) in plain
        )
        return dict(pairs)
    found: dict[str, int] = {}
    for column in kind.columns:
        places = [at for at, heading in enumerate(plain) if heading in column.known_as]
        free = [at for at in places if at not in found.values()]
        if free:
            found[column.name] = free[0]
    return found


def key_of(headings: Iterable[str]) -> str:
    """By which a file with the same headings is known again."""
    return hashlib.sha256(json.dumps(list(headings)).encode()).hexdigest()


def heading_in_words(headings: Sequence[str], at: int) -> str:
    """A heading by which its column is found: with its letter where it has no name of its own."""
    heading, letter = headings[at], letter_of(at)
    if not heading:
        return _("Column %(letter)s, which has no heading") % {"letter": letter}
    if headings.count(heading) > 1:
        return _("%(heading)s (column %(letter)s)") % {"heading": heading, "letter": letter}
    return heading


def letter_of(at: int) -> str:
    """A to Z, then AA: as spreadsheets name their columns."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def rows_of(
    kind: Importable, lines: Sequence[Line], mapping: Mapping[str, int], width: int
) -> list[Row]:
    """The rows with the values of their cells. An empty cell says nothing."""
    columns = [(column, mapping[column.name]) for column in kind.columns if column.name in mapping]
    rows = [_row(line, columns, width) for line in lines]
    for column, at in columns:
        if column.reads_days and any(cells.has_month_first(_cell(row.cells, at)) for row in rows):
            _refuse_either(rows, column, at)
    return rows


def _row(line: Line, columns: Iterable[tuple[Column, int]], width: int) -> Row:
    row = Row(line.number, line.cells)
    if any(line.cells[width:]):
        row.refuse(
            _(
                "It has more cells than there are headings. Put a text with a comma in "
                "quotation marks, or give the column a heading."
            )
        )
    for column, at in columns:
        cell = _cell(line.cells, at)
        if cell:
            read_cell(row, column, cell)
        elif column.is_required:
            row.refuse(_("It is empty. Fill it in."), column.name)
    return row


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _refuse_either(rows: Iterable[Row], column: Column, at: int) -> None:
    """Where one date of a column has its month first, so may the others: 3/4 is 4 March there."""
    for row in rows:
        if cells.is_either(_cell(row.cells, at)):
            row.refuse(
                _(
                    "Other dates of this column have the month first, so this may be another day. "
                    "Write it in words, like 3 Apr 2026."
                ),
                column.name,
            )
