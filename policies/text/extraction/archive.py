"""A Word document is a zip file: looked through before anything of it is unpacked."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from policies.text.extraction.refusals import CannotExtract

MOST_ENTRIES = 3_000
MOST_UNPACKED = 60_000_000
"""Bytes of all parts together, as the file itself says and as we then count."""
MOST_RATIO = 150
"""How much smaller than its content a part may be. Word's own come to about 20."""
RATIO_MATTERS = 1_000_000
"""Bytes. A small part may be as compressed as it likes."""
IS_ENCRYPTED = 0x1
MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
DOCUMENT = "word/document.xml"


def parts_of(data: bytes) -> dict[str, bytes]:
    """The XML parts of a Word document by name, each of them well formed and without a DTD."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries)
            parts = {entry.filename: archive.read(entry) for entry in entries if _is_xml(entry)}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise CannotExtract("broken_zip") from error
    for name, part in parts.items():
        _check_xml(name, part)
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise CannotExtract("macros")
    return parts


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise CannotExtract("bomb")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise CannotExtract("broken_zip")
    for entry in entries:
        _check_entry(entry)
    if any(name.lower().rpartition("/")[2] in MACROS for name in names):
        raise CannotExtract("macros")
    if DOCUMENT not in names or "[Content_Types].xml" not in names:
        raise CannotExtract("other_zip")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & IS_ENCRYPTED:
        raise CannotExtract("password")
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > RATIO_MATTERS and ratio > MOST_RATIO:
        raise CannotExtract("bomb")


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith((".xml", ".rels"))


def _check_xml(name: str, part: bytes) -> None:
    """No DTD means no entity of any kind: neither one that grows nor one that reads files."""
    try:
        fromstring(part, forbid_dtd=True)
    except DefusedXmlException as error:
        raise CannotExtract("entities", name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise CannotExtract("broken_xml", name) from error


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a zip file again, without pictures, programs and whatever else lay there."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    found.seek(0)
    return found
