"""At the end of a term a councillor says what becomes of their records; nobody else reads them."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from consent.holding.actions import end_hold
from consent.leaving import actions
from consent.leaving.carrying import (
    carry_out,
    finish,
    lapse,
    open_leavings,
    part,
    seal,
    stay,
    step_out,
    sweep_leavers,
)
from consent.leaving.reminding import tell_of_deletion
from consent.models import (
    Constituent,
    Contact,
    ContactPermission,
    Leaving,
    LeavingStatus,
    Parting,
    PartingStatus,
)
from consent.permitting.actions import prefer
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.ledger.models import Entry
from councilgov.notices.actions import deliver
from councilgov.people.actions import end_term
from councilgov.people.models import Council, EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.leavers import (
    FIRST,
    GONE,
    LAST_DAY,
    OVER,
    SEALED,
    SECOND,
    deciding,
    fresh,
    leaves,
    on,
    reached,
    sweep_each,
    telling,
    the,
)

L, P = LeavingStatus, PartingStatus


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        row = people.verified(people.person(full_name="Sam Sorrel"))
        people.contacted(row)
        return row

    return shared(make)


@pytest.fixture
def row(made_once):
    return ContactPermission.objects.with_row().get(pk=made_once.pk)


@pytest.fixture
def person(row):
    return Constituent.objects.get(pk=row.constituent_id)


@pytest.fixture
def councillor(row):
    return fresh(row.councillor)


@pytest.fixture
def leaver(councillor):
    return leaves(councillor)


def is_left(person):
    return Constituent.objects.filter(pk=person.pk).exists()


# Who is asked, and when


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-11-09", 0), ("2026-11-10", 1)], ids=["29 days", "28 days"]
)
def test_they_are_asked_four_weeks_before_a_last_day_that_is_known(leaver, day, expected):
    with on(day):
        assert [open_leavings(), open_leavings()] == [expected, 0]


def test_who_left_without_a_warning_is_asked_at_once(councillor):
    leaves(councillor, date(2026, 11, 20), EndReason.RESIGNED)

    assert open_leavings() == 1
    assert the(councillor).last_day == date(2026, 11, 20)


def test_they_choose_until_ten_working_days_after(leaver):
    open_leavings()

    assert the(leaver).answer_until == date(2026, 12, 21)


def test_who_noted_nobody_is_asked_nothing():
    leaves(given.councillor())

    assert open_leavings() == 0


def test_two_wards_that_are_left_together_are_left_once(councillor):
    given.term(councillor)
    for term in councillor.terms.all():
        moment = timezone.now() + timedelta(days=3)
        end_term(term=term, ends_at=moment, reason=EndReason.RETIRED, by=None)

    assert open_leavings() == 1


def test_who_stays_for_another_ward_leaves_nothing(councillor):
    given.term(councillor)
    first = councillor.terms.earliest("pk")
    end_term(term=first, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    assert sweep_leavers() == 0


# What happens on the last day


def test_until_the_term_is_over_nothing_changes(leaver, person, row):
    sweep_leavers()
    deciding(person)

    sweep_leavers()

    assert prefer(permission=row, by=leaver).is_preferred
    assert list(Constituent.objects.visible_to(leaver)) == [person]


def test_from_then_on_nobody_reads_the_records(leaver, person):
    with on(OVER):
        assert step_out() == 2  # it is opened, and they are taken
        assert step_out() == 0
        person.refresh_from_db()

        assert person.leaving == the(leaver)
        for rows in (Constituent, ContactPermission, Contact):
            assert not rows.objects.here().exists()


def test_what_was_chosen_is_done_after_the_last_day(leaver, person):
    sweep_leavers()
    deciding(person)

    assert list(sweep_each("2026-12-07", OVER, OVER)) == [0, 3, 0]  # left, erased, done
    assert not is_left(person)
    assert not ContactPermission.history.filter(constituent_id=person.pk).exists()
    assert the(leaver).status == L.DONE


def test_what_is_chosen_after_it_is_done_at_once(leaver, person):
    with on(OVER):
        sweep_leavers()
        deciding(person)

    assert not is_left(person)
    assert the(leaver).status == L.DONE
    entry = Entry.objects.get(kind="consent.left_records_deleted")
    assert json.loads(entry.facts) == {"people": 1, "why": "chosen"}


def test_one_choice_for_all_leaves_what_was_chosen_before(leaver, person):
    other = people.person(councillor=leaver)
    sweep_leavers()
    deciding(person, P.TO_RETURN)

    assert actions.decide(leaving=the(leaver), choice=P.TO_DELETE, by=leaver) == 1
    assert list(Parting.objects.order_by("pk").values_list("constituent", "status")) == [
        (person.pk, P.TO_RETURN),
        (other.pk, P.TO_DELETE),
    ]


def test_a_choice_can_be_changed(leaver, person):
    sweep_leavers()
    deciding(person)
    deciding(person, P.TO_RETURN)

    assert Parting.objects.get().status == P.TO_RETURN


def test_a_choice_for_all_that_is_sent_twice_is_refused_in_words(leaver, person):
    sweep_leavers()
    for_all = {"leaving": the(leaver), "choice": "to_delete", "by": leaver}
    assert actions.decide(**for_all) == 1

    with pytest.raises(Refused, match="chosen for everybody already"):
        actions.decide(**for_all)


@pytest.mark.parametrize("choice", ["", P.HANDED, P.ACCEPTED])
def test_nothing_else_is_a_choice(leaver, person, choice):
    sweep_leavers()

    with pytest.raises(Refused, match="Choose what becomes"):
        deciding(person, choice)


def test_nobody_else_chooses(leaver, person):
    sweep_leavers()

    for by in (given.councillor(), given.somebody(Role.INFORMATION_OFFICER)):
        with pytest.raises(Refused, match="nothing left to choose"):
            actions.decide(leaving=the(leaver), choice=P.TO_DELETE, by=by)


def test_what_is_the_councils_stays_with_it_and_is_no_longer_theirs(leaver):
    met = people.person(councillor=leaver, capacity=Capacity.COUNCIL)
    sweep_leavers()
    actions.decide(leaving=the(leaver), choice=P.TO_DELETE, by=leaver)

    list(sweep_each(OVER))
    met.refresh_from_db()

    assert list(Constituent.objects.all()) == [met]
    assert met.leaving == the(leaver)
    assert deciding_is_refused(met)


def deciding_is_refused(person):
    with pytest.raises(Refused, match="nothing left"):
        deciding(person)
    return True


def test_who_is_held_for_a_case_goes_when_it_is_closed(leaver, person):
    hold = people.kept(person)
    sweep_leavers()
    deciding(person)
    list(sweep_each(OVER))
    assert is_left(person)
    assert the(leaver).status == L.DONE

    end_hold(hold=hold, by=given.officer(Role.INFORMATION_OFFICER))
    list(sweep_each("2026-12-09"))
    assert not is_left(person)


# In office again


@pytest.mark.parametrize("day", ["2026-11-24", OVER, SEALED, GONE])
def test_who_is_elected_again_without_a_gap_keeps_everything(leaver, person, day):
    sweep_leavers()
    deciding(person, P.TO_RETURN)
    list(sweep_each(*[one for one in (OVER, SEALED) if one < day]))

    given.term(leaver, starts_on=LAST_DAY + timedelta(days=1))
    list(sweep_each(day))
    person.refresh_from_db()

    assert person.leaving is None
    assert the(leaver).status == L.STAYED
    assert not Parting.objects.exists()
    assert not Parting.history.exists()


def test_who_leaves_that_term_after_all_is_asked_again(councillor, person):
    leaves(councillor)
    sweep_leavers()
    again = given.term(councillor, starts_on=LAST_DAY + timedelta(days=1))
    sweep_leavers()
    QuerySet(type(again)).filter(pk=again.pk).delete()

    assert sweep_leavers() == 1
    assert the(councillor).status == L.OPEN
    assert the(councillor).ended_at is None


def test_who_comes_back_after_a_gap_gets_none_of_it_back(leaver, person):
    with on("2026-12-10"):
        given.term(leaver, starts_on=date(2026, 12, 9))
        new = people.person(councillor=fresh(leaver))
        sweep_leavers()

        assert list(Constituent.objects.visible_to(fresh(leaver))) == [new]
        with pytest.raises(Refused, match="Only the councillor"):
            prefer(permission=person.permissions.get(), by=fresh(leaver))


def test_a_number_of_an_earlier_term_is_said_of_nobody(leaver, row):
    with on("2026-12-10"):
        given.term(leaver, starts_on=date(2026, 12, 9))
        sweep_leavers()

        assert people.verified(people.person(councillor=fresh(leaver)), handle=row.handle)


# Sealed, and deleted


def test_who_does_not_answer_has_the_records_sealed_and_deleted_after_two_notices(leaver, person):
    statuses = []
    for day in (OVER, "2026-12-21", SEALED, FIRST, SECOND, "2027-02-01", GONE):
        with on(day):
            sweep_leavers()
            reached(leaver)
            told = tell_of_deletion()
            deliver(until=timezone.now() + timedelta(seconds=10))
            statuses.append((the(leaver).status, told))

    assert statuses == [
        (L.OPEN, 0),
        (L.OPEN, 0),
        (L.SEALED, 0),
        (L.SEALED, 1),
        (L.SEALED, 1),
        (L.SEALED, 0),
        (L.LAPSED, 0),
    ]
    assert not is_left(person)


def test_the_council_sets_after_how_many_days_they_are_deleted(leaver):
    council = Council.objects.the()
    council.sealed_days = 28
    council.keep(by=None, why="Test")

    list(sweep_each(OVER, SEALED))

    assert the(leaver).deletes_on == date(2027, 1, 19)


@pytest.mark.parametrize("days", [27, 181])
def test_the_database_refuses_other_days(days):
    council = given.council()
    council.sealed_days = days

    with pytest.raises(Refused, match="Choose from 28 to 180"):
        council.keep(by=None, why="Test")


def test_nobody_is_deleted_without_both_notices_however_late_the_clock_is(leaver, person):
    list(sweep_each(OVER, SEALED))
    reached(leaver)
    for day in ("2027-05-01", "2027-05-02", "2027-05-14"):
        with on(day):
            telling()
    assert is_left(person)

    with on("2027-05-15"):
        assert tell_of_deletion() == 1
        deliver(until=timezone.now() + timedelta(seconds=10))
    assert sum(sweep_each("2027-05-21")) == 0
    assert sum(sweep_each("2027-05-22")) == 1
    assert not is_left(person)


def test_once_sealed_one_choice_is_made_for_all(leaver, person):
    people.person(councillor=leaver)
    list(sweep_each(OVER, SEALED))

    with on(SEALED):
        with pytest.raises(Refused, match="for all of them together"):
            deciding(person)
        assert actions.decide(leaving=the(leaver), choice=P.TO_DELETE, by=leaver) == 2

    assert the(leaver).status == L.DONE


def test_a_choice_that_waits_for_its_file_is_no_answer(leaver, person):
    with on(OVER):
        sweep_leavers()
        deciding(person, P.TO_RETURN)
    list(sweep_each(SEALED))

    assert the(leaver).is_sealed


# A councillor who has died


def test_records_of_the_dead_are_sealed_at_once_and_wait_for_an_officer(councillor, person):
    leaves(councillor, date(2026, 11, 22), EndReason.DIED)

    sweep_leavers()
    list(sweep_each("2027-06-01"))

    assert the(councillor).waits_for_officer
    assert is_left(person)


def test_an_officer_sets_the_day_and_reads_nothing(councillor, person):
    leaves(councillor, date(2026, 11, 22), EndReason.DIED)
    sweep_leavers()
    officer = given.somebody(Role.MEMBERS_SERVICES)

    actions.begin_period(leaving=the(councillor), by=officer)

    assert the(councillor).deletes_on == date(2027, 1, 4)
    assert list(sweep_each("2027-01-03", "2027-01-04", "2027-01-04")) == [0, 1, 0]
    assert not is_left(person)
    with pytest.raises(Refused, match="the day is set"):
        actions.begin_period(leaving=the(councillor), by=officer)


def test_of_the_living_no_officer_says_anything(leaver):
    list(sweep_each(OVER, SEALED))

    with pytest.raises(Refused, match="nothing to decide"):
        actions.begin_period(leaving=the(leaver), by=given.somebody(Role.MEMBERS_SERVICES))


def test_nobody_else_lets_the_time_of_the_dead_run(councillor):
    leaves(councillor, date(2026, 11, 22), EndReason.DIED)
    sweep_leavers()

    with pytest.raises(Refused, match="nothing to decide"):
        actions.begin_period(leaving=the(councillor), by=given.somebody(Role.ICT_DESK))


# The machine


@pytest.mark.no_database
@pytest.mark.parametrize("start", LeavingStatus)
@pytest.mark.parametrize("end", LeavingStatus)
def test_a_leaving_moves_along_its_machine_only(start, end):
    # Written out, not read from consent.machines: a move that is added or lost fails here.
    moves = {
        "open": "sealed done stayed",
        "sealed": "done lapsed stayed",
        "stayed": "open",
        "done": "open stayed",
        "lapsed": "stayed",
    }

    if end in moves.get(start, "").split():
        Leaving(status=start).check_move(end, "It")
    else:
        with pytest.raises(Refused, match="It can’t be done"):
            Leaving(status=start).check_move(end, "It")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("sealed_when_left", {"status": "sealed"}),
        ("deleted_once_sealed", {"deletes_on": LAST_DAY}),
        ("told_before_again", {"told_again_on": LAST_DAY}),
        ("ended_at_a_moment", {"status": "done"}),
        ("period_begun_at_together", {"period_begun_at": timezone.now()}),
        ("status_known", {"status": "other", "ended_at": timezone.now()}),
    ],
)
def test_the_database_refuses_half_a_leaving(leaver, name, values):
    open_leavings()

    with pytest.raises(IntegrityError, match=f"consent_leaving_{name}"):
        QuerySet(Leaving).update(**values)


def test_where_nobody_is_erased_after_all_there_is_no_evidence_of_it(leaver, monkeypatch):
    person = people.person(councillor=leaver)
    sweep_leavers()
    actions.decide(leaving=the(leaver), choice=P.TO_DELETE, by=leaver)
    monkeypatch.setattr("consent.leaving.carrying.erase_people", lambda **_whom: 0)

    with on(OVER):
        sweep_leavers()

    assert Constituent.objects.filter(pk=person.pk).exists()
    assert not Entry.objects.filter(kind="consent.left_records_deleted").exists()


@pytest.mark.parametrize("step", [stay, open_leavings, part, carry_out, finish, seal, lapse])
def test_each_step_is_safe_with_nothing_to_do(step):
    given.council()

    assert step() == 0


def test_the_sweep_takes_as_many_queries_for_many_people(leaver, django_assert_max_num_queries):
    for _n in range(12):
        people.person(councillor=leaver)
    sweep_leavers()
    actions.decide(leaving=the(leaver), choice=P.TO_DELETE, by=leaver)

    with on(OVER), django_assert_max_num_queries(115):
        sweep_leavers()
    assert not Constituent.objects.exists()
