"""A contact that was made is kept, whatever the rules say; what was not kept to is put right."""

from datetime import date, time, timedelta
from functools import partial
from itertools import permutations

import pytest
import time_machine
from django.db import IntegrityError

from consent.adding.actions import forget_person
from consent.channelling.actions import forbid
from consent.contacting import actions
from consent.contacting.fixes import fixes
from consent.contacting.forms import devices_of
from consent.models import (
    Contact,
    ContactPermission,
    DeviceUsed,
    Direction,
    Official,
    PermissionStatus,
    Topic,
)
from consent.permitting import actions as permitting
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.people.models import Council
from councilgov.records import Refused
from devices.enrolling import actions as enrolling
from devices.models import DeskTask, EnrolmentEnd
from tests import given
from tests.consent import people
from tests.devices import equipment
from tests.devices.losses import cases

MONDAY = date(2026, 11, 23)
THEIRS_ALONE = {"direction": Direction.THEIRS, "is_two_way": False}
MINE_ALONE = {"direction": Direction.MINE, "is_two_way": False}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return people.person(), people.verified()

    return shared(make)


@pytest.fixture
def person(made_once):
    return type(made_once[0]).objects.select_related("councillor").get(pk=made_once[0].pk)


@pytest.fixture
def row(made_once):
    """Permission of somebody, checked on that Monday."""
    return ContactPermission.objects.with_row().select_related("councillor").get(pk=made_once[1].pk)


def days_of(row):
    row.refresh_from_db()
    return row.last_contact_on, row.stale_on


def test_a_contact_both_ways_moves_the_day_of_the_next_check(row):
    with time_machine.travel("2027-02-28 12:00Z"):
        contact = people.contacted(row)

    assert people.flags(contact) == []
    assert days_of(row) == (date(2027, 2, 28), date(2027, 8, 28))


@pytest.mark.parametrize("went", [MINE_ALONE, THEIRS_ALONE])
def test_a_message_without_an_answer_moves_nothing(row, went):
    with time_machine.travel("2027-02-28 12:00Z"):
        people.contacted(row, **went)

    assert days_of(row) == (None, date(2027, 5, 23))


def test_an_older_contact_that_is_logged_late_moves_nothing_back(row):
    with time_machine.travel("2027-02-28 12:00Z"):
        people.contacted(row)
        people.contacted(row, happened_on=date(2027, 1, 1))

    assert days_of(row) == (date(2027, 2, 28), date(2027, 8, 28))


def test_a_late_entry_of_a_contact_in_time_is_no_contact_out_of_time(row):
    with time_machine.travel("2027-12-01 12:00Z"):
        contact = people.contacted(row, happened_on=date(2027, 5, 22))

    assert not contact.was_unchecked
    assert days_of(row) == (date(2027, 5, 22), date(2027, 11, 22))


@pytest.mark.parametrize(
    ("on", "is_late"), [("2027-05-22", False), ("2027-05-23", True), ("2027-09-01", True)]
)
def test_a_contact_after_six_months_is_saved_and_asks_who_it_was(row, on, is_late):
    with time_machine.travel(f"{on} 12:00Z"):
        contact = people.contacted(row)

        assert contact.was_unchecked == is_late
        assert [fix.title for fix in fixes(contact)] == ["Was it them?"] * is_late
    assert (days_of(row)[0] is None) == is_late


def test_who_it_was_is_confirmed_and_nothing_is_left_to_put_right(row):
    with time_machine.travel("2027-06-01 12:00Z"):
        contact = people.contacted(row)
        people.checked(row)
        contact.refresh_from_db()

        assert not list(fixes(contact))
        assert not contact.was_unchecked
    assert days_of(row)[1] == date(2027, 12, 1)


def test_a_number_that_was_never_checked_is_to_be_checked(person):
    row = people.granted(person)

    contact = people.contacted(row)

    assert contact.was_unchecked
    assert days_of(row) == (None, None)


def test_on_a_video_call_they_are_seen(person):
    row = people.granted(person, channel=people.channel("Zoom"), handle="sam@example.com")

    assert not people.contacted(row).was_unchecked
    assert people.contacted(row, **MINE_ALONE).was_unchecked


def test_a_telephone_needs_neither_permission_nor_check(person):
    assert people.flags(people.contacted(people.reached(person))) == []


