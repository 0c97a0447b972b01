"""Files as people send them, and as those send them who mean harm: bytes made here, none kept."""

from __future__ import annotations

import zlib
from io import BytesIO
from struct import pack
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from councilgov.evidence.sniffing import VIRUS_TEST

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPT = b"<script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(60) + b"\xff\xd9"
GIF = b"GIF89a" + bytes(40)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
EMAIL = (
    b"Return-Path: <x@somewhere.example>\r\nFrom: x@somewhere.example\r\n"
    b"Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n<html><body>You will be sorry</body></html>\r\n"
)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + VIRUS_TEST + b"$H+H*"


def zipped(parts: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


def office(folder: str, types: bytes = b"<Types/>", **more: bytes) -> bytes:
    """An office document of today with these parts."""
    parts = {"[Content_Types].xml": types, f"{folder}/document.xml": b"<w/>"}
    return zipped(parts | {f"{folder}/{name}.bin": content for name, content in more.items()})


def open_document(kind: str, **more: bytes) -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}".encode()
    parts = {"mimetype": media, "content.xml": b"<x/>"}
    return zipped(parts | {f"Basic/{name}.xml": content for name, content in more.items()})


def boxed(brand: bytes) -> bytes:
    """The container of phones: pictures, films and sound."""
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(40)


def pdf_with(part: bytes) -> bytes:
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + part)


def packed_pdf(part: bytes) -> bytes:
    """The same, where no one who only looks at the bytes would see it."""
    packed = zlib.compress(b"1 0 << " + part + b" >>")
    head = b"5 0 obj\n<< /Type /ObjStm /N 1 /Length " + str(len(packed)).encode()
    return PDF + head + b" >>\nstream\n" + packed + b"\nendstream\nendobj\n"


def with_lie(sizes: int) -> bytes:
    """An archive that says that it unpacks to so many bytes."""
    made = bytearray(office("word"))
    at = made.find(b"PK\x01\x02")
    made[at + 24 : at + 28] = pack("<I", sizes)
    return bytes(made)


