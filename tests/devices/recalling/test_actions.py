"""Equipment is recalled, taken in, given back or replaced, with a loan meanwhile."""

import json
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.ledger.certificates import certificate_of, statement_of
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.booking.actions import book
from devices.issuing.actions import accept
from devices.models import (
    BookingStatus,
    Cause,
    DeskTask,
    Device,
    DeviceStatus,
    IssueKind,
    LineStatus,
    RecallLine,
    RecallReason,
    ReturnRequest,
    TaskStatus,
)
from devices.recalling import actions
from devices.recalling.prolonging import prolong_loan
from devices.tasks import sweep
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
    return equipment.issued(holder=councillor)


@pytest.fixture
def recall(desk):
    return lambda *devices, **fields: actions.recall_devices(
        **{"devices": devices, "reason": RecallReason.REPAIR, "by": desk} | fields
    )


@pytest.fixture
def line(recall, device):
    return recall(device).lines.get()


@pytest.fixture
def taken_in(line, device, desk):
    return actions.take_in(device=device, by=desk)


def status_of(device):
    return Device.objects.get(pk=device.pk).status


def told(kind):
    return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]


# Recalling


def test_who_has_it_is_told_and_has_the_councils_working_days(line, device, councillor):
    assert status_of(device) == DeviceStatus.RECALLED
    assert (line.holder, line.recall.due_on) == (councillor, date(2026, 11, 30))
    assert told("recall_asked") == [councillor]
    assert device.asset_tag in part_of(Notice.objects.get(kind="recall_asked")).body


def test_several_devices_of_one_person_are_one_message(recall, councillor):
    recall(*[equipment.issued(holder=councillor) for _n in range(3)])

    assert told("recall_asked") == [councillor]


def test_each_device_keeps_since_when_it_is_recalled_and_its_history(line, device):
    device.refresh_from_db()

    assert device.moved_at == device.history.latest().moved_at
    assert device.history.latest().status == DeviceStatus.RECALLED
    assert Entry.objects.about(line).get().kind == "devices.recalled"


def test_the_number_of_queries_does_not_grow_with_the_devices(
    recall, councillor, django_assert_max_num_queries
):
    devices = [equipment.issued(holder=councillor) for _n in range(12)]

    with django_assert_max_num_queries(28):
        recall(*devices)


def test_another_reason_is_said_in_words(recall, device):
    with pytest.raises(IntegrityError, match="devices_recall_said_when_other"):
        recall(device, reason=RecallReason.OTHER)


def test_nothing_is_no_recall(recall):
    with pytest.raises(Refused, match="Choose at least one device"):
        recall()


def test_what_cannot_be_recalled_is_named_and_nothing_is_done(recall, device):
    stored = [equipment.device() for _n in range(6)]

    with pytest.raises(Refused, match=rf"{stored[0].asset_tag} \(in stock\), .*, …") as refused:
        recall(device, *stored)

    assert refused.value.field == "devices"
    assert status_of(device) == DeviceStatus.ACTIVE


def test_a_device_is_recalled_once(recall, line, device):
    with pytest.raises(Refused, match=r"Take these off: .* \(recalled\)"):
        recall(device)


# What becomes of it


def test_the_desk_takes_it_in_and_gives_a_receipt(taken_in, device, desk, councillor):
    device.refresh_from_db()
    assert (device.status, device.holder) == (DeviceStatus.IN_WORKSHOP, councillor)
    said = dict(statement_of(certificate_of(taken_in))["about"])
    assert (said["Brought in by"], said["For"]) == (councillor.full_name, "Repair")
    assert said["Received by"] == desk.full_name
    assert told("recall_taken_in") == [councillor]
    assert DeskTask.objects.open().about(taken_in).exists()


def test_what_is_not_recalled_is_not_taken_in(device, desk):
    with pytest.raises(Refused, match="is not recalled"):
        actions.take_in(device=device, by=desk)


def test_it_goes_back_to_whoever_has_it(taken_in, device, desk, councillor):
    actions.give_back(device=device, by=desk)

    taken_in.refresh_from_db()
    assert (status_of(device), taken_in.status) == (DeviceStatus.ACTIVE, LineStatus.BACK)
    assert told("recall_given_back") == [councillor]
    assert DeskTask.objects.about(taken_in).get().status == TaskStatus.DONE


def test_what_nobody_has_is_put_in_stock_instead(desk):
    device = equipment.device()
    device.status = DeviceStatus.IN_WORKSHOP
    device.keep(by=None, why="Test")

    with pytest.raises(Refused, match="Put it in stock"):
        actions.give_back(device=device, by=desk)
    with pytest.raises(Refused, match="nothing to replace"):
        actions.replace(device=device, replacement=equipment.device(), by=desk)


def test_what_was_repaired_without_a_recall_goes_back_too(device, desk):
    device.status = DeviceStatus.IN_WORKSHOP
    device.keep(by=None, why="Test")

    assert actions.give_back(device=device, by=desk).status == DeviceStatus.ACTIVE
    assert told("recall_given_back") == []


