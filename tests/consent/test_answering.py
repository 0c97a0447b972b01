"""A councillor who left rings or writes: an officer records what they say, and reads nothing."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from consent.leaving import actions
from consent.leaving.answering import record_answer
from consent.leaving.carrying import sweep_leavers
from consent.leaving.reminding import letters_due
from consent.models import (
    Answer,
    Constituent,
    Covers,
    LeaverAnswer,
    LeavingStatus,
    Manner,
    PartingStatus,
    RecordsHold,
)
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people.models import EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.leavers import (
    FIRST,
    LAST_DAY,
    OVER,
    SEALED,
    deciding,
    fresh,
    leaves,
    offering,
    on,
    successor,
    sweep_each,
    the,
)

L = LeavingStatus
DAY = {"said_on_day": "9", "said_on_month": "12", "said_on_year": "2026"}
SAID: dict[str, Any] = {
    "said_on": date(2026, 12, 9),
    "manner": Manner.PHONE,
    "known_from": "Rang back at home",
}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        person = people.person(councillor=councillor)
        return person, given.somebody(Role.INFORMATION_OFFICER)

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


def says(leaver, officer, answer=Answer.DELETE, day=SEALED, **fields):
    with on(day):
        return record_answer(leaving=the(leaver), answer=answer, by=officer, **SAID | fields)


def is_left(person):
    return Constituent.objects.filter(pk=person.pk).exists()


def test_what_they_say_is_deleted_at_once_and_stands_as_evidence(leaver, person, officer):
    list(sweep_each(OVER, SEALED))

    said = says(leaver, officer)

    assert not is_left(person)
    assert the(leaver).status == L.DONE
    assert (said.answer, said.manner, said.recorded_by) == ("delete", "phone", officer)
    entry = Entry.objects.get(kind="consent.leaver_said")
    assert entry.details["people"] == 1
    assert entry.details["said_on"] == "2026-12-09"
    assert [row.name for row in entry.names.all()] == ["Rang back at home"]
    assert person.full_name not in entry.facts


def test_before_they_are_sealed_too_where_somebody_can_not_sign_in(leaver, person, officer):
    list(sweep_each(OVER))

    says(leaver, officer, day="2026-12-10")

    assert not is_left(person)


def test_what_waited_for_a_file_goes_and_what_a_successor_took_stays(leaver, person, officer):
    heir = successor(leaver)
    people.reached(taken := people.person(councillor=leaver))
    sweep_leavers()
    deciding(person, PartingStatus.TO_RETURN)
    offering(taken, heir)
    actions.accept(leaving=the(leaver), by=heir)
    with on("2026-12-08"):
        actions_done = sweep_leavers()
        says(leaver, officer, day="2026-12-09")

    assert actions_done
    assert not is_left(person)
    assert Constituent.objects.filter(councillor=heir).count() == 1


def test_they_may_have_them_kept_until_their_day(leaver, person, officer):
    list(sweep_each(OVER, SEALED))
    before = the(leaver).deletes_on

    says(leaver, officer, Answer.KEEP)

    assert is_left(person)
    assert the(leaver).deletes_on == before
    assert the(leaver).period_begun_at is None
    with on(FIRST):
        assert letters_due().get() == the(leaver)


def test_where_no_day_was_set_it_runs_from_when_they_said_so(leaver, person, officer):
    list(sweep_each(OVER, SEALED))
    row = the(leaver)
    row.deletes_on = None
    row.keep(by=None, why="Nobody can be told")

    says(leaver, officer, Answer.KEEP)

    assert the(leaver).deletes_on == date(2027, 2, 2)
    assert the(leaver).period_begun_by == officer


def test_nothing_is_kept_that_is_not_sealed(leaver, person, officer):
    list(sweep_each(OVER))

    with pytest.raises(Refused, match="not sealed yet"):
        says(leaver, officer, Answer.KEEP, day="2026-12-10")


def test_they_may_change_their_mind_until_nothing_is_left(leaver, person, officer):
    list(sweep_each(OVER, SEALED))
    says(leaver, officer, Answer.KEEP)
    says(leaver, officer, Answer.DELETE, manner=Manner.LETTER)

    assert [row.answer for row in LeaverAnswer.objects.order_by("pk")] == ["keep", "delete"]
    with pytest.raises(Refused, match="nothing to write down"):
        says(leaver, officer)


def test_what_is_kept_for_a_request_stays_and_is_not_asked_for_again(leaver, person, officer):
    list(sweep_each(OVER, SEALED))
    people.records_kept(covers=Covers.EVERYTHING, councillor=leaver, by=officer)
    says(leaver, officer)

    assert RecordsHold.objects.exists()
    assert is_left(person)
    with pytest.raises(Refused, match="nothing to write down"):
        says(leaver, officer)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.INFORMATION_OFFICER}))
def test_nobody_else_writes_it_down(leaver, person, role):
    list(sweep_each(OVER, SEALED))

    with pytest.raises(Refused, match="nothing to write down"):
        says(leaver, given.somebody(role))
    assert is_left(person)


def test_while_they_are_in_office_they_choose_themselves(leaver, person, officer):
    sweep_leavers()

    with pytest.raises(Refused, match="in office"):
        says(leaver, officer, day="2026-11-30", said_on=date(2026, 11, 24))


def test_for_somebody_who_died_nobody_says_it(person, officer):
    councillor = leaves(person.councillor, date(2026, 11, 22), EndReason.DIED)
    sweep_leavers()

    with pytest.raises(Refused, match="have died"):
        says(councillor, officer)


def test_a_day_to_come_is_refused(leaver, person, officer):
    list(sweep_each(OVER, SEALED))

    with pytest.raises(Refused):
        says(leaver, officer, said_on=date(2026, 12, 25))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"known_from": ""}, "known_to_be_them"),
        ({"answer": "read"}, "answer_known"),
        ({"manner": "dove"}, "manner_known"),
    ],
)
def test_the_database_knows_who_said_what_and_how(leaver, person, officer, fields, name):
    list(sweep_each(OVER))
    row = LeaverAnswer(
        leaving=the(leaver), recorded_at=timezone.now(), recorded_by=officer, answer="keep", **SAID
    )
    for field, value in fields.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        models.Model.save(row)


def test_the_page_asks_all_of_it_and_deletes(client, leaver, person, officer):
    list(sweep_each(OVER, SEALED))
    page = reverse("consent:record_answer", args=[the(leaver).pk])
    with on(SEALED):
        client.force_login(fresh(officer))
        assert page in client.get(reverse("consent:leavers")).text
        assert person.full_name not in client.get(page).text
        empty = client.post(page, {"known_from": ""})
        assert "Select what they said" in empty.text
        assert "Say how you knew that it was them" in empty.text
        answers = {"answer": "delete", "manner": "letter", "known_from": "Signature"}
        done = client.post(page, answers | DAY)

        assert done.status_code == 302, done.text
    assert not is_left(person)


def test_the_page_offers_no_keeping_of_what_is_not_sealed(client, leaver, person, officer):
    list(sweep_each(OVER))
    with on("2026-12-10"):
        client.force_login(fresh(officer))
        shown = client.get(reverse("consent:record_answer", args=[the(leaver).pk])).text

    assert "Delete all of them now" in shown
    assert "Keep them sealed" not in shown


def test_the_page_is_not_there_for_who_is_in_office_or_died(client, person, officer):
    councillor = leaves(person.councillor, LAST_DAY)
    sweep_leavers()
    page = reverse("consent:record_answer", args=[the(councillor).pk])
    client.force_login(officer)

    assert client.get(page).status_code == 404
