"""The pages of recalls and slots, as the desk and the councillor see them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.days import day_in_words
from councilgov.notices.models import Notice
from devices.models import DeviceStatus, LineStatus, RecallLine, RecallReason, Slot
from devices.recalling.actions import cancel_recall, give_back, lend, take_in
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(desk_place="Town Hall, room 4", desk_hours="9am to 5pm")
        return given.councillor(), equipment.desk(), equipment.terms()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def device(councillor):
    return equipment.issued(holder=councillor)


@pytest.fixture
def as_desk(client, made_once):
    client.force_login(made_once[1])
    return client


@pytest.fixture
def as_councillor(client, councillor):
    client.force_login(councillor)
    return client


def page(name, *args, **options):
    return reverse(f"devices:{name}", args=args, **options)


def test_the_desk_recalls_by_tags(as_desk, device):
    other = equipment.issued()
    tags = f"{device.asset_tag.lower()}, https://x.example/devices/{other.asset_tag}/"

    as_desk.post(page("recall_devices"), {"devices": tags, "reason": "audit"})

    assert set(RecallLine.objects.values_list("device", flat=True)) == {device.pk, other.pk}


def test_a_device_leads_to_the_form_with_its_tag(as_desk, device):
    shown = as_desk.get(device.get_absolute_url()).text
    assert page("recall_one", device.asset_tag) in shown

    form = as_desk.get(page("recall_one", device.asset_tag), follow=True).text

    assert device.asset_tag in form


def test_those_chosen_in_the_register_are_recalled(as_desk, device):
    address = f"{page('recall_chosen')}?row={device.pk}"
    shown = as_desk.get(address)
    assert str(device) in shown.text

    fingerprint = shown.context["form"].initial["fingerprint"]
    as_desk.post(address, {"reason": "upgrade", "fingerprint": fingerprint})

    assert RecallLine.objects.get().recall.reason == RecallReason.UPGRADE


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"devices": ""}, "Enter at least one asset tag"),
        ({"devices": "BC-99999"}, "There is no device with this tag: BC-99999"),
        ({"reason": "other", "words": ""}, "Enter the reason"),
        ({"reason": ""}, "Select why you ask for it"),
    ],
)
def test_a_wrong_answer_says_what_to_do(as_desk, device, sent, told):
    usual = {"devices": device.asset_tag, "reason": "audit"}

    assert told in as_desk.post(page("recall_devices"), usual | sent).text


def test_what_cannot_be_recalled_is_said_at_the_tags(as_desk):
    stored = equipment.device()

    answer = as_desk.post(page("recall_devices"), {"devices": stored.asset_tag, "reason": "audit"})

    assert f"Take these off: {stored.asset_tag} (in stock)" in answer.text


def test_the_desk_takes_it_in_and_gives_it_back(as_desk, device):
    equipment.recalled(device)
    assert page("take_in", device.asset_tag) in as_desk.get(device.get_absolute_url()).text
    assert "stays on the councillor’s record" in as_desk.get(page("take_in", device.asset_tag)).text

    as_desk.post(page("take_in", device.asset_tag))
    assert page("give_back", device.asset_tag) in as_desk.get(device.get_absolute_url()).text
    assert as_desk.get(page("give_back", device.asset_tag)).status_code == 200
    as_desk.post(page("give_back", device.asset_tag))

    assert RecallLine.objects.get().status == LineStatus.BACK


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("take_in", "Taking in can’t be done"),
        ("cancel_recall", "was brought in already"),
    ],
)
def test_what_somebody_else_has_just_taken_in_is_said_so(as_desk, device, name, told):
    equipment.taken_in(device)

    for answer in (
        as_desk.get(page(name, device.asset_tag)),
        as_desk.post(page(name, device.asset_tag), {"reason": "Mended remotely"}),
    ):
        assert answer.status_code == 409
        assert told in answer.text


@pytest.mark.parametrize("name", ["take_in", "cancel_recall", "lend"])
def test_what_is_not_recalled_any_more_is_said_so(as_desk, device, name):
    equipment.recalled(device)
    cancel_recall(device=device, reason="Mended remotely", by=equipment.desk())

    answer = as_desk.get(page(name, device.asset_tag))

    assert answer.status_code == 409
    assert f"{device} is not recalled" in answer.text


def test_the_desk_lends_another_and_replaces_one(as_desk, device):
    equipment.taken_in(device)
    loan, new = equipment.device(), equipment.device()
    day = {"due_back_on_day": "4", "due_back_on_month": "12", "due_back_on_year": "2026"}

    as_desk.post(page("lend", device.asset_tag), {"loan": loan.asset_tag, **day})
    as_desk.post(page("replace", device.asset_tag), {"replacement": new.asset_tag})

    for row in (loan, new, device):
        row.refresh_from_db()
    assert loan.status == DeviceStatus.RETURN_DUE
    assert new.status == DeviceStatus.ASSIGNED
    assert device.status == DeviceStatus.REPLACED


def test_what_is_not_in_stock_is_not_lent(as_desk, device):
    equipment.recalled(device)
    other = equipment.issued()

    answer = as_desk.post(page("lend", device.asset_tag), {"loan": other.asset_tag})

    assert f"There is no device {other.asset_tag} in stock" in answer.text
    assert "Enter the last day of the loan" in answer.text


def test_the_desk_ends_a_recall(as_desk, device):
    equipment.recalled(device)

    as_desk.post(page("cancel_recall", device.asset_tag), {"reason": "Mended remotely"})

    device.refresh_from_db()
    assert device.status == DeviceStatus.ACTIVE


def test_the_desk_offers_slots_and_sees_who_comes(client, as_desk, councillor, device):
    day = {"day_day": "25", "day_month": "11", "day_year": "2026"}
    as_desk.post(page("offer_slot"), {**day, "from_": "9am", "until": "12:30", "places": "2"})
    slot = Slot.objects.get()
    assert slot.in_words == "Wednesday 25 November 2026, 9:00am to 12:30pm"
    equipment.recalled(device)

    client.force_login(councillor)
    shown = client.get(page("my_recalls")).text
    assert "(2 places left)" in shown
    assert "Town Hall, room 4" in shown
    client.post(page("my_recalls"), {"slot": slot.pk})

    given.sign_in(client, equipment.desk())
    assert councillor.full_name in client.get(slot.get_absolute_url()).text
    listed = client.get(page("slots")).text
    assert "1 slot" in listed
    client.post(page("withdraw_slot", slot.pk))
    again = client.post(page("withdraw_slot", slot.pk))
    assert again.status_code == 409
    assert "withdrawn already" in again.text


def test_the_desk_books_and_cancels_for_who_rings(as_desk, councillor, device):
    equipment.recalled(device)
    slot, nobody = equipment.slot(), given.councillor(full_name="Nothing Recalled")
    assert page("book_for", slot.pk) in as_desk.get(slot.get_absolute_url()).text
    assert nobody.full_name not in as_desk.get(page("book_for", slot.pk)).text

    as_desk.post(page("book_for", slot.pk), {"councillor": councillor.pk})

    booking = slot.bookings.booked().get()
    shown = as_desk.get(slot.get_absolute_url()).text
    assert booking.councillor == councillor
    assert page("book_for", slot.pk) not in shown  # it is full
    assert f"Cancel it for {councillor.full_name}" in shown

    answer = as_desk.post(page("cancel_booking", booking.pk), follow=True)

    assert f"{councillor.full_name} is told by email" in answer.text
    assert Notice.objects.filter(kind="booking_cancelled", to=councillor).count() == 1


def test_of_a_slot_that_is_over_the_desk_sees_who_came_and_books_nobody(as_desk, made_once):
    slot = equipment.slot(places=3)
    take_in(device=equipment.booked(slot).councillor.devices.get(), by=equipment.desk())

    with time_machine.travel(slot.ends_at):
        as_desk.force_login(made_once[1])
        shown = as_desk.get(slot.get_absolute_url()).text
        again = as_desk.post(page("withdraw_slot", slot.pk))

    assert "0 of 3 places are booked" in shown
    assert "1 person who had booked it has brought their equipment" in shown
    assert page("book_for", slot.pk) not in shown
    assert page("withdraw_slot", slot.pk) not in shown
    assert (again.status_code, "This slot is over" in again.text) == (409, True)


def test_a_loan_is_lent_until_another_day_from_its_page(as_desk):
    loan = equipment.lent()
    address = page("prolong_loan", loan.asset_tag)
    assert address in as_desk.get(loan.get_absolute_url()).text
    assert "It is lent until 30 November 2026." in as_desk.get(address).text

    day = {"due_back_on_day": "29", "due_back_on_month": "1", "due_back_on_year": "2027"}
    answer = as_desk.post(address, day)

    assert answer["Location"] == loan.get_absolute_url()
    assert "It is lent until 29 January 2027." in as_desk.get(address).text


def test_its_page_says_by_when_a_device_is_asked_for_and_what_is_lent_meanwhile(as_desk, device):
    line = equipment.recalled(device).lines.get()
    spare = equipment.device()
    before = as_desk.get(device.get_absolute_url()).text
    until = timezone.localdate() + timedelta(days=10)

    lend(device=device, loan=spare, due_back_on=until, by=equipment.desk())

    after = as_desk.get(device.get_absolute_url()).text
    assert f"{day_in_words(line.recall.due_on)}: {line.recall.get_reason_display()}" in before
    assert page("lend", device.asset_tag) in before
    assert page("lend", device.asset_tag) not in after
    assert str(spare) in after
    assert day_in_words(until) in as_desk.get(spare.get_absolute_url()).text
    take_in(device=device, by=equipment.desk())
    give_back(device=device, by=equipment.desk())
    asked = spare.return_requests.get()
    shown = as_desk.get(spare.get_absolute_url()).text
    assert f"{day_in_words(asked.due_on)}: The loan is over" in shown


def test_what_is_still_to_come_stands_before_what_is_back(as_desk, device):
    back = equipment.taken_in(device)
    give_back(device=device, by=equipment.desk())
    to_come = equipment.recalled().lines.get()

    listed = as_desk.get(page("recalls")).context["page"]

    assert [row.record for row in listed] == [to_come, back]


def test_past_slots_are_shown_when_asked_for(as_desk):
    slot = equipment.slot()

    with time_machine.travel(slot.ends_at):
        as_desk.force_login(equipment.desk())
        assert "No slot is offered" in as_desk.get(page("slots")).text
        assert "1 slot" in as_desk.get(f"{page('slots')}?show=past").text


def test_a_councillor_books_changes_and_cancels(as_councillor, device):
    equipment.recalled(device)
    first, second = equipment.slot(), equipment.slot(days=2)
    home = as_councillor.get(reverse("home")).text
    assert "Book a slot to bring in your tablet" in home

    as_councillor.post(page("my_recalls"), {"slot": first.pk})
    assert "Bring in your tablet" in as_councillor.get(reverse("home")).text
    as_councillor.post(page("my_recalls"), {"slot": second.pk})
    assert second.in_words in as_councillor.get(page("my_recalls")).text
    booked = second.bookings.booked().get()
    as_councillor.post(page("cancel_booking", booked.pk))

    assert "Book a slot" in as_councillor.get(page("my_recalls")).text
    again = as_councillor.post(page("cancel_booking", booked.pk))
    assert again.status_code == 409
    assert "Ending the booking can’t be done" in again.text
    theirs = equipment.booked(first)
    assert as_councillor.post(page("cancel_booking", theirs.pk)).status_code == 404


def test_a_slot_that_somebody_else_has_just_taken_is_said_so(as_councillor, device):
    equipment.recalled(device)
    slot = equipment.slot()
    other = given.councillor()
    equipment.recalled(equipment.issued(holder=other))
    given_to_other = equipment.booked(slot, other)
    assert given_to_other.pk
    equipment.slot(days=2)

    answer = as_councillor.post(page("my_recalls"), {"slot": slot.pk})

    assert "Somebody else has just taken the last place of this slot" in answer.text


def test_without_a_free_slot_they_are_led_to_the_desk(as_councillor, device):
    assert "There is nothing for you to bring in" in as_councillor.get(page("my_recalls")).text

    equipment.recalled(device)

    assert "No slot is free at the moment" in as_councillor.get(page("my_recalls")).text
    assert page("my_recalls") in as_councillor.get(page("equipment")).text


def test_both_sides_take_the_receipt(client, as_desk, device):
    line = equipment.taken_in(device)
    assert as_desk.get(page("recall_receipt", line.pk))["Content-Type"] == "application/pdf"

    client.force_login(line.holder)

    assert page("recall_receipt", line.pk) in client.get(page("my_recalls")).text
    assert client.get(page("recall_receipt", line.pk)).content.startswith(b"%PDF")


def test_late_ones_are_at_the_desks_home_and_in_the_list_behind_it(client, made_once, device):
    equipment.recalled(device)
    equipment.taken_in()

    with time_machine.travel("2026-12-01 09:00Z"):
        client.force_login(made_once[1])
        home = client.get(reverse("home")).text
        listed = client.get(f"{page('recalls')}?late=yes").text

    assert f'href="{page("recalls")}?late=yes">1 recalled device that is late' in home
    assert "1 device" in listed
    assert device.asset_tag in listed


@pytest.mark.parametrize(("name", "make"), [("recalls", equipment.recalled), ("slots", None)])
def test_a_list_takes_as_many_queries_for_many_as_for_one(as_desk, name, make):
    def queries():
        with CaptureQueriesContext(connection) as taken:
            as_desk.get(page(name))
        return len(taken)

    add = make or (lambda: equipment.slot(days=1 + Slot.objects.count()))
    add()
    before = queries()
    for _n in range(3):
        add()

    assert queries() == before
