"""Clauses that somebody edits: what is written reads back to the same clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.text.anchors import Anchors
from policies.text.clauses import Clause, Kind
from policies.text.markup import normal, plain
from policies.text.reading import Unreadable, read
from policies.text.splitting import split
from policies.text.writing import write, written_back
from tests.policies.text.samples import barnet, ict, social

pytestmark = pytest.mark.no_database

WORDS = st.one_of(
    st.text(alphabet="ab cI.1)(-*|\\#{}_[]<>&;é–'\"", min_size=1, max_size=30),
    st.sampled_from(
        [
            *("1. January", "- a dash", "# a hash", "| a bar", "\\1. x", "\\\\1. x", "{a} b"),
            *("(a) the first", "A. Smith", "**bold** words", "[a](https://e.example)", "\\*x\\*"),
        ]
    ),
)
NUMBERS = st.sampled_from(["1.", "1.1", "1.1.", "vii.", "(a)", "3", "Part A", "A1", "a)", "12.3.4"])


@st.composite
def any_clauses(draw):
    """Clauses as a policy may have them: a point is at most one deeper than the one before."""
    anchors, depth, found = Anchors(), 0, []
    for kind in [*draw(st.lists(st.sampled_from(Kind), max_size=12)), Kind.PARAGRAPH]:
        markup = draw(row() if kind is Kind.ROW else WORDS.map(normal))
        if not plain(markup).strip("|-: "):
            markup = "End"
        level, depth = draw(levels(kind, depth))
        number = draw(NUMBERS) if kind is Kind.NUMBERED else ""
        if kind is Kind.HEADING:
            number = draw(st.one_of(st.just(""), NUMBERS))
        text = plain(markup)
        anchor = anchors.next(kind, level, number, text)
        found.append(Clause(kind, level, number, text, markup, anchor))
    return found


def row():
    cells = st.lists(WORDS, min_size=1, max_size=3)
    bare = cells.map(lambda words: [word.replace("|", "").strip("\\ ") for word in words])
    return bare.map(lambda words: normal(" | ".join(words)))


def levels(kind, depth):
    """The level of a clause, and how deep the lists are after it."""
    if kind is Kind.HEADING:
        return st.integers(2, 6).map(lambda level: (level, 0))
    if kind is Kind.ROW:
        return st.just((0, 0))
    least, most = (0, depth) if kind is Kind.PARAGRAPH else (1, min(depth + 1, 6))
    return st.integers(least, most).map(lambda level: (level, level))


@given(any_clauses())
def test_any_clauses_read_back_to_themselves(clauses):
    assert written_back(write(clauses), "policy.md") == clauses


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_whatever_was_read_reads_back_to_itself(lines):
    try:
        (found,) = split(read("\n\n".join([*lines, "Words that end."]).encode(), "policy.md"))
    except Unreadable:
        return

    assert written_back(write(found.clauses), "policy.md") == list(found.clauses)


@pytest.mark.parametrize("policy", [barnet, ict, social])
def test_the_real_policies_read_back_to_themselves(policy):
    clauses = list(policy().clauses)

    assert written_back(write(clauses), "policy.md") == clauses
