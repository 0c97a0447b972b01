"""What becomes of a device: found again, repaired, replaced, written off; and then the end."""

from decimal import Decimal

import pytest
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.costs.actions import decide_cost, propose_cost
from devices.issuing.actions import issue_devices
from devices.keeping.actions import dispose, dispose_all
from devices.losses import actions, ending
from devices.losses.police import add_police_reference, waive_police
from devices.losses.steps import may_be_written_off, steps
from devices.models import (
    AssignmentEnd,
    Cause,
    DeskTask,
    Device,
    DeviceStatus,
    Loss,
    LossOutcome,
    LossStatus,
    TaskKind,
    Wipe,
)
from devices.reclaiming.actions import request_return
from devices.returning.actions import put_in_stock, record_wipe
from devices.steps import steps as device_steps
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


@pytest.fixture
def loss(device):
    return cases.report(device)


@pytest.fixture
def damaged(device):
    return cases.report(device, kind="damaged")


def open_tasks(loss):
    return [task.kind for task in DeskTask.objects.open().about(loss)]


def standing(device):
    device.refresh_from_db()
    return device.status, device.holder


def found(loss, desk):
    return ending.mark_found(loss=loss, reason="Behind the sofa.", by=desk)


# Found again


@pytest.mark.parametrize("kind", ["lost", "stolen"])
def test_what_is_found_is_checked_before_anybody_uses_it(device, councillor, desk, told, kind):
    loss = found(cases.report(device, kind=kind), desk)

    assert loss.status == LossStatus.FOUND
    assert standing(device) == (DeviceStatus.RECOVERED, councillor)
    assert open_tasks(loss) == [TaskKind.CHECK_RECOVERED]
    assert told("loss_found") == [councillor]


def test_what_was_checked_is_used_again(loss, device, councillor, desk):
    loss = ending.back_in_use(loss=found(loss, desk), reason="Seals whole, PIN changed.", by=desk)

    assert (loss.status, loss.outcome) == (LossStatus.RESOLVED, LossOutcome.RECOVERED)
    assert not loss.is_missing
    assert standing(device) == (DeviceStatus.ACTIVE, councillor)
    assert open_tasks(loss) == []


def test_what_was_checked_may_be_kept_and_is_off_the_record(loss, device, desk):
    loss = ending.keep_found(loss=found(loss, desk), reason="Opened. Wiped at the desk.", by=desk)

    assert loss.outcome == LossOutcome.RECOVERED
    assert standing(device) == (DeviceStatus.WIPED, None)
    assert device.assignments.get().ended_because == AssignmentEnd.RETURNED


def test_what_was_wiped_from_afar_may_be_found_and_used_again(loss, device, councillor, desk):
    loss = found(cases.wiped(loss, by=desk), desk)

    assert '"was_wiped":true' in Entry.objects.about(loss).get(kind="devices.loss_found").facts
    ending.back_in_use(loss=loss, reason="Set up anew.", by=desk)
    assert standing(device) == (DeviceStatus.ACTIVE, councillor)


def test_what_was_written_off_may_be_found_and_then_only_kept(loss, device, desk):
    loss = found(cases.written_off(loss, by=desk), desk)

    with pytest.raises(Refused, match="Nobody has it on record any more"):
        ending.back_in_use(loss=loss, reason="Fine.", by=desk)
    assert (loss.written_off_at, loss.value_written_off) == (None, None)
    ending.keep_found(loss=loss, reason="Wiped.", by=desk)
    assert standing(device) == (DeviceStatus.WIPED, None)


def test_a_closed_case_is_open_again_when_its_device_is_found(loss, desk):
    loss = ending.close_loss(loss=cases.written_off(loss, by=desk), by=desk)
    assert loss.closed_at

    loss = found(loss, desk)

    assert (loss.status, loss.outcome, loss.closed_at) == (LossStatus.FOUND, "", None)


def test_what_is_not_missing_is_not_found(damaged, desk):
    with pytest.raises(Refused, match="damaged and not missing"):
        found(damaged, desk)


