"""An OpenDocument spreadsheet, written row by row: however many there are, one is in memory.

Source: OpenDocument 1.3, parts 2 (packages) and 3 (tables). What a spreadsheet can hold is what
LibreOffice Calc and Microsoft Excel both can: the smaller of the two.
"""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MOST_ROWS = 2**20  # with the headings
MOST_CHARACTERS = 32_767  # of one cell
LONGEST_NAME = 31  # of a sheet
NO_NAME = str.maketrans("[]:*?/\\'", "        ")  # what may not stand in it
NEW_YEAR_2000 = 2000, 1, 1, 0, 0, 0  # the same rows give the same bytes

FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3"
 manifest:media-type="{MIME_TYPE}"/><manifest:file-entry manifest:full-path="content.xml"
 manifest:media-type="text/xml"/></manifest:manifest>"""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:automatic-styles>
<number:date-style style:name="D0"><number:day/><number:text> </number:text>
<number:month number:textual="true"/><number:text> </number:text>
<number:year number:style="long"/></number:date-style>
<number:date-style style:name="M0"><number:day/><number:text> </number:text>
<number:month number:textual="true"/><number:text> </number:text>
<number:year number:style="long"/><number:text> </number:text><number:hours/>
<number:text>:</number:text><number:minutes number:style="long"/></number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="D0"/>
<style:style style:name="moment" style:family="table-cell" style:data-style-name="M0"/>
<style:style style:name="head" style:family="table-cell">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="wide" style:family="table-column">
<style:table-column-properties style:column-width="4.5cm"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>"""
FOOT = "</office:spreadsheet></office:body></office:document-content>"


def check_fits(rows: int) -> None:
    """Raise ``Refused`` for more rows, without the headings, than a spreadsheet holds."""
    if rows >= MOST_ROWS:
        raise Refused(
            _(
                "A spreadsheet holds %(most)s rows below its headings, and there are %(rows)s. "
                "Download them as CSV, which holds any number, or filter them first."
            )
            % {"most": f"{MOST_ROWS - 1:,}", "rows": f"{rows:,}"}
        )


def write_ods(file: IO[bytes], sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> None:
    """Each sheet with its name and its rows, the headings first.

    Raises ``Refused`` for what no spreadsheet holds: nothing is cut off in silence.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        # uncompressed and first, so that the kind of file stands at its beginning
        package.writestr(_part("mimetype", zipfile.ZIP_STORED), MIME_TYPE)
        package.writestr(_part("META-INF/manifest.xml"), MANIFEST)
        with package.open(_part("content.xml"), "w") as content:
            for piece in _content(sheets):
                content.write(piece.encode())


def _part(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, NEW_YEAR_2000)
    part.compress_type = method
    return part


def _content(sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> Iterator[str]:
    yield HEAD
    for name, rows in sheets:
        yield f"<table:table table:name={quoteattr(_text(name).translate(NO_NAME)[:LONGEST_NAME])}>"
        yield from _rows(rows)
        yield "</table:table>"
    yield FOOT


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        check_fits(number)
        if number == 0:
            yield (
                f'<table:table-column table:style-name="wide" '
                f'table:number-columns-repeated="{max(len(row), 1)}"/>'
            )
        cells = "".join(_head(cell) if number == 0 else _cell(cell) for cell in row)
        yield f"<table:table-row>{cells}</table:table-row>"


def _head(cell: Any) -> str:
    return _string(str(cell), ' table:style-name="head"')


def _cell(cell: Any) -> str:
    """The cell as what it is: a date can be sorted, a number summed; a text is never run."""
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, datetime | date):
        style = "moment" if isinstance(cell, datetime) else "day"
        value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        return f'<table:table-cell table:style-name="{style}" {value}/>'
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return _string(str(cell))


def _string(text: str, style: str = "") -> str:
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("A text in these rows is too long for a spreadsheet. Download them as CSV.")
        )
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in _text(text).split("\n"))
    return f'<table:table-cell office:value-type="string"{style}>{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    """Escaped. Spaces after a space, and tabs, would be lost as they are (part 3, 6.1.2)."""
    shown = escape(line).replace("\t", "<text:tab/>")
    if shown.startswith(" "):
        shown = f"<text:s/>{shown[1:]}"
    return shown.replace("  ", " <text:s/>")


def _text(text: str) -> str:
    """Without the characters that no XML file may hold (XML 1.0, 2.2), and other controls."""
    return FORBIDDEN.sub("", text)