@pytest.mark.parametrize("make", [people.asked, people.granted, people.verified])
def test_to_be_written_to_breaks_no_rule(person, make):
    assert people.flags(people.contacted(make(person), **THEIRS_ALONE)) == []


def withdrawn(row):
    return permitting.withdraw(permission=row, by=row.councillor)


def refused(row):
    return permitting.answered(permission=row, agreed=False, on=today(), by=row.councillor)


@pytest.mark.parametrize(
    ("make", "after"),
    [
        (people.asked, lambda row: row),
        (people.asked, refused),
        (people.verified, withdrawn),
        (people.reached, withdrawn),
        (
            people.verified,
            lambda row: permitting.mark_wrong_person(permission=row, by=row.councillor),
        ),
    ],
    ids=["asked", "refused", "withdrawn", "a telephone, withdrawn", "wrong person"],
)
@pytest.mark.parametrize("went", [{}, MINE_ALONE])
def test_a_contact_without_permission_is_saved_and_says_so(person, make, after, went):
    row = after(make(person))

    contact = people.contacted(row, **went)

    assert contact.was_unpermitted
    assert "Do you have their permission?" in [fix.title for fix in fixes(contact)]
    assert days_of(row)[0] is None


def test_a_contact_before_they_agreed_was_without_permission(person):
    row = people.granted(person)

    assert people.contacted(row, happened_on=MONDAY - timedelta(days=1)).was_unpermitted


def test_a_way_that_the_councillor_declined_was_agreed(person):
    people.checked(people.reached(person))
    row = people.verified(person)
    permitting.decline(permission=row, by=person.councillor)

    assert not people.contacted(row).was_unpermitted


@pytest.mark.parametrize(
    ("when", "is_after"),
    [
        ({}, True),
        ({"clock": time(9, 30)}, False),
        ({"clock": time(9, 59)}, False),
        ({"clock": time(10, 0)}, True),
        ({"happened_on": MONDAY - timedelta(days=1)}, False),
    ],
)
def test_11_what_was_taken_back_while_the_form_was_open_counts_on_the_server(
    person, when, is_after
):
    """Withdrawn at 10:00, opened at 9:55, sent at 10:01: domain edge case 11."""
    with time_machine.travel("2026-11-20 12:00Z"):
        row = people.verified(person)
    earlier = people.contacted(row, happened_on=date(2026, 11, 21))
    with time_machine.travel("2026-11-23 10:00Z"):
        withdrawn(row)

    with time_machine.travel("2026-11-23 10:01Z"):
        contact = people.contacted(row, **when)

    earlier.refresh_from_db()
    assert contact.was_unpermitted == is_after
    assert not earlier.was_unpermitted
    assert row.status == PermissionStatus.VERIFIED  # as the form knew it


def test_a_contact_in_a_way_that_is_not_noted_is_saved(person):
    where = {"permission": None, "person": person, "by": person.councillor}
    row = people.granted(person)

    by_text = people.contacted(row, channel=people.channel("Text message"), **where)
    by_letter = people.contacted(row, channel=people.channel("Letter"), **where)

    assert (by_text.was_unpermitted, by_text.was_unchecked) == (True, True)
    assert [fix.links[0][0] for fix in fixes(by_text)] == [
        "Note that they agree",
        "Add a way to reach them",
    ]
    assert people.flags(by_letter) == []
    with pytest.raises(Refused, match="in which way"):
        people.contacted(row, channel=None, **where)


def test_a_device_of_theirs_is_named(row):
    phone = equipment.issued(holder=row.councillor)

    contact = people.contacted(row, device_used=DeviceUsed.COUNCIL, device=phone)

    assert people.flags(contact) == []
    assert contact.device == phone


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_a_device_of_somebody_else_is_none_of_theirs(row, whose):
    phone = equipment.issued() if whose == "another's" else None

    with pytest.raises(Refused, match="not a device of yours"):
        people.contacted(row, device_used=DeviceUsed.COUNCIL, device=phone)


@pytest.mark.parametrize(
    ("allows", "link"),
    [(True, "/devices/own/ask/"), (False, "/devices/mine/")],
    ids=["enrol it", "where the council enrols none"],
)
def test_an_own_phone_is_saved_and_followed_by_the_fix(row, allows, link):
    given.council(allows_personal_devices=allows)

    contact = people.contacted(row, device_used=DeviceUsed.OWN)

    (fix,) = fixes(contact)
    assert contact.was_on_own_device
    assert [href for _text, href in fix.links] == [link]
    assert days_of(row)[0] == MONDAY


