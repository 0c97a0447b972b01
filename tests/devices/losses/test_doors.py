"""A case ends with what becomes of its device, by whichever door the device goes on."""

from decimal import Decimal
from functools import partial

import pytest

from councilgov.records import Refused
from devices.issuing.actions import decline, issue_devices
from devices.losses import actions, ending
from devices.losses.settling import settle_damage
from devices.misuse.actions import open_misuse
from devices.models import (
    DeskTask,
    Device,
    DeviceStatus,
    LossOutcome,
    LossStatus,
    TaskKind,
    Wipe,
)
from devices.recalling.actions import cancel_recall, give_back, replace
from devices.reclaiming.actions import cancel_return
from devices.returning.actions import put_in_stock, record_wipe
from devices.steps import steps
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


def fresh(device):
    return Device.objects.get(pk=device.pk)


@pytest.fixture
def loss(device, desk):
    """Damaged, and in the workshop."""
    row = cases.report(device, kind="damaged")
    return ending.send_to_repair(loss=row, reason="New screen.", by=desk)


def again(device, desk):
    """It goes to the next councillor, from whom it is stolen."""
    return cases.report(fresh(device), kind="stolen", by=desk)


# Three doors, and then a second loss


def test_what_is_received_back_from_its_holder_ends_the_case(loss, device, desk, councillor, told):
    equipment.returned(device, wipe=Wipe.DONE)

    loss.refresh_from_db()
    assert (loss.status, loss.outcome) == (LossStatus.RESOLVED, LossOutcome.HANDED_BACK)
    assert not DeskTask.objects.open().about(loss).exists()
    assert told("loss_resolved") == [councillor]
    put_in_stock(device=device, by=desk)
    other = given.councillor()
    issue_devices(devices=[device], councillor=other, by=desk)
    stolen = again(device, desk)
    assert (stolen.councillor, stolen.status) == (other, LossStatus.REPORTED)


def test_what_is_damaged_and_handed_back_at_once_ends_the_case(device, desk):
    loss = cases.report(device, kind="damaged")

    equipment.returned(device)

    loss.refresh_from_db()
    assert loss.outcome == LossOutcome.HANDED_BACK


def test_what_is_given_back_from_the_workshop_is_repaired(loss, device, desk, councillor):
    give_back(device=device, by=desk)

    loss.refresh_from_db()
    assert (loss.status, loss.outcome) == (LossStatus.RESOLVED, LossOutcome.REPAIRED)
    assert again(device, desk).councillor == councillor


def test_what_is_replaced_in_the_workshop_is_replaced_in_its_case(loss, device, desk):
    other = equipment.device()

    replace(device=device, replacement=other, by=desk)

    loss.refresh_from_db()
    assert (loss.outcome, loss.replacement) == (LossOutcome.REPLACED, other)
    assert fresh(device).status == DeviceStatus.REPLACED
    assert DeskTask.objects.open().about(device).get().kind == TaskKind.WIPE


def test_what_is_replaced_and_holds_no_data_goes_into_stock(desk):
    dock = equipment.issued(kind=equipment.kind("Docking station", holds_data=False))
    equipment.taken_in(dock)
    replace(device=dock, replacement=equipment.device(), by=desk)
    assert "Put it in stock" in [str(step.text) for step in steps(fresh(dock), desk)]

    put_in_stock(device=dock, by=desk)

    assert fresh(dock).status == DeviceStatus.IN_STOCK


def test_what_is_replaced_and_may_hold_data_is_wiped_first(loss, device, desk):
    replace(device=device, replacement=equipment.device(), by=desk)

    assert "Put it in stock" not in [str(step.text) for step in steps(fresh(device), desk)]
    with pytest.raises(Refused, match="Wipe it first"):
        put_in_stock(device=device, by=desk)


def test_what_was_never_issued_goes_from_the_workshop_into_stock(desk):
    device = equipment.device()
    loss = cases.report(device, kind="damaged", by=desk)
    ending.send_to_repair(loss=loss, reason="New screen.", by=desk)

    put_in_stock(device=device, by=desk)

    loss.refresh_from_db()
    assert loss.outcome == LossOutcome.REPAIRED


def test_what_was_written_off_and_wiped_is_only_disposed_of(device, desk):
    cases.written_off(cases.report(device, kind="damaged"), by=desk)
    record_wipe(device=fresh(device), how="Factory reset", by=desk)

    offered = [str(step.text) for step in steps(fresh(device), desk)]
    assert "Put it in stock" not in offered
    assert "Dispose of it" in offered
    with pytest.raises(Refused, match="can only be disposed of"):
        put_in_stock(device=device, by=desk)


def test_what_has_no_case_has_none_to_end(device, desk):
    assert settle_damage(device=device, outcome=LossOutcome.REPAIRED, by=desk) is None


def test_what_was_found_is_checked_in_its_case_and_not_settled_by_another_door(device, desk):
    loss = ending.mark_found(loss=cases.report(device), reason="Here.", by=desk)

    with pytest.raises(Refused, match="to be checked first") as refused:
        settle_damage(device=fresh(device), outcome=LossOutcome.HANDED_BACK, by=desk)
    assert refused.value.way[0] == loss.get_absolute_url()


def test_what_was_found_after_a_write_off_is_wiped_in_its_case_only(device, desk):
    loss = cases.written_off(cases.report(device), by=desk)
    ending.mark_found(loss=loss, reason="Here.", by=desk)

    with pytest.raises(Refused, match="Its case is open"):
        record_wipe(device=device, how="Here.", by=desk)


@pytest.mark.parametrize("status", ["damaged", "recovered", "assigned"])
def test_only_what_is_in_the_workshop_is_given_back(device, desk, status):
    device.status = status
    device.keep(by=None, why="Test")

    with pytest.raises(Refused, match="is not in the workshop"):
        give_back(device=device, by=desk)