def upload(name: str = "threat.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


TAKEN = {
    "a.png": (PNG, "image/png"),
    "a.jpg": (JPEG, "image/jpeg"),
    "a.jpeg": (JPEG, "image/jpeg"),
    "a.gif": (GIF, "image/gif"),
    "a.webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(20), "image/webp"),
    "a.wav": (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(20), "audio/wav"),
    "a.heic": (boxed(b"heic"), "image/heic"),
    "a.mov": (boxed(b"qt  "), "video/quicktime"),
    "a.mp4": (boxed(b"isom"), "video/mp4"),
    "a.3gp": (boxed(b"3gp4"), "video/3gpp"),
    "a.m4a": (boxed(b"M4A "), "audio/mp4"),
    "a.webm": (b"\x1aE\xdf\xa3" + bytes(30), "video/webm"),
    "a.ogg": (b"OggS" + bytes(30), "audio/ogg"),
    "a.mp3": (b"ID3\x03" + bytes(30), "audio/mpeg"),
    "a.amr": (b"#!AMR\n" + bytes(30), "audio/amr"),
    "a.pdf": (PDF, "application/pdf"),
    "a.eml": (EMAIL, "message/rfc822"),
    "a.msg": (OLE + "__substg1.0_0037".encode("utf-16-le"), "application/vnd.ms-outlook"),
    "a.doc": (OLE, "application/msword"),
    "a.xls": (OLE, "application/vnd.ms-excel"),
    "a.odt": (open_document("text"), "application/vnd.oasis.opendocument.text"),
    "a.txt": ("They wrote: “I know where you live” <3 £5\r\n".encode(), "text/plain"),
    "b.txt": ("I know where you live".encode("utf-16"), "text/plain"),
    "a.csv": (b"when,what\n1 May,call\n", "text/csv"),
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TAKEN["a.docx"] = (office("word"), DOCX)
NO_KIND = "not a kind of file"
HIDDEN = "something hidden"
REFUSED = {
    "empty.txt": (b"", "is empty"),
    "eicar.txt": (EICAR, "looks like a virus test"),
    "eicar.pdf": (PDF + EICAR, "looks like a virus test"),
    "script.svg": (b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", HIDDEN),
    "svg.png": (b'<?xml version="1.0"?><svg onload="x()"/>', HIDDEN),
    "page.html": (b"<!DOCTYPE html><p>Hello", HIDDEN),
    "html.pdf": (b"<html>" + SCRIPT, HIDDEN),
    "page.txt": (b"Look: <SCRIPT src=x></SCRIPT>", HIDDEN),
    "php.png": (PNG + b"<?php system($_GET['x']);", HIDDEN),
    "html-in.png": (PNG + b"<html>" + SCRIPT, HIDDEN),
    "html-in.pdf": (PDF + SCRIPT, HIDDEN),
    "pdf-in.jpg": (JPEG + PDF, HIDDEN),
    "zip-in.jpg": (JPEG + zipped({"a": b"b"}), HIDDEN),
    "zip-in.pdf": (PDF + zipped({"a": b"b"}), HIDDEN),
    "pdf-in.docx": (office("word").replace(b"PK\x03\x04", b"PK\x03\x04%PDF-", 1), HIDDEN),
    "java.pdf": (pdf_with(b"/OpenAction << /S /JavaScript /JS (x) >>"), HIDDEN),
    "masked.pdf": (pdf_with(b"/OpenAction << /S /J#61vaScript >>"), HIDDEN),
    "packed.pdf": (packed_pdf(b"/S /JavaScript /JS (x)"), HIDDEN),
    "plays.pdf": (pdf_with(b"/A << /S /Rendition /JS (x) >>"), HIDDEN),
    "form.pdf": (pdf_with(b"/AcroForm << /XFA [(form) 3 0 R] >>"), HIDDEN),
    "launch.pdf": (pdf_with(b"/A << /S /Launch >>"), HIDDEN),
    "carries.pdf": (pdf_with(b"/Names << /EmbeddedFiles 3 0 R >>"), HIDDEN),
    "locked.pdf": (pdf_with(b"/Encrypt 4 0 R"), "locked with a password"),
    "macro.docm": (office("word", b"application/vnd.ms-word.macroEnabled"), NO_KIND),
    "macro.docx": (office("word", vbaProject=b"x"), HIDDEN),
    "macro.odt": (open_document("text", Module1=b"x"), HIDDEN),
    "macro.doc": (OLE + "_VBA_PROJECT".encode("utf-16-le"), HIDDEN),
    "said.docx": (zipped({"[Content_Types].xml": b"", "word/a": b""}, b"<script>"), HIDDEN),
    "bomb.docx": (with_lie(4_000_000_000), "too large when unpacked"),
    "many.docx": (zipped({str(n): b"" for n in range(5_001)}), "too large when unpacked"),
    "archive.zip": (zipped({"a.txt": b"hello"}), NO_KIND),
    "drawing.odg": (open_document("graphics"), NO_KIND),
    "other.docx": (zipped({"[Content_Types].xml": b"<Types/>", "a/b": b""}), NO_KIND),
    "broken.docx": (office("word")[:60], NO_KIND),
    "old.bin": (OLE, NO_KIND),
    "MZ.pdf": (b"MZ\x90\x00" + bytes(50), NO_KIND),
    "elf.txt": (b"\x7fELF" + bytes(50), NO_KIND),
    "run.txt": (b"#!/bin/sh\nrm -rf /\n", NO_KIND),
    "run.bat": (b"@echo off\r\n", NO_KIND),
    "run.js": (b"alert(1)", NO_KIND),
    "no-mail.eml": (b"Hello", NO_KIND),
    "odd.txt": (b"\xff\xfe\x00", NO_KIND),
    "noise.txt": (b"hello\x00there", NO_KIND),
    "txt": (b"hello", NO_KIND),
}
