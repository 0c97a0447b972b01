"""Whatever a file holds, the page holds words, emphasis and links that lead somewhere."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.text.changes import compare, render
from policies.text.clauses import Clause, Kind
from policies.text.markup import normal, plain, safe_html
from policies.text.rendering import render as render_clauses
from tests.policies.text.samples import clauses

pytestmark = pytest.mark.no_database

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "span", "strong", "em", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
CHANGE_TAGS = {"dl", "div", "dt", "dd", "ins", "del", "span", "strong", "p"}
ATTRIBUTES = {"id", "class", "href", "rel", "scope", "aria-label"}
EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:x)",
    "[click](//evil.example)",
    "<javascript:alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#106;avascript:alert(1)",
    '[a](https://e.example "onmouseover=alert(1)")',
    '[a](https://e.example/"onmouseover=alert(1))',
    "![x](javascript:alert(1))",
    "<b onclick=alert(1)>b</b>",
    "<p onclick=alert(1)>p</p>",
    "<!-- <script> -->",
    "<a href=javascript:alert(1)>a</a>",
    "`<script>`",
    "| <script> | b |",
    "# <script>alert(1)</script>",
    '"><script>',
    "{{ constructor }}",
    "{% include x %}",
]


class Checker(HTMLParser):
    """Collects what a browser would make of it, and whether every tag is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.open.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def assert_inert(page: str, tags: set[str]) -> None:
    checked = Checker(page)
    assert checked.open == []
    assert checked.tags <= tags
    assert checked.attributes.keys() <= ATTRIBUTES
    for address in checked.attributes.get("href", []):
        assert address.lower().startswith(("http://", "https://", "mailto:", "tel:", "#"))


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_becomes_a_script(evil):
    found = clauses(f"# {evil}\n\n## {evil}\n\nWords {evil} words.\n\n- {evil} point\n\n{evil}\n")

    assert_inert(render_clauses(found, links=True), TAGS)
    assert_inert(render(compare(found, clauses("Else."))), CHANGE_TAGS)


LINE = st.lists(
    st.sampled_from([*EVIL, "word", " ", "\n", "*", "**", "_", "[", "](", ")", "|", "- ", "1. "])
)


@settings(max_examples=200, deadline=None)
@given(LINE.map("".join))
def test_no_mixture_becomes_a_script(text):
    found = clauses(f"Members must care.\n\n{text}")

    assert_inert(render_clauses(found, links=True), TAGS)
    assert_inert(render(compare(found, found[:1])), CHANGE_TAGS)


@settings(deadline=None)
@given(st.text("ab é\u0301*_\\[]()<>&;:/.!#\"'"))
def test_words_shown_are_the_words_signed(markup):
    assert normal("".join(Text(safe_html(markup)).words)) == plain(markup)


class Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_data(self, data):
        self.words.append(data)


def test_a_clause_made_by_hand_is_escaped_too():
    evil = '"><script>alert(1)</script>'
    clause = Clause(Kind.NUMBERED, 1, evil, evil, evil, evil)

    assert_inert(render_clauses([clause], links=True), TAGS)
    assert_inert(render(compare([clause], [])), CHANGE_TAGS)
