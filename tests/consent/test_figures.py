"""Officers see how many, never who; and no number that is so small that it tells of somebody."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from consent.counting.figures import Counted, figures, in_words, spread, stale, told
from councilgov.access import Role
from councilgov.capacity import Capacity
from tests import given
from tests.consent import people, planting


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, []),
        ({"a": 5}, [("a", "5")]),
        ({"a": 4}, [("a", "Not told")]),
        ({"a": 1200, "b": 7}, [("a", "1,200"), ("b", "7")]),
        # b alone would be found by subtraction, so a joins it
        ({"c": 9, "a": 6, "b": 2}, [("c", "9"), ("a", "Not told"), ("b", "Not told")]),
        ({"c": 9, "a": 3, "b": 2}, [("c", "9"), ("a", "Not told"), ("b", "Not told")]),
    ],
)
def test_no_small_number_is_told_or_can_be_worked_out(counts, expected):
    assert told({key: Counted(count, 5) for key, count in counts.items()}, {}) == expected


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": Counted(40, 4)}, [("a", "Not told")]),
        ({"a": Counted(40, 5)}, [("a", "40")]),
        # one councillor's alone would be found by subtraction
        (
            {"a": Counted(40, 9), "b": Counted(30, 9), "c": Counted(20, 1)},
            [("a", "40"), ("b", "Not told"), ("c", "Not told")],
        ),
        # both may be of the same four
        ({"a": Counted(9, 4), "b": Counted(9, 4)}, [("a", "Not told"), ("b", "Not told")]),
    ],
)
def test_no_number_of_one_councillor_is_told_or_can_be_worked_out(counts, expected):
    assert told(counts, {}) == expected


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (1, "Fewer than 5"), (4, "Fewer than 5"), (5, "5")]
)
def test_a_total_is_told_from_five_on(count, words):
    assert in_words(count) == words


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("each", "expected"),
    [
        ([], ["0", "0", "0", "0"]),
        ([0] * 5 + [1] * 5, ["5", "5", "0", "0"]),
        ([9] * 5 + [10] * 5 + [49] * 5 + [50] * 5, ["0", "5", "10", "5"]),
        # one alone would be found by subtraction, so the smallest that is told joins it
        ([0] * 7 + [1] * 5 + [60], ["7", "Not told", "0", "Not told"]),
        ([0] * 4, ["Not told", "0", "0", "0"]),
    ],
)
def test_it_is_told_of_how_many_it_is_many_and_never_of_whom(each, expected):
    names = ["None", "1 to 9", "10 to 49", "50 or more"]

    assert spread(each) == list(zip(names, expected, strict=True))


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        owners = [people.accepted(given.councillor()) for _n in range(5)]
        for owner in owners:
            people.verified(people.person(councillor=owner))
            people.person(councillor=owner, capacity=Capacity.COUNCIL)
        return owners, given.officer(Role.DATA_PROTECTION_OFFICER)

    return shared(make)


def test_the_totals_are_those_of_all_councillors(made_once):
    found = figures()

    assert (found.people, found.permissions) == ("10", "5")
    assert found.by_capacity == [("For the council", "5"), ("As a ward councillor", "5")]
    assert found.by_standing == [("Agreed and checked", "5")]
    assert found.by_channel == [("WhatsApp", "5")]


def test_what_is_to_be_checked_again_is_counted_apart(made_once):
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        assert figures().by_standing == [("To be checked again", "5")]


def test_how_many_are_to_be_checked_again_is_the_same_as_among_the_totals(made_once):
    assert stale().permissions == "0"
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        assert ("To be checked again", stale().permissions) in figures().by_standing
    made_once[0][0].contact_permissions.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        assert stale().permissions == "Not told"


def test_nothing_is_told_of_fewer_than_five_councillors(made_once):
    made_once[0][0].constituents.all().delete()

    assert figures() is None
    assert stale() is None


def test_the_page_names_nobody(client, made_once):
    owners, officer = made_once
    planting.planted()
    client.force_login(officer)

    shown = client.get(reverse("consent:figures")).text

    assert "People by capacity" in shown
    assert planting.leaks(shown) == []
    assert not [owner for owner in owners if owner.full_name in shown]


def test_the_page_says_when_nothing_can_be_told(client, made_once):
    made_once[0][0].constituents.all().delete()
    client.force_login(made_once[1])

    assert "no total can be told" in client.get(reverse("consent:figures")).text
