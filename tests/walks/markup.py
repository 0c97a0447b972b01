"""Pages and forms as the test client gets them: what can be told of them without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from tests.forms.markup import VOID, Boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TELLING = {"autocomplete", "class", "data-module", "role", "scope", "type"}
"""Attributes of which the value counts; of others, that they are there."""
SILENT = {
    "data-maxlength",
    "data-prevent-double-click",
    "enctype",
    "id",
    "inputmode",
    "max",
    "maxlength",
    "method",
    "min",
    "name",
    "novalidate",
    "rows",
    "selected",
    "spellcheck",
    "value",
}
"""Which neither axe nor the look of a page goes by, but for ids: those are asked of every page."""
BLOCKS = {"article", "details", "form", "main", "section"}
PLACES = 2
"""How many of the elements around one tell where it stands."""


@dataclass
class Element:
    """A tag of a page with what is inside it."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    words: str = ""

    def all(self, *tags: str) -> Iterator[Element]:
        """Those within it, in the order of the page."""
        for one in self.inside:
            if not tags or one.tag in tags:
                yield one
            yield from one.all(*tags)

    def of_class(self, name: str) -> list[Element]:
        return [one for one in self.all() if name in one.attributes.get("class", "").split()]


class _Tree(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = [Element("page", {})]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in {one.tag for one in self.open[1:]}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].words += data


def tree(html: str) -> Element:
    return _Tree(html).open[0]


def kinds(html: str) -> set[str]:
    """Each kind of element of the page's main part, with where it stands and what is in it.

    Ten rows are as one, but a row of ten cells is not as one of two; and what else stands in the
    same block of the page does not matter, nor what is written there.
    """
    (main,) = tree(html).all("main")
    return set(_kinds(main, ()))


def _kinds(one: Element, above: tuple[str, ...]) -> Iterator[str]:
    inside, place = [_drawn(each) for each in one.inside], [*above[-PLACES:], _drawn(one)]
    if _is_block(one):
        yield from (" ".join([*place, each]) for each in inside)
    else:
        seen = inside if one.tag == "tr" else sorted(set(inside))
        yield " ".join([*place, *seen, "words" if one.words.strip() else ""])
    for each in one.inside:
        yield from _kinds(each, (*above, _drawn(one)))


def _is_block(one: Element) -> bool:
    """Whether it only holds parts of a page that stand below each other."""
    drawn = one.attributes.get("class", "govuk-grid")
    return one.tag in BLOCKS or (one.tag == "div" and drawn.startswith("govuk-grid"))


def _drawn(one: Element) -> str:
    told = sorted(one.attributes.items() - {(name, one.attributes.get(name)) for name in SILENT})
    return one.tag + "".join(
        f"[{name}={value}]" if name in TELLING else f"[{name}]" for name, value in told
    )


def unsound(html: str) -> list[str]:
    """What is wrong with a page as a whole, and not with a kind of element."""
    boxes, page = Boxes(html), tree(html)
    levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    steps = pairwise(levels)  # an error summary stands above the h1
    ids = set(boxes.ids)
    return [
        *(f"twice: #{one}" for one in ids if boxes.ids.count(one) > 1),
        *(f"nowhere: #{one}" for one in {*boxes.pointers, *boxes.links} - ids),
        *(f"h{to} after h{since}" for since, to in steps if to > since + 1),
        *(["not one h1"] if levels.count(1) != 1 else []),
    ]


@dataclass
class Form:
    """What a browser would send by the last button of a page."""

    method: str
    action: str
    sent: dict[str, Any]


def last_form(html: str, at: str, typed: str, into: Sequence[str]) -> Form:
    """With this typed into every box of these classes."""
    (main,) = tree(html).all("main")
    form, button = [
        (form, button)
        for form in main.all("form")
        for button in form.all("button")
        if button.attributes.get("type") == "submit" and button.attributes.get("name") != "usual"
    ][-1]
    action = button.attributes.get("formaction") or form.attributes.get("action") or at
    sent: dict[str, Any] = {}
    for one in [*form.all("input", "select", "textarea"), button]:
        name, value = one.attributes.get("name"), _value(one)
        if {*into} & set(one.attributes.get("class", "").split()):
            value = typed
        if name and value is not None:
            sent.setdefault(name, []).append(value)
    return Form(form.attributes.get("method", "get").lower(), urljoin(at, action), sent)


def _value(one: Element) -> Any:
    """What a browser sends for it as it stands; nothing for a box that isn't ticked."""
    attributes = one.attributes
    if one.tag == "select":
        options = list(one.all("option"))
        chosen = [each for each in options if "selected" in each.attributes] or options[:1]
        return next((each.attributes.get("value", each.words) for each in chosen), None)
    if one.tag == "textarea":
        return one.words.removeprefix("\n")
    kind = attributes.get("type")
    if kind == "file":
        return None
    if kind in {"checkbox", "radio"}:
        return attributes.get("value", "on") if "checked" in attributes else None
    return attributes.get("value", "")