def test_another_device_takes_its_place(taken_in, device, desk, councillor):
    issue = actions.replace(device=device, replacement=equipment.device(), by=desk)

    device.refresh_from_db()
    taken_in.refresh_from_db()
    assert (device.status, device.holder) == (DeviceStatus.REPLACED, None)
    assert (issue.councillor, taken_in.status) == (councillor, LineStatus.REPLACED)


def test_what_is_not_here_is_not_replaced(line, device, desk):
    with pytest.raises(Refused, match="Replacing can’t be done"):
        actions.replace(device=device, replacement=equipment.device(), by=desk)


def test_what_is_returned_for_good_is_recalled_no_more(taken_in, device):
    equipment.returned(device)

    taken_in.refresh_from_db()
    assert taken_in.status == LineStatus.KEPT


def test_a_recall_is_cancelled_with_a_reason(line, device, desk, councillor):
    actions.cancel_recall(device=device, reason="The fault is mended remotely.", by=desk)

    assert status_of(device) == DeviceStatus.ACTIVE
    assert told("recall_cancelled") == [councillor]
    assert unwanted(Notice.objects.get(kind="recall_asked"))


# Loans


@pytest.fixture
def lend(device, desk):
    return partial(
        actions.lend, device=device, loan=equipment.device(), due_back_on=date(2026, 12, 4), by=desk
    )


def test_another_device_is_lent_meanwhile(line, lend, councillor):
    loan = lend()

    assert (loan.kind, loan.councillor) == (IssueKind.LOAN, councillor)
    line.refresh_from_db()
    assert line.loan == loan


def test_one_device_is_lent_for_one(line, lend):
    lend()

    with pytest.raises(Refused, match="A device is lent for this one already"):
        lend(loan=equipment.device())


def test_a_loan_is_asked_back_when_the_device_goes_back(taken_in, lend, device, desk):
    loan = lend()
    accept(
        issue=loan,
        by=loan.councillor,
        typed_name=loan.councillor.full_name,
        text_sha256=loan.fingerprint(),
        confirmed_with="password",
    )

    actions.give_back(device=device, by=desk)

    request = ReturnRequest.objects.get()
    assert request.because == Cause.LOAN_OVER
    assert request.device == loan.assignments.get().device


def test_a_loan_that_is_back_is_not_asked_for(taken_in, lend, device, desk):
    equipment.returned(lend().assignments.get().device)

    actions.give_back(device=device, by=desk)

    assert not ReturnRequest.objects.exists()


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2026-12-02", []),
        ("2026-12-03", ["-1"]),
        ("2026-12-04", ["0"]),
        ("2026-12-20", ["14"]),
    ],
)
def test_a_loan_is_chased_by_its_day(line, lend, day, stages):
    loan = lend()

    with time_machine.travel(f"{day} 12:00Z"):
        sweep()
        sweep()

    causes = [notice.cause for notice in Notice.objects.filter(kind="loan_due")]
    assert causes == [f"{loan.pk}:2026-12-04:{stage}" for stage in stages]


def test_a_loan_is_lent_until_another_day_also_once_it_is_signed_for(line, lend, desk):
    loan = lend()
    accept(
        issue=loan,
        by=loan.councillor,
        typed_name=loan.councillor.full_name,
        text_sha256=loan.fingerprint(),
        confirmed_with="password",
    )
    with time_machine.travel("2026-12-04 12:00Z"):
        sweep()
        reminder = Notice.objects.get(kind="loan_due")
        body = part_of(reminder).body
        prolong_loan(loan=loan, due_back_on=date(2027, 1, 29), by=desk)
        sweep()
    with time_machine.travel("2027-01-28 12:00Z"):
        sweep()

    assert str(loan.assignments.get().device) in body
    assert unwanted(reminder)
    told_of = part_of(Notice.objects.get(kind="loan_prolonged", to=loan.councillor)).body
    assert "until 29 January 2027" in told_of
    entry = Entry.objects.about(loan).get(kind="devices.loan_prolonged")
    assert json.loads(entry.facts) == {"before": "2026-12-04", "until": "2027-01-29"}
    causes = {notice.cause for notice in Notice.objects.filter(kind="loan_due")}
    assert causes == {f"{loan.pk}:2026-12-04:0", f"{loan.pk}:2027-01-29:-1"}


def test_a_loan_is_lent_until_no_day_that_is_past(line, lend, desk):
    loan = lend()

    with pytest.raises(Refused, match="This day is past") as refusal:
        prolong_loan(loan=loan, due_back_on=date(2026, 11, 1), by=desk)

    assert refusal.value.field == "due_back_on"


def test_a_loan_is_not_lent_anew_until_the_same_day(line, lend, desk):
    loan = lend()

    with pytest.raises(Refused, match="until this day already"):
        prolong_loan(loan=loan, due_back_on=loan.due_back_on, by=desk)


