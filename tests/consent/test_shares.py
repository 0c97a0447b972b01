"""A councillor shares one record with one user: who may read it, until when, and what they see."""

import datetime as dt
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from consent.adding.actions import forget_person
from consent.disclosing.actions import end_over, end_share, read_shared
from consent.disclosing.rules import officers, other_councillors
from consent.enquiring.actions import read_record
from consent.holdings import everything_of, history_of
from consent.leaving.carrying import step_out
from consent.models import (
    ActsFor,
    Constituent,
    ContactPermission,
    Ended,
    Extent,
    PermissionStatus,
    Reading,
    Share,
    SharedFor,
    StopLink,
)
from consent.permitting.actions import decline, mark_wrong_person, record_test, withdraw
from consent.reading.records import ways_of
from consent.stopping.actions import make_link, stop
from consent.tasks import sweep
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.notices.actions import deliver
from councilgov.people.actions import appoint, close_account, end_appointment, end_term
from councilgov.people.models import EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.leavers import fresh

NUMBER = "07700 900982"
S = PermissionStatus
MONTHS_AFTER = dt.date(2027, 5, 23)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor(full_name="Jo Ash")
        person = people.person(councillor=councillor, full_name="Sam Sorrel")
        way = people.verified(person, handle=NUMBER)
        officer = given.officer(Role.MEMBERS_SERVICES, full_name="Pat Reader")
        return way, officer, given.councillor(full_name="Max Other")

    return shared(make)


@pytest.fixture
def way(made_once):
    return ContactPermission.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def person(way):
    return Constituent.objects.get(pk=way.constituent_id)


@pytest.fixture
def officer(made_once):
    return type(made_once[1]).objects.get(pk=made_once[1].pk)


@pytest.fixture
def other(made_once):
    return type(made_once[2]).objects.get(pk=made_once[2].pk)


@pytest.fixture
def share(person, officer):
    return people.shared(person, reader=officer)


def with_councillor(person, reader, **fields):
    """Shared with another councillor, the person having agreed today."""
    role = {"role": Role.COUNCILLOR, "acts_for": ActsFor.THEMSELVES, "agreed_on": today()}
    return people.shared(person, reader=reader, **role | fields)


def may_read(share, user=None):
    reader = type(share.reader).objects.get(pk=(user or share.reader).pk)
    return Share.objects.read_by(reader, timezone.now()).filter(pk=share.pk).exists()


# With whom


@pytest.mark.parametrize("role", Role)
def test_nobody_reads_it_but_the_one_with_whom_it_is_shared(share, role):
    assert may_read(share)
    assert not may_read(share, given.somebody(role))


def test_not_even_its_councillor_reads_it_in_place_of_the_reader(share, person):
    with pytest.raises(Refused, match="not shared with you"):
        read_shared(share=share, by=person.councillor)


def test_another_councillor_reads_it_once_the_person_agreed(person, other):
    with pytest.raises(Refused, match="Ask the person first"):
        with_councillor(person, other, agreed_on=None)

    assert may_read(with_councillor(person, other))


def test_nobody_agreed_on_a_day_to_come(person, other):
    with pytest.raises(Refused, match="today or in the past"):
        with_councillor(person, other, agreed_on=today() + timedelta(days=1))


@pytest.mark.parametrize("role", [Role.INFORMATION_OFFICER, Role.COUNCILLOR, Role.ADMINISTRATOR])
def test_nobody_reads_in_a_role_that_they_do_not_hold(person, officer, role):
    with pytest.raises(Refused, match="not there in this role"):
        people.shared(person, reader=officer, role=role)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_has_no_business_with_cases_is_not_offered_and_refused(person, role):
    somebody = given.officer(role)

    assert not officers(person.councillor).filter(officer=somebody).exists()
    with pytest.raises(Refused, match="not there in this role"):
        people.shared(person, reader=somebody, role=role)