def test_a_flagged_entry_opens_nothing_and_tells_nobody(person):
    row = withdrawn(people.granted(person))
    before = [rows.objects.count() for rows in (Notice, Entry, DeskTask)]

    contact = people.contacted(row, device_used=DeviceUsed.OWN)

    assert (contact.was_unchecked, contact.was_unpermitted) == (True, True)
    assert [rows.objects.count() for rows in (Notice, Entry, DeskTask)] == before


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ({"happened_on": date(2026, 11, 24)}, "The day must be today or in the past"),
        ({"happened_on": date(1890, 1, 1)}, "the day must be in 1970 or later"),
        ({"clock": time(10, 30)}, "The time must be now or in the past"),
        ({"happened_on": date(2026, 3, 29), "clock": time(1, 30)}, "The clocks skipped this time"),
        ({"official": Official.MOVED, "moved_on": date(2026, 11, 24)}, "today or in the past"),
        ({"official": Official.MOVED, "moved_on": date(2026, 11, 22)}, "cannot have been moved"),
    ],
)
def test_what_has_not_happened_is_no_contact(row, when, told):
    with pytest.raises(Refused, match=told):
        people.contacted(row, **when)


def test_what_the_council_needs_is_moved_once(row):
    contact = people.contacted(row, official=Official.TO_MOVE)

    moved = actions.mark_moved(contact=contact, by=row.councillor)

    assert (moved.official, moved.moved_on) == (Official.MOVED, MONDAY)
    with pytest.raises(Refused, match="Nothing of it is left"):
        actions.mark_moved(contact=contact, by=row.councillor)


def test_an_entry_that_is_removed_shows_nothing_any_more(row):
    with time_machine.travel("2026-12-01 12:00Z"):
        first, last = people.contacted(row, happened_on=MONDAY), people.contacted(row)

        actions.remove_contact(contact=last, by=row.councillor)
        assert days_of(row) == (MONDAY, date(2027, 5, 23))
        actions.remove_contact(contact=first, by=row.councillor)

    assert days_of(row) == (None, date(2027, 5, 23))
    assert not Contact.history.filter(id__in=[first.pk, last.pk]).exists()


def test_an_entry_that_showed_nothing_is_removed_and_the_day_stays(row):
    shown = people.contacted(row)
    unanswered = people.contacted(row, **MINE_ALONE)
    by_letter = people.contacted(row, permission=None, channel=people.channel("Letter"))

    for contact in (unanswered, by_letter):
        actions.remove_contact(contact=contact, by=row.councillor)

    assert days_of(row)[0] == shown.happened_on


def test_who_is_forgotten_leaves_no_contact_and_no_history_of_one(row):
    contact = people.contacted(row)

    forget_person(person=row.constituent, by=row.councillor)

    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert not Contact.history.filter(id=contact.pk).exists()


def test_only_the_councillor_whose_contact_it_is_logs_and_changes_it(row):
    contact, other = people.contacted(row, official=Official.TO_MOVE), given.councillor()

    for act in (
        partial(people.contacted, row, by=other),
        partial(actions.mark_moved, contact=contact, by=other),
        partial(actions.remove_contact, contact=contact, by=other),
    ):
        with pytest.raises(Refused, match="Only the councillor whose contact this is"):
            act()


def test_the_way_of_somebody_else_is_no_way_to_reach_this_person(person, row):
    with pytest.raises(Refused, match="not a way to reach this person"):
        people.contacted(row, person=person, by=person.councillor)


def test_8_the_same_person_in_two_capacities_is_two_records(person):
    """A contact as ward councillor says nothing of one for the council: domain edge case 8."""
    again = people.person(councillor=person.councillor, capacity=Capacity.COUNCIL)
    number = people.phone()
    ward = people.verified(person, handle=number)
    council = people.checked(people.granted(again, handle=number), shared_why="The same person")

    contact = people.contacted(ward)

    assert contact.capacity == Capacity.WARD
    assert days_of(ward)[0] == MONDAY
    assert days_of(council)[0] is None


def test_9_of_party_work_the_database_keeps_no_contact(row):
    """Whatever code may say: domain edge case 9."""
    contact = people.contacted(row)
    contact.capacity = Capacity.POLITICAL

    with pytest.raises(IntegrityError, match="contact_never_of_party_work"):
        contact.keep(by=None, why="Test")