def test_what_is_found_already_is_not_found_twice(loss, desk):
    with pytest.raises(Refused, match="Finding again can’t be done"):
        found(found(loss, desk), desk)


def test_it_is_found_in_its_newest_case(loss, device, desk):
    first = ending.back_in_use(loss=found(loss, desk), reason="Fine.", by=desk)
    device.refresh_from_db()
    second = cases.report(device)

    with pytest.raises(Refused, match="newer case") as refused:
        found(first, desk)
    assert refused.value.way[0] == second.get_absolute_url()


@pytest.mark.parametrize(("is_wiped", "status"), [(True, "secured"), (False, "reported")])
def test_what_is_missing_after_all_goes_on_where_it_stood(loss, device, desk, is_wiped, status):
    loss = found(cases.wiped(loss, by=desk) if is_wiped else loss, desk)

    loss = ending.missing_again(loss=loss, reason="It was another one.", by=desk)

    assert loss.status == status
    assert standing(device)[0] == DeviceStatus.LOST
    assert open_tasks(loss) == ([] if is_wiped else [TaskKind.SECURE])


def test_who_was_told_that_it_is_found_is_told_that_it_is_missing(loss, councillor, desk, told):
    colleague = equipment.desk()
    told_before = told("loss_to_desk")

    loss = ending.missing_again(loss=found(loss, desk), reason="It was another one.", by=desk)

    assert told("loss_missing_again") == [councillor]
    assert told("loss_to_desk")[len(told_before) :] == [colleague]
    assert "Lock or wipe it by" in part_of(Notice.objects.filter(to=colleague).latest("pk")).body
    assert Entry.objects.about(loss).filter(kind="devices.loss_missing_again").exists()
    body = part_of(Notice.objects.get(kind="loss_missing_again")).body
    assert "missing after all" in body


def test_the_desk_is_not_asked_to_wipe_again_what_is_wiped(loss, desk):
    colleague = equipment.desk()

    ending.missing_again(loss=found(cases.wiped(loss, by=desk), desk), reason="Gone.", by=desk)

    body = part_of(Notice.objects.filter(to=colleague, kind="loss_to_desk").latest("pk")).body
    assert "It was locked or wiped before." in body
    assert "Lock or wipe it by" not in body


@pytest.mark.parametrize("act", [ending.back_in_use, ending.keep_found, ending.missing_again])
def test_only_what_was_found_is_checked(loss, desk, act):
    with pytest.raises(Refused, match="not waiting to be checked"):
        act(loss=loss, reason="Fine.", by=desk)


# A councillor's own device


def test_a_councillors_own_device_is_not_compliant_until_it_is_checked(desk):
    loss = found(cases.report(cases.enrolled()), desk)
    device = loss.device
    assert standing(device)[0] == DeviceStatus.NON_COMPLIANT

    with pytest.raises(Refused, match="councillor’s own"):
        ending.keep_found(loss=loss, reason="Ours.", by=desk)
    ending.back_in_use(loss=loss, reason="Compliant.", by=desk)

    assert standing(device) == (DeviceStatus.ENROLLED, loss.councillor)


def test_a_councillors_own_device_is_let_go_once_the_data_is_removed(desk):
    loss = cases.report(cases.enrolled(), kind="stolen")
    with pytest.raises(Refused, match="Confirm first"):
        ending.let_go(loss=loss, reason="Gone.", by=desk)

    loss = ending.let_go(loss=cases.wiped(loss, by=desk), reason="Gone.", by=desk)

    assert loss.outcome == LossOutcome.LET_GO
    assert standing(loss.device) == (DeviceStatus.RELEASED, None)


def test_a_device_of_the_council_is_not_let_go(loss, desk):
    with pytest.raises(Refused, match="write it off instead"):
        ending.let_go(loss=loss, reason="Gone.", by=desk)


def test_a_councillors_own_device_is_neither_replaced_nor_written_off(desk):
    loss = cases.report(cases.enrolled())

    with pytest.raises(Refused, match="councillor’s own"):
        ending.record_replacement(loss=loss, replacement=equipment.device(), by=desk)
    with pytest.raises(Refused, match="councillor’s own"):
        cases.written_off(loss, by=desk)


