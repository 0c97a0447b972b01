"""Numbers that repeat or are missing, empty headings, endless clauses: pointed out, and kept."""

import pytest

from policies.text.oddities import oddities
from tests.policies.text.samples import barnet, clauses, ict, social

pytestmark = pytest.mark.no_database


def told(text):
    return [one.sentence for one in oddities(clauses(text))]


def points(*numbers):
    return "## Rules\n\n" + "".join(f"{number} Words.\n\n" for number in numbers)


def test_what_is_odd_in_havering():
    assert [(one.place, one.sentence) for one in oddities(ict().clauses)] == [
        (
            "Use in respect of Council business only, clause 2",
            "The number 1. is missing before this one.",
        ),
        (
            "Use of the Havering e-mail address, clause 7.vii",
            "The numbers v. to vi. are missing before this one.",
        ),
    ]


@pytest.mark.parametrize("policy", [barnet, social])
def test_nothing_is_odd_in_the_others(policy):
    assert oddities(policy().clauses) == []


@pytest.mark.parametrize(
    ("numbers", "sentences"),
    [
        (["1.", "2.", "3."], []),
        (["1.", "3."], ["The number 2. is missing before this one."]),
        (["1.", "2.", "2."], ["The number 2. stands twice here."]),
        (["(a)", "(b)", "(e)"], ["The numbers (c) to (d) are missing before this one."]),
        (["(g)", "(h)", "(i)", "(j)"], ["The numbers (a) to (f) are missing before this one."]),
        (["i.", "ii.", "iv."], ["The number iii. is missing before this one."]),
        (["I.", "II.", "IV."], ["The number III. is missing before this one."]),
        (["1.1", "1.2", "1.4"], ["The number 1.3 is missing before this one."]),
    ],
)
def test_numbers_are_held_against_one_another(numbers, sentences):
    assert told(points(*numbers)) == sentences


def test_a_list_may_begin_anew_after_a_paragraph_and_under_a_heading():
    again = "## Rules\n\n1. A.\n\n2. B.\n\nMoreover:\n\n1. C.\n\n## More\n\n1. D.\n"

    assert told(again) == []


def test_a_list_goes_on_after_a_paragraph():
    assert told("## Rules\n\n1. A.\n\nMoreover:\n\n2. B.\n") == []


def test_each_point_has_a_list_of_its_own_inside():
    assert told("## R\n\n1. A:\n\n    i. B.\n\n2. C:\n\n    i. D.\n") == []


def test_a_heading_without_text_is_pointed_out():
    assert told("## One\n\nText.\n\n## Two\n\n## Three\n\nText.\n") == [
        "This heading has no text under it."
    ]


def test_a_clause_without_end_is_pointed_out():
    assert told(f"## One\n\n{'word ' * 251}.\n") == [
        "This clause has 252 words. Break it into shorter ones."
    ]
