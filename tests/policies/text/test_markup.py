"""Emphasis and links are shown; what is signed are the words, and where links lead."""

import pytest

from policies.text.markup import normal, plain, safe_html

pytestmark = pytest.mark.no_database

LINK = '<a href="{}" rel="noopener noreferrer">{}</a>'


@pytest.mark.parametrize(
    ("markup", "words", "html"),
    [
        ("**Data** and *care*", "Data and care", "<strong>Data</strong> and <em>care</em>"),
        (
            "[the Code](https://a.uk/c)",
            "the Code (https://a.uk/c)",
            LINK.format("https://a.uk/c", "the Code"),
        ),
        ("<https://a.uk>", "https://a.uk", LINK.format("https://a.uk", "https://a.uk")),
        (
            "[a@b.example](mailto:a@b.example)",
            "a@b.example",
            LINK.format("mailto:a@b.example", "a@b.example"),
        ),
        ("[Section 15a](#)", "Section 15a", "Section 15a"),
        ("[Section 15a](/constitution)", "Section 15a", "Section 15a"),
        ("5 * 3 \\* 2 < 40 & more_or_less", "5 * 3 * 2 < 40 & more_or_less", None),
        ("a <b>c</b>", "a <b>c</b>", "a &lt;b&gt;c&lt;/b&gt;"),
        ("", "", ""),
    ],
)
def test_markup_has_words_and_a_look(markup, words, html):
    assert plain(markup) == words
    if html is not None:
        assert safe_html(markup) == html


def test_words_have_one_form():
    assert normal(" Cafe\u0301\u00a0 now\n") == "Café now"