def test_10_who_shares_a_number_is_not_checked_by_the_contact_of_the_other(person):
    """A couple on one number: domain edge case 10."""
    number, other = people.phone(), people.person(councillor=person.councillor)
    one = people.verified(person, handle=number)
    two = people.checked(people.granted(other, handle=number), shared_why="A couple")
    with time_machine.travel("2027-02-01 12:00Z"):
        people.contacted(one)
    withdrawn(one)

    assert days_of(two) == (None, date(2027, 5, 23))
    assert two.status == PermissionStatus.VERIFIED


def test_10_a_number_that_has_another_owner_months_later_is_caught(row):
    """They answer, and it is somebody else: domain edge case 10."""
    with time_machine.travel("2027-06-01 12:00Z"):
        contact = people.contacted(row)
        (fix,) = fixes(contact)
        permitting.mark_wrong_person(permission=row, by=row.councillor)

        assert "It is somebody else’s" in [text for text, _href in fix.links]
        assert not list(fixes(Contact.objects.with_row().get(pk=contact.pk)))
    assert days_of(row) == (None, date(2027, 5, 23))


@pytest.mark.parametrize(
    ("checked_on", "answered_on", "stale_on"),
    [
        ("2026-08-31", None, date(2027, 2, 28)),
        ("2027-08-31", None, date(2028, 2, 29)),
        ("2026-05-01", "2026-08-31", date(2027, 2, 28)),
    ],
)
def test_19_six_months_are_calendar_months(person, checked_on, answered_on, stale_on):
    """31 August and six months is 28 February, in a leap year 29: domain edge case 19."""
    with time_machine.travel(f"{checked_on} 12:00Z"):
        row = people.verified(person)
    if answered_on:
        with time_machine.travel(f"{answered_on} 12:00Z"):
            people.contacted(row)
    with time_machine.travel("2027-09-09 12:00Z"):
        people.contacted(row, **MINE_ALONE)

    assert days_of(row)[1] == stale_on


def test_19_a_test_that_nobody_answered_keeps_it_stale(row):
    """Domain edge case 19."""
    with time_machine.travel("2027-06-01 12:00Z"):
        permitting.record_test(permission=row, by=row.councillor)
        people.contacted(row, **MINE_ALONE)
        again = permitting.give_up_test(permission=row, by=row.councillor)

        assert again.is_stale(today())


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("direction_known", {"direction": "sideways"}),
        ("device_used_known", {"device_used": "abacus"}),
        ("topic_known", {"topic": "gossip"}),
        ("official_known", {"official": "perhaps"}),
        ("council_device_is_named", {"device_used": DeviceUsed.COUNCIL}),
        ("moved_on_a_day", {"official": Official.MOVED}),
        ("moved_on_a_day", {"moved_on": MONDAY}),
        ("to_be_written_to_is_no_fault", THEIRS_ALONE | {"was_unchecked": True}),
        ("to_be_written_to_is_no_fault", THEIRS_ALONE | {"was_unpermitted": True}),
    ],
)
def test_the_database_says_no(row, constraint, values):
    contact = people.contacted(row)
    for name, value in values.items():
        setattr(contact, name, value)

    with pytest.raises(IntegrityError, match=f"consent_contact_{constraint}"):
        contact.save()


def test_planning_and_licensing_are_for_a_committee(row):
    assert people.contacted(row, topic=Topic.PLANNING).is_for_committee
    assert not people.contacted(row, topic=Topic.HOUSING).is_for_committee


DAYS = [date(2026, 12, 20), date(2027, 4, 1), date(2027, 5, 22), date(2027, 9, 1), date(2028, 4, 1)]


@pytest.mark.parametrize("order", [*permutations(DAYS[:4]), DAYS, DAYS[::-1]])
def test_19_the_order_of_entries_changes_nothing(row, order):
    """Checked on 23 November: each of four is in time, five months and more later one is not."""
    with time_machine.travel("2028-05-01 12:00Z"):
        for day in order:
            people.contacted(row, happened_on=day)

    late = row.contacts.filter(was_unchecked=True).values_list("happened_on", flat=True)
    assert list(late) == [DAYS[4]] * (len(order) == 5)
    assert days_of(row) == (date(2027, 9, 1), date(2028, 3, 1))


