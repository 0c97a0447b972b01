"""HTML without anything that acts or hides, and a count of what was taken out."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import nh3

from policies.text.extraction.refusals import CannotExtract

TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "article", "main", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr"),
    *("th", "td", "br", "hr", "strong", "b", "em", "i", "a", "pre"),
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start", "type"}, "li": {"value"}}
SILENT = {"script", "style", "title", "head", "noscript", "template", "textarea", "select"}
"""Elements whose content goes with them."""
ACTS = {"script": "scripts", "style": "styles", "iframe": "frames", "object": "objects"}
ACTS |= {"embed": "objects", "form": "forms", "img": "pictures", "svg": "pictures"}
ACTS |= {"video": "pictures", "audio": "pictures", "link": "styles"}
SCHEMES = ("http:", "https:", "mailto:", "tel:", "#")
UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f]+")
SCHEME = re.compile(r"^[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
CHARSET = re.compile(rb"""<meta[^<>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
KNOWN = {b"windows-1252": "cp1252", b"iso-8859-1": "cp1252", b"us-ascii": "ascii"}
HEAD = 4_096


class Counting(HTMLParser):
    """Counts what acts, hides or leads somewhere it should not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTS:
            self.found[ACTS[tag]] += 1
        for name, value in attrs:
            if name.startswith("on"):
                self.found["handlers"] += 1
            elif name == "style":
                self.found["styles"] += 1
            elif name in ("href", "src", "action") and _is_wrong(value or ""):
                self.found["links"] += 1

    def handle_comment(self, _data: str) -> None:
        self.found["notes"] += 1


def clean_html(data: bytes) -> tuple[str, dict[str, int]]:
    """The HTML of a file with harmless elements only, and how much of what was taken out."""
    text = _decoded(data)
    counted = Counting()
    counted.feed(text)
    counted.close()
    return clean(text), dict(counted.found)


def clean(text: str) -> str:
    return nh3.clean(
        text,
        tags=TAGS,
        clean_content_tags=SILENT,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _is_wrong(address: str) -> bool:
    """Whether it runs something: browsers skip blanks and controls inside a scheme."""
    plain = UNSEEN.sub("", address).lower()
    return bool(SCHEME.match(plain)) and not plain.startswith(SCHEMES)


def _decoded(data: bytes) -> str:
    declared = CHARSET.search(data[:HEAD])
    encoding = KNOWN.get(declared[1].lower(), "utf-8") if declared else "utf-8"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise CannotExtract("encoding", error.start + 1) from error