def test_offered_is_whoever_else_can_sign_in(person, officer, other):
    gone = given.officer(Role.ICT_DESK)
    close_account(person=gone, reason="Left", by=officer)
    new = given.newcomer()
    appoint(officer=new, role=Role.ICT_DESK, starts_on=today(), by=None)

    offered = {row.officer_id for row in officers(person.councillor)}
    councillors = set(other_councillors(person.councillor, timezone.now()))

    assert officer.pk in offered
    assert offered.isdisjoint({gone.pk, new.pk, person.councillor_id})
    assert councillors == {other}


def test_nobody_shares_with_themselves(person):
    with pytest.raises(Refused, match="You have this record already"):
        with_councillor(person, person.councillor)


def test_nobody_shares_anothers_record(person, officer, other):
    with pytest.raises(Refused, match="Only the councillor whose contact"):
        people.shared(person, reader=officer, by=other)


def test_twice_is_refused(share, person, officer):
    with pytest.raises(Refused, match="share this record with them already"):
        people.shared(person, reader=officer)


def test_what_is_the_councils_is_read_for_the_council(person, officer):
    council = people.person(councillor=person.councillor, capacity=Capacity.COUNCIL)

    assert people.shared(council, reader=officer).acts_for == ActsFor.COUNCIL
    assert people.shared(person, reader=officer).acts_for == ActsFor.OWNER


# Until when


@pytest.mark.parametrize(
    ("until", "is_allowed"),
    [
        (dt.date(2026, 11, 22), False),
        (dt.date(2026, 11, 23), True),
        (MONTHS_AFTER, True),
        (MONTHS_AFTER + timedelta(days=1), False),
    ],
)
def test_no_longer_than_a_check_of_a_number_holds(person, officer, until, is_allowed):
    if is_allowed:
        assert people.shared(person, reader=officer, until=until).until == until
    else:
        with pytest.raises(Refused, match="Choose a day from today to 23 May 2027"):
            people.shared(person, reader=officer, until=until)


def test_the_longest_time_follows_the_councils_months(person, officer):
    given.council(stale_after_months=1)

    with pytest.raises(Refused, match="23 December 2026"):
        people.shared(person, reader=officer, until=dt.date(2026, 12, 24))


def test_it_is_read_to_the_end_of_its_last_day_in_london(person, officer):
    with time_machine.travel("2027-05-10 10:00Z", tick=False):
        share = people.shared(person, reader=officer, until=dt.date(2027, 5, 12))
    with time_machine.travel("2027-05-12 22:59Z", tick=False):
        assert may_read(share)
    with time_machine.travel("2027-05-12 23:01Z", tick=False):
        assert not may_read(share)


def owner_leaves(share):
    (term,) = share.councillor.terms.all()
    end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)


def reader_leaves(share):
    (appointment,) = share.reader.appointments.all()
    end_appointment(appointment=appointment, ends_on=today() - timedelta(days=1), by=None)


def owners_account_closes(share):
    close_account(person=share.councillor, reason="Left", by=given.officer(Role.MEMBERS_SERVICES))


def account_closes(share):
    close_account(person=share.reader, reason="Left", by=given.officer(Role.MEMBERS_SERVICES))


def all_is_taken_back(share):
    (way,) = share.constituent.permissions.all()
    withdraw(permission=way, by=share.councillor)


def all_is_taken_back_by_link(share):
    (way,) = share.constituent.permissions.all()
    stop(token=make_link(permission=way, by=share.councillor).token)


WAYS_TO_END = {
    owner_leaves: Ended.OWNER_LEFT,
    owners_account_closes: Ended.OWNER_LEFT,
    reader_leaves: Ended.READER_LEFT,
    account_closes: Ended.READER_LEFT,
    all_is_taken_back: Ended.WITHDRAWN,
    all_is_taken_back_by_link: Ended.WITHDRAWN,
}


@pytest.mark.parametrize("end", WAYS_TO_END)
def test_it_ends_at_once_by_itself_and_is_written_down_once(share, end):
    end(share)
    at_once = may_read(share)
    end_over()

    share.refresh_from_db()
    assert not at_once
    assert share.ended_why == WAYS_TO_END[end]
    assert end_over() == 0
    assert Entry.objects.filter(kind="consent.share_ended").count() == 1
    with pytest.raises(Refused):
        read_shared(share=share, by=share.reader)