# Repaired


def test_what_is_damaged_is_repaired_and_used_again(damaged, device, councillor, desk):
    ending.send_to_repair(loss=damaged, reason="New screen, at Fix & Co.", by=desk)
    assert standing(device) == (DeviceStatus.IN_WORKSHOP, councillor)

    loss = ending.mark_repaired(loss=damaged, reason="New screen.", by=desk)

    assert (loss.status, loss.outcome) == (LossStatus.RESOLVED, LossOutcome.REPAIRED)
    assert standing(device) == (DeviceStatus.ACTIVE, councillor)
    assert open_tasks(loss) == []


def test_what_works_after_all_needs_no_workshop(damaged, device, councillor, desk):
    ending.mark_repaired(loss=damaged, reason="It dried out.", by=desk)

    assert standing(device) == (DeviceStatus.ACTIVE, councillor)


def test_what_was_in_stock_goes_back_there(desk):
    device = equipment.device()
    loss = cases.report(device, kind="damaged", by=desk)

    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)

    assert standing(device) == (DeviceStatus.IN_STOCK, None)


@pytest.mark.parametrize("act", [ending.send_to_repair, ending.mark_repaired])
def test_what_is_lost_is_not_repaired(loss, desk, act):
    with pytest.raises(Refused, match="nothing to repair"):
        act(loss=loss, reason="Mend it.", by=desk)


# Replaced


@pytest.fixture
def another(councillor):
    row = equipment.device()
    issue_devices(devices=[row], councillor=councillor, by=None)
    row.refresh_from_db()
    return row


def test_what_is_missing_is_replaced_and_stays_missing(loss, device, another, desk):
    loss = ending.record_replacement(loss=loss, replacement=another, by=desk)

    assert (loss.outcome, loss.replacement) == (LossOutcome.REPLACED, another)
    assert standing(device) == (DeviceStatus.LOST, None)
    assert device.assignments.get().ended_because == AssignmentEnd.REPLACED


def test_what_is_damaged_and_replaced_is_asked_back(damaged, device, another, desk, councillor):
    loss = ending.record_replacement(loss=damaged, replacement=another, by=desk)

    assert (loss.outcome, standing(device)) == ("replaced", (DeviceStatus.RETURN_DUE, councillor))
    request = device.return_requests.open().get()
    assert request.reason == "You have another one in its place."
    equipment.returned(device)
    assert standing(device) == (DeviceStatus.RETURNED, None)
    assert open_tasks(device) == [TaskKind.WIPE]


def test_what_the_monitoring_officer_asked_back_is_asked_back_by_that(
    damaged, device, another, desk
):
    (ruling,) = request_return(devices=[device], because=Cause.MISUSE, by=None)

    ending.record_replacement(loss=damaged, replacement=another, by=desk)

    assert device.return_requests.open().get() == ruling
    assert standing(device)[0] == DeviceStatus.RETURN_DUE


def test_what_is_in_the_workshop_and_replaced_stays_there(damaged, device, another, desk):
    ending.send_to_repair(loss=damaged, reason="Too dear to mend.", by=desk)

    ending.record_replacement(loss=damaged, replacement=another, by=desk)

    assert standing(device) == (DeviceStatus.REPLACED, None)
    assert open_tasks(device) == [TaskKind.WIPE]


def test_it_is_replaced_by_what_the_same_councillor_has(loss, desk):
    for other in (equipment.device(), equipment.issued()):
        with pytest.raises(Refused, match="Issue the new device to the same councillor") as refused:
            ending.record_replacement(loss=loss, replacement=other, by=desk)
        assert refused.value.field == "replacement"


def test_what_nobody_had_is_not_replaced_for_anybody(desk):
    loss = cases.report(equipment.device(), by=desk)

    with pytest.raises(Refused, match="same councillor"):
        ending.record_replacement(loss=loss, replacement=equipment.device(), by=desk)


def away(another, desk):
    cases.report(another)


def asked_back(another, desk):
    equipment.asked_back(another)


def lent(another, desk):
    issue = another.assignments.get().issue
    issue.kind = "loan"
    issue.keep(by=None, why="Test")


