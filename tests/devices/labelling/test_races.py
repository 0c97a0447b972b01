"""Several people at once: one wins or each gets their own, and nobody waits for ever."""

from typing import Any

import pytest
from django.db import transaction

from councilgov.imports.importables import Row
from councilgov.records import Refused
from devices.filtering import actions as filtering
from devices.importing.finding import find
from devices.keeping.actions import add_device
from devices.labelling import actions
from devices.labelling.layouts import Sheet
from devices.models import Device, DeviceStatus, FilterRequest, Label
from tests import given
from tests.devices import equipment
from tests.racing import at_once, while_it_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_several_desks_that_put_one_label_on_devices_one_wins():
    label, desk = equipment.free_label(), equipment.desk()
    devices = [equipment.device() for _desk in range(4)]

    found = at_once(
        *(
            lambda device=device: actions.claim_label(label=label, device=device, by=desk)
            for device in devices
        )
    )

    (winner,) = [one for one in found if isinstance(one, Label)]
    told = [str(one) for one in found if isinstance(one, Refused)]
    assert len(told) == len(devices) - 1
    assert all(f"on {winner.device} already" in words for words in told)


def test_desks_that_print_the_first_label_of_a_device_at_once_print_the_same():
    device, desk = equipment.device(), equipment.desk()
    how: dict[str, Any] = {"sheet": Sheet.L7160, "start": 1, "by": desk}

    at_once(*[lambda: actions.print_labels(devices=[device], **how)] * 3)

    assert device.labels.live().count() == Label.objects.count() == 1


@pytest.mark.parametrize("act", ["print_labels", "claim_label"])
def test_acts_on_labels_hold_devices_first_in_the_order_of_their_keys(act):
    label, desk = equipment.free_label(), equipment.desk()
    first, second = equipment.device(asset_tag="BC-9"), equipment.device(asset_tag="BC-1")
    held = {"print_labels": second, "claim_label": label}[act]
    acts: dict[str, Any] = {
        "print_labels": lambda: actions.print_labels(
            devices=[first, second], sheet=Sheet.L7160, start=1, by=desk
        ),
        "claim_label": lambda: actions.claim_label(label=label, device=first, by=desk),
    }

    with while_it_waits(acts[act], for_=first):
        type(held).objects.select_for_update(nowait=True).get(pk=held.pk)


def test_of_a_tag_and_a_label_with_its_number_on_another_device_one_is_there():
    label, desk, kind = equipment.free_label("BC-70000"), equipment.desk(), equipment.kind()
    other = equipment.device()

    found = at_once(
        lambda: actions.claim_label(label=label, device=other, by=desk),
        lambda: add_device(asset_tag="BC-70000", kind=kind, model="iPad", by=desk),
    )

    assert sum(isinstance(one, Refused) for one in found) == 1


def adding(kind, desk):
    return add_device(asset_tag="BC-70000", kind=kind, model="iPad", by=desk)


def importing(_kind, _desk):
    row = Row(number=1, cells=[], values={"asset_tag": "BC-70000"})
    with transaction.atomic():
        if find([row], lock=True).on_labels:
            raise Refused("It stands on the label of another.")


@pytest.mark.parametrize("enters", [adding, importing])
def test_who_waits_for_a_label_sees_the_device_that_it_was_put_on(enters):
    label, desk, kind = equipment.free_label("BC-70000"), equipment.desk(), equipment.kind()
    told = []

    with while_it_waits(lambda: told.append(refusal_of(enters, kind, desk)), for_=label):
        actions.claim_label(label=label, device=equipment.device(), by=desk)

    assert "label of" in told[0]


def refusal_of(act, *args):
    try:
        act(*args)
    except Refused as refusal:
        return str(refusal)
    return ""


def test_councillors_who_ask_for_their_devices_at_once_each_get_a_tag_of_their_own():
    given.council()
    equipment.kind("Mobile phone", has_imei=True, accessories=[])
    people = [given.councillor() for _n in range(4)]

    found = at_once(*(lambda person=person: equipment.pending(holder=person) for person in people))

    assert all(isinstance(one, Device) for one in found)
    assert len({one.asset_tag for one in found}) == len(people)
    assert Device.objects.filter(status=DeviceStatus.PENDING).count() == len(people)


def test_of_several_officers_who_answer_one_request_one_does():
    councillor, desk = given.councillor(), equipment.desk()
    request = filtering.ask_filter(councillor=councillor, sender="news@spam.example", by=councillor)

    found = at_once(*[lambda: filtering.carry_out_filter(request=request, by=desk)] * 4)

    assert sum(isinstance(one, FilterRequest) for one in found) == 1
    assert sum(isinstance(one, Refused) for one in found) == 3
