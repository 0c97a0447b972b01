"""Charts: shapes that fit their figures, and figures that stand as text too."""

import re

import pytest
from django.template import Context, Template

from councilgov.forms.charts import Columns, Label, Series, bars, part_of

pytestmark = pytest.mark.no_database


def chart(*values, series=None):
    rows = series or [Series("All", values)]
    labels = [Label(str(n), "2026" if n == 0 else "") for n in range(len(rows[0].values))]
    return Columns(title="Reports", labels=labels, series=rows)


def drawn(chart):
    html = Template("{% load govuk %}{% govuk_columns chart 'reports' %}")
    return html.render(Context({"chart": chart}))


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ([0, 0], [0, 1, 2, 3, 4]),
        ([1, 4], [0, 1, 2, 3, 4]),
        ([5, 1], [0, 2, 4, 6, 8]),
        ([41, 0], [0, 11, 22, 33, 44]),
    ],
)
def test_the_grid_has_whole_numbers_and_room_for_the_tallest(values, lines):
    assert [line.value for line in chart(*values).lines()] == lines


def test_blocks_stand_upon_one_another_and_upon_the_ground():
    two = [Series("Open", [1]), Series("Closed", [3])]
    drawing = chart(series=two)
    (column,) = drawing.columns()
    low, high = column.blocks
    one = drawing.pixels
    assert low.y == pytest.approx(drawing.ground - one, abs=0.1)
    assert high.y == pytest.approx(drawing.ground - 4 * one, abs=0.1)
    assert high.height == pytest.approx(3 * one - 2, abs=0.1)
    assert (low.series, high.series) == (1, 2)


def test_nothing_is_drawn_where_nothing_was_counted():
    first, second = chart(0, 2).columns()
    assert list(first.blocks) == []
    assert [block.figure for block in second.blocks] == ["2"]


def test_a_low_block_has_no_figure_in_it():
    low, _high = chart(1, 100).columns()
    assert low.blocks[0].figure == ""
    assert low.blocks[0].height >= 1


def test_columns_stay_on_the_page():
    columns = list(chart(*range(12)).columns())
    assert columns[0].x > 8
    assert columns[-1].x + chart(*range(12)).width < 100


def test_more_series_than_colours_are_refused():
    with pytest.raises(ValueError, match="5 series"):
        chart(series=[Series(str(n), [1]) for n in range(5)])


def test_the_page_has_no_style_and_escapes_what_it_shows():
    html = drawn(chart(series=[Series("<b>Open</b>", [3])]))
    assert "style=" not in html
    assert "&lt;b&gt;Open" in html
    assert re.search(
        r'<svg class="app-chart"[^>]* role="img"[^>]*aria-labelledby="reports-title"', html
    )


def test_the_longest_bar_fills_the_page():
    found = bars([("Lost", 4, "/lost/"), ("Stolen", 1, ""), ("Damaged", 0, "/damaged/")])
    assert [bar.percent for bar in found] == [100, 25, 0]


def test_bars_of_nothing_have_no_length():
    assert [bar.percent for bar in bars([("Lost", 0, "")])] == [0]


def test_a_bar_leads_to_what_it_counts_and_nowhere_if_that_is_nothing():
    rows = bars([("Lost", 4, "/lost/"), ("Damaged", 0, "/damaged/")])
    html = Template("{% load govuk %}{% govuk_bars rows %}").render(Context({"rows": rows}))
    assert '<a class="govuk-link" href="/lost/">Lost</a> <strong>4</strong>' in html
    assert "/damaged/" not in html


@pytest.mark.parametrize(
    ("part", "whole", "told", "percent"),
    [
        (41, 54, "41 of 54, 75%", 75),
        (999, 1000, "999 of 1,000, 99%", 99),
        (3, 3, "3 of 3, 100%", 100),
        (0, 0, "0 of 0, 0%", 0),
    ],
)
def test_a_part_of_a_whole_is_told_with_both_and_never_rounded_up(part, whole, told, percent):
    bar = part_of("Signed", part, whole, "/signed/")
    html = Template("{% load govuk %}{% govuk_bars rows %}").render(Context({"rows": [bar]}))

    assert (bar.value, bar.percent) == (part, percent)
    assert f"<strong>{told}</strong>" in html