def test_19_a_message_before_they_were_seen_again_was_out_of_time(person):
    row = people.verified(person, channel=people.channel("Zoom"), handle="sam@example.com")
    with time_machine.travel("2027-12-01 12:00Z"):
        people.contacted(row)

        message = people.contacted(row, happened_on=date(2027, 8, 1), **MINE_ALONE)

    assert people.flags(message) == ["was_unchecked"]
    assert days_of(row) == (date(2027, 12, 1), date(2028, 6, 1))


def test_19_what_a_removed_entry_showed_is_shown_no_more_to_those_after_it(row):
    with time_machine.travel("2027-12-01 12:00Z"):
        first = people.contacted(row, happened_on=date(2027, 4, 1))
        then = people.contacted(row, happened_on=date(2027, 9, 1))

        actions.remove_contact(contact=first, by=row.councillor)

    then.refresh_from_db()
    assert then.was_unchecked
    assert days_of(row) == (None, date(2027, 5, 23))


def test_a_day_that_is_known_without_an_entry_goes_on_counting(row):
    row.last_contact_on = row.told_contact_on = date(2027, 4, 1)
    row.count_from(Council.objects.the())
    row.keep(by=None, why="Imported")

    with time_machine.travel("2027-12-01 12:00Z"):
        entry = people.contacted(row, happened_on=date(2027, 9, 1))
        assert (people.flags(entry), days_of(row)[0]) == ([], date(2027, 9, 1))
        early = people.contacted(row, happened_on=date(2026, 12, 1))
        actions.remove_contact(contact=early, by=row.councillor)

    assert days_of(row)[0] == date(2027, 9, 1)


def test_a_message_before_the_first_check_is_known_once_it_is_made(person):
    row = people.granted(person)
    contact = people.contacted(row, **MINE_ALONE)
    assert people.flags(contact) == ["was_unchecked"]

    people.checked(row)

    contact.refresh_from_db()
    assert people.flags(contact) == []
    assert Contact.history.filter(id=contact.pk).count() == 2


def test_what_they_took_back_by_any_other_address_is_flagged(person):
    """The way is not noted, but on this channel they said no."""
    email = {"permission": None, "channel": people.channel("Email")}
    row = people.reached(person, channel=email["channel"], handle="sam@mail.example")
    assert not people.contacted(row, **email).was_unpermitted

    withdrawn(row)

    assert people.contacted(row, **email).was_unpermitted
    again = {"channel": email["channel"], "handle": "sorrel@mail.example"}
    people.reached(person, **again)
    assert not people.contacted(row, **email).was_unpermitted


def test_a_channel_that_the_council_does_not_allow_is_flagged_and_leads_to_another(row):
    officer = given.officer(Role.INFORMATION_OFFICER)
    forbid(channel=row.channel, reason="It cannot be searched.", by=officer)

    contact = people.contacted(ContactPermission.objects.with_row().get(pk=row.pk))

    assert contact.was_not_allowed
    (fix,) = fixes(contact)
    assert "It cannot be searched." in fix.text
    assert not people.contacted(row, **THEIRS_ALONE).was_not_allowed


def test_what_was_handed_back_is_theirs_until_that_day(row):
    phone = equipment.issued(holder=row.councillor)
    own = equipment.enrolled(holder=row.councillor)
    with time_machine.travel("2026-11-25 12:00Z"):
        equipment.returned(phone)
        enrolling.ask_removal(device=own, because=EnrolmentEnd.ASKED, by=row.councillor)
        enrolling.confirm_removal(device=own, by=equipment.desk())

    with time_machine.travel("2026-11-27 12:00Z"):
        for device in (phone, own):
            used = {"device_used": DeviceUsed.COUNCIL, "device": device}
            assert people.contacted(row, happened_on=date(2026, 11, 25), **used).device == device
            with pytest.raises(Refused, match="not a device of yours on that day"):
                people.contacted(row, happened_on=date(2026, 11, 26), **used)


@pytest.mark.parametrize("lost", ["lost", "damaged"])
def test_what_was_theirs_on_that_day_is_named_though_it_is_gone(row, lost):
    phone = equipment.issued(holder=row.councillor)
    with time_machine.travel("2026-11-25 12:00Z"):
        cases.report(phone, kind=lost)
        used = {"device_used": DeviceUsed.COUNCIL, "device": phone}

        assert people.contacted(row, happened_on=date(2026, 11, 24), **used).device == phone
        assert phone in devices_of(row.councillor)
        with pytest.raises(Refused, match="not a device of yours on that day"):
            people.contacted(row, happened_on=date(2026, 11, 22), **used)
