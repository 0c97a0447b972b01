"""What Modern.gov says of all councillors, ward by ward, becomes rows.

Its web service answers with it at ``/mgWebService.asmx/GetCouncillorsByWard`` of each council's own
address, and a browser saves the answer as a file. Home addresses and telephone numbers in it are
not looked at. A document type, and so an entity of any kind, is refused before it is read.
"""

from __future__ import annotations

import codecs
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.days import today
from councilgov.imports import cells, reading
from councilgov.imports.importables import KnownExport
from councilgov.imports.reading import Line, Unreadable, check_size, clean, sheet_of
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from xml.etree.ElementTree import Element

    from councilgov.imports.reading import Sheet

ROOT = "councillorsbyward"
MOST_ELEMENTS, DEEPEST = 300_000, 30
"""Modern.gov writes about 40 for each councillor, at most eight deep: a file of 10 MB could hold
millions, which fill the memory.
"""
NO_GROUP = frozenset({"", "none", "nogroup", "notapplicable", "na", "unspecified"})
"""What stands in its place where a councillor has no group, or nobody entered one."""
MARKS = (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
STARTS = (b"<", b"<\0", b"\0<")
HOW = gettext_lazy(
    "Open the address of your Modern.gov site, followed by "
    "/mgWebService.asmx/GetCouncillorsByWard, and save the page as it is."
)
HEADINGS = [
    "councillorid",
    "fullusername",
    "wardtitle",
    "politicalgrouptitle",
    "politicalpartytitle",
    "email",
    "startdate",
    "enddate",
]
EXPORT = KnownExport(
    title=gettext_lazy("Modern.gov: GetCouncillorsByWard, as XML"),
    headings=[*HEADINGS[:3], "politicalpartytitle"],
    columns=[
        *(("councillorid", "reference"), ("fullusername", "full_name"), ("wardtitle", "ward")),
        *(("politicalgrouptitle", "group"), ("politicalpartytitle", "party"), ("email", "email")),
        *(("startdate", "starts_on"), ("enddate", "ends_on")),
    ],
)


class Term(NamedTuple):
    """A term of office as the file has it."""

    begins: str
    ends: str


class TooMuch(ValueError):
    """No list of councillors holds so much, or so deep."""


class Bounded(TreeBuilder):
    """Builds no more than a list of councillors can hold."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = self.depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise TooMuch
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def read(content: bytes) -> Sheet:
    """A file of Modern.gov, or one of rows. Raises ``Unreadable``."""
    check_size(content)
    return _sheet(content) if is_xml(content) else reading.read(content)


def is_xml(content: bytes) -> bool:
    """Whether it begins as XML does, whatever its name."""
    start = content[:1_000].lstrip(b" \t\r\n")
    return start.startswith(tuple(mark + first for mark in MARKS for first in STARTS))


def _sheet(content: bytes) -> Sheet:
    root = _root(content)
    rows = _rows(root)
    first = next(rows, None)
    if first is None:
        raise Unreadable(_("There is no councillor in this file. %(how)s") % {"how": HOW})
    lines = enumerate(chain([first], rows), 2)
    return sheet_of(Line(1, HEADINGS), (Line(number, row) for number, row in lines))


def _rows(root: Element) -> Iterator[list[str]]:
    """Each councillor of each ward, one after the other."""
    for ward in _inside(root, "wards", "ward"):
        for one in _inside(ward, "councillors", "councillor"):
            yield _cells(ward, one)


def _root(content: bytes) -> Element:
    parser = DefusedXMLParser(target=Bounded(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise Unreadable(
            _(
                "This file declares a document type or entities, as a web page does and Modern.gov "
                "does not. %(how)s"
            )
            % {"how": HOW}
        ) from error
    except TooMuch as error:
        raise Unreadable(
            _("This XML holds more than a list of councillors can. %(how)s") % {"how": HOW}
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(
            _("This XML is damaged, or not in the encoding that it names. %(how)s") % {"how": HOW}
        ) from error
    if _name(root) != ROOT:
        raise Unreadable(
            _("This XML is not Modern.gov’s list of councillors. %(how)s") % {"how": HOW}
        )
    return root


def _cells(ward: Element, one: Element) -> list[str]:
    term = _term(one)
    found = [
        *(_text(one, "councillorid"), _text(one, "fullusername"), _text(ward, "wardtitle")),
        *(_group(one), _text(one, "politicalpartytitle")),
        *(_email(one), term.begins, term.ends),
    ]
    return [clean(cell) for cell in found]


def _group(one: Element) -> str:
    """Empty where nobody filled it in: it is no group then, and no sign that they left theirs."""
    group = _text(one, "politicalgrouptitle")
    return "" if cells.plain(group) in NO_GROUP else group


def _email(one: Element) -> str:
    """At work, or where there is none the one beside the home address, where some keep it."""
    places = [*_named(one, "workaddress"), *_named(one, "homeaddress"), one]
    return next((found for place in places if (found := _text(place, "email"))), "")


def _term(one: Element) -> Term:
    """The one that began last by today; else the first that is to come."""
    terms = [
        Term(_text(term, "startdate"), _text(term, "enddate"))
        for term in _inside(one, "termsofoffice", "termofoffice")
    ]
    dated = sorted(((_day(term.begins), term) for term in terms), key=lambda pair: pair[0])
    begun = [term for day, term in dated if day <= today()]
    return begun[-1] if begun else next((term for _day, term in dated), Term("", ""))


def _day(cell: str) -> date:
    """Of a term: what cannot be read is said of the row, so here it counts as today."""
    try:
        return cells.day(cell)
    except Refused:
        return today()


def _text(parent: Element, name: str) -> str:
    """What stands in the first child of that name, between its own marks."""
    found = next(_named(parent, name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _inside(parent: Element, group: str, name: str) -> Iterator[Element]:
    """The children of that name, with those that stand together in a child called ``group``. Never
    what lies deeper: wards within wards would be read over and over.
    """
    for child in parent:
        if _name(child) == name:
            yield child
        elif _name(child) == group:
            yield from _named(child, name)


def _named(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _name(child) == name)


def _name(element: Element) -> str:
    """Without a namespace, in small letters: installations differ."""
    return str(element.tag).rpartition("}")[2].lower()
