"""A loss is recorded once, whoever reports it, and nothing holds it up."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.actions import record_loss
from devices.losses import actions
from devices.losses.facts import known
from devices.models import (
    DeskTask,
    DeviceStatus,
    Loss,
    LossStatus,
    PoliceReference,
    TaskKind,
    TaskStatus,
)
from tests.devices import equipment
from tests.devices.losses import cases
from tests.racing import at_once


def open_tasks(loss):
    return [task.kind for task in DeskTask.objects.open().about(loss)]


@pytest.mark.parametrize("kind", ["lost", "stolen", "damaged"])
def test_a_loss_opens_a_case_and_stays_on_the_record_of_its_holder(device, councillor, kind):
    loss = cases.report(device, kind=kind)

    device.refresh_from_db()
    assert (loss.status, loss.councillor, loss.reported_by) == ("reported", councillor, councillor)
    assert (device.status, device.holder) == (kind, councillor)
    assert loss.reference == f"LOSS-{loss.pk:06d}"


def test_what_is_missing_is_to_be_secured_in_an_hour_of_service(device):
    loss = cases.report(device)

    (task,) = DeskTask.objects.open().about(loss)
    assert task.kind == TaskKind.SECURE
    assert task.due_at == loss.secure_before
    assert loss.secure_before == loss.reported_at + timedelta(hours=1)


def test_a_loss_on_a_saturday_is_to_be_secured_on_monday(device):
    with time_machine.travel("2026-11-28 12:00Z"):
        loss = cases.report(device)

    assert loss.secure_before == datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


def test_what_is_damaged_is_to_be_repaired_and_not_wiped(device):
    loss = cases.report(device, kind="damaged")

    assert open_tasks(loss) == [TaskKind.REPAIR]
    assert loss.secure_before is None


def test_what_holds_no_data_gives_the_desk_nothing_to_wipe():
    device = equipment.issued(kind=equipment.kind("Charger", holds_data=False))

    loss = cases.report(device)

    assert open_tasks(loss) == []
    assert loss.secure_before is None


def test_both_sides_are_told_but_not_who_did_it(device, councillor, desk, told):
    other = equipment.desk()

    cases.report(device, by=desk)

    assert told("loss_told") == [councillor]
    assert told("loss_to_desk") == [other]


@pytest.mark.parametrize(("kind", "says_police"), [("stolen", True), ("lost", False)])
def test_the_receipt_sends_only_the_victim_of_a_theft_to_the_police(device, kind, says_police):
    cases.report(device, kind=kind)

    body = part_of(Notice.objects.get(kind="loss_told")).body
    assert ("ring 101" in body) is says_police
    assert "01632 960124" in body


def test_no_mail_says_what_happened(device, councillor, desk):
    cases.report(device, happened="Taken from the car of Mrs Quiverful.", by=councillor)

    for notice in Notice.objects.filter(kind__startswith="loss_"):
        assert "Quiverful" not in part_of(notice).body


def test_the_receipt_is_not_sent_once_the_case_is_over(device, desk):
    loss = cases.report(device)
    (notice,) = Notice.objects.filter(kind="loss_told")
    assert unwanted(notice) == ""

    cases.written_off(loss, by=desk)

    assert unwanted(notice) == "no_longer_true"


def test_the_desk_reports_for_somebody_with_the_true_times(device, councillor, desk):
    rang_at = timezone.now() - timedelta(minutes=30)

    loss = cases.report(
        device, by=desk, reported_by=councillor, reported_at=rang_at, reported_via="phone"
    )

    assert (loss.reported_by, loss.reported_at) == (councillor, rang_at)
    assert (loss.recorded_by, loss.recorded_at > rang_at) == (desk, True)
    assert loss.events.get().happened_at == rang_at


def test_a_report_is_evidence_without_a_word_of_what_happened(device):
    loss = cases.report(device, happened="Left at the Bull.")

    entry = Entry.objects.about(loss).get(kind="devices.loss_recorded")
    assert '"kind":"lost"' in entry.facts
    assert "Bull" not in entry.facts


def test_a_theft_may_come_with_its_number(device):
    loss = cases.report(
        device,
        kind="stolen",
        police_force="Barsetshire Police",
        police_kind="crime",
        police_reference="BP–12345 / 26",
    )

    row = loss.police_references.get()
    assert (row.reference, row.reported_on) == ("BP-12345 / 26", None)
    assert "told on" not in str(next(row["value"] for row in known(loss) if row["key"] == "Police"))


def test_the_day_on_which_the_police_were_told_is_kept_if_somebody_said_it(device):
    day = date(2026, 11, 22)

    loss = cases.report(
        device, kind="stolen", police_force="Barsetshire Police", police_reported_on=day
    )

    assert loss.police_references.get().reported_on == day


def test_whoever_told_the_desk_may_have_no_account(device, desk):
    loss = cases.report(device, by=desk, teller="Her husband")

    assert "by Her husband" in str(next(r["value"] for r in known(loss) if r["key"] == "Reported"))
    assert "husband" not in Entry.objects.about(loss).get(kind="devices.loss_recorded").facts


def test_of_what_was_not_stolen_no_police_is_noted(device):
    cases.report(device, police_force="Barsetshire Police")

    assert not PoliceReference.objects.exists()


def test_a_loss_is_recorded_past_the_published_bank_holidays(device):
    with time_machine.travel("2039-02-01 12:00Z"):
        loss = cases.report(device, kind="stolen")

    assert loss.secure_before == loss.reported_at + timedelta(hours=1)
    assert loss.police_due_on == date(2039, 2, 2)


def test_a_device_in_stock_may_be_lost_and_nobody_is_told_of_it_as_theirs(desk, told):
    loss = cases.report(equipment.device(), by=desk)

    assert loss.councillor is None
    assert told("loss_told") == []


@pytest.mark.parametrize("status", ["assigned", "active", "recalled", "return_due"])
def test_a_device_may_be_lost_whatever_is_asked_of_it(device, status):
    device.status = status
    device.keep(by=None, why="Test")

    assert cases.report(device).status == LossStatus.REPORTED


@pytest.mark.parametrize("status", ["disposed", "written_off"])
def test_what_is_gone_cannot_be_lost(status, desk):
    device = equipment.device()
    device.status = status
    device.keep(by=None, why="Test")

    with pytest.raises(Refused, match="Loss report can’t be done"):
        cases.report(device, by=desk)


def test_a_councillors_own_device_may_be_lost_but_its_repair_is_theirs():
    device = cases.enrolled()
    with pytest.raises(Refused, match="repair is their own matter") as refused:
        cases.report(device, kind="damaged")
    assert refused.value.field == "kind"

    assert cases.report(device).status == LossStatus.REPORTED


def test_it_is_not_reported_before_it_was_noticed(device):
    with pytest.raises(Refused, match="can’t be reported before it was noticed"):
        cases.report(device, reported_at=timezone.now() - timedelta(hours=2))


def test_a_second_report_is_led_to_the_case(device, councillor, desk):
    with time_machine.travel("2026-11-23 10:05Z"):
        loss = cases.report(device)

    with pytest.raises(actions.AlreadyReported) as refused:
        cases.report(device, kind="stolen", by=desk)

    assert str(refused.value) == (
        "Councillor Cedar reported this at 10:05am on 23 November 2026, and the service desk is "
        "on it. If you know more, add it to the case as a note."
    )
    assert refused.value.way == (loss.get_absolute_url(), "Open the case")
    assert refused.value.loss == loss


def test_a_note_is_told_to_the_other_side(device, councillor, desk, told):
    loss = cases.report(device)

    actions.add_loss_note(loss=loss, words="It was in a green case.", by=councillor)
    actions.add_loss_note(loss=loss, words="We have rung the station.", by=desk)
    with pytest.raises(Refused, match="added this already"):
        actions.add_loss_note(loss=loss, words="We have rung the station.", by=desk)

    assert told("loss_note") == [desk, councillor]
    words = list(loss.events.filter(what="note").values_list("words", flat=True))
    assert words == ["It was in a green case.", "We have rung the station."]


# Corrected


def test_what_was_stolen_after_all_starts_the_clock_of_the_police(device, councillor, desk, told):
    loss = cases.report(device)

    loss = actions.correct_kind(loss=loss, kind="stolen", reason="Seen on camera.", by=desk)

    device.refresh_from_db()
    assert device.status == DeviceStatus.STOLEN
    assert loss.police_due_on == date(2026, 11, 24)
    assert told("loss_told") == [councillor, councillor]


def test_what_was_no_theft_asks_for_no_number_any_more(device, desk):
    loss = cases.report(device, kind="stolen")

    loss = actions.correct_kind(loss=loss, kind="lost", reason="Left in a taxi.", by=desk)

    assert loss.police_due_on is None
    assert not Loss.objects.waiting_for_police().exists()


def test_what_is_damaged_may_be_lost_on_the_way_to_its_repair(device, desk):
    loss = cases.report(device, kind="damaged")

    loss = actions.correct_kind(loss=loss, kind="lost", reason="Gone from the post.", by=desk)

    assert open_tasks(loss) == [TaskKind.SECURE]
    assert DeskTask.objects.about(loss).get(kind=TaskKind.REPAIR).status == TaskStatus.DROPPED
    assert loss.secure_before


def test_what_the_case_says_already_is_no_correction(device, desk):
    loss = cases.report(device)

    with pytest.raises(Refused, match="what the case says already"):
        actions.correct_kind(loss=loss, kind="lost", reason="Again.", by=desk)


def test_what_is_over_is_not_corrected(device, desk):
    loss = cases.written_off(cases.report(device), by=desk)

    with pytest.raises(Refused, match="What became of the device is known"):
        actions.correct_kind(loss=loss, kind="stolen", reason="Late news.", by=desk)


# Races


@pytest.mark.django_db(transaction=True)
def test_eight_who_report_one_loss_open_one_case(transactional_db, told):
    device = equipment.issued()
    people = [equipment.desk() for _n in range(7)] + [device.holder]

    def report(person):
        return record_loss(
            device=device,
            kind="lost",
            noticed_at=timezone.now() - timedelta(hours=1),
            happened="Left on the train.",
            by=person,
        )

    found = at_once(*(partial(report, person) for person in people))

    (loss,) = Loss.objects.all()
    assert [one for one in found if isinstance(one, Loss)] == [loss]
    polite = [one for one in found if isinstance(one, actions.AlreadyReported)]
    assert [one.loss for one in polite] == [loss] * 7
    assert DeskTask.objects.about(loss).count() == 1
    assert len(told("loss_told")) == 1
