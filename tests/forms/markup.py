"""HTML as a browser understands it: what only looks different in the source is the same here."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(["area", "br", "hr", "img", "input", "link", "meta"])
POINTERS = frozenset(["id", "for", "aria-describedby", "aria-labelledby", "aria-controls"])
Attributes = list[tuple[str, str | None]]


class Normal(HTMLParser):
    """Tags with sorted attributes and classes, words with single spaces.

    Ids and names are numbered in order of appearance: not what they are called counts, but what
    points at what. ``ignored`` attributes are left out.
    """

    def __init__(self, *, ignored: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.ignored, self.lines = ignored, list[str]()
        self.known: dict[tuple[str, str], str] = {}

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        drawn = sorted(self._attribute(name, value) for name, value in attrs if self._counts(name))
        self.lines.append(" ".join([f"<{tag}", *drawn]) + ">")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.lines.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.lines.append(words)

    def _counts(self, name: str) -> bool:
        return name not in self.ignored

    def _attribute(self, name: str, value: str | None) -> str:
        if value is None:
            return name
        words = value.split()
        if name in POINTERS:
            words = [self._numbered("id", word) for word in words]
        elif name == "name":
            words = [self._numbered("name", value)]
        elif name == "class":
            words = sorted(words)
        return f'{name}="{" ".join(words)}"'

    def _numbered(self, kind: str, word: str) -> str:
        return self.known.setdefault((kind, word), f"{kind}{len(self.known)}")


def normal(html: str, *, ignored: frozenset[str] = frozenset()) -> list[str]:
    """The HTML, one tag or run of words a line, to be compared."""
    parser = Normal(ignored=ignored)
    parser.feed(html)
    parser.close()
    return parser.lines


class Boxes(HTMLParser):
    """Every id, everything that points at one, and every named box of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointers: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.names += [found["name"]] if "name" in found and tag != "meta" else []
        for name in POINTERS - {"id"}:
            self.pointers += found.get(name, "").split()
        if found.get("href", "").startswith("#"):
            self.links.append(found["href"][1:])
