"""A file that somebody saved from a spreadsheet becomes headings and rows of plain text.

Rows keep the number that the spreadsheet shows beside them: a cell of several lines is one row.
Nothing in a cell is ever run. A file that cannot be read is refused whole, with the reason.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.exports import STARTERS
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django_stubs_ext import StrOrPromise

LARGEST = 10_000_000
"""Bytes of a file."""
MOST_ROWS, MOST_COLUMNS = 100_000, 200
NUMBER, WRONG = gettext_lazy("Row in your file"), gettext_lazy("What is wrong")
"""The headings that the file of errors puts before those of the file: it comes back without."""

AS_CSV = gettext_lazy(
    "Open it in your spreadsheet program, choose “Save as”, then “CSV UTF-8”, and upload that."
)
OTHER_KINDS: Sequence[tuple[bytes, StrOrPromise]] = (
    (b"PK\x03\x04", gettext_lazy("This is a workbook or another packed file, whatever its name.")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("This is an old Excel or Word file, whatever its name.")),
    (b"%PDF", gettext_lazy("This is a PDF, whatever its name.")),
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = ",;\t"
EXCELS_OWN_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
BLANKS = " \t\r\n\v\f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"


class Unreadable(Refused):
    """The file is not one that we can read. Nothing of it was kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class Line(NamedTuple):
    """A row of the file with the number that a spreadsheet shows beside it."""

    number: int
    cells: list[str]


class Sheet(NamedTuple):
    """What a file holds."""

    headings: list[str]
    lines: list[Line]


def read(content: bytes) -> Sheet:
    """The headings and the rows that are not empty. Raises ``Unreadable``."""
    check_size(content)
    text = _decoded(content)
    delimiter = ""
    if own := EXCELS_OWN_LINE.match(text):  # which Excel hides, and does not count
        delimiter, text = own[1], text[own.end() :]
    lines = _lines(text, delimiter or _delimiter(text))
    head = next(lines, None)
    if head is None:
        raise Unreadable(_("The file is empty. Choose another file."))
    return sheet_of(head, lines)


def check_size(content: bytes) -> None:
    """Raise ``Unreadable`` for more than is read."""
    if len(content) > LARGEST:
        raise Unreadable(
            _("The file is larger than %(most)d MB. Split it into several files.")
            % {"most": LARGEST // 1_000_000}
        )


def _decoded(content: bytes) -> str:
    """The text of the file, in whatever way a spreadsheet program may have written it."""
    for start, told in OTHER_KINDS:
        if content.startswith(start):
            raise Unreadable(f"{told} {AS_CSV}")
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Unreadable(_("This is not a text file. %(how)s") % {"how": AS_CSV})
    return text


def _encoding(content: bytes) -> str:
    """UTF-8, UTF-16 (Excel's “Unicode Text”) or the old code page of Windows."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    start = content[:2_000]
    if start[1::2].count(0) > len(start) // 4:  # plain letters as two bytes each, without a mark
        return "utf-16-le"
    if start[::2].count(0) > len(start) // 4:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that parts the headings best.

    A heading in quotation marks keeps them where the wrong one parts it.
    """

    def fits(mark: str) -> tuple[bool, int]:
        try:
            head = next(csv.reader(io.StringIO(first, newline=""), delimiter=mark), [])
        except csv.Error:
            return False, 0
        return not any('"' in cell for cell in head), len(head)

    first = text.lstrip("\r\n")
    return max(DELIMITERS, key=fits)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    """Each row that holds something."""
    number = 0
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, row in enumerate(rows, 1):
            cells = [clean(cell) for cell in row]
            if any(cells):
                yield Line(number, cells)
    except csv.Error as error:
        raise Unreadable(
            _(
                'The file can’t be read from row %(row)d on: a quotation mark (") there is opened '
                "and not closed, or a cell is far too long. Mend the row and upload the file again."
            )
            % {"row": number + 1}
        ) from error


def clean(cell: str) -> str:
    """The cell as a person sees it.

    Without blanks around it, without the ``="..."`` by which Excel keeps leading noughts, and
    without the apostrophe by which our own downloads keep a cell from being run.
    """
    text = cell.strip(BLANKS)
    if wrapped := KEPT_AS_TEXT.fullmatch(text):
        text = wrapped[1].replace('""', '"').strip(BLANKS)
    if text[:1] == "'" and text[1:].lstrip(BLANKS)[:1] in STARTERS - {""}:
        text = text[1:].lstrip(BLANKS)
    return text


def sheet_of(head: Line, rest: Iterable[Line]) -> Sheet:
    """The headings with the rows below them. Raises ``Unreadable`` for too many, and for none."""
    lines = []
    for line in rest:
        lines.append(line)
        if len(lines) > MOST_ROWS:
            raise Unreadable(
                _("The file has more than %(most)s rows. Split it into several files.")
                % {"most": f"{MOST_ROWS:,}"}
            )
    if not lines:
        raise Unreadable(_("The file has headings and no rows. Add rows below the headings."))
    width = max(len(head.cells), *(_filled(line.cells) for line in lines))
    if width > MOST_COLUMNS:
        raise Unreadable(
            _("The file has more than %(most)d columns. Leave out those that you do not need.")
            % {"most": MOST_COLUMNS}
        )
    return _without_ours(Sheet(head.cells[: _filled(head.cells)], lines))


def _filled(cells: Sequence[str]) -> int:
    """How many cells there are up to the last one that holds something."""
    return max((at for at, cell in enumerate(cells, 1) if cell), default=0)


def _without_ours(sheet: Sheet) -> Sheet:
    """A file of errors that was mended and comes back, without the two columns that we added."""
    if sheet.headings[:2] != [str(NUMBER), str(WRONG)]:
        return sheet
    return Sheet(sheet.headings[2:], [Line(number, cells[2:]) for number, cells in sheet.lines])
