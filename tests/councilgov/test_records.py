"""Every change of a row is kept with who and why, one row or a thousand."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from councilgov.people.models import Group, GroupMembership, Ward
from councilgov.records import Refused, keep_all, move_all
from policies.models import Acknowledgement, AcknowledgementStatus, VersionStatus
from tests import given


def test_a_change_is_kept_with_who_and_why():
    officer = given.person()
    ward = given.ward(name="Abbey")

    ward.name = "Abbey and Castle"
    ward.keep(by=officer, why="Boundary review")

    newest, oldest = ward.history.all()
    assert (newest.name, oldest.name) == ("Abbey and Castle", "Abbey")
    assert newest.history_user == officer
    assert newest.history_change_reason == "Boundary review"


def test_a_row_reads_its_own_history_by_a_class_that_is_made_once():
    first, second = given.ward(), given.ward()

    assert type(first.history) is type(second.history) is type(Ward.history)
    assert [row.history.get().name for row in (first, second)] == [first.name, second.name]
    assert {row.name for row in Ward.history.all()} == {first.name, second.name}


def test_a_constraint_is_refused_in_its_own_words():
    group = given.group()
    given.councillor(group=group, is_leader=True)

    with pytest.raises(Refused, match="This group has a leader already"):
        given.councillor(group=group, is_leader=True)


def test_a_constraint_without_words_is_an_error():
    ward = given.ward()

    with pytest.raises(IntegrityError):
        Ward(name=ward.name).keep(by=None, why="Test")


def test_a_value_that_no_column_can_hold_is_an_error():
    with pytest.raises(ValidationError):
        Ward(name="A" * 200).keep(by=None, why="Test")


def test_a_reference_that_is_missing_is_an_error():
    with pytest.raises(ValidationError):
        GroupMembership(group=given.group(), starts_on=date(2026, 5, 8)).keep(by=None, why="Test")


def test_what_a_row_points_at_is_not_looked_up_again():
    member = GroupMembership(
        group=given.group(), councillor=given.councillor(), starts_on=date(2026, 5, 8)
    )

    with CaptureQueriesContext(connection) as queries:
        member.keep(by=None, why="Test")

    assert not [one["sql"] for one in queries.captured_queries if "SELECT" in one["sql"]]


def test_a_refusal_leaves_the_transaction_usable():
    group = given.group()
    given.councillor(group=group, is_leader=True)
    with pytest.raises(Refused):
        given.councillor(group=group, is_leader=True)

    assert GroupMembership.objects.filter(group=group).count() == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda: Ward.objects.update(name="All the same"),
        lambda: Ward.objects.bulk_create([Ward(name="Unkept")]),
        lambda: Ward.objects.bulk_update(list(Ward.objects.all()), ["name"]),
    ],
    ids=["update", "bulk_create", "bulk_update"],
)
def test_writes_that_would_keep_no_history_are_refused(write):
    given.ward()

    with pytest.raises(TypeError, match="so that its history is kept"):
        write()


def test_many_rows_are_kept_with_their_history_in_two_statements_a_thousand():
    officer = given.person()
    rows = [Ward(name=f"Ward number {n}") for n in range(1_000)]

    with CaptureQueriesContext(connection) as queries:
        keep_all(rows, by=officer, why="New wards")

    inserts = [query for query in queries if query["sql"].startswith("INSERT")]
    assert len(inserts) == 2
    assert Ward.objects.count() == Ward.history.count() == 1_000
    assert Ward.history.filter(history_user=officer).count() == 1_000


def test_many_rows_are_changed_with_their_history():
    rows = list(keep_all([Ward(name=f"W{n}") for n in range(3)], by=None, why="New"))
    for row in rows:
        row.name += " (old)"

    keep_all(rows, by=None, why="Renamed", fields=["name"])

    assert set(Ward.objects.values_list("name", flat=True)) == {f"W{n} (old)" for n in range(3)}
    assert Ward.history.filter(history_change_reason="Renamed", history_type="~").count() == 3


def test_of_many_rows_none_is_kept_if_one_is_refused():
    group, leader = given.group(), given.councillor()
    two_leaders = [
        GroupMembership(
            councillor=member, group=group, is_leader=True, starts_on=leader.terms.get().starts_on
        )
        for member in (leader, given.councillor())
    ]

    with pytest.raises(Refused, match="has a leader already"):
        keep_all(two_leaders, by=None, why="Test")

    assert not GroupMembership.objects.exists()


def test_keeping_none_does_nothing():
    assert keep_all([], by=None, why="Nothing") == []


def test_many_rows_move_together_or_not_at_all():
    signer, other = given.councillor(), given.councillor()
    version = given.published()
    given.signature(version, signer)
    everybody = Acknowledgement.objects.filter(version=version)

    with pytest.raises(Refused):
        move_all(everybody, AcknowledgementStatus.SUPERSEDED, by=None, why="Newer version")

    status = everybody.get(councillor=other).status
    assert status == AcknowledgementStatus.REQUIRED


def test_a_refused_move_leads_to_the_page_of_the_row_but_a_signature_has_none_for_everybody():
    signer, version = given.councillor(), given.published()
    given.signature(version, signer)

    with pytest.raises(Refused, match=r"can’t be done: the signature of .* is signed\.$") as signed:
        Acknowledgement.objects.get().check_move(AcknowledgementStatus.EXEMPT, "Exemption")
    with pytest.raises(Refused, match=r"is in force\.$") as published:
        version.check_move(VersionStatus.DRAFT, "Return")

    assert signed.value.way is None
    assert published.value.way == (version.get_absolute_url(), "See what can be done now")


def test_a_locked_row_is_read_afresh():
    group = given.group(name="Before")
    Group.objects.get(pk=group.pk).__class__(pk=group.pk, name="After").keep(by=None, why="Test")

    assert Group.objects.locked(group).name == "After"


def test_a_row_that_is_discarded_leaves_its_history_with_who_and_why():
    group, officer = given.group(name="Gone"), given.person()
    group.discard(by=officer, why="Group dissolved")

    last = Group.history.first()
    assert not Group.objects.exists()
    assert (last.name, last.history_type) == ("Gone", "-")
    assert (last.history_user, last.history_change_reason) == (officer, "Group dissolved")