def test_what_is_back_or_asked_back_is_not_lent_any_longer(taken_in, lend, device, desk):
    loan = lend()
    longer = partial(prolong_loan, due_back_on=date(2027, 1, 29), by=desk)
    actions.give_back(device=device, by=desk)

    with pytest.raises(Refused, match="is asked back already"):
        longer(loan=loan)
    equipment.returned(loan.assignments.get().device)
    with pytest.raises(Refused, match="This loan is over"):
        longer(loan=loan)
    with pytest.raises(Refused, match="This loan is over"):
        longer(loan=equipment.issue())


@pytest.mark.parametrize(("day", "stages"), [("2026-11-23", []), ("2026-11-24", ["0"])])
def test_who_is_lent_something_until_tomorrow_is_reminded_tomorrow(line, lend, day, stages):
    loan = lend(due_back_on=date(2026, 11, 24))

    with time_machine.travel(f"{day} 12:00Z"):
        sweep()

    causes = [notice.cause for notice in Notice.objects.filter(kind="loan_due")]
    assert causes == [f"{loan.pk}:2026-11-24:{stage}" for stage in stages]


@pytest.mark.parametrize(("day", "stages"), [("2026-11-23", []), ("2026-11-24", ["0"])])
def test_what_is_recalled_until_tomorrow_is_reminded_of_tomorrow(line, day, stages):
    recall = line.recall
    recall.due_on = date(2026, 11, 24)
    recall.keep(by=None, why="Test")

    with time_machine.travel(f"{day} 12:00Z"):
        sweep()

    causes = [notice.cause for notice in Notice.objects.filter(kind="recall_reminder")]
    assert causes == [f"{recall.pk}:{stage}" for stage in stages]


def test_a_loan_that_is_asked_back_is_chased_by_that_request_alone(line, lend, device, desk):
    lend()
    actions.cancel_recall(device=device, reason="Mended", by=desk)

    with time_machine.travel("2027-01-11 12:00Z"):
        sweep()

    assert told("loan_due") == []
    assert told("return_reminder") == [line.holder]


# Reminders


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2026-11-28", []),
        ("2026-11-29", ["-1"]),
        ("2026-11-30", ["0"]),
        ("2026-12-07", ["7"]),
        ("2027-01-08", ["35"]),
    ],
    ids=["before", "the day before", "the day", "a week late", "the worker was down"],
)
def test_who_has_not_come_is_reminded(line, day, stages):
    with time_machine.travel(f"{day} 12:00Z"):
        sweep()
        sweep()

    causes = [notice.cause for notice in Notice.objects.filter(kind="recall_reminder")]
    assert causes == [f"{line.recall_id}:{stage}" for stage in stages]


def test_who_has_booked_is_left_in_peace_until_the_slot_is_over(line, councillor):
    book(slot=equipment.slot(days=6), councillor=councillor, by=councillor)

    with time_machine.travel("2026-11-29 09:00Z"):
        sweep()
    assert told("recall_reminder") == []

    with time_machine.travel("2026-11-30 12:00Z"):
        sweep()
    assert told("recall_reminder") == [councillor]


def test_a_recall_ends_when_its_device_is_lost(line, device):
    device.refresh_from_db()
    device.status = DeviceStatus.LOST
    device.keep(by=None, why="Test")

    sweep()
    sweep()

    line.refresh_from_db()
    assert (line.status, line.cancel_reason) == (
        LineStatus.CANCELLED,
        "The device went another way.",
    )


def test_the_place_is_free_when_nothing_is_to_be_brought_in_any_more(recall, councillor, desk):
    devices = [equipment.issued(holder=councillor) for _n in range(2)]
    recall(*devices)
    booking = book(slot=equipment.slot(), councillor=councillor, by=councillor)

    actions.take_in(device=devices[0], by=desk)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.BOOKED
    actions.take_in(device=devices[1], by=desk)

    booking.refresh_from_db()
    assert booking.status == BookingStatus.MET


NOW = timezone.now()
BROKEN: dict[str, dict[str, Any]] = {
    "cancelled_with_reason": {"cancel_reason": "x"},
    "ended_when_not_open": {"ended_at": NOW},
    "received_at_together": {"received_at": NOW + timedelta(1)},
    "received_when_here": {"status": "in_workshop"},
    "status_known": {"status": "lost", "ended_at": NOW},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_line_that_makes_no_sense(line, name):
    with pytest.raises(IntegrityError, match=f"devices_recallline_{name}"), transaction.atomic():
        models.QuerySet(RecallLine).filter(pk=line.pk).update(**BROKEN[name])


def test_the_database_knows_one_open_recall_of_a_device(line):
    copy = RecallLine(recall=line.recall, device=line.device, holder=line.holder)

    with pytest.raises(Refused, match="recalled already"):
        copy.keep(by=None, why="Test")
