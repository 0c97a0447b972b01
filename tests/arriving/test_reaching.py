"""Addresses and invitations by a file, two files at once, and what it costs."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts import actions as accounts
from councilgov.accounts.actions import add_councillor
from councilgov.accounts.models import Invitation
from councilgov.days import today
from councilgov.imports import actions, working
from councilgov.imports.models import Import
from councilgov.notices.actions import deliver
from councilgov.notices.models import Dropped, Notice, State
from councilgov.people.actions import change_email
from councilgov.people.models import (
    Group,
    TermOfOffice,
    User,
)
from councilgov.records import Refused
from tests import given
from tests.arriving.lists import (
    ONE,
    answered,
    applied,
    asked,
    checked,
    csv,
    member,
    outcomes,
    services,
)
from tests.offboarding.suspended import suspended


def test_people_come_in_before_their_mailbox_does_and_cannot_be_invited_yet(clerk, alder):
    lines = csv(
        "1,Nia Newcomer,Alder,,,11/5/2026,", "2,Oli Other,Alder,,oli@home.example,11/5/2026,"
    )
    row = checked(lines, by=clerk)
    told = [
        change[2] for found in row.found.all() for change in found.changes if "email" in change[0]
    ]
    assert told == ["None yet", "None yet: oli@home.example is not an address of the council"]
    assert "invitation" not in asked(row)

    applied(lines, by=clerk)
    assert list(User.objects.filter(terms__isnull=False).values_list("email", flat=True)) == [
        None,
        None,
    ]


@pytest.mark.parametrize(("answer", "invited"), [(None, 0), ("no", 0), ("yes", 2)])
def test_nobody_is_invited_unless_it_is_said_for_this_file(clerk, alder, answer, invited):
    jane = given.newcomer(email="", full_name="Jane O'Neill")
    given.term(jane, ward=alder)
    answers = {"invitation": answer} if answer else {}
    row = checked(
        csv(ONE, f"7,Jane O'Neill,Alder,,jane@{given.DOMAIN},,"),
        by=clerk,
        **answers,
        same=str(jane.pk),
    )
    assert asked(row) == ["invitation", "same"]
    assert ("2 councillors are invited." in row.consequences) == bool(invited)
    actions.ask_to_apply(row=row, by=clerk)
    working.work()

    assert Invitation.objects.count() == invited
    assert Notice.objects.filter(kind="invitation").count() == invited
    later = checked(csv(f"5,Una Usual,Alder,,una@{given.DOMAIN},11/5/2026,"), by=clerk)
    assert later.questions[0].answered(later.answers) == "no"


def test_another_address_is_told_at_both_and_one_of_others_is_left_as_it_is(clerk, alder):
    jane = member(alder, reference="7", email=f"old@{given.DOMAIN}")
    assert outcomes(checked(csv("7,Jane O'Neill,Alder,,jane@home.example,,"), by=clerk)) == [
        "unchanged"
    ]
    row = applied(csv(f"7,Jane O'Neill,Alder,,new@{given.DOMAIN},,"), by=clerk)

    jane.refresh_from_db()
    assert jane.email == f"new@{given.DOMAIN}"
    told = Notice.objects.filter(kind="account_email_changed", to=jane)
    assert {notice.email for notice in told} == {f"old@{given.DOMAIN}", f"new@{given.DOMAIN}"}
    assert "1 councillor signs in with another address, and is told at both." in row.consequences


def test_who_can_sign_in_or_is_closed_is_not_invited_by_a_first_address(clerk, alder):
    can = member(alder, reference="7", email=None)
    shut = member(alder, "Oli Other", reference="8", email=None, is_active=False)
    shut.set_unusable_password()
    shut.keep(by=None, why="Test")
    row = checked(
        csv(
            f"7,{can.full_name},Alder,,a@{given.DOMAIN},,", f"8,Oli Other,Alder,,b@{given.DOMAIN},,"
        ),
        by=clerk,
    )

    assert outcomes(row) == ["update", "update"]
    assert asked(row) == []


def test_of_two_files_the_second_does_nothing_twice(clerk, alder):
    rows = [
        checked(csv("9,Nia Newcomer,Alder,,,11/5/2026,"), by=one) for one in (clerk, services())
    ]
    for row in rows:
        actions.ask_to_apply(row=row, by=row.uploaded_by)
    working.work()

    first, second = (Import.objects.get(pk=row.pk) for row in rows)
    assert (first.created, second.unchanged, second.otherwise) == (1, 1, 1)
    assert User.objects.filter(reference="9").count() == 1


def test_of_two_files_without_numbers_the_second_is_left_out(clerk, alder):
    rows = [checked(csv(",Nia Newcomer,Alder,,,11/5/2026,"), by=one) for one in (clerk, services())]
    for row in rows:
        actions.ask_to_apply(row=row, by=row.uploaded_by)
    working.work()

    assert Import.objects.get(pk=rows[1].pk).refused == 1
    assert TermOfOffice.objects.filter(ward=alder).count() == 1


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(clerk, alder):
    jane = member(alder, reference="7", email=f"old@{given.DOMAIN}")
    row = checked(csv(f"7,Jane O'Neill,Alder,,new@{given.DOMAIN},,"), by=clerk)
    change_email(person=jane, email=f"other@{given.DOMAIN}", by=clerk)
    actions.ask_to_apply(row=row, by=clerk)
    working.work()

    row.refresh_from_db()
    assert (row.updated, row.refused) == (0, 1)
    jane.refresh_from_db()
    assert jane.email == f"other@{given.DOMAIN}"


def test_an_answer_of_another_page_is_refused(clerk, alder):
    row = checked(csv("9,Nia Newcomer,Nowhere,,,11/5/2026,"), by=clerk)
    answered(row, by=clerk, ward="add")

    with pytest.raises(Refused, match="another since you looked"):
        actions.answer(row=row, answers={}, by=clerk)


def a_name(n):
    """Like no other."""
    letters = (
        sha256(str(n).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    )
    return f"{letters[:8]} {letters[8:18]}".title()


def queries(clerk, numbers):
    """Of the check, and of the import, of so many who are new."""
    lines = [
        f"{n},{a_name(n)},Ward {n // 8},Orchard,n{n}@{given.DOMAIN},11/5/2026," for n in numbers
    ]
    with CaptureQueriesContext(connection) as found:
        row = checked(csv(*lines), by=clerk, invitation="yes")
    with CaptureQueriesContext(connection) as done:
        actions.ask_to_apply(row=row, by=clerk)
        working.work()
    row.refresh_from_db()
    assert row.created == len(numbers)
    return len(found), len(done)


def test_many_cost_as_many_queries_as_few(clerk, alder):
    given.group(name="Orchard")
    for n in range(8):
        given.ward(name=f"Ward {n}")
    queries(clerk, range(1))  # by which the columns are known

    assert queries(clerk, range(1, 4)) == queries(clerk, range(4, 64))


def test_only_a_group_of_the_plan_is_added(clerk, alder):
    row = checked(csv("9,Nia Newcomer,Nowhere,X,,11/5/2026,", ONE.replace("9,", "8,")), by=clerk)
    row = answered(row, by=clerk, ward="out", group="add")
    actions.ask_to_apply(row=row, by=clerk)
    working.work()

    assert not Group.objects.exists()


def told_of_addresses(row):
    return [
        change[2]
        for one in row.found.order_by("number")
        for change in one.changes
        if "email" in change[0]
    ]


@pytest.mark.parametrize("address", [f"councillors@{given.DOMAIN}", "group@home.example"])
def test_an_address_of_several_is_nobodys_own_and_stops_none_of_them(clerk, alder, address):
    row = checked(
        csv(
            f"9,Nia Newcomer,Alder,,{address},11/5/2026,", f"8,Bo Quill,Alder,,{address},11/5/2026,"
        ),
        by=clerk,
    )

    assert outcomes(row) == ["create", "create"]
    assert all(told.startswith(f"None yet: {address}") for told in told_of_addresses(row))


def test_an_address_of_a_row_that_says_nothing_is_no_second_one(clerk, alder):
    address = f"nia@{given.DOMAIN}"
    row = checked(
        csv(
            f"9,Nia Newcomer,Alder,,{address},11/5/2026,",
            f"8,Bo Quill,Alder,,{address},6/5/2022,1/5/2026",
            f"7,Vacancy,Alder,,{address},,",
        ),
        by=clerk,
    )

    assert told_of_addresses(row) == [address]


def test_who_has_the_address_that_several_have_keeps_it(clerk, alder):
    jane = member(alder, reference="7", email=f"jane@{given.DOMAIN}")
    row = checked(
        csv(f"7,Jane O'Neill,Alder,,{jane.email},,", f"9,Bo Quill,Alder,,{jane.email},11/5/2026,"),
        by=clerk,
    )

    assert outcomes(row) == ["unchanged", "create"]


@pytest.mark.parametrize("office", ["desk", "monitoring", "services", "information"])
def test_a_mailbox_of_the_offices_is_nobodys_sign_in(clerk, alder, office):
    address = f"{office}@{given.DOMAIN}"
    row = applied(csv(f"9,Nia Newcomer,Alder,,{address},11/5/2026,"), by=clerk, invitation="yes")

    assert row.created == 1
    nia = User.objects.get(reference="9")
    assert nia.email is None
    assert not Invitation.objects.exists()
    with pytest.raises(Refused, match="read in the council’s offices"):
        change_email(person=nia, email=address.upper(), by=clerk)
    fields: dict[str, Any] = {"full_name": "A B", "known_as": "A", "ward": alder, "group": None}
    fields |= {"starts_on": today(), "declared_on": today(), "is_invited": True}
    with pytest.raises(Refused, match="read in the council’s offices"):
        add_councillor(**fields, email=address, by=clerk)


def test_an_officer_may_have_a_mailbox_of_the_offices(clerk):
    desk = given.officer(Role.ICT_DESK, email=f"del@{given.DOMAIN}")
    change_email(person=desk, email=f"desk@{given.DOMAIN}", by=clerk)

    assert User.objects.get(pk=desk.pk).email == f"desk@{given.DOMAIN}"


def missed(person, days=1):
    """A message that could not reach somebody, so many days ago."""
    suspended(councillor=person)
    deliver(until=timezone.now() + timedelta(seconds=5))
    due_at = timezone.now() - timedelta(days=days)
    Notice.objects.filter(to=person).update(due_at=due_at)
    (notice,) = Notice.objects.filter(to=person)
    assert (notice.state, notice.last_error) == (State.CANCELLED, Dropped.NO_ADDRESS)
    return notice


@pytest.mark.parametrize("way", ["file", "hand"])
def test_what_somebody_missed_is_sent_once_they_have_a_mailbox(clerk, alder, way):
    jane = member(alder, reference="7", email=None)
    notice, address = missed(jane), f"jane@{given.DOMAIN}"
    if way == "file":
        applied(csv(f"7,Jane O'Neill,Alder,,{address},,"), by=clerk)
    else:
        accounts.change_email(person=jane, email=address, by=clerk)

    deliver(until=timezone.now() + timedelta(seconds=5))
    notice.refresh_from_db()
    assert (notice.state, notice.sent_again_by) == (State.SENT, clerk)
    assert address in mail.outbox[-1].to


def test_old_news_and_what_is_cancelled_for_another_reason_stays_so(clerk, alder):
    old, other = member(alder, email=None), member(alder, "Bo Quill", email=None)
    stale, untrue = missed(old, days=31), missed(other)
    Notice.objects.filter(pk=untrue.pk).update(last_error=Dropped.NO_LONGER_TRUE)
    for person, name in ((old, "old"), (other, "other")):
        accounts.change_email(person=person, email=f"{name}@{given.DOMAIN}", by=clerk)

    assert set(
        Notice.objects.filter(pk__in=[stale.pk, untrue.pk]).values_list("state", flat=True)
    ) == {State.CANCELLED}
