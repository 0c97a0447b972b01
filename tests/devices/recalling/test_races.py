"""The desk, the councillor and the clock at the same moment: nobody waits for ever."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from councilgov.records import Refused
from devices.losses.ending import record_replacement
from devices.models import (
    Booking,
    Device,
    DeviceStatus,
    LineStatus,
    RequestStatus,
    Return,
    ReturnRequest,
)
from devices.recalling.actions import give_back, lend, replace, settle_strayed, take_in
from devices.reclaiming.actions import cancel_return
from tests.devices import equipment
from tests.devices.losses import cases
from tests.racing import at_once, while_it_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_cancels_a_return_and_who_receives_the_device_never_wait_for_one_another():
    desk = equipment.desk()
    for _round in range(4):
        request = equipment.asked_back()

        found = at_once(
            partial(cancel_return, request=request, reason="Re-elected.", by=desk),
            partial(equipment.returned, request.device, by=desk),
        )

        assert all(isinstance(one, Refused | Return | ReturnRequest) for one in found)
        request.refresh_from_db()
        assert request.status in {RequestStatus.MET, RequestStatus.CANCELLED}


def test_the_clock_and_who_withdraws_a_slot_hold_bookings_in_the_order_of_their_keys():
    slot = equipment.slot(places=2)
    first, second = (equipment.recalled().lines.get() for _n in range(2))
    held, other = (equipment.booked(slot, line.holder) for line in (second, first))
    for line in (first, second):  # as nobody foresaw it, so that the clock has to look
        Device.objects.get(pk=line.device_id).move(DeviceStatus.ACTIVE, by=None, why="Test")

    with while_it_waits(settle_strayed, for_=held):
        Booking.objects.select_for_update(nowait=True).get(pk=other.pk)

    assert not Booking.objects.booked().exists()


@pytest.mark.parametrize("act", ["give_back", "returned", "replace", "record_replacement"])
def test_what_is_lent_for_a_device_is_held_with_it_in_the_order_of_their_keys(act):
    other, desk = equipment.device(), equipment.desk()
    device = equipment.taken_in().device
    if act != "replace":
        until = timezone.localdate() + timedelta(days=7)
        lend(device=device, loan=other, due_back_on=until, by=desk)
    new = equipment.issued(holder=device.holder)
    acts: dict[str, Any] = {
        "give_back": partial(give_back, device=device, by=desk),
        "returned": partial(equipment.returned, device, by=desk),
        "replace": partial(replace, device=device, replacement=other, by=desk),
    }
    if act == "record_replacement":
        loss = cases.report(Device.objects.get(pk=device.pk), kind="damaged", by=desk)
        acts[act] = partial(record_replacement, loss=loss, replacement=new, by=desk)

    with while_it_waits(acts[act], for_=other):
        Device.objects.select_for_update(nowait=True).get(pk=device.pk)


def test_the_clock_leaves_alone_what_somebody_holds_the_loan_of():
    loan, desk = equipment.device(), equipment.desk()
    line = equipment.recalled().lines.get()
    until = timezone.localdate() + timedelta(days=7)
    lend(device=line.device, loan=loan, due_back_on=until, by=desk)
    Device.objects.get(pk=line.device_id).move(DeviceStatus.ACTIVE, by=None, why="Test")

    with transaction.atomic():
        Device.objects.locked(loan)
        assert at_once(settle_strayed) == [0]

    assert settle_strayed() == 1


def test_what_is_taken_in_while_the_clock_looks_has_not_strayed():
    desk = equipment.desk()
    for _round in range(4):
        line = equipment.recalled().lines.get()

        at_once(partial(take_in, device=line.device, by=desk), *[settle_strayed] * 3)

        line.refresh_from_db()
        assert line.status == LineStatus.IN_WORKSHOP
