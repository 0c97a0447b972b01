"""Words with emphasis and links: inline Markdown, and nothing else of Markdown or HTML."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

PARSER = MarkdownIt("zero").enable(["emphasis", "link", "escape", "autolink"])
"""No HTML, no images: what is not emphasis or a link is words, and is shown as it is written."""
ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
"""Links that lead somewhere from a page of ours. Of any other link only its words remain."""


def normal(text: str) -> str:
    """Unicode NFC with single spaces: the form of words that is kept, hashed and compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def plain(markup: str) -> str:
    """The words alone; the address of a link follows its words in brackets unless it is them."""
    return normal("".join(_words(_tokens(markup))))


def safe_html(markup: str) -> SafeString:
    """The words with ``<strong>``, ``<em>`` and ``<a href>``; anything else in them is escaped."""
    tokens = _tokens(markup)
    written = PARSER.renderer.render(tokens, PARSER.options, {})
    cleaned = nh3.clean(
        written,
        tags={"strong", "em", "a"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 - cleaned in the line above


def _tokens(markup: str) -> list[Token]:
    """The inline tokens without the links that lead nowhere."""
    kept, open_links = [], []
    for token in PARSER.parseInline(markup)[0].children or []:
        if token.type == "link_open":
            open_links.append(bool(ADDRESS.match(str(token.attrGet("href")))))
            token.attrs = {"href": token.attrs["href"]}
        leads = open_links[-1] if token.type.startswith("link_") else True
        if token.type == "link_close":
            open_links.pop()
        if leads:
            kept.append(token)
    return kept


def _words(tokens: list[Token]) -> Iterator[str]:
    address, words = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, words = str(token.attrGet("href")), ""
        elif token.type == "link_close":
            if words not in (address, address.partition(":")[2]):
                yield f" ({address})"
        else:
            words += token.content
            yield token.content