@pytest.mark.parametrize("happens", [away, asked_back, lent])
def test_it_is_replaced_by_what_is_there_to_be_kept(loss, another, desk, happens):
    happens(another, desk)

    with pytest.raises(Refused, match="not there to take its place") as refused:
        ending.record_replacement(loss=loss, replacement=another, by=desk)
    assert refused.value.field == "replacement"


def test_it_is_not_replaced_by_a_device_of_the_councillors_own(loss, councillor, desk):
    own = cases.enrolled(holder=councillor)

    with pytest.raises(Refused, match="the councillor’s own"):
        ending.record_replacement(loss=loss, replacement=own, by=desk)


def test_it_is_not_replaced_by_itself(loss, device, desk):
    with pytest.raises(Refused, match="can’t replace itself"):
        ending.record_replacement(loss=loss, replacement=device, by=desk)


def test_what_was_found_is_checked_before_it_is_replaced(loss, another, desk):
    with pytest.raises(Refused, match="Check it first"):
        ending.record_replacement(loss=found(loss, desk), replacement=another, by=desk)


def test_what_was_replaced_may_be_written_off_and_stays_replaced(loss, device, another, desk):
    loss = ending.record_replacement(loss=loss, replacement=another, by=desk)

    loss = cases.written_off(loss, by=desk)

    assert (loss.outcome, loss.value_written_off) == (LossOutcome.REPLACED, 100)
    assert standing(device) == (DeviceStatus.WRITTEN_OFF, None)


# Written off


def test_what_is_written_off_is_nobodys_with_its_value(loss, device, monitoring, told, councillor):
    loss = cases.written_off(loss, by=monitoring)

    assert (loss.status, loss.outcome) == (LossStatus.RESOLVED, LossOutcome.WRITTEN_OFF)
    assert standing(device) == (DeviceStatus.WRITTEN_OFF, None)
    assert device.assignments.get().ended_because == AssignmentEnd.WRITTEN_OFF
    assert '"value":"100"' in Entry.objects.about(loss).get(kind="devices.written_off").facts
    assert open_tasks(loss) == []
    assert told("loss_resolved") == [councillor]


def test_what_is_over_is_not_written_off(loss, desk):
    loss = ending.back_in_use(loss=found(loss, desk), reason="Fine.", by=desk)

    with pytest.raises(Refused, match="known already"):
        cases.written_off(loss, by=desk)


@pytest.fixture
def in_stock_again(damaged, device, another, desk):
    """The case of a device that was replaced, handed back, and is ready for somebody else."""
    loss = ending.record_replacement(loss=damaged, replacement=another, by=desk)
    equipment.returned(device, wipe=Wipe.DONE)
    put_in_stock(device=device, by=desk)
    return Loss.objects.get(pk=loss.pk)


def test_what_was_replaced_and_came_back_is_not_written_off(in_stock_again, desk):
    assert not may_be_written_off(in_stock_again)
    with pytest.raises(Refused, match="known already"):
        cases.written_off(in_stock_again, by=desk)


def test_what_was_lost_anew_is_written_off_in_its_newest_case(in_stock_again, desk):
    newer = cases.report(in_stock_again.device, by=desk)

    assert not may_be_written_off(Loss.objects.get(pk=in_stock_again.pk))
    with pytest.raises(Refused, match="newer case"):
        cases.written_off(in_stock_again, by=desk)
    assert cases.written_off(newer, by=desk).value_written_off == 100


def test_what_is_found_is_checked_before_it_is_given_up(loss, device, desk):
    loss = found(loss, desk)

    assert not may_be_written_off(loss)
    with pytest.raises(Refused, match="Check it first"):
        cases.written_off(loss, by=desk)
    ending.keep_found(loss=loss, reason="Smashed. The disk is shredded.", by=desk)
    dispose(device=device, how="Shredder Ltd", by=desk)
    assert standing(device) == (DeviceStatus.DISPOSED, None)


# Written off for its damage, it is somewhere


