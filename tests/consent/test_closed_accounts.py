"""A councillor whose account was closed before they chose is not passed over."""

import pytest
from django.urls import reverse

from consent.leaving import actions
from consent.leaving.carrying import sweep_leavers
from consent.leaving.reminding import TO_LAPSE, letters_due, tell_of_deletion
from consent.models import Constituent, Leaving, LeavingStatus
from councilgov.access import Role
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people.actions import close_account, reopen_account
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.leavers import (
    FIRST,
    GONE,
    OVER,
    SEALED,
    SECOND,
    fresh,
    leaves,
    on,
    sweep_each,
    the,
)

L = LeavingStatus


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        return people.person(councillor=councillor), given.somebody(Role.MEMBERS_SERVICES)

    return shared(make)


@pytest.fixture
def person(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def leaver(person):
    return leaves(person.councillor)


def closed(leaver, officer):
    """Their account was closed on the day after their last, and the records are sealed."""
    with on(OVER):
        sweep_leavers()
        close_account(person=leaver, reason="Left office", by=officer)
    list(sweep_each(SEALED))
    return the(leaver)


def is_left(person):
    return Constituent.objects.filter(pk=person.pk).exists()


def step(day):
    with on(day):
        sweep_leavers()
        return tell_of_deletion()


def test_nothing_is_deleted_while_no_message_reaches_them(leaver, person, officer):
    row = closed(leaver, officer)

    assert [step(day) for day in (FIRST, SECOND, GONE, "2027-06-01")] == [0] * 4
    assert (row.status, is_left(person)) == (L.SEALED, True)
    assert not Notice.objects.filter(kind=TO_LAPSE).exists()


def test_an_officer_writes_twice_and_then_they_go(leaver, person, officer):
    row = closed(leaver, officer)
    with on("2027-01-11"), pytest.raises(Refused, match="No letter is due"):
        actions.note_letter(leaving=row, by=officer)
    with on(FIRST):
        actions.note_letter(leaving=row, by=officer)
        with pytest.raises(Refused, match="No letter is due"):
            actions.note_letter(leaving=row, by=officer)
    assert step(GONE) == 0
    with on(GONE):
        assert actions.note_letter(leaving=row, by=officer).history.first().history_user == officer
    step("2027-02-08")
    assert is_left(person)

    step("2027-02-09")

    assert not is_left(person)
    assert the(leaver).status == L.LAPSED


def test_an_account_that_is_opened_again_opens_nothing_once_access_is_over(
    client, leaver, person, officer
):
    closed(leaver, officer)
    with on(FIRST):
        reopen_account(person=leaver, reason="To choose what becomes of contacts", by=officer)
        client.force_login(fresh(leaver))
        shown = client.post(reverse("consent:decide_all"), {"choice": "to_delete"})

    assert shown.status_code == 403
    assert is_left(person)
    with on(FIRST):
        assert letters_due().get() == the(leaver)


def test_who_gave_an_address_is_told_there(leaver, person, officer):
    with on(OVER):
        sweep_leavers()
        actions.reach_at(councillor=leaver, address="me@home.example", by=fresh(leaver))
    row = closed(leaver, officer)
    assert not Leaving.objects.to_write_to().exists()

    assert step(FIRST) == 1
    notice = Notice.objects.get(kind=TO_LAPSE)
    with on(FIRST):
        assert (notice.email, unwanted(notice)) == ("me@home.example", "")
    with pytest.raises(Refused, match="No letter is due"):
        actions.note_letter(leaving=row, by=officer)


def test_nobody_else_notes_a_letter(leaver, officer):
    row = closed(leaver, officer)
    with on(FIRST), pytest.raises(Refused, match="No letter is due"):
        actions.note_letter(leaving=row, by=given.somebody(Role.ICT_DESK))


def test_the_officers_page_says_what_to_do(client, leaver, person, officer):
    row = closed(leaver, officer)
    page = reverse("consent:leavers")
    with on(SEALED):
        client.force_login(fresh(officer))
        assert "Write to them, with the number" in client.get(page).text
        assert "I have written to them" not in client.get(page).text
    with on(FIRST):
        client.force_login(fresh(officer))
        assert "Write to 1 councillor who left" in client.get(reverse("home")).text
        shown = client.get(page).text
        assert "I have written to them" in shown
        assert person.full_name not in shown

        client.post(page, {"leaving": row.pk, "letter": "yes"})

        assert not letters_due().exists()
        assert "I have written to them" not in client.get(page).text
    with on(SECOND):
        client.force_login(fresh(officer))
        assert "I have written to them again" in client.get(page).text