def test_what_its_last_day_ended_is_written_down_by_the_clock(share):
    with time_machine.travel("2026-12-22 10:00Z"):
        sweep()

    share.refresh_from_db()
    assert share.ended_why == Ended.DATE
    assert share.last_day == dt.date(2026, 12, 21)


def test_a_councillor_who_reads_and_leaves_office_reads_no_more(person, other):
    share = with_councillor(person, other)
    owner_leaves(share)
    assert not may_read(share)


def test_another_councillor_who_leaves_office_reads_no_more(person, other):
    share = with_councillor(person, other)
    (term,) = other.terms.all()

    end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    assert not may_read(share)


def test_who_takes_back_one_of_two_ways_is_still_shared(share, person, way):
    people.reached(person, handle="01632 960017")

    withdraw(permission=way, by=person.councillor)

    assert may_read(share)
    assert end_over() == 0


def test_of_who_took_back_all_nothing_is_shared_again(share, person, way, officer):
    withdraw(permission=way, by=person.councillor)
    with pytest.raises(Refused, match="do not want to be contacted any more"):
        people.shared(person, reader=officer)

    people.reached(person, handle="01632 960017")

    assert not may_read(share)
    assert may_read(people.shared(person, reader=officer))


def test_one_press_ends_it_and_a_second_is_refused(share, person):
    end_share(share=share, by=person.councillor)

    assert not may_read(share)
    with pytest.raises(Refused, match="not shared any more"):
        end_share(share=share, by=person.councillor)


def test_nobody_else_ends_it(share, officer):
    with pytest.raises(Refused, match="Only the councillor"):
        end_share(share=share, by=officer)


def test_it_may_be_shared_again_before_the_clock_has_noticed(share, person, officer):
    with time_machine.travel("2026-12-22 10:00Z"):
        again = people.shared(person, reader=officer)
        assert may_read(again)
        assert not may_read(share)


def test_nothing_of_it_is_left_of_whom_the_councillor_deletes(share, person, officer):
    read_shared(share=share, by=officer)
    held = everything_of([person.pk])

    forget_person(person=person, by=person.councillor)

    assert held[Share] == [share.pk]
    assert len(held[Reading]) == 1
    assert not may_read(share)
    for model in (Share, Reading):
        assert not model.objects.exists()
        assert not history_of(model).exists()
    with pytest.raises(Refused):
        read_shared(share=share, by=officer)


# Who is no longer there


def back_after_a_gap(councillor):
    """They left on 30 November and are back since 5 December: both entered on the 10th."""
    (term,) = councillor.terms.all()
    left_at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    end_term(term=term, ends_at=left_at, reason=EndReason.RESIGNED, by=None)
    given.term(councillor, starts_on=dt.date(2026, 12, 5))


def test_a_record_that_is_sealed_is_read_by_nobody_also_where_its_councillor_is_back(share, person):
    with time_machine.travel("2026-12-10 12:00Z"):
        back_after_a_gap(person.councillor)
        step_out()

        share.refresh_from_db()
        assert share.ended_why == Ended.OWNER_LEFT
        assert not may_read(share)


def test_nor_before_the_clock_has_noticed_that_it_is_sealed(share, person):
    with time_machine.travel("2026-12-10 12:00Z"):
        back_after_a_gap(person.councillor)
        step_out()
        share.refresh_from_db()
        share.ended_at, share.ended_why = None, ""
        share.save()

        assert not may_read(share)
        with pytest.raises(Refused, match="not shared with you"):
            read_shared(share=share, by=share.reader)


