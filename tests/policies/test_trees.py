"""Policies that form part of another one."""

from typing import Any

import pytest

from councilgov.access import Role
from councilgov.days import today
from councilgov.records import Refused
from policies.deciding.actions import withdraw
from policies.deciding.trees import pin_children
from policies.drafting.actions import discard, start_version
from policies.drafting.details import change_details
from tests import given

REST: dict[str, Any] = {"dated": "", "summary": "", "owner": "", "related": ()}


@pytest.fixture(autouse=True)
def _council():
    given.council()


@pytest.fixture
def drafter():
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def put(drafter):
    """A draft forms part of a policy from now on, or of none."""

    def act(version, parent):
        return change_details(version=version, parent=parent, by=drafter, **REST)

    return act


def test_a_version_forms_part_of_another_policy_and_of_none_again(put):
    child, parent = given.draft(), given.policy()

    assert put(child, parent).parent == parent
    assert put(child, None).parent is None


def test_a_policy_does_not_form_part_of_itself(put):
    version = given.draft()

    with pytest.raises(Refused, match="can’t hold it") as refused:
        put(version, version.policy)

    assert refused.value.field == "parent"


def test_a_policy_does_not_form_part_of_what_forms_part_of_it(put):
    top, middle, bottom = (given.draft() for _n in range(3))
    put(bottom, middle.policy)
    put(middle, top.policy)

    with pytest.raises(Refused, match="can’t hold it"):
        put(top, bottom.policy)


def test_what_is_in_force_counts_as_well_as_its_draft(put, drafter):
    top = given.draft()
    bottom = given.published(parent=top.policy)
    put(start_version(policy=bottom.policy, is_major=True, by=drafter), None)

    with pytest.raises(Refused, match="can’t hold it"):
        put(top, bottom.policy)


def test_what_was_discarded_counts_no_more(put, drafter):
    top, bottom = given.draft(), given.draft()
    put(bottom, top.policy)
    discard(version=bottom, reason="A mistake", by=drafter)

    assert put(top, bottom.policy).parent == bottom.policy


def test_a_version_begun_from_a_withdrawn_one_closes_no_ring(put, drafter):
    top = given.draft()
    bottom = given.published(parent=top.policy)
    withdraw(version=bottom, reason="Over", by=drafter)
    put(top, bottom.policy)

    assert start_version(policy=bottom.policy, is_major=True, by=drafter).parent is None


def test_a_version_pins_what_is_in_force_of_its_children():
    parent = given.policy()
    in_force = given.published(parent=parent)
    given.draft(parent=parent)
    given.published()
    version = given.approved(policy=parent)

    pin_children(version, today())

    assert list(version.pinned.all()) == [in_force]
