"""Two clicks, two people, two machines at once, where officers act: one effect."""

from datetime import date
from threading import Event
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.records import Refused
from policies.deciding import actions as deciding
from policies.deciding.trees import line_of
from policies.drafting import actions as drafting
from policies.drafting.details import change_details
from policies.drafting.editing import HeldByAnother, open_for_editing, take_over
from policies.entering import actions as entering
from policies.entering import incoming
from policies.holding import actions as holding
from policies.models import (
    AccessHold,
    Chase,
    HoldStatus,
    PolicyVersion,
    UnsavedText,
    VersionStatus,
)
from policies.publishing import actions as publishing
from policies.registers.actions import chase
from tests import given
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_chasing_in_two_tabs_reminds_each_once(transactional_db):
    people = [given.councillor() for _n in range(3)]
    version = given.published()
    officer = given.officer(Role.MEMBERS_SERVICES)
    rows = list(version.acknowledgements.values_list("pk", flat=True))

    found = at_once(*[lambda: chase(version=version, rows=rows, by=officer)] * 4)

    assert sorted(one for one in found if isinstance(one, int)) == [3]
    assert sum(isinstance(one, Refused) for one in found) == 3
    assert Chase.objects.count() == len(people)
    assert Notice.objects.filter(kind="policy_chased").count() == len(people)


def test_two_machines_put_a_version_in_force_once(transactional_db):
    given.councillor()
    first = given.published()
    version = given.approved(policy=first.policy, major=2)
    day = date(2026, 12, 14)
    publishing.publish(version=version, by=given.officer(Role.MEMBERS_SERVICES), effective_on=day)

    with time_machine.travel("2026-12-14 00:05Z", tick=False):
        found = at_once(*[lambda: publishing.take_effect(today=day)] * 4)

    assert sorted(found) == [0, 0, 0, 1]
    version.refresh_from_db()
    assert version.status == VersionStatus.PUBLISHED


def test_a_hold_is_ordered_or_refused_and_never_both(transactional_db):
    (asked,) = given.late_requests(given.published(), 1)
    hold = given.hold(asked)
    monitoring = given.officer(Role.MONITORING_OFFICER)

    found = at_once(
        lambda: holding.order_hold(hold=hold, reason="Late.", by=monitoring),
        lambda: holding.refuse_hold(hold=hold, reason="Ill.", by=monitoring),
        lambda: holding.order_hold(hold=hold, reason="Late.", by=monitoring),
    )

    assert sum(isinstance(one, AccessHold) for one in found) == 1
    hold.refresh_from_db()
    told = Notice.objects.filter(kind="hold_told").count()
    assert told == (1 if hold.status == HoldStatus.ORDERED else 0)


def test_a_draft_that_is_taken_over_is_saved_by_one(transactional_db):
    version = given.draft()
    first, second = (given.officer(Role.MEMBERS_SERVICES) for _n in range(2))
    open_for_editing(version=version, by=first)

    def save():
        return drafting.save_text(
            version=version,
            clauses=given.clauses("Words of the first."),
            seen_sha256=version.sha256,
            by=first,
        )

    def take_and_save():
        take_over(version=version, by=second)
        row = PolicyVersion.objects.get(pk=version.pk)
        return drafting.save_text(
            version=row,
            clauses=given.clauses("Words of the second."),
            seen_sha256=row.sha256,
            by=second,
        )

    found = at_once(save, take_and_save)

    version.refresh_from_db()
    assert [clause.text for clause in version.text][-1] == "Words of the second."
    assert isinstance(found[1], PolicyVersion)


def test_a_file_is_read_while_nobody_waits_for_the_version(transactional_db, client, monkeypatch):
    version, by = given.draft(), given.officer(Role.MEMBERS_SERVICES)
    given.sign_in(client, by)
    address = reverse("policies:enter_text", args=[version.policy.slug, version.number])
    is_in_transaction = []
    read = incoming.open_file

    def open_file(content, name):
        is_in_transaction.append(connection.in_atomic_block)
        return read(content, name)

    monkeypatch.setattr(incoming, "open_file", open_file)

    client.post(address, {"text": "1. Lock your screen.", "seen_sha256": version.sha256})

    assert is_in_transaction == [False]
    assert UnsavedText.objects.get().source == "1. Lock your screen.\n"


def test_a_draft_that_was_taken_over_while_a_file_was_read_keeps_nothing_of_it(transactional_db):
    version = given.draft()
    by, colleague = (given.officer(Role.MEMBERS_SERVICES) for _n in range(2))
    found = incoming.read_in(version, b"1. Lock your screen.", "policy.md")
    take_over(version=version, by=colleague)

    with pytest.raises(HeldByAnother):
        entering.take_in(version=version, found=found, seen_sha256=version.sha256, by=by)

    assert not UnsavedText.objects.exists()


def test_a_version_begun_while_its_parent_changes_closes_no_ring(transactional_db, monkeypatch):
    by, top = given.officer(Role.MEMBERS_SERVICES), given.draft()
    bottom = given.published(parent=top.policy)
    deciding.withdraw(version=bottom, reason="Over.", by=by)
    has_looked, has_changed = Event(), Event()

    def look_slowly(policy):
        found = line_of(policy)
        has_looked.set()
        has_changed.wait(0.5)  # in vain: who changes the parent waits for this version
        return found

    def put_under_it():
        has_looked.wait(5)
        rest: dict[str, Any] = {"dated": "", "summary": "", "owner": "", "related": (), "by": by}
        change_details(version=top, parent=bottom.policy, **rest)
        has_changed.set()

    monkeypatch.setattr(drafting, "line_of", look_slowly)
    begun, refused = at_once(
        lambda: drafting.start_version(policy=bottom.policy, is_major=True, by=by), put_under_it
    )

    assert begun.parent == top.policy
    assert "can’t hold it" in str(refused)
    top.refresh_from_db()
    assert top.parent is None
