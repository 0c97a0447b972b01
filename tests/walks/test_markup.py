"""What is told of a page without a browser, so that a browser need not look at it again."""

import pytest

from tests.walks.markup import kinds, last_form, tree, unsound

pytestmark = pytest.mark.no_database
AT = "/cases/new/"
PAGE = "<body><main><h1>Cases</h1>{}</main></body>"
FORM = """<form method="post">
  <input type="hidden" name="csrfmiddlewaretoken" value="abc">
  <input class="govuk-input" name="street" value="High Street">
  <textarea class="govuk-textarea" name="note">\nAs it was.</textarea>
  <input type="checkbox" name="way" value="post" checked>
  <input type="checkbox" name="way" value="email" checked>
  <input type="radio" name="sort" value="one">
  <input type="file" name="file">
  <select name="ward"><option value="a">A</option><option value="b" selected>B</option></select>
  <button type="submit" name="go" value="on">Continue</button>
  <button type="submit" name="usual">As usual</button>
</form>"""


def known(html):
    return kinds(PAGE.format(html))


def test_more_of_the_same_with_other_words_is_of_no_other_kind():
    row = '<li><a id="x{0}" href="/{0}/">Case {0}</a></li>'

    assert known(f"<ul>{row.format(1)}</ul>") == known(f"<ul>{row.format(2)}{row.format(3)}</ul>")


@pytest.mark.parametrize(
    "other",
    [
        "<ul><li><a>Case</a></li></ul>",
        "<ul><li><a href='/1/' class='big'>Case</a></li></ul>",
        "<ul><li><a href='/1/'></a></li></ul>",
        "<ul><a href='/1/'>Case</a></ul>",
        "<ol><li><a href='/1/'>Case</a></li></ol>",
        "<ul><li><a href='/1/' aria-label='One'>Case</a></li></ul>",
        "<ul><li><a href='/1/' tabindex='1'>Case</a></li></ul>",
        "<ul><li><b></b><a href='/1/'>Case</a></li></ul>",
    ],
)
def test_another_element_place_attribute_or_no_words_is_new(other):
    assert known(other) - known("<ul><li><a href='/1/'>Case</a></li></ul>")


def test_a_row_of_more_cells_is_new():
    row = "<table><tr>{}</tr></table>"

    assert known(row.format("<td>1</td>" * 3)) - known(row.format("<td>1</td>" * 2))


def test_a_page_of_known_parts_in_another_order_is_not_new():
    parts = ["<p>One.</p>", "<ul><li>Two</li></ul>", '<p class="hint">Three.</p>']

    assert known("".join(parts)) == known("".join(reversed(parts)))


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("<p id='a'></p><p id='a'></p>", ["twice: #a"]),
        ("<label for='b'>Name</label>", ["nowhere: #b"]),
        ("<a href='#c'>There</a>", ["nowhere: #c"]),
        ("<h2>Two</h2><h4>Four</h4>", ["h4 after h2"]),
        ("<h1>Again</h1>", ["not one h1"]),
        ("<h2>Two</h2><h3>Three</h3><h2>Two</h2><p id='d'></p><a href='#d'>Up</a>", []),
    ],
)
def test_what_is_wrong_with_a_page_as_a_whole_is_told(html, wrong):
    assert unsound(PAGE.format(html)) == wrong


def test_a_form_is_sent_as_a_browser_sends_it():
    form = last_form(PAGE.format(FORM), AT, "", ["govuk-input"])

    assert (form.method, form.action) == ("post", AT)
    assert form.sent == {
        "csrfmiddlewaretoken": ["abc"],
        "street": [""],
        "note": ["As it was."],
        "way": ["post", "email"],
        "ward": ["b"],
        "go": ["on"],
    }


def test_it_goes_where_the_form_or_its_button_says():
    elsewhere = PAGE.format(FORM).replace("<form ", '<form action="../old/?a=1" ')
    at_last = elsewhere.replace("<button ", '<button formaction="/else/" ', 1)

    assert last_form(elsewhere, AT, "", []).action == "/cases/old/?a=1"
    assert last_form(at_last, AT, "", []).action == "/else/"


def test_a_tag_that_was_left_open_ends_with_the_one_around_it():
    (inner,) = tree("<div><p class='a b'>One<br></div><p>Two</p>").of_class("b")

    assert inner.words == "One"
    assert [one.tag for one in tree("<div><p>One</div><p>Two</p>").inside] == ["div", "p"]
