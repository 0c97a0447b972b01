"""Addresses and invitations by a file, two files at once, and what it costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilgov.accounts.models import Invitation
from councilgov.imports import actions, working
from councilgov.imports.models import Import
from councilgov.notices.models import Notice
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


def queries(clerk, numbers):
    """Of the check, and of the import, of so many who are new."""
    lines = [f"{n},Nia New{n},Alder,Orchard,n{n}@{given.DOMAIN},11/5/2026," for n in numbers]
    with CaptureQueriesContext(connection) as found:
        row = checked(csv(*lines), by=clerk)
    with CaptureQueriesContext(connection) as done:
        actions.ask_to_apply(row=row, by=clerk)
        working.work()
    row.refresh_from_db()
    assert row.created == len(numbers)
    return len(found), len(done)


def test_many_cost_as_many_queries_as_few(clerk, alder):
    given.group(name="Orchard")
    queries(clerk, range(1))  # by which the columns are known

    assert queries(clerk, range(1, 4)) == queries(clerk, range(4, 64))


def test_only_a_group_of_the_plan_is_added(clerk, alder):
    row = checked(csv("9,Nia Newcomer,Nowhere,X,,11/5/2026,", ONE.replace("9,", "8,")), by=clerk)
    row = answered(row, by=clerk, ward="out", group="add")
    actions.ask_to_apply(row=row, by=clerk)
    working.work()

    assert not Group.objects.exists()
