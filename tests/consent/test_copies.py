"""Copies of many records are made together, and nothing of one stands in another's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consent.leaving import actions
from consent.models import PartingStatus
from consent.permitting.actions import withdraw
from consent.receipting.copies import copies_of, copy_of
from tests import given
from tests.consent import leavers, people


@pytest.fixture
def me():
    given.council()
    return leavers.fresh(people.accepted(given.councillor(full_name="Jo Ash")))


def noted(me, name):
    """Somebody with a contact, a way that they took back, a share and a hold."""
    person = people.person(councillor=me, full_name=name)
    people.contacted(people.verified(person, handle=f"07700 90{len(name):04}"))
    withdraw(permission=people.granted(person, channel=people.channel("Signal")), by=me)
    people.shared(person)
    people.kept(person)
    return person


def taken(me):
    """How many queries the file takes."""
    with CaptureQueriesContext(connection) as captured:
        actions.take_file(leaving=leavers.the(me), by=me, confirmed_with="password")
    return len(captured)


def test_each_copy_is_as_if_it_were_made_alone(me):
    sam, kit = noted(me, "Sam Sorrel"), noted(me, "Kit Yarrow Alder")

    told = copies_of([sam, kit])

    assert list(told) == [copy_of(sam), copy_of(kit)]
    for mine, other in ((0, 1), (1, 0)):
        assert str((sam, kit)[mine]) in told[mine]
        assert str((sam, kit)[other]) not in told[mine]
        for word in ("Way to reach them", "Contact ", "Shared with", "Kept for", "Signal"):
            assert word in told[mine]


def test_a_copy_says_of_what_was_deleted_whose_it_was(me):
    sam, kit = noted(me, "Sam Sorrel"), noted(me, "Kit Yarrow Alder")
    gone = sam.permissions.get(channel__name="Signal")
    key = gone.pk
    gone.discard(by=me, why="Test")

    told = copies_of([kit, sam])

    assert "Deleted" not in told[0]
    assert f"Way to reach them {key}\n  Deleted" in told[1]


def test_ten_times_the_people_take_no_more_queries(me):
    counts = []
    for number in (2, 18):
        for n in range(number):
            people.verified(people.person(councillor=me, full_name=f"Sam {number} {n}"))
        if not counts:
            leavers.leaves(me)
            leavers.sweep_leavers()
        actions.decide(leaving=leavers.the(me), choice=PartingStatus.TO_RETURN, by=me)
        counts.append(taken(me))

    assert counts[1] <= counts[0]
    assert counts[0] < 80
