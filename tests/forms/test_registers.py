"""The register list: filters, order, pages and downloads."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from tablib import Dataset

from councilgov.forms import registers, spreadsheets
from councilgov.forms.tables import MomentColumn
from tests import given
from tests.forms import pages

pytestmark = pytest.mark.urls("tests.forms.pages")
PLACE = "/test/things/"
DAY = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _council():
    given.council()
    pages.EXPORTED.clear()


def things(count, shape="round", name="thing"):
    Session.objects.bulk_create(
        Session(session_key=f"{name} {n:04}", session_data=shape, expire_date=DAY)
        for n in range(count)
    )


def shown(client, query=""):
    response = client.get(PLACE + query)
    assert response.status_code == 200
    return response


def names(response):
    return [str(row[0].value) for row in response.context["register"].rows()]


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def taken(client, query=""):
    return rows_of(client.post(PLACE + query, {"export": "csv"}))


def test_it_says_how_many_there_are_and_which_page_this_is(client):
    things(63)

    assert "63 things, page 1 of 7" in shown(client).text


@pytest.mark.parametrize(("count", "words"), [(1, "1 thing<"), (9, "9 things<")])
def test_a_single_page_is_not_counted(client, count, words):
    things(count)

    assert words in shown(client).text


def test_thousands_are_written_as_people_write_them(client):
    things(5000)

    assert "5,000 things, page 1 of 500" in shown(client).text


def test_an_empty_register_says_so(client):
    assert "There are no things yet." in shown(client).text


def test_filters_that_match_nothing_offer_the_way_back(client):
    things(3)
    html = shown(client, "?search=zebra").text

    assert "Nothing matches these filters." in html
    assert "There are no things yet." not in html


def test_filters_narrow_the_rows(client):
    things(3)
    things(2, "square", "other")

    assert len(names(shown(client, "?shape=square"))) == 2
    assert len(names(shown(client, "?shape=square&shape=round"))) == 5


def test_rows_are_not_compared_with_one_another_to_narrow_them(client):
    things(3)
    with CaptureQueriesContext(connection) as captured:
        shown(client, "?shape=round")

    assert not [query["sql"] for query in captured if "DISTINCT" in query["sql"]]


def test_a_search_finds_rows_in_which_every_word_occurs(client):
    things(2, name="Blue lamp")
    things(2, name="Red lamp")

    assert len(names(shown(client, "?search=LAMP+blue"))) == 2


def test_a_heading_sorts_and_sorts_back(client):
    things(3)
    up = shown(client, "?sort=session_key")
    down = shown(client, "?sort=-session_key")

    assert names(up) == names(down)[::-1]
    assert 'aria-sort="ascending"' in up.text
    assert 'href="?sort=-session_key"' in up.text
    assert 'aria-sort="descending"' in down.text


def test_a_column_that_cannot_be_sorted_says_nothing_of_sorting(client):
    things(1)

    assert shown(client).text.count("aria-sort") == 2


def test_sorting_keeps_the_filters_and_starts_at_the_first_page(client):
    things(30)
    html = shown(client, "?search=thing&page=2").text

    assert 'href="?search=thing&amp;sort=session_key"' in html


def test_turning_the_page_keeps_filters_and_order(client):
    things(30)
    html = shown(client, "?search=thing&sort=-session_key").text

    assert 'href="?search=thing&amp;sort=-session_key&amp;page=2"' in html


def test_applying_filters_keeps_the_order(client):
    things(3)

    assert (
        '<input type="hidden" name="sort" value="-session_key">'
        in shown(client, "?sort=-session_key").text
    )


def test_rows_that_sort_alike_stand_on_one_page_each(client):
    things(30)
    seen = [
        str(row[0].value)
        for number in (1, 2, 3)
        for row in shown(client, f"?sort=session_data&page={number}").context["register"].rows()
    ]

    assert len(set(seen)) == 30


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc",
        "?page=0",
        "?page=-5",
        "?page=%00",
        "?page=" + "9" * 3900,
        "?sort=evil",
        "?sort=%00",
        "?sort=-",
        "?sort=expire_date",
        "?sort=password__startswith",
        "?per_page=100000",
        "?search=%ED%A0%80",
    ],
)
def test_a_bad_address_gives_a_page_all_the_same(client, query):
    things(30)

    assert len(names(shown(client, query))) in {0, 10}


@pytest.mark.parametrize("query", ["?search=%00", "?search=" + "x" * 101, "?shape=triangle"])
def test_a_bad_filter_is_an_error_of_its_field(client, query):
    things(3)
    html = shown(client, query).text

    assert "<title>Error: Things" in html
    assert "govuk-error-summary" in html


def test_a_page_past_the_end_is_the_last(client):
    things(30)

    assert "page 3 of 3" in shown(client, "?page=99").text


def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    things(3)
    with CaptureQueriesContext(
        connection,
    ) as few:
        shown(client)
    things(60, "square", "other thing")
    with CaptureQueriesContext(connection) as many:
        shown(client, "?sort=-session_key&search=thing&page=2")

    assert len(few) == len(many)


def test_the_table_scrolls_by_keyboard(client):
    things(1)

    assert 'role="region" aria-label="Things" tabindex="0"' in shown(client).text


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_a_download_holds_every_row_of_every_page(client, kind):
    things(63)
    response = client.post(f"{PLACE}?page=2", {"export": kind})

    assert f'.{kind}"' in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith('attachment; filename="things-')
    if kind == "csv":
        assert len(rows_of(response)) == 64
    else:
        assert len(Dataset().load(response.content, format="ods")) == 63


def test_a_download_keeps_filters_and_order(client):
    things(3)
    things(2, "square", "other")
    head, *rows = taken(client, "?shape=round&sort=-session_key")

    assert head == ["Name", "Shape", "Year"]
    assert [row[:2] for row in rows] == [[f"thing {n:04}", "round"] for n in (2, 1, 0)]


def test_the_buttons_of_a_download_keep_filters_and_order_and_not_the_page(client):
    things(30)
    html = shown(client, "?shape=round&sort=-session_key&page=2").text

    assert 'method="post" action="?shape=round&amp;sort=-session_key"' in html
    assert re.findall('name="export" value="(.*?)"', html) == ["csv", "ods"]


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_no_link_makes_a_download(client, kind):
    things(3)
    response = shown(client, f"?export={kind}&shape=round")

    assert names(response) == [f"thing {n:04}" for n in range(3)]
    assert pages.EXPORTED == []


@pytest.mark.parametrize("kind", ["exe", "\0", ""])
def test_a_download_of_no_known_kind_is_the_page_again(client, kind):
    things(3)

    assert len(names(client.post(PLACE, {"export": kind}))) == 3


def test_a_download_with_a_bad_filter_is_not_made(client):
    things(3)
    response = client.post(f"{PLACE}?shape=triangle", {"export": "csv"})

    assert "<title>Error: Things" in response.text
    assert "Content-Disposition" not in response
    assert pages.EXPORTED == []


def test_a_download_is_told_to_the_page_with_its_size(client):
    things(63)
    client.post(PLACE, {"export": "ods"})

    assert pages.EXPORTED == [("ods", 63)]


def test_a_download_reads_the_database_in_pieces(client, monkeypatch):
    monkeypatch.setattr(registers, "READ_AT_ONCE", 10)
    things(63)
    _head, *found = taken(client)

    assert len({row[0] for row in found}) == 63


def test_a_spreadsheet_that_would_be_too_long_is_refused_before_it_is_made(client, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    things(3)
    response = client.post(PLACE, {"export": "ods"})

    assert response.status_code == 409
    assert "Download them as CSV" in response.text
    assert pages.EXPORTED == []


def test_a_download_runs_no_formula(client):
    things(1, name='=HYPERLINK("http://evil.example")')
    _head, row = taken(client)

    assert row[0] == '\'=HYPERLINK("http://evil.example") 0000'


def test_an_empty_cell_has_a_dash_on_the_page_and_nothing_in_a_download(client):
    Session.objects.create(session_key="", session_data="round", expire_date=DAY)

    assert names(shown(client)) == ["—"]
    assert taken(client)[1][0] == ""


def test_each_cell_is_labelled_for_phones_and_the_table_stays_a_table(client):
    things(1)
    html = shown(client).text

    assert '<span class="app-register__label" aria-hidden="true">Shape</span>' in html
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in html


def test_a_moment_is_told_in_short_and_downloaded_as_a_moment():
    column = MomentColumn()
    moment = datetime(2026, 7, 1, 8, 40, tzinfo=UTC)

    assert strip_tags(column.render(moment)) == "1 Jul 2026, 9:40am"
    assert column.value(moment) == datetime(2026, 7, 1, 9, 40)  # noqa: DTZ001  # London's clock
    assert column.value(None) is None