def test_of_an_earlier_term_a_councillor_sees_nothing_that_was_shared_or_read(share, person):
    work = people.person(councillor=person.councillor, capacity=Capacity.COUNCIL)
    enquiry = people.enquiry()
    read_record(enquiry=enquiry, person=work, by=enquiry.opened_by)
    assert Reading.objects.visible_to(person.councillor).exists()
    with time_machine.travel("2026-12-10 12:00Z"):
        back_after_a_gap(person.councillor)
        step_out()
        again = type(person.councillor).objects.get(pk=person.councillor_id)

        assert again.is_councillor
        assert not Share.objects.visible_to(again).exists()
        assert not Reading.objects.visible_to(again).exists()


def test_who_is_a_councillor_too_is_shared_with_as_a_councillor_alone(person, officer):
    given.term(officer)

    with pytest.raises(Refused, match="They are a councillor too"):
        people.shared(person, reader=fresh(officer))

    assert not officers(person.councillor).filter(officer=officer).exists()
    assert may_read(with_councillor(person, fresh(officer)))


def test_an_officer_who_is_elected_reads_no_more_as_an_officer(share, officer):
    given.term(officer)

    assert not may_read(share)
    end_over()
    share.refresh_from_db()
    assert share.ended_why == Ended.READER_LEFT


def test_of_two_reasons_the_first_is_written_down_and_the_entry_says_it(share, person):
    with time_machine.travel("2026-12-22 10:00Z"):
        owner_leaves(share)
        reader_leaves(share)
        assert end_over() == 1

    share.refresh_from_db()
    assert share.ended_why == Ended.DATE
    assert Entry.objects.get(kind="consent.share_ended").facts == '{"why":"date"}'


def test_what_is_the_councils_another_councillor_reads_for_the_council(person, other):
    council = people.person(councillor=person.councillor, capacity=Capacity.COUNCIL)
    outside = people.person(councillor=person.councillor, capacity=Capacity.OUTSIDE_BODY)

    assert with_councillor(council, other).acts_for == ActsFor.COUNCIL
    assert with_councillor(outside, other).acts_for == ActsFor.THEMSELVES


# What is kept


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"acts_for": "party"}, "acts_for_known"),
        ({"purpose": "party"}, "purpose_known"),
        ({"role": Role.AUDITOR}, "read_in_a_role"),
        ({"role": Role.COUNCILLOR, "agreed_on": today()}, "councillor_for_no_other"),
        ({"acts_for": ActsFor.THEMSELVES}, "officer_for_another"),
        (
            {"role": Role.COUNCILLOR, "acts_for": ActsFor.THEMSELVES},
            "other_councillor_if_agreed",
        ),
        ({"purpose": SharedFor.OTHER}, "something_else_in_words"),
        ({"until": dt.date(2026, 11, 22)}, "lasts_a_day"),
        ({"ended_why": Ended.DATE}, "ended_somehow"),
        ({"ended_at": dt.datetime(2026, 11, 23, tzinfo=dt.UTC)}, "ended_somehow"),
    ],
)
def test_the_database_refuses(share, wrong, constraint):
    for name, value in wrong.items():
        setattr(share, name, value)

    with pytest.raises(IntegrityError, match=f"consent_share_{constraint}"), transaction.atomic():
        share.save()


def test_the_database_refuses_oneself_and_the_same_twice(share):
    share.reader = share.councillor
    with (
        pytest.raises(IntegrityError, match="consent_share_with_somebody_else"),
        transaction.atomic(),
    ):
        share.save()
    share.refresh_from_db()
    share.pk = None
    with pytest.raises(IntegrityError, match="consent_share_one_open_each"), transaction.atomic():
        share.save()


def test_every_reading_is_kept_and_counted_by_days(share, officer):
    for moment in ("2026-11-23 23:30Z", "2026-11-24 09:00Z", "2026-11-24 10:00Z"):
        with time_machine.travel(moment, tick=False):
            read_shared(share=share, by=officer)
    with time_machine.travel("2026-11-25 00:30Z", tick=False):
        read_shared(share=share, by=officer)

    (found,) = Share.objects.visible_to(share.councillor).with_readings()

    assert share.readings.count() == 4
    assert found.days_read == 3
    assert found.last_read_at == dt.datetime(2026, 11, 25, 0, 30, tzinfo=dt.UTC)


