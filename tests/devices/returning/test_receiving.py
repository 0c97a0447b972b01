"""The desk receives equipment: facts are never refused, what can't be is refused in words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.ledger.certificates import certificate_of, pdf, statement_of
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.records import Refused
from devices.issuing.actions import decline
from devices.models import (
    Cause,
    Condition,
    DeskTask,
    DeviceStatus,
    IssueStatus,
    Ownership,
    RequestStatus,
    Return,
    ReturnedDevice,
    ReturnStatus,
    TaskKind,
    TaskStatus,
    Wipe,
)
from devices.reclaiming.actions import request_return
from devices.returning import actions
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor(), equipment.desk(), equipment.terms()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def desk(made_once):
    return made_once[1]


@pytest.fixture
def device(councillor):
    return equipment.issued(holder=councillor, accessories=["charger"])


@pytest.fixture
def receive(desk):
    def receive(*handed, **fields):
        usual = {"typed_name": desk.full_name, "confirmed_with": "password", "by": desk}
        return actions.receive(handed=handed, **usual | fields)

    return receive


def moved(device, status, **fields):
    """The device where it has come to stand, whatever brought it there."""
    device.status = status
    for name, value in fields.items():
        setattr(device, name, value)
    return device.keep(by=None, why="Test")


# What comes back


def test_a_device_that_comes_back_is_off_its_holders_record(receive, device, councillor):
    row = receive(equipment.handed(device))

    device.refresh_from_db()
    assert (device.status, device.holder) == (DeviceStatus.RETURNED, None)
    assert (row.councillor, row.status) == (councillor, ReturnStatus.WAITING)
    assert not device.assignments.open().exists()


def test_several_devices_come_back_with_one_signature_of_the_desk(receive, councillor, desk):
    devices = [equipment.issued(holder=councillor) for _n in range(3)]

    row = receive(*map(equipment.handed, devices), typed_name=desk.full_name.upper())

    assert {item.device for item in row.items.all()} == set(devices)
    assert row.officer_name == desk.full_name.upper()
    assert Entry.objects.about(row).filter(kind="devices.returned").count() == 1


def test_what_was_not_asked_for_is_received_just_the_same(receive, device):
    assert device.status == DeviceStatus.ACTIVE

    assert receive(equipment.handed(device)).pk


def test_what_is_missing_of_the_accessories_is_written_down(receive, councillor):
    device = equipment.issued(holder=councillor, accessories=["charger", "case"])

    row = receive(equipment.handed(device, accessories=["case"]))

    item = row.items.get()
    assert (item.accessories, item.missing) == (["case"], ["charger"])
    device.refresh_from_db()
    assert device.accessories == ["case"]


def test_an_accessory_that_never_was_is_not_made_up(receive, device):
    row = receive(equipment.handed(device, accessories=["charger", "gold case"]))

    assert row.items.get().accessories == ["charger"]


@pytest.mark.parametrize("condition", [Condition.DAMAGED, Condition.NOT_WORKING])
def test_what_is_damaged_is_described(receive, device, condition):
    with pytest.raises(IntegrityError, match="devices_returneddevice_described_when_poor"):
        receive(equipment.handed(device, condition=condition))


def test_declined_equipment_is_handed_back_this_way(receive, councillor):
    issue = equipment.issue(holder=councillor)
    decline(issue=issue, reason="The screen has a crack.", by=councillor)
    device = issue.assignments.get().device

    receive(equipment.handed(device))

    issue.refresh_from_db()
    assert issue.status == IssueStatus.ENDED
    assert DeskTask.objects.get(kind=TaskKind.HAND_BACK).status == TaskStatus.DONE


def test_who_was_asked_for_it_is_asked_no_more(receive, device):
    (asked,) = request_return(devices=[device], because=Cause.LEAVING, by=None)

    receive(equipment.handed(device))

    asked.refresh_from_db()
    assert asked.status == RequestStatus.MET


# Data


def test_a_device_to_be_wiped_is_a_task_of_the_desk(receive, device, desk):
    receive(equipment.handed(device, wipe=Wipe.TO_DO))

    task = DeskTask.objects.get(kind=TaskKind.WIPE)
    assert (task.device, task.address) == (device, device.get_absolute_url())

    actions.record_wipe(device=device, how="Factory reset", by=desk)

    task.refresh_from_db()
    device.refresh_from_db()
    assert (task.status, device.status) == (TaskStatus.DONE, DeviceStatus.WIPED)


def test_a_device_wiped_at_once_makes_no_task(receive, device):
    receive(equipment.handed(device, wipe=Wipe.DONE))

    device.refresh_from_db()
    assert device.status == DeviceStatus.WIPED
    assert not DeskTask.objects.exists()


def test_that_it_holds_no_data_is_said_of_no_device_that_may(receive, device):
    with pytest.raises(Refused, match="may hold data"):
        receive(equipment.handed(device, wipe=Wipe.NO_DATA))


def test_a_monitor_is_not_wiped(receive, councillor, desk):
    monitor = equipment.kind("Monitor", holds_data=False)
    device = equipment.issued(holder=councillor, kind=monitor)
    with pytest.raises(Refused, match="holds no data, so it is not wiped"):
        receive(equipment.handed(device, wipe=Wipe.DONE))

    receive(equipment.handed(device))

    with pytest.raises(Refused, match="there is nothing to wipe"):
        actions.record_wipe(device=device, how="?", by=desk)
    stored = actions.put_in_stock(device=device, by=desk)
    assert stored.status == DeviceStatus.IN_STOCK


def test_what_held_data_is_in_stock_only_when_it_is_wiped(receive, device, desk):
    receive(equipment.handed(device))
    with pytest.raises(Refused, match="Wipe it first"):
        actions.put_in_stock(device=device, by=desk)

    actions.record_wipe(device=device, how="Factory reset", by=desk)

    assert actions.put_in_stock(device=device, by=desk).status == DeviceStatus.IN_STOCK


def test_what_somebody_still_has_is_received_before_it_is_wiped_or_stored(device, desk):
    with pytest.raises(Refused, match="Receive it back first, then wipe it"):
        actions.record_wipe(device=device, how="?", by=desk)

    moved(device, DeviceStatus.IN_WORKSHOP)

    with pytest.raises(Refused, match="Receive it back first"):
        actions.put_in_stock(device=device, by=desk)


# What is refused, and what can be done instead


def test_a_device_that_was_never_issued_is_not_handed_back(receive, councillor):
    device = equipment.device()

    with pytest.raises(Refused, match=r"on nobody’s record .*If you have mixed up two labels"):
        receive(equipment.handed(device))


def test_a_device_does_not_come_back_twice(receive, device):
    receive(equipment.handed(device))

    with pytest.raises(Refused, match="on nobody’s record"):
        receive(equipment.handed(device))


@pytest.mark.parametrize("status", [DeviceStatus.LOST, DeviceStatus.STOLEN])
def test_a_missing_device_is_found_again_before_it_comes_back(receive, device, status):
    moved(device, status)

    with pytest.raises(Refused, match="Record first that it was found again") as refused:
        receive(equipment.handed(device))
    assert refused.value.way == device.own_page


def test_a_device_of_ones_own_is_kept(receive, councillor):
    device = equipment.device()
    moved(device, DeviceStatus.ENROLLED, ownership=Ownership.PERSONAL, holder=councillor)

    with pytest.raises(Refused, match="the councillor’s own, so they keep it"):
        receive(equipment.handed(device))


def test_what_was_found_again_is_looked_at_first(receive, device):
    moved(device, DeviceStatus.RECOVERED)

    with pytest.raises(Refused, match="Return can’t be done"):
        receive(equipment.handed(device))


def test_devices_of_two_people_are_two_returns(receive, device):
    with pytest.raises(Refused, match="of different people"):
        receive(equipment.handed(device), equipment.handed(equipment.issued()))


def test_nothing_is_no_return(receive, councillor):
    with pytest.raises(Refused, match="Choose at least one device"):
        receive()


def test_the_officer_signs_with_their_own_name(receive, device):
    with pytest.raises(Refused, match="Type your own name"):
        receive(equipment.handed(device), typed_name="Somebody Else")


def test_nobody_receives_their_own_equipment(device, councillor):
    with pytest.raises(Refused, match="Nobody receives their own equipment"):
        equipment.returned(device, by=councillor)


# Who is told, and what proves it


def test_the_councillor_is_asked_to_sign_unless_they_do_so_at_the_desk(receive, device):
    row = receive(equipment.handed(device))

    notice = Notice.objects.get(kind="return_to_sign")
    assert (notice.to, notice.subject) == (row.councillor, row)
    assert notice.due_at > timezone.now() + timedelta(minutes=25)


def test_who_brings_it_for_the_councillor_is_named_and_nobody_else_signs(receive, device):
    row = receive(equipment.handed(device), brought_by=" Ann Relative ")

    assert (row.status, row.brought_by_whom) == (ReturnStatus.UNSIGNED, "Ann Relative")
    assert not row.may_sign
    assert Notice.objects.filter(kind="return_received", to=row.councillor).exists()
    assert not Notice.objects.filter(kind="return_to_sign").exists()
    with pytest.raises(Refused, match="the councillor does not sign"):
        actions.sign(
            row=row,
            by=row.councillor,
            typed_name=row.councillor.full_name,
            text_sha256=row.fingerprint(),
            confirmed_with="password",
        )


def test_the_receipt_says_what_came_back_and_how(receive, device, desk, councillor):
    row = receive(
        equipment.handed(
            device, condition=Condition.DAMAGED, words="Cracked screen", accessories=[]
        )
    )

    receipt = certificate_of(row)
    said = dict(statement_of(receipt)["about"])
    assert said["Returned by"] == councillor.full_name
    assert said["Received by"] == desk.full_name
    assert "damaged; Cracked screen; without charger; to be wiped" in said["Equipment"]
    assert pdf(receipt).startswith(b"%PDF")


# What stands, stands


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("officer_name", "Another"),
        ("officer_statement", "Another"),
        ("received_at", timezone.now()),
        ("brought_by_whom", "Another"),
    ],
)
def test_what_the_desk_signed_never_changes(receive, device, name, value):
    row = receive(equipment.handed(device))

    with pytest.raises(IntegrityError, match="stays as it was signed"), transaction.atomic():
        models.QuerySet(Return).filter(pk=row.pk).update(**{name: value})


@pytest.mark.parametrize("name", ["condition", "wipe", "words"])
def test_what_came_back_is_never_rewritten(receive, device, name):
    row = receive(equipment.handed(device))

    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        models.QuerySet(ReturnedDevice).filter(part_of=row).update(**{name: "damaged"})


@pytest.mark.parametrize("model", [Return, ReturnedDevice])
def test_no_return_is_deleted(receive, device, model):
    receive(equipment.handed(device))

    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        models.QuerySet(model)._raw_delete("default")


def test_names_and_words_can_be_erased(receive, device):
    row = receive(
        equipment.handed(device, condition=Condition.DAMAGED, words="By my cat"),
        brought_by="Ann Relative",
    )

    erased = {"officer_name": "(erased)", "brought_by_whom": "(erased)"}
    assert models.QuerySet(Return).filter(pk=row.pk).update(**erased) == 1
    assert models.QuerySet(ReturnedDevice).filter(part_of=row).update(words="(erased)") == 1
