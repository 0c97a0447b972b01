"""What a recall, a loan and a request are worth when the device is away meanwhile."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from councilgov.ledger.certificates import certificate_of
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.records import Refused
from devices.booking.actions import book
from devices.losses import ending
from devices.models import (
    BookingStatus,
    Cause,
    DeskTask,
    Device,
    DeviceStatus,
    LineStatus,
    RecallReason,
    ReturnRequest,
    TaskKind,
    TaskStatus,
)
from devices.recalling import actions
from devices.reclaiming.actions import cancel_return, request_return
from devices.tasks import sweep
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


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
    return equipment.issued(holder=councillor)


@pytest.fixture
def lend(desk):
    def lend(device):
        return actions.lend(
            device=device, loan=equipment.device(), due_back_on=date(2026, 12, 4), by=desk
        )

    return lend


def status_of(device):
    return Device.objects.get(pk=device.pk).status


def told(kind):
    return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]


# A device that is damaged or missing while it is recalled


def damaged_here(device, desk):
    """It lies in the workshop, and its damage is recorded."""
    line = equipment.taken_in(device)
    return line, cases.report(line.device, kind="damaged", by=desk)


def test_the_loan_stays_lent_while_the_damage_is_repaired(device, desk, lend):
    line, _loss = damaged_here(device, desk)
    lend(device)

    sweep()

    line.refresh_from_db()
    assert line.status == LineStatus.IN_WORKSHOP
    assert not ReturnRequest.objects.exists()


def test_the_loan_is_asked_back_once_the_damage_is_repaired(device, desk, lend):
    line, loss = damaged_here(device, desk)
    loan = lend(device)

    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)

    line.refresh_from_db()
    assert line.status == LineStatus.BACK
    assert told("recall_given_back") == [line.holder]
    assert ReturnRequest.objects.get().device == loan.assignments.get().device


def test_what_was_damaged_at_the_desk_stays_there_when_it_is_replaced(device, desk, councillor):
    _line, loss = damaged_here(device, desk)
    other = equipment.issued(holder=councillor)

    ending.record_replacement(loss=loss, replacement=other, by=desk)

    assert status_of(device) == DeviceStatus.RETURNED
    assert DeskTask.objects.open().about(device).get().kind == TaskKind.WIPE


@pytest.mark.parametrize("status", ["damaged", "in_workshop", "recalled"])
def test_a_loan_that_is_away_itself_is_asked_back_too(device, desk, lend, status):
    equipment.taken_in(device)
    loan = lend(device).assignments.get().device
    loan.status = status
    loan.keep(by=None, why="Test")

    actions.give_back(device=device, by=desk)

    assert ReturnRequest.objects.get().device == loan


def test_a_loan_is_asked_back_once(device, desk, lend):
    equipment.taken_in(device)
    request = ask(lend(device).assignments.get().device)

    actions.give_back(device=device, by=desk)

    assert ReturnRequest.objects.get() == request


# Recalled, and then damaged, lost or found: the recall goes on as its device does


@pytest.fixture
def line(device):
    return equipment.recalled(device).lines.get()


def here(line, desk):
    """It was damaged before it was brought in, and came to the workshop with that."""
    loss = cases.report(Device.objects.get(pk=line.device_id), kind="damaged")
    return ending.send_to_repair(loss=loss, reason="New screen.", by=desk)


def test_what_is_damaged_and_sent_to_the_workshop_was_brought_in(line, device, desk, councillor):
    booking = equipment.booked(equipment.slot(), councillor)

    loss = here(line, desk)

    line.refresh_from_db()
    booking.refresh_from_db()
    assert (line.status, line.received_by) == (LineStatus.IN_WORKSHOP, desk)
    assert certificate_of(line)
    assert booking.status == BookingStatus.MET
    assert told("recall_taken_in") == [councillor]
    assert not DeskTask.objects.open().about(line.recall).exists()
    assert DeskTask.objects.open().filter(kind=TaskKind.REPAIR).get().about.endswith(f":{loss.pk}")


@pytest.mark.parametrize(
    ("door", "status", "end"),
    [
        (lambda loss, by: actions.give_back(device=loss.device, by=by), "active", "back"),
        (lambda loss, by: ending.mark_repaired(loss=loss, reason="New.", by=by), "active", "back"),
        (
            lambda loss, by: actions.replace(
                device=loss.device, replacement=equipment.device(), by=by
            ),
            "replaced",
            "replaced",
        ),
        (lambda loss, _by: equipment.returned(loss.device), "returned", "kept"),
        (lambda loss, by: cases.written_off(loss, by=by), "written_off", "cancelled"),
    ],
    ids=["given back", "repaired", "replaced", "received", "written off"],
)
def test_what_was_recalled_and_damaged_goes_on_by_every_door(line, desk, door, status, end):
    door(here(line, desk), desk)

    line.refresh_from_db()
    assert (status_of(line.device), line.status) == (status, end)
    assert not DeskTask.objects.open().about(line).exists()


def test_what_works_again_before_it_was_brought_in_is_still_recalled(line, device, desk):
    loss = cases.report(Device.objects.get(pk=device.pk), kind="damaged")

    ending.mark_repaired(loss=loss, reason="It dried out.", by=desk)

    assert status_of(device) == DeviceStatus.RECALLED
    assert actions.take_in(device=device, by=desk) == line


@pytest.mark.parametrize(
    ("button", "end"), [("take_in", "in_workshop"), ("cancel_recall", "cancelled")]
)
def test_the_page_of_what_is_damaged_and_recalled_leads_on(client, line, desk, button, end):
    loss = cases.report(Device.objects.get(pk=line.device_id), kind="damaged")
    client.force_login(desk)
    address = reverse(f"devices:{button}", args=[line.device.asset_tag])
    assert address in client.get(line.device.get_absolute_url()).text

    client.post(address, {"reason": "Mended."})

    line.refresh_from_db()
    assert (line.status, loss.is_open) == (end, True)
    assert address not in client.get(line.device.get_absolute_url()).text


def test_what_is_damaged_and_taken_in_is_repaired_in_its_case(line, device, desk):
    loss = cases.report(Device.objects.get(pk=device.pk), kind="damaged")

    actions.take_in(device=device, by=desk)

    assert DeskTask.objects.open().filter(kind=TaskKind.REPAIR).get().about.endswith(f":{loss.pk}")


def test_what_is_found_is_checked_in_its_case_and_not_taken_in(client, line, device, desk):
    loss = found(line, desk)
    client.force_login(desk)
    page = client.get(reverse("devices:take_in", args=[device.asset_tag]))
    assert "is to be checked first" in page.text

    with pytest.raises(Refused, match="is to be checked first") as refused:
        actions.take_in(device=device, by=desk)

    assert refused.value.way[0] == loss.get_absolute_url()
    assert status_of(device) == DeviceStatus.RECOVERED


def found(line, desk):
    lost = cases.report(Device.objects.get(pk=line.device_id))
    return ending.mark_found(loss=lost, reason="On the train.", by=desk)


def test_what_is_found_and_used_again_is_still_recalled(line, device, desk):
    ending.back_in_use(loss=found(line, desk), reason="Whole.", by=desk)

    sweep()

    line.refresh_from_db()
    assert (status_of(device), line.status) == (DeviceStatus.RECALLED, LineStatus.ASKED)


def test_what_is_found_and_kept_is_recalled_no_more(line, desk):
    ending.keep_found(loss=found(line, desk), reason="Wiped.", by=desk)

    line.refresh_from_db()
    assert line.status == LineStatus.KEPT


def test_what_is_lost_and_written_off_is_recalled_no_more_for_that(line, device, desk):
    cases.written_off(cases.report(Device.objects.get(pk=device.pk)), by=desk)

    line.refresh_from_db()
    assert (line.status, line.cancel_reason) == (LineStatus.CANCELLED, "Written off")


@pytest.mark.parametrize("kind", ["lost", "damaged"])
def test_what_is_replaced_in_its_case_is_recalled_no_more(line, device, desk, councillor, kind):
    loss = cases.report(Device.objects.get(pk=device.pk), kind=kind)
    other = equipment.issued(holder=councillor)

    ending.record_replacement(loss=loss, replacement=other, by=desk)

    line.refresh_from_db()
    assert line.status == LineStatus.REPLACED


def test_who_need_not_return_it_after_all_still_brings_it_in(line, device, desk):
    request = ask(device)

    cancel_return(request=request, reason="Re-elected.", by=desk)

    assert status_of(device) == DeviceStatus.RECALLED


@pytest.mark.parametrize("status", ["damaged", "recovered", "return_due"])
def test_only_what_is_in_use_is_recalled(device, status):
    device.status = status
    device.keep(by=None, why="Test")

    with pytest.raises(Refused, match="Take these off"):
        equipment.recalled(device)


def test_another_is_lent_for_what_came_to_the_workshop_by_its_damage(device, desk, lend):
    loss = cases.report(device, kind="damaged")
    ending.send_to_repair(loss=loss, reason="To the maker.", by=desk)

    loan = lend(device)

    line = device.recall_lines.get()
    assert (line.status, line.loan, line.received_by) == (LineStatus.IN_WORKSHOP, loan, desk)
    assert line.recall.reason == RecallReason.REPAIR


def test_the_page_of_such_a_device_offers_to_lend_another(client, device, desk):
    loss = cases.report(device, kind="damaged")
    ending.send_to_repair(loss=loss, reason="To the maker.", by=desk)
    client.force_login(desk)
    page = reverse("devices:lend", args=[device.asset_tag])

    assert page in client.get(device.get_absolute_url()).text
    assert client.get(page).status_code == 200


def test_nothing_is_lent_for_what_its_holder_has(device, lend):
    with pytest.raises(Refused, match="is not recalled"):
        lend(device)


# A loan that is missing


@pytest.mark.parametrize("kind", ["lost", "stolen", "damaged"])
def test_nobody_is_asked_to_bring_a_loan_that_they_have_not(device, lend, kind):
    equipment.taken_in(device)
    loan = lend(device)
    with time_machine.travel("2026-12-04 12:00Z"):
        sweep()
    notice = Notice.objects.get(kind="loan_due")
    assert not unwanted(notice)

    cases.report(loan.assignments.get().device, kind=kind)

    with time_machine.travel("2026-12-11 12:00Z"):
        sweep()
    assert unwanted(notice)
    assert Notice.objects.filter(kind="loan_due").count() == 1


# A slot that is far away


def test_a_slot_after_the_last_day_stops_no_reminder(device, councillor):
    equipment.recalled(device)
    book(slot=equipment.slot(days=60), councillor=councillor, by=councillor)

    with time_machine.travel("2026-11-30 12:00Z"):
        sweep()

    assert told("recall_reminder") == [councillor]


def test_a_slot_that_was_missed_is_not_theirs_any_more(client, device, councillor):
    equipment.recalled(device)
    slot = equipment.slot()
    book(slot=slot, councillor=councillor, by=councillor)

    with time_machine.travel(slot.ends_at):
        client.force_login(councillor)
        shown = client.get(reverse("devices:my_recalls")).text

    assert "Your slot" not in shown


# Asked back while it is away


def ask(device, because=Cause.LEAVING):
    return request_return(devices=[device], because=because, by=None)[0]


def test_what_is_in_the_workshop_is_due_when_it_is_given_back(device, desk):
    equipment.taken_in(device)
    ask(device)
    assert status_of(device) == DeviceStatus.IN_WORKSHOP

    actions.give_back(device=device, by=desk)

    assert status_of(device) == DeviceStatus.RETURN_DUE


def test_what_is_damaged_is_due_when_it_is_repaired(device, desk):
    loss = cases.report(device, kind="damaged")
    ask(device)

    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)

    assert status_of(device) == DeviceStatus.RETURN_DUE


def test_what_is_missing_is_due_once_it_is_found_and_checked(device, desk):
    loss = cases.report(device)
    ask(device)
    ending.mark_found(loss=loss, reason="On the train.", by=desk)

    loss.refresh_from_db()
    ending.back_in_use(loss=loss, reason="Whole.", by=desk)

    assert status_of(device) == DeviceStatus.RETURN_DUE


def test_one_in_repair_does_not_hold_up_what_a_leaver_returns(device, councillor):
    equipment.taken_in(device)
    other = equipment.issued(holder=councillor)
    away = Device.objects.get(pk=device.pk)

    requests = request_return(devices=[away, other], because=Cause.LEAVING, by=None)

    assert len(requests) == 2
    assert status_of(other) == DeviceStatus.RETURN_DUE
    assert list(ReturnRequest.objects.to_chase()) == [other.return_requests.get()]


def test_a_request_ends_when_the_device_is_replaced(device, desk):
    equipment.taken_in(device)
    request = ask(device)

    actions.replace(device=device, replacement=equipment.device(), by=desk)

    request.refresh_from_db()
    assert request.status == "met"


def test_a_councillors_own_device_is_not_asked_back(councillor):
    with pytest.raises(Refused, match="is the councillor’s own"):
        ask(equipment.enrolled(holder=councillor))


def test_the_desk_is_offered_to_ask_for_it_and_no_longer_to(client, device, desk):
    equipment.taken_in(device)
    client.force_login(desk)
    keep = reverse("devices:cancel_return", args=[device.asset_tag])
    assert "Ask for it back" in client.get(device.get_absolute_url()).text

    ask(device)

    shown = client.get(device.get_absolute_url()).text
    assert "It need not be returned" in shown
    assert keep in shown
    assert "Ask for it back" not in shown


# The task of the desk, and how much at once


def test_a_recall_is_one_task_of_the_desk_until_nothing_is_to_come(councillor, desk):
    devices = [equipment.issued(holder=councillor) for _n in range(2)]
    recall = equipment.recalled(*devices)
    task = DeskTask.objects.get(kind=TaskKind.RECEIVE)

    actions.take_in(device=devices[0], by=desk)
    task.refresh_from_db()
    assert task.status == TaskStatus.OPEN
    actions.cancel_recall(device=devices[1], reason="Mended.", by=desk)

    task.refresh_from_db()
    assert (task.status, task.about) == (TaskStatus.DONE, f"devices.recall:{recall.pk}")


def test_too_many_at_once_are_refused(device, desk, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)

    with pytest.raises(Refused, match="at most 2,000 devices"):
        equipment.recalled(device, equipment.issued())


def test_the_page_of_a_recall_by_its_device_only_shows(client, device, desk):
    client.force_login(desk)

    answer = client.post(reverse("devices:recall_one", args=[device.asset_tag]))

    assert answer.status_code == 405
