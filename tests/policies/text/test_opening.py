"""Whatever file comes in: read with the numbers it shows, or refused whole and in words."""

import io
import logging

import pytest
from pypdf import PdfReader, PdfWriter

from policies.text.extraction.__main__ import extract
from policies.text.extraction.pages import read_pages
from policies.text.extraction.refusals import CannotExtract
from policies.text.opening import LONGEST_TEXT, MEDIA_TYPES, open_file
from policies.text.reading import Unreadable
from policies.text.sources import DOCUMENTS
from policies.text.splitting import split
from tests.policies.text import makers
from tests.policies.text.makers import levels, numbering, paragraph, pdf, scan, word, xml, zipped

pytestmark = pytest.mark.no_database

LIST = levels(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerRoman", "(%3)"))


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """A process for each file costs a second: ``test_apart`` has one of each kind."""
    monkeypatch.setattr("policies.text.opening.extract", extract)


def outline(data, name="policy"):
    opened = open_file(data, name)
    (found,) = split(opened.document)
    return [
        (clause.kind.value, clause.level, clause.number, clause.text) for clause in found.clauses
    ]


def numbers(*body, **parts):
    return [number for _kind, _level, number, _text in outline(word(*body, **parts))]


def points(*depths, of=1):
    return [paragraph(f"Point {at}.", numbered=(of, depth)) for at, depth in enumerate(depths)]


def test_word_keeps_the_numbers_that_it_shows():
    found = outline(
        word(
            paragraph("Purpose", style="Heading2", numbered=(1, 0)),
            paragraph("Members must lock.", numbered=(1, 1)),
            paragraph("at once", numbered=(1, 2)),
            paragraph("and always", numbered=(1, 2)),
            paragraph("Members must report.", numbered=(1, 1)),
            paragraph("Rules", style="Heading2", numbered=(1, 0)),
            paragraph("Members must not share.", numbered=(1, 1)),
            word__numbering_xml=numbering(LIST),
        )
    )

    assert found == [
        ("heading", 2, "1.", "Purpose"),
        ("numbered", 1, "1.1", "Members must lock."),
        ("numbered", 2, "(i)", "at once"),
        ("numbered", 2, "(ii)", "and always"),
        ("numbered", 1, "1.2", "Members must report."),
        ("heading", 2, "2.", "Rules"),
        ("numbered", 1, "2.1", "Members must not share."),
    ]


@pytest.mark.parametrize(
    ("form", "shown", "expected"),
    [
        ("lowerLetter", "(%1)", ["(a)", "(b)"]),
        ("upperRoman", "%1.", ["I.", "II."]),
        ("bullet", "•", ["", ""]),
        ("chineseCounting", "%1.", ["", ""]),
        ("none", "%1.", ["", ""]),
    ],
)
def test_a_number_is_written_in_its_own_form_or_not_at_all(form, shown, expected):
    lists = numbering(levels((form, shown)))

    assert numbers(*points(0, 0), word__numbering_xml=lists) == expected


def test_a_list_that_is_not_defined_has_points_without_numbers():
    assert numbers(*points(0, 0, of=7)) == ["", ""]


def test_an_instance_of_a_list_may_start_anew():
    anew = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    lists = numbering(LIST, instances=anew)

    found = numbers(*points(0, 0), *points(0, 0, of=2), word__numbering_xml=lists)

    assert found == ["1.", "2.", "5.", "6."]


def test_a_style_may_stand_for_a_list():
    styles = xml(
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Clause">'
        '<w:basedOn w:val="Base"/></w:style>',
        "styles",
    )
    body = [paragraph("One.", style="Clause"), paragraph("Two.", style="Clause")]

    found = numbers(*body, word__numbering_xml=numbering(LIST), word__styles_xml=styles)

    assert found == ["1.", "2."]


def test_signs_of_markdown_in_word_are_words():
    body = [paragraph("5 * 3 * 2 and [x](https://e.example) &amp;amp; _y_ end.")]

    assert [words for *_, words in outline(word(*body))] == [
        "5 * 3 * 2 and [x](https://e.example) &amp; _y_ end."
    ]


def test_what_word_has_and_a_text_has_not_is_said():
    change = (
        '<w:p><w:r><w:t>Lock it. </w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>Never.'
        '</w:delText></w:r></w:del><w:ins w:id="2" w:author="x"><w:r><w:t>Always.</w:t></w:r>'
        "</w:ins></w:p>"
    )

    opened = open_file(word(change), "policy.docx")

    assert [line for line in opened.document.lines if line] == ["Lock it. Always."]
    assert opened.lost == (
        "the mark of 1 insertion that was not accepted yet; its words are in the text",
        "1 deletion that was not accepted yet (tracked changes)",
    )


def test_html_keeps_words_numbers_and_safe_links_only():
    page = b"""<!doctype html><html><head><title>T</title><style>p{}</style></head>
    <body onload="x()"><h1>Screens</h1><h2>Rules</h2><p style="color:red">Lock <b>all</b> screens,
    <a href="javascript:x()">click</a> <a href="https://e.example">here</a>.</p>
    <ol type="i"><li>One.</li><li value="7">Seven.<ul><li>Inside.</li></ul></li></ol>
    <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
    <script>alert(1)</script><!-- hidden --></body></html>"""

    opened = open_file(page, "policy.html")

    assert outline(page) == [
        ("heading", 2, "", "Rules"),
        ("paragraph", 0, "", "Lock all screens, click here (https://e.example)."),
        ("numbered", 1, "i.", "One."),
        ("numbered", 1, "vii.", "Seven."),
        ("bullet", 2, "", "Inside."),
        ("row", 0, "", "A | B"),
        ("row", 0, "", "1 | 2"),
    ]
    assert set(opened.lost) == {
        "1 script",
        "2 styles",
        "1 instruction to the browser",
        "1 link that runs a program",
        "1 hidden comment",
    }


def test_a_pdf_keeps_paragraphs_numbers_and_not_what_stands_on_every_page():
    pages = [
        f"For {it}: #lorem(40)\n\n1. Members must lock {it}.\n\n2. They must report {it}.\n\n"
        for it in ("laptops", "telephones", "tablets")
    ]
    made = pdf(
        '#set page(header: [Barchester], footer: context [Page #counter(page).display("1")])\n'
        + "#pagebreak()\n".join(pages)
    )

    opened = open_file(made, "policy.pdf")

    found = outline(made)
    assert [number for *_, number, _text in found if number] == ["1.", "2."] * 3
    assert not any("Barchester" in text or "Page" in text for *_, text in found)
    assert opened.lost == ("2 lines that stand at the top or foot of most pages",)
    assert opened.media_type == "application/pdf"


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_markdown_with_some_html_in_it_is_text(path):
    opened = open_file(path.read_bytes(), path.name)

    assert opened.media_type == MEDIA_TYPES["text"]


BOMB = word(paragraph("x"), word__big_xml=xml(" " * 3_000_000))
XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (word(paragraph("x"), kind=makers.DOCM), "contains macros"),
        (word(paragraph("x"), word__vbaProject_bin=b"x"), "contains macros"),
        (BOMB, "unpack to far more"),
        (word(paragraph("x"), word__media__a_png=b"\0" * 61_000_000), "unpack to far more"),
        (word(paragraph("x"), **{f"x{at}_xml": "<a/>" for at in range(3_001)}), "unpack to far"),
        (word(paragraph("x"), word__styles_xml=XXE), "“word/styles.xml” defines entities"),
        (word(paragraph("x"), word__styles_xml=LAUGHS), "“word/styles.xml” defines entities"),
        (word("<w:p>"), "“word/document.xml” is not well-formed XML"),
        (word(), "holds no words"),
        (zipped({"a.txt": "x"}), "not a Word document"),
        (b"PK\x03\x04 and nothing else", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word document"),
        (scan(), "pictures of pages and no text"),
        (makers.looping(), "damaged PDF"),
        (b"%PDF-1.7\nand nothing else", "damaged PDF"),
        (b"<html><body><script>x()</script></body></html>", "holds no words"),
        ("<html><p>Élan</p></html>".encode("latin-1"), "not in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0", "is a picture"),
        (b"A line of a policy.\n" * 100_000, f"more than {LONGEST_TEXT:,} characters"),
    ],
)
def test_a_bad_file_is_refused_whole_with_the_reason(data, why):
    with pytest.raises(Unreadable, match=why):
        open_file(data, "policy.docx")


def test_a_damaged_pdf_silences_nobody_but_its_reader(caplog):
    with pytest.raises(CannotExtract):
        read_pages(b"%PDF-1.7\nand nothing else")
    logging.getLogger("councilgov").error("Still here")

    assert caplog.messages == ["Still here"]


def encrypted():
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("Members must lock their screens."))))
    writer.encrypt("secret")
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()


def test_a_pdf_with_a_password_is_refused():
    with pytest.raises(Unreadable, match="protected by a password"):
        open_file(encrypted(), "policy.pdf")


@pytest.mark.parametrize("name", ["policy.pdf", "Policy.PDF", "policy.docx"])
def test_plain_text_under_the_name_of_another_kind_of_file_is_refused_in_words(name):
    with pytest.raises(Unreadable, match="and is none: it holds plain text"):
        open_file(b"1. Lock your screen.", name)


def test_plain_text_under_its_own_name_is_read():
    assert open_file(b"1. Lock your screen.", "policy.txt").media_type == "text/plain"
