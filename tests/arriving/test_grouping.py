"""The group of somebody in a file: named, hinted at by a party, and left with office."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from councilgov.access import Role
from councilgov.people.actions import join_group, leave_group
from councilgov.people.models import Group, GroupMembership, User
from councilgov.records import Refused
from tests import given
from tests.arriving.lists import (
    applied,
    asked,
    changes,
    checked,
    csv,
    faults,
    member,
    outcomes,
    somebody,
    xml,
)
from tests.offboarding.leavers import ends

LAST_DAY = date(2026, 12, 18)
TERM = (
    "<termsofoffice><termofoffice><startdate>06/05/2022</startdate></termofoffice></termsofoffice>"
)


@pytest.fixture
def group():
    return given.group(name="Orchard Group")


@pytest.fixture
def leaver(alder, group):
    """In the group until their last day in office."""
    jane = member(alder, reference="7", email=f"jane@{given.DOMAIN}")
    join_group(councillor=jane, group=group, starts_on=date(2022, 5, 9), by=None)
    ends(jane, LAST_DAY)
    return jane


def spans(person):
    rows = person.memberships.order_by("starts_on", "pk")
    return [(row.group.name, row.starts_on, row.ends_on) for row in rows]


def of_party(party, group=None, name="Nia Newcomer"):
    told = f"<politicalpartytitle>{party}</politicalpartytitle>"
    told += f"<politicalgrouptitle>{group}</politicalgrouptitle>" if group is not None else ""
    return xml(("Alder", somebody(name, told, TERM)))


def test_whoever_leaves_is_not_put_into_their_group_for_good(clerk, leaver):
    row = checked(csv("7,Jane O’Neill,Alder,Orchard Group,,9/5/2022,"), by=clerk)

    assert outcomes(row) == ["unchanged"]


def test_whoever_leaves_is_in_another_group_until_their_last_day(clerk, leaver):
    given.group(name="Birch Group")
    row = applied(csv("7,Jane O’Neill,Alder,Birch Group,,9/5/2022,"), by=clerk)

    assert row.updated == 1
    assert spans(leaver) == [
        ("Orchard Group", date(2022, 5, 9), date(2026, 11, 22)),
        ("Birch Group", date(2026, 11, 23), LAST_DAY),
    ]
    with time_machine.travel("2027-02-01"):
        assert not GroupMembership.objects.current(date(2027, 2, 1)).exists()


def test_the_end_of_the_new_membership_is_seen_before(clerk, leaver):
    given.group(name="Birch Group")
    row = checked(csv("7,Jane O’Neill,Alder,Birch Group,,9/5/2022,"), by=clerk)

    assert changes(row) == [
        ("Political group", "Orchard Group", "Birch Group, until 18 December 2026")
    ]


def test_who_goes_on_in_another_ward_has_no_end_in_the_group(clerk, leaver):
    given.group(name="Birch Group")
    given.term(leaver, ward=given.ward(name="Birch"))
    applied(csv("7,Jane O’Neill,Alder,Birch Group,,9/5/2022,"), by=clerk)

    assert spans(leaver)[-1] == ("Birch Group", date(2026, 11, 23), None)


def test_nobody_is_in_two_groups_on_the_day_on_which_they_joined_one(clerk, alder, group):
    jane = member(alder, reference="7")
    join_group(councillor=jane, group=group, starts_on=date(2026, 11, 23), by=None)
    given.group(name="Birch Group")
    row = checked(csv("7,Jane O’Neill,Alder,Birch Group,,,"), by=clerk)

    assert "Jane O’Neill joined Orchard Group today. Bring the file in again tomorrow." in faults(
        row
    )


def test_nobody_joins_a_group_before_they_have_left_another(alder, group):
    jane = member(alder)
    first = join_group(councillor=jane, group=group, starts_on=date(2022, 5, 9), by=None)
    leave_group(membership=first, ends_on=LAST_DAY, by=None)
    other = given.group(name="Birch Group")

    with pytest.raises(Refused, match="in the group Orchard Group until 18 December 2026"):
        join_group(councillor=jane, group=other, starts_on=LAST_DAY, by=None)
    join_group(councillor=jane, group=other, starts_on=date(2026, 12, 19), by=None)


def test_an_independent_is_not_put_into_an_independent_group_unasked(clerk, alder):
    group = given.group(name="Independent Group")
    line = csv("9,Nia Newcomer,Alder,Independent,,11/5/2026,")
    row = checked(line, by=clerk)
    assert asked(row) == ["group"]
    assert outcomes(row) == ["refused"]
    assert "left out" in faults(checked(line, by=clerk, group="out"))

    applied(line, by=clerk, group="none")
    assert not GroupMembership.objects.exists()
    applied(line.replace(b"9,Nia Newcomer", b"8,Oli Other"), by=clerk, group="yes")
    assert GroupMembership.objects.get().group == group


def test_an_independent_group_that_is_named_whole_is_itself(clerk, alder):
    given.group(name="Independent Group")
    row = checked(csv("9,Nia Newcomer,Alder,independent group,,11/5/2026,"), by=clerk)

    assert asked(row) == []
    assert ("Political group", "", "Independent Group") in changes(row)


def test_the_group_of_modern_gov_comes_before_the_party(clerk, alder, group):
    applied(of_party("Apple Party", "Orchard Group"), by=clerk)

    assert GroupMembership.objects.get().group == group


@pytest.mark.parametrize("none", [None, "", "None", "-"])
def test_a_party_is_a_hint_in_a_question_where_no_group_is_named(clerk, alder, group, none):
    row = checked(of_party("Orchard", none), by=clerk)
    (question,) = row.questions
    assert question.words == "In which political group are those of the party “Orchard”?"
    assert question.options[0].label == "A group of that name: Orchard Group"
    assert outcomes(row) == ["refused"]

    applied(of_party("Orchard", none), by=clerk, group="add")
    assert GroupMembership.objects.get().group == group


def test_a_party_may_be_in_any_group_or_a_new_one_or_its_rows_are_left_out(clerk, alder, group):
    assert "left out" in faults(checked(of_party("Apple"), by=clerk, group="out"))
    applied(of_party("Apple"), by=clerk, group=str(group.pk))
    assert GroupMembership.objects.get().group == group

    applied(of_party("Pear", name="Oli Other").replace(b">7<", b">8<"), by=clerk, group="add")
    assert User.objects.get(reference="8").memberships.get().group == Group.objects.get(name="Pear")


def test_nobody_leaves_a_group_because_of_their_party(clerk, alder, group):
    jane = member(alder, reference="7")
    join_group(councillor=jane, group=group, starts_on=date(2022, 5, 9), by=None)

    assert asked(checked(of_party("Orchard", name="Jane O’Neill"), by=clerk)) == []
    row = checked(of_party("Independent", name="Jane O’Neill"), by=clerk, group="none")
    assert outcomes(row) == ["unchanged"]


def test_of_the_party_nothing_is_asked_before_it_is_known_who_it_is(clerk, alder):
    member(alder)
    row = checked(of_party("Apple", name="Jane O’Neill"), by=clerk)

    assert asked(row) == ["same"]


def test_every_group_and_ward_can_be_chosen_from_a_list(clerk, client):
    wards = [given.ward(name=name) for name in ["Cedar", "Birch", *"HIJKLMNO"]]
    row = checked(csv("9,Nia Newcomer,Nowhere,,,11/5/2026,"), by=clerk)
    labels = [option.label for option in row.questions[0].options]

    assert len(labels) == len(wards) + 3
    assert labels[1:3] == ["It is Birch", "It is Cedar"]
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    told = client.get(f"/imports/{row.pk}/questions/").content.decode()
    assert '<option value="">Select an answer</option>' in told.replace(" selected", "")
