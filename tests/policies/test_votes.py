"""Votes add up, exactly as the golden file says."""

import csv
from pathlib import Path

import pytest

from policies.votes import Casting, Method, Votes

pytestmark = pytest.mark.no_database

GOLDEN = Path(__file__).parent.parent / "golden" / "votes.csv"


def golden():
    with GOLDEN.open(encoding="utf-8") as lines:
        return [pytest.param(row, id=row["why"]) for row in csv.DictReader(lines)]


def number(text):
    return int(text) if text else None


@pytest.mark.parametrize("row", golden())
def test_votes_come_out_exactly(row):
    votes = Votes(
        method=Method(row["method"].replace(" ", "_")),
        present=number(row["present"]),
        in_favour=number(row["for"]),
        against=number(row["against"]),
        abstained=number(row["abstain"]),
        casting=Casting(row["casting_vote"]),
    )

    assert (votes.problem == "") == (row["valid"] == "yes")
    if row["valid"] == "yes":
        assert votes.is_carried == (row["carried"] == "yes")


@pytest.mark.parametrize(
    ("votes", "problem"),
    [
        (Votes(Method.UNANIMOUS, 11, 11, 0, 0), "Leave the numbers"),
        (Votes(Method.UNANIMOUS, 11, casting=Casting.FOR), "Nobody counted the votes"),
        (Votes(Method.NOT_RECORDED, casting=Casting.AGAINST), "Nobody counted the votes"),
        (Votes(Method.RECORDED, 11), "how many voted each way"),
        (Votes(Method.RECORDED, 11, 10), "how many voted against: 0 if nobody did"),
        (Votes(Method.RECORDED, None, 10, 1), "how many were present"),
        (Votes(Method.RECORDED, 11, 10, 1, 0, Casting.FOR), "not tied"),
        (Votes(Method.RECORDED, 0, 0, 0, 0), "Nobody was present"),
    ],
)
def test_what_does_not_add_up_is_said_in_words(votes, problem):
    assert problem in votes.problem


def test_abstentions_that_are_not_minuted_are_not_nought():
    assert Votes(Method.RECORDED, 11, 10, 1).problem == ""


def test_a_casting_vote_against_loses():
    assert not Votes(Method.RECORDED, 12, 6, 6, 0, Casting.AGAINST).is_carried


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        (Votes(Method.RECORDED, 11, 10, 1), "10 for, 1 against"),
        (Votes(Method.RECORDED, 11, 9, 0, 1), "9 for, 0 against, 1 abstained"),
        (
            Votes(Method.RECORDED, 12, 6, 6, 0, Casting.FOR),
            "6 for, 6 against; the chair’s casting vote was for",
        ),
        (Votes(Method.UNANIMOUS, 11), "Unanimous, without a count"),
    ],
)
def test_votes_read_as_people_say_them(votes, words):
    assert str(votes) == words
