"""As a term ends two things happen at once: nobody waits for ever, and nobody is left over."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consent.adding.actions import add_person, forget_person
from consent.keeping.actions import announce
from consent.leaving import actions
from consent.leaving.carrying import carry_out, open_leavings, part, step_out, sweep_leavers
from consent.models import Constituent, ContactPermission, LeavingStatus, Parting, PartingStatus
from consent.permitting.actions import withdraw
from councilgov.imports import actions as imports
from councilgov.imports import working
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.importing import files
from tests.consent.leavers import (
    OVER,
    deciding,
    fresh,
    leaves,
    offering,
    on,
    successor,
    the,
)
from tests.racing import at_once, while_not_yet_done

pytestmark = pytest.mark.django_db(transaction=True)

P = PartingStatus


@pytest.fixture
def me():
    given.council()
    return fresh(people.accepted(given.councillor()))


@pytest.fixture
def sam(me):
    person = people.person(councillor=me, full_name="Sam Sorrel")
    people.reached(person)
    return person


@pytest.fixture
def heir(me, sam):
    """A successor who is offered Sam."""
    row = fresh(successor(me))
    leaves(me)
    sweep_leavers()
    offering(sam, row)
    return row


def over():
    with on(OVER):
        return step_out()


def test_a_no_that_comes_while_they_are_handed_on_is_kept(me, sam, heir):
    actions.accept(leaving=the(me), by=heir)
    row = sam.permissions.get()
    with on(OVER):
        step_out()
        while_not_yet_done(lambda: withdraw(permission=row, by=None), carry_out)

    assert not ContactPermission.objects.filter(councillor=heir, status="granted").exists()


def test_two_sweeps_at_once_hand_on_once(me, sam, heir):
    actions.accept(leaving=the(me), by=heir)
    with on(OVER):
        step_out()
        assert sorted(at_once(carry_out, carry_out))[-1] >= 1

    assert Constituent.objects.filter(councillor=heir).count() == 1
    assert not Constituent.objects.filter(pk=sam.pk).exists()


def test_of_two_who_choose_at_once_both_count_and_one_stands(me, sam):
    leaves(me)
    sweep_leavers()

    found = at_once(lambda: deciding(sam), lambda: deciding(sam, P.TO_RETURN))

    assert found == [1, 1]
    assert Parting.objects.count() == 1


def test_of_two_answers_at_once_one_is_refused(me, heir):
    found = at_once(
        lambda: actions.accept(leaving=the(me), by=heir),
        lambda: actions.decline(leaving=the(me), by=heir),
    )

    assert sum(isinstance(one, Refused) for one in found) == 1


@pytest.mark.parametrize("answer", [actions.accept, actions.decline])
def test_who_is_deleted_while_the_successor_answers_leaves_nothing_behind(me, sam, heir, answer):
    while_not_yet_done(
        lambda: forget_person(person=sam, by=me), lambda: answer(leaving=the(me), by=heir)
    )

    assert not Parting.objects.exists()
    assert not Parting.history.exists()


def test_two_sweeps_at_once_take_the_records_once(me, sam):
    leaves(me)
    open_leavings()
    with on(OVER):
        assert sorted(at_once(part, part)) == [0, 1]
    assert Constituent.history.filter(history_change_reason="Left office").count() == 1


def test_records_are_taken_in_the_order_in_which_every_other_act_holds_them(me):
    people.person(councillor=me, full_name="Zed Last")
    people.person(councillor=me, full_name="Abe First")
    leaves(me)
    open_leavings()

    with on(OVER), CaptureQueriesContext(connection) as done:
        part()

    found = [one["sql"] for one in done if "FOR NO KEY UPDATE" in one["sql"]]
    held = [sql for sql in found if 'FROM "consent_constituent"' in sql]
    assert held
    by_key = ('ORDER BY "consent_constituent"."id"', "ORDER BY 1")
    assert all(any(order in sql for order in by_key) for sql in held)


def test_what_an_import_brings_in_as_the_term_ends_goes_with_the_rest(me, sam, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda: None)
    file = files.checked(me, files.row(full_name="Kit Yarrow"))
    imports.ask_to_apply(row=file, by=me)
    leaves(me)
    open_leavings()

    while_not_yet_done(working.work, over)
    over()

    assert Constituent.objects.count() == 2
    assert not Constituent.objects.here().exists()


def test_who_is_added_as_the_term_ends_is_still_to_be_decided_on(me, sam):
    leaves(me)
    sweep_leavers()
    deciding(sam)
    with transaction.atomic():
        add_person(full_name="Late Comer", capacity="ward", by=me)
        with on(OVER):
            at_once(sweep_leavers)
    assert the(me).status == LeavingStatus.DONE

    with on("2026-12-09"):
        assert step_out() == 1
        assert step_out() == 0

        assert the(me).status == LeavingStatus.OPEN
        assert the(me).people.get().full_name == "Late Comer"
        assert deciding(the(me).people.get()) == 1
    assert not Constituent.objects.exists()


def test_the_clock_names_nobody_whom_it_just_took(me, sam):
    leaves(me)
    open_leavings()

    with on(OVER):
        at_once(part, announce)

    assert Constituent.objects.get().goes_on is None
    assert not Notice.objects.filter(kind="contacts_to_go").exists()
