"""Policies that form part of another one."""

import pytest

from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from policies.deciding.trees import pin_children, set_parent
from tests import given


@pytest.fixture(autouse=True)
def _council():
    given.council()


def test_a_policy_forms_part_of_another_one_and_of_none_again():
    child, parent = given.policy(), given.policy()

    assert set_parent(policy=child, parent=parent, by=None).parent == parent
    assert set_parent(policy=child, parent=None, by=None).parent is None
    said = [entry.details for entry in Entry.objects.about(child)]
    assert said == [{"before": None, "parent": parent.pk}, {"before": parent.pk, "parent": None}]


def test_a_policy_does_not_form_part_of_itself():
    policy = given.policy()

    with pytest.raises(Refused, match="can’t hold it") as refused:
        set_parent(policy=policy, parent=policy, by=None)

    assert refused.value.field == "parent"


def test_a_policy_does_not_form_part_of_what_forms_part_of_it():
    top, middle, bottom = (given.policy() for _n in range(3))
    set_parent(policy=bottom, parent=middle, by=None)
    set_parent(policy=middle, parent=top, by=None)

    with pytest.raises(Refused, match="can’t hold it"):
        set_parent(policy=top, parent=bottom, by=None)


def test_a_version_pins_what_is_in_force_of_its_children():
    parent = given.policy()
    in_force = given.published(policy=given.policy(parent=parent))
    given.draft(policy=given.policy(parent=parent))
    given.published()
    version = given.approved(policy=parent)

    pin_children(version, today())

    assert list(version.pinned.all()) == [in_force]