@pytest.fixture
def ruling(damaged):
    """It is to be returned after a decision on misuse."""
    (row,) = request_return(devices=[damaged.device], because=Cause.MISUSE, by=None)
    return row


def test_the_desk_gives_up_nothing_damaged_that_is_to_be_returned_by_a_ruling(
    damaged, ruling, device, desk, councillor
):
    with pytest.raises(Refused, match="Only they can undo that"):
        cases.written_off(damaged, by=desk)

    ruling.refresh_from_db()
    assert ruling.status == "open"
    assert standing(device) == (DeviceStatus.DAMAGED, councillor)
    monitoring = given.officer(Role.MONITORING_OFFICER)
    assert cases.written_off(damaged, by=monitoring).outcome == LossOutcome.WRITTEN_OFF


def test_what_is_missing_may_be_given_up_whatever_was_ruled(loss, desk):
    request_return(devices=[loss.device], because=Cause.MISUSE, by=None)

    assert cases.written_off(loss, by=desk).outcome == LossOutcome.WRITTEN_OFF


@pytest.mark.parametrize("is_here", [True, False])
def test_what_is_damaged_and_written_off_is_wiped_and_disposed_of(
    damaged, device, desk, councillor, is_here
):
    if is_here:
        ending.send_to_repair(loss=damaged, reason="To the maker.", by=desk)

    loss = cases.written_off(damaged, by=desk)

    task = DeskTask.objects.open().about(device).get()
    assert (task.kind, task.councillor) == (TaskKind.WIPE, councillor)
    with pytest.raises(Refused, match="Wipe it first"):
        dispose(device=device, how="Shredder Ltd", by=desk)
    record_wipe(device=device, how="Disk out, shredded.", by=desk)
    dispose(device=device, how="Shredder Ltd, 4711", by=desk)
    assert standing(device) == (DeviceStatus.DISPOSED, None)
    assert (loss.outcome, open_tasks(device)) == ("written_off", [])


def test_what_is_damaged_and_written_off_is_not_found_again(damaged, desk):
    loss = cases.written_off(damaged, by=desk)

    assert "It was found again" not in [str(step.text) for step in steps(loss, desk)]
    with pytest.raises(Refused, match="damaged and not missing"):
        found(loss, desk)


def test_what_nobody_ever_had_is_written_off_without_a_wipe(desk):
    loss = cases.written_off(cases.report(equipment.device(), kind="damaged", by=desk), by=desk)

    assert open_tasks(loss.device) == []


def offered(device, desk):
    device.refresh_from_db()
    return {str(step.text) for step in device_steps(device, desk)} & {
        "It is wiped",
        "Dispose of it",
    }


@pytest.mark.parametrize("data", [True, False])
def test_what_is_written_off_as_missing_is_neither_wiped_nor_disposed_of(desk, data):
    kind = equipment.kind("Tablet" if data else "Docking station", holds_data=data)
    loss = cases.written_off(cases.report(equipment.issued(kind=kind), kind="stolen"), by=desk)
    device = loss.device

    assert offered(device, desk) == set()
    with pytest.raises(Refused, match="written off as missing"):
        dispose(device=device, how="Ltd", by=desk)
    with pytest.raises(Refused, match="written off as missing"):
        dispose_all(devices=Device.objects.filter(pk=device.pk), how="Ltd", by=desk)
    with pytest.raises(Refused, match="written off as missing" if data else "holds no data"):
        record_wipe(device=device, how="Here.", by=desk)


@pytest.mark.parametrize(("data", "button"), [(True, "It is wiped"), (False, "Dispose of it")])
def test_the_page_of_what_is_written_off_for_its_damage_says_what_is_next(desk, data, button):
    kind = equipment.kind("Tablet" if data else "Docking station", holds_data=data)
    loss = cases.report(equipment.device(kind=kind), kind="damaged", by=desk)

    cases.written_off(loss, by=desk)

    assert offered(loss.device, desk) == {button}


# Closed


def test_a_case_is_closed_once_it_is_resolved(loss, desk):
    with pytest.raises(Refused, match="Closing can’t be done"):
        ending.close_loss(loss=loss, by=desk)

    loss = ending.close_loss(loss=cases.written_off(loss, by=desk), by=desk)

    assert loss.status == LossStatus.CLOSED
    assert Entry.objects.about(loss).filter(kind="devices.loss_closed").exists()


