"""Slots at the desk are offered, booked, changed and cancelled."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.booking import actions
from devices.models import Booking, BookingStatus, Slot
from devices.recalling.actions import cancel_recall, settle_strayed, take_in
from tests import given
from tests.devices import equipment
from tests.racing import at_once, while_it_waits


@pytest.fixture
def councillor():
    given.council(desk_place="Town Hall, room 4")
    member = given.councillor()
    equipment.recalled(equipment.issued(holder=member))
    return member


@pytest.fixture
def desk():
    given.council()
    return equipment.desk()


def book(slot, member):
    return actions.book(slot=slot, councillor=member, by=member)


def another():
    member = given.councillor()
    equipment.recalled(equipment.issued(holder=member))
    return member


def test_who_books_gets_time_and_place_in_writing(councillor):
    slot = equipment.slot()

    book(slot, councillor)

    body = part_of(Notice.objects.get(kind="slot_booked", to=councillor)).body
    assert "Tuesday 24 November 2026, 10:00am to midday" in body
    assert "Town Hall, room 4" in body


def test_a_slot_that_is_fully_booked_is_not_offered(councillor):
    slot, other = equipment.slot(), equipment.slot(days=2)
    book(slot, councillor)

    assert list(Slot.objects.offered(timezone.now())) == [other]
    with pytest.raises(Refused, match="Somebody else has just taken the last place"):
        book(slot, another())


def test_to_change_the_slot_frees_the_place(councillor):
    slot, other = equipment.slot(), equipment.slot(days=2)
    earlier = book(slot, councillor)

    book(other, councillor)

    earlier.refresh_from_db()
    assert earlier.status == BookingStatus.CANCELLED
    assert set(Slot.objects.offered(timezone.now())) == {slot}
    assert unwanted(Notice.objects.get(about=f"devices.booking:{earlier.pk}"))


def test_to_book_the_same_slot_again_changes_nothing(councillor):
    slot = equipment.slot()

    assert book(slot, councillor) == book(slot, councillor)
    assert Booking.objects.count() == 1


def test_a_cancelled_booking_frees_the_place(councillor):
    slot = equipment.slot()
    booking = book(slot, councillor)

    actions.cancel_booking(booking=booking, by=councillor)

    assert slot in Slot.objects.offered(timezone.now())
    with pytest.raises(Refused, match="Ending the booking can’t be done"):
        actions.cancel_booking(booking=booking, by=councillor)


def test_who_has_nothing_to_bring_books_nothing():
    given.council()

    with pytest.raises(Refused, match="nothing to bring in"):
        book(equipment.slot(), given.councillor())


def test_a_slot_that_is_over_is_not_booked(councillor):
    slot = equipment.slot(days=0)

    with time_machine.travel(slot.ends_at), pytest.raises(Refused, match="not offered any more"):
        book(slot, councillor)


def test_whoever_booked_a_slot_that_is_withdrawn_is_told(councillor, desk):
    slot = equipment.slot()
    booking = book(slot, councillor)

    actions.withdraw_slot(slot=slot, by=desk)

    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED
    assert Notice.objects.filter(kind="slot_withdrawn", to=councillor).exists()
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_slot(slot=slot, by=desk)
    with pytest.raises(Refused, match="not offered any more"):
        book(slot, councillor)


def test_who_missed_a_slot_is_not_told_that_it_is_withdrawn(councillor, desk):
    slot = equipment.slot()
    book(slot, councillor)

    with time_machine.travel(slot.ends_at), pytest.raises(Refused, match="This slot is over"):
        actions.withdraw_slot(slot=slot, by=desk)

    assert not Notice.objects.filter(kind="slot_withdrawn").exists()


def test_who_need_not_come_is_told_that_the_slot_is_cancelled(councillor, desk):
    slot = equipment.slot()
    book(slot, councillor)

    cancel_recall(device=councillor.devices.get(), reason="Mended.", by=desk)

    notice = Notice.objects.get(kind="slot_not_needed", to=councillor)
    assert slot.in_words in part_of(notice).body


def test_who_came_or_missed_the_slot_is_not_told_that_they_need_not_come(councillor, desk):
    other, slot = another(), equipment.slot(places=2)
    book(slot, councillor)
    book(slot, other)

    take_in(device=councillor.devices.get(), by=desk)
    with time_machine.travel(slot.ends_at):
        cancel_recall(device=other.devices.get(), reason="Mended.", by=desk)

    assert not Notice.objects.filter(kind="slot_not_needed").exists()


def test_who_is_to_return_it_instead_is_not_told_that_they_need_not_come(councillor):
    book(equipment.slot(), councillor)
    equipment.asked_back(councillor.devices.get())

    settle_strayed()

    told = part_of(Notice.objects.get(kind="slot_not_needed"))
    assert "need not come" not in told.subject
    assert "you are asked to return equipment for good" in told.body
    assert reverse("devices:equipment") in told.body


def test_who_brings_it_for_good_has_come(councillor):
    booking = book(equipment.slot(), councillor)

    equipment.returned(councillor.devices.get())

    booking.refresh_from_db()
    assert booking.status == BookingStatus.MET
    assert not Notice.objects.filter(kind="slot_not_needed").exists()


def test_a_slot_that_is_over_is_not_offered(desk):
    with pytest.raises(Refused, match="This time is over"):
        equipment.slot(days=-1)


@pytest.mark.parametrize(("hours", "why"), [(-1, "must end after it starts")])
def test_a_slot_ends_after_it_starts(desk, hours, why):
    with pytest.raises(Refused, match=why):
        equipment.slot(hours=hours)


def test_the_same_slot_is_offered_once(desk):
    slot = equipment.slot()
    again = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "places": 3, "by": desk}

    with pytest.raises(Refused, match="offered already"):
        actions.offer_slot(**again)

    actions.withdraw_slot(slot=slot, by=desk)
    assert actions.offer_slot(**again).pk


def test_the_database_knows_no_slot_without_a_place(desk):
    slot = equipment.slot()

    with pytest.raises(IntegrityError, match="devices_slot_has_a_place"), transaction.atomic():
        models.QuerySet(Slot).filter(pk=slot.pk).update(places=0)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ended_when_not_booked", {"ended_at": timezone.now()}),
        ("status_known", {"status": "lost", "ended_at": timezone.now()}),
    ],
)
def test_the_database_refuses_a_booking_that_makes_no_sense(councillor, name, change):
    booking = book(equipment.slot(), councillor)

    with pytest.raises(IntegrityError, match=f"devices_booking_{name}"), transaction.atomic():
        models.QuerySet(Booking).filter(pk=booking.pk).update(**change)


def test_the_database_knows_one_booking_of_a_person(councillor):
    book(equipment.slot(), councillor)
    other = equipment.slot(days=3)

    with pytest.raises(Refused, match="booked a slot already"):
        Booking(slot=other, councillor=councillor, booked_at=timezone.now()).keep(
            by=None, why="Test"
        )


@pytest.mark.django_db(transaction=True)
def test_no_place_is_taken_for_what_the_desk_has_just_taken_in(transactional_db):
    member = another()
    device, slot = member.devices.get(), equipment.slot()

    with while_it_waits(partial(book, slot, member), for_=device):
        take_in(device=device, by=equipment.desk())

    assert not Booking.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_last_place_one_is_told(transactional_db):
    given.council()
    members = [another() for _n in range(6)]
    slot = equipment.slot(places=2)

    found = at_once(*(partial(book, slot, member) for member in members))

    assert sum(isinstance(one, Booking) for one in found) == 2
    assert sum(isinstance(one, Refused) for one in found) == 4
    assert slot.bookings.booked().count() == 2
    assert timezone.now() - timedelta(days=1) < slot.starts_at
