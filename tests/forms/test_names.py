"""When two names are one, and when one may be the other misspelt."""

import pytest

from councilgov.forms.names import is_nearly, is_same_name

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("typed", "full_name"),
    [
        ("Soren Lodz", "Søren Łódź"),
        ("IBRAHIM", "İbrahim"),
        ("ışık", "IŞIK"),
        ("Weiss", "Weiß"),
        ("রহিম উদ্দিন", "রহিম  উদ্দিন"),
        ("Rt Hon Lord Byron", "Lord Byron"),
        ("Prince", "Prince"),
    ],
)
def test_one_name_written_in_two_ways_is_one_name(typed, full_name):
    assert is_same_name(typed, full_name)


@pytest.mark.parametrize(
    ("typed", "full_name"),
    [
        ("রাহিম", "রহিম"),
        ("محمد", "محمود"),
        ("Jane", "Jane Mp"),
        ("", "Jane"),
        ("🙂", "🙃"),
        ("", ""),
    ],
)
def test_two_names_are_two_names(typed, full_name):
    assert not is_same_name(typed, full_name)


@pytest.mark.parametrize(
    ("one", "other", "least", "is_like"),
    [
        ("Siân Cadwallader", "Cllr Sian Cadwalader", 0.87, True),
        ("Jane Smith", "Dr Jayne Smyth", 0.75, True),
        ("Jane Smith", "Dr Jayne Smyth", 0.87, False),
        ("Jane Smith", "Thomas Smith", 0.75, False),
    ],
)
def test_a_name_misspelt_is_nearly_the_same(one, other, least, is_like):
    assert is_nearly(one, other, least) is is_like