def test_a_theft_is_closed_with_a_number_or_without_one_for_a_reason(device, desk):
    loss = cases.written_off(cases.report(device, kind="stolen"), by=desk)
    with pytest.raises(Refused, match="number of the police first"):
        ending.close_loss(loss=loss, by=desk)

    waive_police(loss=loss, reason="The force gives none.", by=desk)

    assert ending.close_loss(loss=loss, by=desk).status == LossStatus.CLOSED


def test_a_case_is_closed_once_its_cost_is_decided(loss, desk):
    loss = cases.written_off(loss, by=desk)
    cost = {"route": "council", "amount": Decimal(10), "reason": "Insured.", "by": desk}
    propose_cost(loss=loss, **cost)
    with pytest.raises(Refused, match="Decide on the cost first"):
        ending.close_loss(loss=loss, by=desk)

    decide_cost(loss=loss, **cost)

    loss.refresh_from_db()
    assert ending.close_loss(loss=loss, by=desk).status == LossStatus.CLOSED


# Edge case 15 of the research: stolen, an online receipt first, found after the wipe


def test_a_theft_from_the_report_without_a_number_to_its_end(device, councillor, desk):
    day = timezone.localdate()
    police = {"force": "Barsetshire Police", "reported_on": day, "by": councillor}

    loss = cases.report(device, kind="stolen")  # no number needed
    add_police_reference(loss=loss, kind="receipt", reference="R-7781", **police)
    loss = cases.wiped(loss, by=desk)
    assert loss.waits_for_police()
    add_police_reference(loss=loss, kind="crime", reference="42/12345/26", **police)
    loss = ending.back_in_use(loss=found(loss, desk), reason="Set up anew.", by=desk)
    loss = ending.close_loss(loss=loss, by=desk)

    # both numbers are kept, it is usable again, and the case stays on record with all that was done
    assert [row.reference for row in loss.references()] == ["R-7781", "42/12345/26"]
    assert standing(device) == (DeviceStatus.ACTIVE, councillor)
    assert Loss.objects.visible_to(desk).get() == loss
    assert list(loss.events.values_list("what", flat=True)) == [
        "recorded",
        "police",
        "wipe_asked",
        "wiped",
        "police",
        "found",
        "back_in_use",
        "closed",
    ]


def test_other_losses_of_the_same_person_are_a_pattern(loss, councillor, desk):
    other = cases.report(equipment.issued(holder=councillor))
    cases.reported(holder=given.councillor())

    assert list(loss.others_of_councillor()) == [other]


def test_a_correction_keeps_the_case(loss, desk):
    corrected = actions.correct_kind(loss=loss, kind="stolen", reason="Seen.", by=desk)

    assert corrected.pk == loss.pk


def test_what_was_asked_back_and_is_written_off_is_asked_for_no_more(desk):
    (request,) = request_return(devices=[equipment.issued()], because=Cause.LEAVING, by=None)
    lost = cases.report(request.device)

    ending.write_off(loss=lost, value=Decimal(10), reason="Not found.", by=desk)

    request.refresh_from_db()
    assert (request.status, request.cancel_reason) == ("cancelled", "Written off")


def test_what_was_asked_back_and_is_found_and_kept_has_come_back(desk):
    (request,) = request_return(devices=[equipment.issued()], because=Cause.LEAVING, by=None)
    lost = found(cases.report(request.device), desk)

    ending.keep_found(loss=lost, reason="At the desk.", by=desk)

    request.refresh_from_db()
    assert request.status == "met"


def test_what_was_repaired_in_the_workshop_without_a_holder_goes_into_stock(desk):
    damaged = cases.report(equipment.device(), kind="damaged", by=desk)
    ending.send_to_repair(loss=damaged, reason="New screen.", by=desk)

    ending.mark_repaired(loss=damaged, reason="It works.", by=desk)

    assert standing(damaged.device)[0] == DeviceStatus.IN_STOCK
