"""The text of a PDF, page by page, as it stands there."""

from __future__ import annotations

import io
import logging
import zlib

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from policies.text.extraction.refusals import CannotExtract

MOST_PAGES = 600
LETTERS_OF_A_PAGE = 20
"""Fewer on every page: what we see are the stamps on pictures of pages."""
FINENESS = 10
"""Empty lines for a gap as high as a letter: whoever reads the text tells wide gaps from usual."""
FLAWS = (
    *(PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError),
    *(ValueError, zlib.error),
)
"""What pypdf raises at a file that is no whole PDF."""


def read_pages(data: bytes) -> list[str]:
    """The text of every page; between lines as many empty ones as the gap is wide."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it comments on every flaw of a file
    try:
        pages = _pages(PdfReader(io.BytesIO(data)))
    except DependencyError as error:
        raise CannotExtract("password") from error
    except FLAWS as error:
        raise CannotExtract("broken_pdf") from error
    if not any(sum(map(str.isalpha, page)) >= LETTERS_OF_A_PAGE for page in pages):
        raise CannotExtract("scan")
    return pages


def _pages(reader: PdfReader) -> list[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise CannotExtract("password")
    if len(reader.pages) > MOST_PAGES:
        raise CannotExtract("pages", MOST_PAGES)
    return [_text(reader, number) for number in range(len(reader.pages))]


def _text(reader: PdfReader, number: int) -> str:
    return reader.pages[number].extract_text(
        extraction_mode="layout",
        layout_mode_strip_rotated=True,
        layout_mode_font_height_weight=1 / FINENESS,
    )