def test_that_it_was_shared_is_evidence_without_a_name(share, officer):
    (entry,) = Entry.objects.filter(kind="consent.record_shared")

    assert entry.subject == f"consent.share:{share.pk}"
    assert entry.facts == f'{{"reader":{officer.pk},"until":"2026-12-21"}}'


def test_that_it_was_read_is_evidence_without_a_name(share, officer):
    reading = read_shared(share=share, by=officer)

    (entry,) = Entry.objects.filter(kind="consent.shared_record_read")
    assert (entry.subject, entry.actor) == (f"consent.share:{share.pk}", officer)
    assert entry.facts == f'{{"constituent":{share.constituent_id}}}'
    assert (reading.councillor, reading.read_by) == (share.councillor, officer)
    assert reading.extent == Extent.READ


def test_the_reader_is_told_at_once_without_a_name(share, officer):
    deliver(until=timezone.now() + timedelta(seconds=10))

    (letter,) = mail.outbox
    assert letter.to == [officer.email]
    assert letter.subject == "Councillor Jo Ash shares a contact with you"
    assert share.get_absolute_url() in letter.body
    assert "21 December 2026" in letter.body
    assert "Sorrel" not in str(letter.message())


def test_nobody_is_told_of_what_ended_meanwhile(share, person):
    end_share(share=share, by=person.councillor)

    deliver(until=timezone.now() + timedelta(seconds=10))

    assert mail.outbox == []


def test_nobody_is_told_of_who_was_deleted_meanwhile(share, person):
    forget_person(person=person, by=person.councillor)

    deliver(until=timezone.now() + timedelta(seconds=10))

    assert mail.outbox == []


# What its reader sees


def told(person):
    return [(way.handle, str(way.standing)) for way in ways_of(person, today())]


def test_a_number_is_shown_only_where_the_person_agreed(person, way):
    asked = people.asked(person, channel=people.channel("Signal"))
    refused = people.asked(person, channel=people.channel("Instagram message"), handle="sorrel")
    people.actions.answered(permission=refused, agreed=False, on=today(), by=person.councillor)
    declined = people.granted(person, channel=people.channel("Snapchat"), handle="sam")
    email = people.reached(person, channel=people.channel("Email"), handle="sam@example.com")
    people.checked(email)
    decline(permission=declined, by=person.councillor)

    assert told(person) == [
        (NUMBER, "Agreed and checked"),
        (email.handle, "Agreed and checked"),
        ("", "They have not said yes"),
        ("", "They do not want this"),
        ("", "The councillor uses another way"),
    ]
    assert asked.handle not in str(told(person))


def test_what_is_somebody_elses_is_not_shown(person, way):
    mark_wrong_person(permission=way, by=person.councillor)

    assert told(person) == []


def test_what_is_not_checked_or_not_allowed_is_not_to_be_used(person, way):
    with time_machine.travel("2027-06-01 10:00Z"):
        assert told(person) == [(NUMBER, "To be checked by the councillor first")]
    record_test(permission=way, by=person.councillor)
    assert told(person) == [(NUMBER, "To be checked by the councillor first")]
    channel = way.channel
    channel.status, channel.why_not = "not_allowed", "No"
    channel.judged_at, channel.judged_by = timezone.now(), person.councillor
    channel.keep(by=None, why="Test")

    assert told(person) == [(NUMBER, "Use another way")]


def test_the_way_that_they_like_best_is_first(person):
    best = people.reached(person, handle="01632 960017")
    people.actions.prefer(permission=best, by=person.councillor)

    first, _second = ways_of(person, today())

    assert (first.handle, first.is_best) == ("01632 960017", True)


def test_a_link_that_was_given_is_no_concern_of_the_reader(share, way):
    make_link(permission=way, by=share.councillor)

    assert StopLink.objects.exists()
    assert told(share.constituent) == [(NUMBER, "Agreed and checked")]
