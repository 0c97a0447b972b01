"""Whatever the desk scans into a form is understood: our labels above all."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from devices.issuing.forms import IssueForm
from devices.labelling.actions import claim_label, print_labels
from devices.labelling.fields import DeviceField, DevicesField
from devices.labelling.layouts import Sheet
from devices.labelling.sheets import address_of
from devices.losses.forms import ReplaceForm as ReplaceLostForm
from devices.models import DeviceStatus, RecallLine
from devices.recalling.forms import LendForm, RecallForm, ReplaceForm
from devices.returning.forms import TagForm
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        stored = equipment.device(asset_tag="BC-07001", serial="sn-7001", imei="490154203237518")
        return equipment.desk(), stored, equipment.device(asset_tag="BC-07002")

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def device(made_once):
    return made_once[1]


@pytest.fixture
def other(made_once):
    return made_once[2]


@pytest.fixture
def label(desk, device):
    return print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk).labels.get()


@pytest.mark.parametrize(
    ("form", "box"),
    [
        (IssueForm, "devices"),
        (RecallForm, "devices"),
        (ReplaceForm, "replacement"),
        (LendForm, "loan"),
        (TagForm, "device"),
        (ReplaceLostForm, "replacement"),
    ],
)
def test_the_code_on_our_own_label_is_understood_in_every_form(label, device, form, box):
    filled = form({box: address_of(label)})

    filled.is_valid()

    assert box not in filled.errors
    assert filled.cleaned_data[box] in (device, [device])


@pytest.mark.parametrize(
    "typed",
    [
        " bc-07001 ",
        "SN-7001",
        "490154203237518",
        "https://portal.council.example/devices/BC-07001/",
    ],
)
def test_a_device_is_known_by_tag_serial_number_imei_or_address(device, typed):
    assert DeviceField().clean(typed) == device
    assert DevicesField().clean(typed) == [device]


def test_the_number_that_was_printed_ahead_is_known_once_it_is_on_a_device(desk, device):
    free = equipment.free_label()
    with pytest.raises(ValidationError, match=free.number):
        DeviceField().clean(free.number)

    claim_label(label=free, device=device, by=desk)

    assert DeviceField().clean(free.number) == device


def test_a_tag_goes_before_the_serial_number_of_another_device(device, other):
    other.serial = device.asset_tag
    other.keep(by=None, why="Test")

    assert DeviceField().clean(device.asset_tag) == device


def test_several_scans_of_one_device_are_one(label, device, other):
    scans = f"{address_of(label)}\r\n{device.asset_tag}, {other.asset_tag};{device.serial}"

    assert DevicesField().clean(scans) == [device, other]


def test_of_many_that_nobody_knows_the_first_are_named(device):
    scans = " ".join([device.asset_tag, *(f"XX-{n}" for n in range(7))])

    with pytest.raises(ValidationError) as refused:
        DevicesField().clean(scans)

    (words,) = refused.value.messages
    assert "XX-0, XX-1, XX-2, XX-3, XX-4. Compare" in words


def test_many_scans_take_as_many_queries_as_one(device, other):
    def queries(*tags):
        with CaptureQueriesContext(connection) as taken:
            DevicesField().clean(" ".join(tags))
        return len(taken)

    assert queries(device.asset_tag, other.asset_tag) == queries(device.asset_tag) == 3


def test_on_hand_out_day_two_labels_are_scanned(client, desk, device, other):
    equipment.terms()
    both = print_labels(devices=[device, other], sheet=Sheet.L7160, start=1, by=desk)
    client.force_login(desk)
    scans = "\r\n".join(address_of(label) for label in both.labels.all())
    sent = {"councillor": given.councillor().pk, "devices": scans, "manner": "desk"}

    answer = client.post(reverse("devices:issue_devices"), sent)

    assert answer.status_code == 302
    device.refresh_from_db()
    assert device.status == DeviceStatus.ASSIGNED


def test_a_label_is_scanned_to_receive_and_to_recall(client, desk):
    device = equipment.issued()
    label = print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk).labels.get()
    client.force_login(desk)

    received = client.post(reverse("devices:receive"), {"device": address_of(label)})
    sent = {"devices": address_of(label), "reason": "audit"}
    client.post(reverse("devices:recall_devices"), sent)

    assert received.url == reverse("devices:receive_devices", args=[device.asset_tag])
    assert RecallLine.objects.get().device == device
