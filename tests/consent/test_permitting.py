"""Permission is asked for, answered, checked and taken back; a number alone is none."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError

from consent.models import ContactPermission, PermissionStatus, Purpose, Source, Verification
from consent.permitting import actions
from councilgov.days import today
from councilgov.ledger.models import Entry, EntryName
from councilgov.people.models import Council
from councilgov.records import Refused
from tests import given
from tests.consent import people

STATUS = PermissionStatus


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return people.person()

    return shared(make)


@pytest.fixture
def person(made_once):
    return type(made_once).objects.select_related("councillor").get(pk=made_once.pk)


@pytest.fixture
def by(person):
    return person.councillor


def test_who_is_asked_is_asked_in_words_and_has_thirty_days(person):
    row = people.asked(person, handle=" 07700 900982 ", words=" May I text you? ")

    assert row.status == STATUS.ASKED
    assert (row.handle, row.normal) == ("07700 900982", "+447700900982")
    assert row.words == "May I text you?"
    assert row.reply_until == today() + timedelta(days=30)
    assert (row.needs_permission, row.needs_verification) == (True, True)


def test_a_question_without_words_is_none(person):
    with pytest.raises(IntegrityError, match="asked_in_words"):
        people.asked(person, words=" ")


def test_to_have_a_number_is_no_permission_to_write_to_it(person):
    with pytest.raises(Refused, match="no permission to write to it"):
        people.granted(person, source=Source.GAVE_DETAILS)

    assert people.reached(person).status == STATUS.GRANTED


@pytest.mark.parametrize("purpose", [Purpose.NEWSLETTER, Purpose.PUBLISH])
def test_a_number_that_was_given_is_for_contact_alone(person, purpose):
    with pytest.raises(Refused, match="no permission to write to it"):
        people.reached(person, purpose=purpose)


@pytest.mark.parametrize(("agreed", "status"), [(True, STATUS.GRANTED), (False, STATUS.REFUSED)])
def test_they_say_yes_or_no(person, by, agreed, status):
    row = actions.answered(permission=people.asked(person), agreed=agreed, on=today(), by=by)

    assert row.status == status
    assert row.answered_on == today()


@pytest.mark.parametrize(
    ("on", "told"),
    [(date(2026, 11, 22), "before you asked"), (date(2026, 11, 24), "today or in the past")],
)
def test_an_answer_comes_after_the_question_and_not_tomorrow(person, by, on, told):
    with pytest.raises(Refused, match=told):
        actions.answered(permission=people.asked(person), agreed=True, on=on, by=by)


@pytest.mark.parametrize("do", [people.asked, people.granted])
def test_nothing_is_asked_or_begun_tomorrow(person, do):
    day = {"asked_on" if do is people.asked else "on": today() + timedelta(days=1)}

    with pytest.raises(Refused, match="today or in the past"):
        do(person, **day)


def test_an_answer_may_come_late(person, by):
    row = people.asked(person)
    with time_machine.travel("2026-12-25 12:00Z"):
        assert actions.close_without_reply() == 1
        assert actions.close_without_reply() == 0

        row = actions.answered(permission=row, agreed=True, on=today(), by=by)

    assert row.status == STATUS.GRANTED


@pytest.mark.parametrize(("day", "closed"), [("2026-12-23", 0), ("2026-12-24", 1)])
def test_a_question_stands_thirty_days(person, day, closed):
    people.asked(person)

    with time_machine.travel(f"{day} 12:00Z"):
        assert actions.close_without_reply() == closed


def test_who_wrote_first_has_agreed_and_is_still_to_be_checked(person):
    row = people.granted(person)

    assert (row.status, row.source) == (STATUS.GRANTED, Source.WROTE_FIRST)
    assert not row.is_usable(today())


def test_a_telephone_needs_no_check(person):
    assert people.reached(person).is_usable(today())


def test_the_same_is_agreed_once(person):
    row = people.granted(person)

    with pytest.raises(Refused, match="permission for it already"):
        people.granted(person, handle=row.handle)
    beyond = {"purpose": Purpose.NEWSLETTER, "source": Source.THEY_ASKED}
    assert people.granted(person, handle=row.handle, **beyond).pk != row.pk


def test_a_call_back_follows_the_test_message(person, by):
    row = people.granted(person)
    check = partial(
        people.checked, row, how=Verification.CALL_BACK, who_answered=" Sam, by the voice "
    )
    with pytest.raises(Refused, match="Send the test message first"):
        check()

    actions.record_test(permission=row, by=by)
    row = check()

    assert row.status == STATUS.VERIFIED
    assert row.who_answered == "Sam, by the voice"
    assert row.is_usable(today())


def test_a_check_says_who_answered(person):
    with pytest.raises(IntegrityError, match="known_who_answered"):
        people.checked(people.granted(person), who_answered=" ")


@pytest.mark.parametrize(
    ("checked_on", "stale_on"),
    [("2026-08-31", date(2027, 2, 28)), ("2026-05-23", date(2026, 11, 23))],
)
def test_a_check_lasts_six_calendar_months(person, checked_on, stale_on):
    with time_machine.travel(f"{checked_on} 12:00Z"):
        row = people.verified(person)

    assert row.stale_on == stale_on
    assert not row.is_stale(stale_on - timedelta(days=1))
    assert row.is_stale(stale_on)
    assert not row.is_usable(stale_on)
    assert list(ContactPermission.objects.stale(stale_on)) == [row]
    assert not ContactPermission.objects.stale(stale_on - timedelta(days=1)).exists()


def test_the_council_may_choose_another_time(person):
    council = Council.objects.the()
    council.stale_after_months = 3
    council.keep(by=None, why="Test")

    assert people.verified(person).stale_on == date(2027, 2, 23)


@pytest.mark.parametrize("months", [0, 13])
def test_it_is_a_year_at_most(person, months):
    council = Council.objects.the()
    council.stale_after_months = months

    with pytest.raises(Refused, match="1 to 12 months"):
        council.keep(by=None, why="Test")


def test_a_test_that_nobody_answers_leaves_it_as_it_was(person, by):
    row = people.verified(person)
    stale_on = row.stale_on
    with time_machine.travel("2027-06-01 12:00Z"):
        actions.record_test(permission=row, by=by)
        row = actions.give_up_test(permission=row, by=by)

        assert (row.status, row.stale_on) == (STATUS.VERIFIED, stale_on)
        assert row.is_stale(today())


def test_a_first_test_that_nobody_answers_leaves_it_unchecked(person, by):
    row = actions.record_test(permission=people.granted(person), by=by)

    assert actions.give_up_test(permission=row, by=by).status == STATUS.GRANTED


def test_a_councillor_declines_a_channel_where_another_way_is_sure(person, by):
    row, other = people.granted(person), people.reached(person)
    with pytest.raises(Refused, match="First make sure of another way"):
        actions.decline(permission=row, by=by)
    people.checked(other)

    assert actions.decline(permission=row, by=by).status == STATUS.DECLINED


@pytest.mark.parametrize(
    ("day", "may"),
    [("2027-05-22", True), ("2027-05-23", False)],
    ids=["the last day of six months", "after six months"],
)
@pytest.mark.parametrize("make_sure", [people.checked, people.contacted])
def test_a_way_is_sure_for_six_months_after_it_was_checked_or_answered(
    person, by, make_sure, day, may
):
    row, other = people.granted(person), people.reached(person)
    make_sure(other)

    with time_machine.travel(f"{day} 12:00Z"):
        if may:
            assert actions.decline(permission=row, by=by).status == STATUS.DECLINED
        else:
            with pytest.raises(Refused, match="First make sure"):
                actions.decline(permission=row, by=by)


def test_the_channel_that_is_declined_is_not_the_other_way(person, by):
    row = people.checked(people.reached(person))

    with pytest.raises(Refused, match="First make sure of another way"):
        actions.decline(permission=row, by=by)


def test_a_way_that_they_took_back_is_no_other_way(person, by):
    row, other = people.granted(person), people.checked(people.reached(person))
    actions.withdraw(permission=other, by=by)

    with pytest.raises(Refused, match="First make sure of another way"):
        actions.decline(permission=row, by=by)


@pytest.mark.parametrize("make", [people.asked, people.granted, people.verified])
def test_what_is_taken_back_counts_at_once(person, by, make):
    row = make(person)
    if make is not people.asked:
        actions.prefer(permission=row, by=by)

    row = actions.withdraw(permission=row, by=by)

    assert row.status == STATUS.WITHDRAWN
    assert row.ended_on == today()
    assert not row.is_preferred
    assert not row.is_usable(today())


def test_they_take_it_back_themselves(person):
    row = actions.withdraw(permission=people.verified(person), by=None)

    assert row.status == STATUS.WITHDRAWN


@pytest.mark.parametrize(
    ("day", "may"), [("2027-11-22", False), ("2027-11-23", True)], ids=["a day early", "a year"]
)
def test_who_said_no_is_asked_again_after_a_year(person, by, day, may):
    row = people.asked(person)
    actions.answered(permission=row, agreed=False, on=today(), by=by)

    with time_machine.travel(f"{day} 12:00Z"):
        if may:
            assert people.asked(person, handle=row.handle).pk == row.pk
        else:
            with pytest.raises(Refused, match="Do not ask again before 23 November 2027"):
                people.asked(person, handle=row.handle)


def test_who_took_it_back_may_ask_for_it_the_next_day_and_is_checked_anew(person, by):
    row = people.verified(person)
    actions.withdraw(permission=row, by=by)
    with time_machine.travel("2026-11-24 12:00Z"):
        again = people.granted(person, handle=row.handle, source=Source.THEY_ASKED)

    assert again.pk == row.pk
    assert again.status == STATUS.GRANTED
    assert (again.verified_on, again.stale_on, again.who_answered) == (None, None, "")


def test_another_number_is_checked_anew(person, by):
    old = people.verified(person)

    new = actions.change_handle(permission=old, handle="07700 900999", by=by)

    old.refresh_from_db()
    assert old.status == STATUS.HANDLE_CHANGED
    assert (new.status, new.normal) == (STATUS.GRANTED, "+447700900999")


def test_a_new_telephone_number_was_given(person, by):
    new = actions.change_handle(permission=people.reached(person), handle="01632 960999", by=by)

    assert new.source == Source.GAVE_DETAILS


@pytest.mark.parametrize("handle", ["07700 900982", "+44 7700 900 982"])
def test_the_same_number_is_no_new_one(person, by, handle):
    row = people.verified(person, handle="07700 900982")

    with pytest.raises(Refused, match="number or name that you have noted"):
        actions.change_handle(permission=row, handle=handle, by=by)

    row.refresh_from_db()
    assert row.status == STATUS.VERIFIED


def test_one_way_is_the_one_they_like_best(person, by):
    first, second = people.granted(person), people.reached(person)
    actions.prefer(permission=first, by=by)

    actions.prefer(permission=second, by=by)

    assert list(person.permissions.filter(is_preferred=True)) == [second]
    assert person.permissions.first() == second


def test_what_is_not_agreed_is_not_the_one_they_like_best(person, by):
    with pytest.raises(Refused, match="that they agreed to"):
        actions.prefer(permission=people.asked(person), by=by)


def test_of_two_people_under_one_number_it_is_said_why(person, by):
    first = people.verified(person)
    partner = people.person(councillor=by, full_name="Kit Sorrel")
    second = people.granted(partner, handle=first.handle)

    with pytest.raises(Refused, match=f"You have checked that this is {person.full_name}"):
        people.checked(second)
    second = people.checked(second, shared_why=" They share a telephone ")

    assert second.shared_why == "They share a telephone"


def test_what_one_of_a_couple_takes_back_stays_the_others(person, by):
    first = people.verified(person)
    second = people.granted(people.person(councillor=by), handle=first.handle)
    second = people.checked(second, shared_why="A couple")

    actions.withdraw(permission=first, by=by)

    second.refresh_from_db()
    assert second.status == STATUS.VERIFIED


def test_another_councillors_contact_under_the_same_number_is_nobodys_business(person):
    first = people.verified(person)

    other = people.verified(people.person(), handle=first.handle)

    assert other.status == STATUS.VERIFIED


@pytest.mark.parametrize(
    "act",
    [
        lambda row, by: actions.answered(permission=row, agreed=True, on=today(), by=by),
        lambda row, by: actions.record_test(permission=row, by=by),
        lambda row, by: people.checked(row, by=by),
        lambda row, by: actions.decline(permission=row, by=by),
        lambda row, by: actions.withdraw(permission=row, by=by),
        lambda row, by: actions.change_handle(permission=row, handle="07700 900999", by=by),
        lambda row, by: actions.mark_wrong_person(permission=row, by=by),
        lambda row, by: actions.prefer(permission=row, by=by),
        lambda row, by: people.asked(row.constituent, by=by),
    ],
)
def test_nobody_acts_for_another_councillor(person, act):
    row = people.granted(person)

    with pytest.raises(Refused, match="Only the councillor whose contact this is"):
        act(row, given.councillor())


@pytest.mark.parametrize(
    ("name", "told"), [("Skype", "contacted by Skype"), ("Facebook", "contacted by Facebook")]
)
def test_a_channel_that_is_no_more_or_public_is_not_used(person, name, told):
    with pytest.raises(Refused, match=told):
        people.granted(person, channel=people.channel(name), handle="sam.sorrel")


@pytest.mark.parametrize("handle", ["call me", "sam@example.com", "0" * 300])
def test_what_is_no_number_is_refused(person, handle):
    with pytest.raises(Refused, match="Enter") as refusal:
        people.granted(person, handle=handle)

    assert refusal.value.field == "handle"


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 11, 19), "They agreed on 20 November 2026"),
        (date(2026, 11, 22), "You checked it on 23 November 2026 already"),
    ],
)
def test_a_check_is_none_before_what_it_checks(person, on, told):
    with time_machine.travel("2026-11-20 12:00Z"):
        row = people.granted(person)
    if on > row.answered_on:
        row = people.checked(row)

    with pytest.raises(Refused, match=told):
        people.checked(row, on=on)


def test_nobody_rang_before_the_test_message_was_sent(person):
    with time_machine.travel("2026-11-20 12:00Z"):
        row = people.granted(person)
    row = actions.record_test(permission=row, by=person.councillor)

    with pytest.raises(Refused, match="You sent the test message on 23 November 2026"):
        people.checked(row, how=Verification.CALL_BACK, on=date(2026, 11, 22))

    assert people.checked(row, how=Verification.CALL_BACK).verified_on == today()


def test_what_they_agreed_to_and_took_back_is_evidence_without_a_name(person):
    row = people.granted(person)
    refused = actions.answered(
        permission=people.asked(person), agreed=False, on=today(), by=person.councillor
    )
    actions.withdraw(permission=row, by=None)

    entries = Entry.objects.filter(kind__startswith="consent.permission_").order_by("pk")
    assert [entry.kind.rpartition("_")[2] for entry in entries] == ["given", "refused", "withdrawn"]
    assert not EntryName.objects.filter(entry__in=entries).exists()
    said = str(list(entries.values_list("facts", "subject")))
    assert refused.handle not in said
    assert person.full_name not in said
