"""What is kept of a file that is somebody’s own, such as a list of people: less, and not long."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from councilgov.imports.mapping import guessed
from councilgov.imports.reading import Line, Sheet, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from councilgov.imports.importables import Importable
    from councilgov.people.models import User


SURELY = 2
"""So many headings that are known show that these are headings."""


class OwnFile(NamedTuple):
    """What is kept instead of the file as it came."""

    name: str
    content: bytes
    sheet: Sheet
    digest: str


def own_file(kind: Importable, content: bytes, sheet: Sheet, *, by: User) -> OwnFile:
    """The file without its name, and without the rows of which nothing may be kept.

    Their numbers stay, and the one cell that rules each out. Raises ``Unreadable`` where the first
    row does not hold two headings that are known: it would be kept as headings, and may be about
    somebody, of whom one cell may be called like a heading.
    """
    if len(guessed(kind, sheet.headings)) < min(SURELY, len(sheet.headings)):
        raise Unreadable(
            _(
                "The first row does not hold the headings that we know. Put them above your rows, "
                "as in the file to begin with."
            )
        )
    lines = [_without(kind, line) for line in sheet.lines]
    if lines != sheet.lines:
        sheet = Sheet(sheet.headings, lines)
        content = _written(sheet)
    return OwnFile(_("Your file"), content, sheet, _digest(content, by))


def _without(kind: Importable, line: Line) -> Line:
    """The row, or of one that is ruled out the cell that does so in its place."""
    ruled_out = [cell if cell and kind.is_never_kept(cell) else "" for cell in line.cells]
    return Line(line.number, ruled_out) if any(ruled_out) else line


def _digest(content: bytes, by: User) -> str:
    """Of a file of few rows a plain hash could be guessed, and would name them for ever."""
    return salted_hmac(f"councilgov.imports {by.pk}", content, algorithm="sha256").hexdigest()


def _written(sheet: Sheet) -> bytes:
    """The same rows under the same numbers: a spreadsheet counts empty ones too."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(_numbered(sheet))
    return text.getvalue().encode("utf-8-sig")


def _numbered(sheet: Sheet) -> Iterator[Sequence[str]]:
    yield sheet.headings
    at = 1
    for line in sheet.lines:
        yield from [[]] * (line.number - at - 1)
        yield line.cells
        at = line.number
