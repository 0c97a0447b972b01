"""Lock and wipe: asked for and confirmed are two moments, and the target is an hour of service."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.losses import ending, securing
from devices.losses.facts import known
from devices.losses.steps import steps
from devices.models import DeskTask, Loss, LossStatus, TaskKind, TaskStatus
from tests.devices import equipment
from tests.devices.losses import cases


@pytest.fixture
def loss(device):
    return cases.report(device)


def test_asking_for_a_wipe_secures_nothing_yet(loss, desk):
    loss = securing.ask_wipe(loss=loss, by=desk)

    assert loss.status == LossStatus.REPORTED
    assert DeskTask.objects.open().about(loss).exists()
    assert Loss.objects.waiting_for_wipe().get() == loss


def test_a_confirmed_wipe_secures_the_device_and_ends_the_task(loss, desk, councillor, told):
    loss = cases.wiped(loss, by=desk)

    assert loss.status == LossStatus.SECURED
    assert not DeskTask.objects.open().about(loss).exists()
    assert not Loss.objects.waiting_for_wipe().exists()
    assert told("loss_wiped") == [councillor]


def test_both_moments_are_evidence_with_who(loss, desk):
    asked_at = timezone.now() - timedelta(minutes=20)
    confirmed_at = asked_at + timedelta(minutes=5)

    securing.ask_wipe(loss=loss, by=desk, at=asked_at)
    loss = securing.confirm_wipe(loss=loss, by=desk, at=confirmed_at)

    facts = Entry.objects.about(loss).get(kind="devices.wipe_confirmed").facts
    assert asked_at.isoformat() in facts
    assert confirmed_at.isoformat() in facts
    steps = loss.events.filter(what__startswith="wipe").values_list("what", "entered_by")
    assert list(steps) == [("wipe_asked", desk.pk), ("wiped", desk.pk)]


def test_a_lock_secures_and_the_wipe_is_still_waited_for(loss, desk):
    securing.ask_lock(loss=loss, by=desk)
    loss = securing.confirm_lock(loss=loss, by=desk)

    assert loss.status == LossStatus.SECURED
    assert Loss.objects.waiting_for_wipe().get() == loss
    assert cases.wiped(loss, by=desk).status == LossStatus.SECURED
    assert Entry.objects.about(loss).filter(kind="devices.lock_confirmed").count() == 1


@pytest.mark.parametrize(
    ("confirm", "field"), [(securing.confirm_lock, "lock"), (securing.confirm_wipe, "wipe")]
)
def test_nothing_is_confirmed_that_was_not_asked_for(loss, desk, confirm, field):
    with pytest.raises(Refused, match="Record first when it was asked for"):
        confirm(loss=loss, by=desk)


def test_the_same_is_recorded_once(loss, desk):
    loss = cases.wiped(loss, by=desk)

    with pytest.raises(Refused, match="recorded already, at 10:"):
        securing.ask_wipe(loss=loss, by=desk)
    with pytest.raises(Refused, match="recorded already, at 10:"):
        securing.confirm_wipe(loss=loss, by=desk)


def test_a_wipe_is_not_confirmed_before_it_was_asked_for(loss, desk):
    securing.ask_wipe(loss=loss, by=desk)

    with pytest.raises(Refused, match="can’t be wiped before that was asked for"):
        securing.confirm_wipe(loss=loss, by=desk, at=timezone.now() - timedelta(minutes=30))


def test_a_lock_is_not_confirmed_before_it_was_asked_for(loss, desk):
    securing.ask_lock(loss=loss, by=desk)

    with pytest.raises(Refused, match="can’t be locked before that was asked for"):
        securing.confirm_lock(loss=loss, by=desk, at=timezone.now() - timedelta(minutes=30))


@pytest.mark.parametrize(("hours", "words"), [(1, "Enter a time in the past")])
def test_nothing_is_asked_for_tomorrow(loss, desk, hours, words):
    with pytest.raises(Refused, match=words):
        securing.ask_wipe(loss=loss, by=desk, at=timezone.now() + timedelta(hours=hours))


def test_a_device_that_locked_itself_before_anybody_noticed_is_recorded_so(loss, desk):
    early = loss.noticed_at - timedelta(hours=1)

    securing.ask_lock(loss=loss, by=desk, at=early)
    loss = securing.confirm_lock(loss=loss, by=desk, at=early)

    assert loss.locked_at == early
    assert any("before the loss was noticed" in str(row["value"]) for row in known(loss))


def test_what_is_damaged_is_not_wiped_from_afar(device, desk):
    loss = cases.report(device, kind="damaged")

    with pytest.raises(Refused, match="not missing"):
        securing.ask_wipe(loss=loss, by=desk)


def test_what_was_found_is_not_wiped_from_afar(loss, desk):
    loss = ending.mark_found(loss=loss, reason="On the train.", by=desk)

    with pytest.raises(Refused, match="not missing"):
        securing.ask_lock(loss=loss, by=desk)


def test_what_holds_no_data_is_not_wiped(desk):
    charger = equipment.issued(kind=equipment.kind("Charger", holds_data=False))
    loss = cases.report(charger)

    with pytest.raises(Refused, match="holds no data"):
        securing.ask_wipe(loss=loss, by=desk)
    assert not Loss.objects.waiting_for_wipe().exists()


@pytest.mark.parametrize(("minutes", "is_late"), [(60, False), (61, True)])
def test_the_target_is_an_hour_of_service(device, desk, minutes, is_late):
    loss = cases.report(device)

    with time_machine.travel(loss.reported_at + timedelta(minutes=minutes), tick=False):
        loss = cases.wiped(loss, by=desk)

    assert loss.secured_late is is_late
    assert loss.secured_at == loss.wiped_at


def test_what_is_not_secured_in_time_is_on_the_list(loss):
    assert not Loss.objects.late_to_secure(timezone.now()).exists()

    assert Loss.objects.late_to_secure(timezone.now() + timedelta(hours=2)).get() == loss


def test_nothing_is_late_that_is_not_to_be_secured(device):
    assert cases.report(device, kind="damaged").secured_late is False


def test_of_a_councillors_own_device_only_the_councils_data_is_removed(desk):
    loss = cases.report(cases.enrolled())

    loss = cases.wiped(loss, by=desk)

    body = part_of(Notice.objects.get(kind="loss_wiped")).body
    assert "Your own data was not touched" in body
    assert loss.device.is_personal


# A wipe runs when the device is next online, whatever became of its case meanwhile


def open_kinds(loss):
    return [task.kind for task in DeskTask.objects.open().about(loss)]


def replaced(loss, desk):
    other = equipment.issued(holder=loss.councillor)
    return ending.record_replacement(loss=loss, replacement=other, by=desk)


def test_what_is_replaced_is_still_to_be_secured_until_its_wipe_is_confirmed(loss, desk):
    securing.ask_wipe(loss=loss, by=desk)
    loss = replaced(loss, desk)
    loss = ending.close_loss(loss=loss, by=desk)
    assert open_kinds(loss) == [TaskKind.SECURE]
    assert Loss.objects.waiting_for_wipe().get() == loss

    loss = securing.confirm_wipe(loss=loss, by=desk)

    assert (loss.status, loss.wiped_at is not None) == (LossStatus.CLOSED, True)
    assert open_kinds(loss) == []
    assert not Loss.objects.waiting_for_wipe().exists()


def test_a_wipe_is_asked_for_after_the_device_was_replaced(loss, desk):
    loss = replaced(loss, desk)

    assert cases.wiped(loss, by=desk).wiped_at


def test_a_wipe_that_ran_after_the_device_was_found_is_recorded(loss, desk):
    securing.ask_wipe(loss=loss, by=desk)
    loss = ending.mark_found(loss=loss, reason="On the train.", by=desk)
    assert not Loss.objects.waiting_for_wipe().exists()
    texts = [step.href for step in steps(loss, desk)]
    assert any("confirm-wipe" in text for text in texts)

    assert securing.confirm_wipe(loss=loss, by=desk).status == LossStatus.FOUND


def test_what_is_written_off_is_given_up_with_its_reason(loss, desk):
    loss = cases.written_off(replaced(loss, desk), by=desk)

    assert DeskTask.objects.about(loss).get().status == TaskStatus.DROPPED
    assert not Loss.objects.waiting_for_wipe().exists()


def test_what_nobody_secured_is_not_done_by_writing_it_off(loss, desk):
    cases.written_off(loss, by=desk)

    assert DeskTask.objects.about(loss).get().status == TaskStatus.DROPPED


def test_a_wipe_that_was_asked_for_is_waited_for_after_a_write_off(loss, desk):
    securing.ask_wipe(loss=loss, by=desk)

    loss = cases.written_off(loss, by=desk)

    assert Loss.objects.waiting_for_wipe().get() == loss
    securing.confirm_wipe(loss=loss, by=desk)
    assert not Loss.objects.waiting_for_wipe().exists()


# Nobody uses a device that is about to be wiped


def buttons(loss, desk):
    return {step.href.rstrip("/").rpartition("/")[2] for step in steps(loss, desk)}


def test_what_is_found_is_not_used_while_a_wipe_may_still_run(loss, desk):
    securing.ask_wipe(loss=loss, by=desk)
    loss = ending.mark_found(loss=loss, reason="On the train.", by=desk)
    assert buttons(loss, desk).isdisjoint({"back-in-use", "keep-found"})

    for act in (ending.back_in_use, ending.keep_found):
        with pytest.raises(Refused, match="Confirm it or call it back first"):
            act(loss=loss, reason="Fine.", by=desk)

    securing.confirm_wipe(loss=loss, by=desk)
    assert ending.back_in_use(loss=loss, reason="Set up anew.", by=desk).outcome == "recovered"


def test_a_wipe_that_is_called_back_is_waited_for_no_more(loss, desk):
    securing.ask_wipe(loss=loss, by=desk)
    loss = ending.mark_found(loss=loss, reason="On the train.", by=desk)
    assert "call-back-wipe" in buttons(loss, desk)

    loss = securing.call_back_wipe(loss=loss, reason="In Intune, at ten.", by=desk)

    assert "will not run. In Intune, at ten." in loss.events.get(what="note").words
    assert Entry.objects.about(loss).filter(kind="devices.wipe_called_back").exists()
    assert buttons(loss, desk).isdisjoint({"confirm-wipe", "call-back-wipe"})
    assert ending.back_in_use(loss=loss, reason="Fine.", by=desk).outcome == "recovered"


def test_only_a_wipe_that_is_waited_for_is_called_back(loss, desk):
    for row in (loss, cases.wiped(loss, by=desk)):
        with pytest.raises(Refused, match="Nothing is waited for"):
            securing.call_back_wipe(loss=row, reason="A mistake.", by=desk)


def test_only_the_last_case_of_a_device_waits_for_its_wipe(loss, device, desk):
    loss = ending.mark_found(loss=loss, reason="On the train.", by=desk)
    loss = ending.back_in_use(loss=loss, reason="Fine.", by=desk)
    device.refresh_from_db()
    later = cases.report(device)

    assert Loss.objects.waiting_for_wipe().get() == later
    with pytest.raises(Refused, match="not missing any more"):
        securing.ask_wipe(loss=loss, by=desk)
