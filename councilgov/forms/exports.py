"""A register as a file: all rows, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import unicodedata
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.http import FileResponse, HttpResponse
from django.utils.text import slugify

from councilgov.days import today
from councilgov.forms.spreadsheets import MIME_TYPE, write_ods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http.response import HttpResponseBase

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "ods": MIME_TYPE,
}
TYPES = {**FORMATS, "zip": "application/zip"}
IN_MEMORY = 2**21
"""Bytes of a file; a longer one lies on disk while it is made and sent."""
# What makes a spreadsheet take a cell for a formula; the full-width twins count in some of them,
# and by the bar some begin a command.
STARTERS = frozenset("=+-@|\t\r\n\0＝＋－＠")


def formula_safe(cell: Any) -> Any:
    """Text that would begin a formula, even behind spaces, gets an apostrophe (CWE-1236).

    Numbers and dates stay what they are.
    """
    if not isinstance(cell, str) or cell[:1].isalnum():
        return cell
    shown = next((char for char in cell if not _is_invisible(char)), "")
    return f"'{cell}" if cell[:1] in STARTERS or shown in STARTERS else cell


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cc", "Cf"}


def download(rows: Iterable[Sequence[Any]], *, title: str, kind: str) -> HttpResponseBase:
    """The rows, headings first, as an attachment named after the register and the day.

    It is whole before its first byte leaves, so none ends in the middle; a long one lies on disk
    meanwhile and not in memory. Raises ``Refused`` for more than a spreadsheet holds.
    """
    name = f"{slugify(title)}-{today().isoformat()}.{kind}"
    if kind == "csv":
        return attached(lambda file: write_csv(file, rows), name=name, kind=kind)
    return attached(lambda file: write_ods(file, [(title, rows)]), name=name, kind=kind)


def attached(write: Callable[[IO[bytes]], None], *, name: str, kind: str) -> HttpResponseBase:
    """What ``write`` writes, as an attachment: small at once, long piece by piece from disk."""
    file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by its response
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    is_long = file.tell() > IN_MEMORY
    file.seek(0)
    if is_long:
        return FileResponse(file, content_type=TYPES[kind], headers=headers)
    with file:
        return HttpResponse(file.read(), content_type=TYPES[kind], headers=headers)


def write_csv(file: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Row by row, in UTF-8 behind the mark without which Excel does not read it as such."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([formula_safe(cell) for cell in row])
    text.detach()
