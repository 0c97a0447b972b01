"""Markdown of our own, as HTML in the classes of the design system."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False})
NAMED = re.compile(r"\*\*([^*]+)\*\*\s\(`(/[^`]*)`\)")
"""The name of a page, a link or a button, and the address of its page."""
CLASSES: Mapping[str, str] = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet govuk-list--spaced",
    "ol": "govuk-list govuk-list--number govuk-list--spaced",
    "a": "govuk-link",
    "img": "app-picture",
}


class Section(NamedTuple):
    """A heading, and the anchor at which it stands."""

    title: str
    anchor: str


class Writing(NamedTuple):
    """What a file says: the title apart, as the page has it above."""

    title: str
    sections: Sequence[Section]
    html: SafeString


def written(markdown: str, *, is_linked: bool) -> Writing:
    """The text as a page. If it is not ``is_linked``, the pages that it names are names alone."""
    named = NAMED.sub(r"[**\1**](\2)" if is_linked else r"**\1**", markdown)
    tokens = PARSER.parse(named)
    title, rest = tokens[1].content, tokens[3:]
    sections = list(_sections(rest))
    _dress(rest)
    html = PARSER.renderer.render(rest, PARSER.options, {})
    return Writing(title, sections, mark_safe(html))  # noqa: S308  # our own files, HTML off


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            section = Section(inline.content, slugify(inline.content))
            opening.attrSet("id", section.anchor)
            if opening.tag == "h2":
                yield section


def _dress(tokens: Sequence[Token]) -> None:
    """Give each element the class of its component."""
    for token in tokens:
        if token.nesting >= 0 and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        if token.type == "image":
            name = str(token.attrs["src"]).rpartition("/")[2]
            token.attrSet("src", static(f"pictures/{name}"))
            token.attrSet("loading", "lazy")
        _dress(token.children or [])
