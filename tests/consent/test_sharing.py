"""Edge case 10: one number, two people. Both pages say so; one cannot end what is the other's."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from consent.models import ContactPermission, PermissionStatus
from consent.permitting import actions
from consent.permitting.sharing import notes_on
from councilgov.capacity import Capacity
from councilgov.records import Refused
from tests import given
from tests.consent import people

NUMBER = "07700 900982"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor()

    return shared(make)


@pytest.fixture
def by(made_once):
    return made_once


@pytest.fixture
def sam(by):
    return people.person(councillor=by, full_name="Sam Sorrel")


@pytest.fixture
def kit(by):
    return people.person(councillor=by, full_name="Kit Teasel")


def on_x(person, handle):
    return people.granted(person, channel=people.channel("X direct message"), handle=handle)


def told(row):
    row = ContactPermission.objects.with_row().get(pk=row.pk)
    return " ".join(note.text for note in notes_on([row])[row.pk])


# The same number


def test_of_a_number_that_two_have_both_pages_speak(sam, kit):
    first, second = (people.granted(person, handle=NUMBER) for person in (sam, kit))

    assert "Kit Teasel is reached there too. Name nobody" in told(first)
    assert "Sam Sorrel is reached there too. Name nobody" in told(second)


def test_what_one_takes_back_stays_the_others_and_both_pages_say_so(sam, kit, by):
    first, second = (people.granted(person, handle=NUMBER) for person in (sam, kit))

    actions.withdraw(permission=first, by=by)

    second.refresh_from_db()
    assert second.status == PermissionStatus.GRANTED
    assert "Sam Sorrel took it back" in told(second)
    assert "Kit Teasel is still reached there" in told(first)


def test_of_who_said_no_the_others_page_speaks_too(sam, kit, by):
    row = people.granted(kit, handle=NUMBER)
    asked = people.asked(sam, handle=NUMBER)
    actions.answered(permission=asked, agreed=False, on=date(2026, 11, 23), by=by)

    assert "Sam Sorrel took it back, or said no" in told(row)


@pytest.mark.parametrize(
    "end",
    [
        lambda row, by: actions.mark_wrong_person(permission=row, by=by),
        lambda row, by: actions.change_handle(permission=row, handle="07700 900777", by=by),
    ],
)
def test_a_number_that_was_anothers_is_said_to_be_a_used_one(sam, kit, by, end):
    end(people.verified(sam, handle=NUMBER), by)

    row = people.granted(kit, handle=NUMBER)

    assert "noted for Sam Sorrel before, and it is no longer theirs" in told(row)


def test_a_number_that_was_given_to_somebody_new_shows_on_the_old_page(sam, kit, by):
    with time_machine.travel("2026-05-04 12:00Z"):
        old = people.verified(sam, handle=NUMBER)
    actions.record_test(permission=old, by=by)
    people.verified(kit, handle=NUMBER)

    assert "On 23 November 2026 you made sure that it is Kit Teasel’s" in told(old)
    assert "note their new one" in told(old)


def test_of_a_couple_nobody_says_that_the_number_was_passed_on(sam, kit):
    with time_machine.travel("2026-11-04 12:00Z"):
        first = people.verified(sam, handle=NUMBER)
    second = people.granted(kit, handle=NUMBER)
    with pytest.raises(Refused, match="You have checked that this is Sam Sorrel"):
        people.checked(second)

    people.checked(second, shared_why="A couple")

    assert "is reached there too" in told(first)
    assert "made sure" not in told(first)


def test_of_the_same_person_in_another_capacity_nothing_is_said(sam, by):
    row = people.verified(sam, handle=NUMBER)
    again = people.person(councillor=by, full_name="sam sorrel", capacity=Capacity.COUNCIL)

    other = people.verified(again, handle=NUMBER)

    assert told(row) == told(other) == ""


def test_two_of_one_name_in_one_capacity_are_two(sam, by):
    row = people.verified(sam, handle=NUMBER)
    son = people.granted(people.person(councillor=by, full_name="Sam Sorrel"), handle=NUMBER)

    assert "Sam Sorrel is reached there too" in told(row)
    with pytest.raises(Refused, match="say why"):
        people.checked(son)


def test_another_councillors_people_are_never_spoken_of(sam):
    row = people.granted(sam, handle=NUMBER)
    people.verified(people.person(), handle=NUMBER)

    assert told(row) == ""


@pytest.mark.parametrize("end", [actions.withdraw, actions.mark_wrong_person])
def test_of_two_that_are_over_nothing_is_said(sam, kit, by, end):
    rows = [people.granted(person, handle=NUMBER) for person in (sam, kit)]
    for row in rows:
        end(permission=row, by=by)

    assert told(rows[0]) == told(rows[1]) == ""


def test_of_a_way_that_the_councillor_declined_nothing_is_said(sam, kit, by):
    people.checked(people.reached(sam))
    declined = people.granted(sam, handle=NUMBER)
    actions.decline(permission=declined, by=by)

    assert told(people.granted(kit, handle=NUMBER)) == ""


# One that looks like another


@pytest.mark.parametrize(
    ("one", "other"),
    [("sam.sorrel", "samsorrel"), ("kit_l0w", "kitIow"), ("cornick", "comick")],
)
def test_of_two_that_look_alike_both_pages_speak(sam, kit, one, other):
    first, second = on_x(sam, one), on_x(kit, other)

    assert f"It looks like Kit Teasel’s: {second.handle}." in told(first)
    assert f"It looks like Sam Sorrel’s: {first.handle}." in told(second)


def test_two_numbers_are_never_alike(sam, kit):
    people.granted(sam, handle="07700 900981")

    assert told(people.granted(kit, handle=NUMBER)) == ""


def test_of_a_name_that_is_over_no_likeness_is_said(sam, kit, by):
    actions.withdraw(permission=on_x(sam, "sam.sorrel"), by=by)

    assert told(on_x(kit, "samsorrel")) == ""


def test_of_each_person_the_weightiest_is_said_once(sam, kit):
    row = on_x(sam, "sam.sorrel")
    on_x(kit, "samsorrel")
    people.granted(kit, channel=people.channel("Snapchat"), handle="sam.sorrel")

    assert told(row).count("Kit Teasel") == 1
    assert "is reached there too" in told(row)


# Pages


def test_the_pages_of_both_people_say_it_with_few_queries(
    client, sam, kit, by, django_assert_max_num_queries
):
    rows = [people.granted(person, handle=NUMBER) for person in (sam, kit)]
    for n in range(3):
        people.granted(sam, handle=f"07700 90070{n}")
    client.force_login(by)

    with django_assert_max_num_queries(18):
        shown = client.get(sam.get_absolute_url()).text

    assert "Kit Teasel is reached there too" in shown
    assert "Sam Sorrel is reached there too" in client.get(kit.get_absolute_url()).text
    assert rows[1].get_absolute_url() in client.get(rows[0].get_absolute_url()).text


def test_the_test_message_to_a_used_number_names_nobody(client, sam, kit, by):
    actions.mark_wrong_person(permission=people.granted(sam, handle=NUMBER), by=by)
    client.force_login(by)

    row = people.granted(kit, handle=NUMBER)
    shown = client.get(reverse("consent:record_test", args=[row.pk])).text

    assert "noted for Sam Sorrel before" in shown
    assert "Other words" not in shown
