"""A register as a file: all rows, and no cell that a spreadsheet would run."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.text import slugify
from tablib import Dataset

from councilgov.days import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# What makes a spreadsheet take a cell for a formula; the full-width twins count in some of them.
STARTERS = frozenset("=+-@\t\r\n\0＝＋－＠")


def formula_safe(cell: Any) -> Any:
    """Text that would begin a formula, even behind spaces, gets an apostrophe (CWE-1236).

    Numbers and dates stay what they are.
    """
    if not isinstance(cell, str):
        return cell
    shown = next((char for char in cell if not _is_invisible(char)), "")
    return f"'{cell}" if cell[:1] in STARTERS or shown in STARTERS else cell


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cc", "Cf"}


def xml_safe(cell: Any) -> Any:
    """Without the characters that no XML file, so no ODS file, may hold (XML 1.0, 2.2)."""
    if not isinstance(cell, str):
        return cell
    return "".join(char for char in cell if char in "\t\n" or not _is_forbidden_in_xml(char))


def _is_forbidden_in_xml(char: str) -> bool:
    return char in "\ufffe\uffff" or unicodedata.category(char) in {"Cc", "Cs"}


def download(rows: Iterable[Sequence[Any]], *, title: str, kind: str) -> HttpResponse:
    """The rows, headings first, as an attachment named after the register and the day."""
    safe = formula_safe if kind == "csv" else xml_safe
    headings, *body = [[safe(cell) for cell in row] for row in rows]
    data = Dataset(*body, headers=headings, title=slugify(title)[:31])
    content = data.export(kind)
    if isinstance(content, str):
        content = content.encode("utf-8-sig")  # Excel reads UTF-8 only behind this mark
    name = f"{slugify(title)}-{today().isoformat()}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FORMATS[kind], headers=disposition)
