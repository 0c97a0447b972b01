"""Makes Word documents, PDFs and what people try with them."""

import io
import zipfile
import zlib

import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)


def xml(inside: str, root: str = "document") -> str:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{W}">{inside}</w:{root}>'


def paragraph(text: str, *, style: str = "", numbered: tuple[int, int] | None = None) -> str:
    """A paragraph; ``numbered`` is the list and the depth, from 0, that it belongs to."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        look += (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    return f'<w:p><w:pPr>{look}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def levels(*shown: tuple[str, str]) -> str:
    """Format and text of each depth: ("decimal", "%1.")."""
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(shown)
    )


def numbering(*lists: str, instances: str = "") -> str:
    """One definition, and one instance of it, for each of ``lists``."""
    return xml(
        "".join(
            f'<w:abstractNum w:abstractNumId="{at}">{inside}</w:abstractNum>'
            for at, inside in enumerate(lists, 1)
        )
        + "".join(
            f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>'
            for at, _inside in enumerate(lists, 1)
        )
        + instances,
        "numbering",
    )


HEADINGS = xml(
    "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
        f'<w:name w:val="heading {level}"/></w:style>'
        for level in (1, 2, 3)
    ),
    "styles",
)


def word(*body: str, kind: str = DOCX, **parts: str | bytes) -> bytes:
    """A .docx of these paragraphs; ``parts`` by name, with "__" for "/" and "_" for "."."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(kind),
        "_rels/.rels": RELS,
        "word/document.xml": xml(f"<w:body>{''.join(body)}</w:body>"),
        "word/styles.xml": HEADINGS,
    }
    for name, part in parts.items():
        found[name.replace("__", "/").replace("_", ".")] = part
    return zipped(found)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return into.getvalue()


def pdf(source: str) -> bytes:
    """A PDF of this Typst."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def scan() -> bytes:
    """A PDF of one page that is a picture."""
    pixels = zlib.compress(b"\x80" * 100 * 100)
    return _pdf(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        _stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        _stream(
            pixels,
            b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8"
            b" /ColorSpace /DeviceGray /Filter /FlateDecode",
        ),
    )


def looping() -> bytes:
    """A PDF whose list of pages leads back to itself."""
    return _pdf(b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R] >>")


def _stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about, len(content), content)


def _pdf(*objects: bytes) -> bytes:
    """Catalog and page tree, then these objects from number 3."""
    written = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        *objects,
    ]
    found, places = b"%PDF-1.4\n", []
    for number, inside in enumerate(written, 1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    start = len(found)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return found + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF" % (len(places) + 1, table, len(places) + 1, start)
    )
