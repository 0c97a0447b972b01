"""Before you post: what to make sure of, and whose word it counts as."""

import pytest

from consent.sending.posting import ADVICE, MEANING, Point, Sign, Verdict, left, verdict

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (set(), Verdict.PRIVATE),
        ({Sign.SIGNED}, Verdict.LIKELY),
        ({Sign.ABOUT}, Verdict.LIKELY),
        ({Sign.KNOWN}, Verdict.LIKELY),
        ({Sign.INSIDE}, Verdict.OFFICIAL),
        ({Sign.PROVIDED}, Verdict.OFFICIAL),
        (set(Sign), Verdict.OFFICIAL),
    ],
)
def test_a_post_counts_as_what_others_will_take_it_for(signs, expected):
    assert verdict(signs) == expected


def test_there_are_five_questions():
    assert len(Sign) == 5


def test_what_is_not_ticked_is_left_with_its_advice():
    assert left(set(Point)) == []
    assert [point for point, _advice in left(set(Point) - {Point.OPEN})] == [Point.OPEN]
    assert [point for point, _advice in left([])] == list(Point)


def test_everything_has_its_words():
    assert set(ADVICE) == set(Point)
    assert set(MEANING) == set(Verdict)


@pytest.mark.parametrize("word", ["Libel", "Copyright", "Personal data", "Bias"])
def test_the_law_of_it_is_named(word):
    assert any(str(advice).startswith(word) for advice in ADVICE.values())