@pytest.mark.parametrize("status", ["damaged", "recovered", "return_due"])
def test_only_what_is_in_stock_is_issued(desk, councillor, status):
    device = equipment.issued(holder=councillor)
    device.status = status
    device.keep(by=None, why="Test")

    with pytest.raises(Refused, match="Put it in stock first"):
        issue_devices(devices=[device], councillor=given.councillor(), by=desk)


def test_a_recall_that_ends_leaves_what_is_damaged_in_its_case(device, desk):
    equipment.recalled(device)
    loss = cases.report(fresh(device), kind="damaged")

    cancel_recall(device=device, reason="Seen at the desk.", by=desk)

    assert fresh(device).status == DeviceStatus.DAMAGED
    assert loss.is_open


def test_the_page_of_what_is_in_the_workshop_leads_to_its_case(loss, device, desk):
    words = "See what is done about it"
    assert words in [str(step.text) for step in steps(fresh(device), desk)]

    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)
    device = fresh(device)
    device.status = DeviceStatus.IN_WORKSHOP
    assert words not in [str(step.text) for step in steps(device, desk)]


# The case of one councillor moves nobody else's device


@pytest.mark.parametrize(
    ("kind", "act"),
    [
        ("lost", ending.mark_found),
        ("damaged", ending.send_to_repair),
        ("damaged", ending.mark_repaired),
        ("lost", partial(ending.write_off, value=Decimal(0))),
        ("lost", ending.let_go),
        ("lost", partial(actions.correct_kind, kind="stolen")),
    ],
)
def test_no_act_of_a_case_takes_the_device_of_somebody_else(device, desk, kind, act):
    loss = cases.report(device, kind=kind)
    device = fresh(device)
    device.holder = given.councillor()
    device.keep(by=None, why="Test")

    with pytest.raises(Refused, match="Somebody else has this device"):
        act(loss=loss, reason="Mend it.", by=desk)


def test_misuse_is_asked_of_whoever_had_the_device_then(device, desk, councillor):
    loss = cases.report(device, kind="damaged")
    equipment.returned(device, wipe=Wipe.DONE)
    put_in_stock(device=device, by=desk)
    other = given.councillor()
    issue_devices(devices=[device], councillor=other, by=desk)

    case = open_misuse(device=device, loss=loss, facts="Wet.", by=desk)

    assert (case.councillor, case.loss) == (councillor, loss)


def test_misuse_of_a_device_is_asked_of_nobody_who_had_it_once(device, desk):
    cases.written_off(cases.report(device), by=desk)

    with pytest.raises(Refused, match="nobody to hear"):
        open_misuse(device=fresh(device), facts="Wet.", by=desk)


# Nobody else may have it with the data of its last holder on it


def test_what_is_repaired_at_the_desk_is_wiped_before_it_goes_into_stock(device, desk):
    equipment.returned(device)  # to be wiped
    loss = cases.report(fresh(device), kind="damaged", by=desk)
    assert loss.councillor is None

    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)

    assert fresh(device).status == DeviceStatus.RETURNED
    assert DeskTask.objects.open().about(device).get().kind == TaskKind.WIPE
    with pytest.raises(Refused, match="Wipe it first"):
        put_in_stock(device=device, by=desk)


def test_what_is_repaired_and_was_wiped_goes_into_stock(desk):
    device = equipment.wiped()
    loss = cases.report(device, kind="damaged", by=desk)

    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)

    assert fresh(device).status == DeviceStatus.IN_STOCK


def test_what_is_in_the_workshop_is_wiped_before_it_goes_into_stock(device, desk):
    equipment.returned(device)
    loss = cases.report(fresh(device), kind="damaged", by=desk)
    ending.send_to_repair(loss=loss, reason="New screen.", by=desk)

    with pytest.raises(Refused, match="Wipe it first"):
        put_in_stock(device=device, by=desk)


# What nobody accepted is not issued


@pytest.fixture
def offered(councillor):
    """Issued, and not accepted."""
    return equipment.issue(holder=councillor)


def test_what_was_not_accepted_waits_again_once_it_is_found(offered, desk):
    loss = cases.report(offered.assignments.get().device, kind="stolen")
    loss = ending.mark_found(loss=loss, reason="Here.", by=desk)

    ending.back_in_use(loss=loss, reason="Fine.", by=desk)

    assert fresh(loss.device).status == DeviceStatus.ASSIGNED


def test_what_was_declined_is_still_to_be_handed_back(offered, councillor, desk):
    decline(issue=offered, reason="Too heavy.", by=councillor)
    loss = cases.report(offered.assignments.get().device, kind="damaged")

    ending.mark_repaired(loss=loss, reason="Fine.", by=desk)

    assert fresh(loss.device).status == DeviceStatus.RETURN_DUE


def test_what_is_asked_back_is_still_asked_back_after_the_workshop(device, desk):
    request = equipment.asked_back(device)
    loss = cases.report(fresh(device), kind="damaged")
    ending.send_to_repair(loss=loss, reason="New screen.", by=desk)

    give_back(device=device, by=desk)

    assert fresh(device).status == DeviceStatus.RETURN_DUE
    cancel_return(request=request, reason="A mistake.", by=desk)
    assert fresh(device).status == DeviceStatus.ACTIVE


def test_what_is_on_record_without_an_issue_is_issued(device, desk):
    device.assignments.all().delete()
    loss = cases.report(device, kind="damaged")

    ending.mark_repaired(loss=loss, reason="Fine.", by=desk)

    assert fresh(device).status == DeviceStatus.ACTIVE
