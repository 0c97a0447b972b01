"""The councillor signs for what they handed back, or does not agree: the return stands."""

from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.ledger.certificates import certificate_of, statement_of
from councilgov.ledger.models import Certificate, Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.models import DeskTask, Manner, Return, ReturnStatus, TaskKind, TaskStatus
from devices.returning import actions
from devices.returning.events import events_of
from devices.tasks import sweep
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return equipment.returned(), equipment.desk()

    return shared(make)


@pytest.fixture
def row(made_once):
    return Return.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def desk(made_once):
    return made_once[1]


@pytest.fixture
def answers(row):
    return {
        "row": row,
        "typed_name": row.councillor.full_name,
        "text_sha256": row.fingerprint(),
        "confirmed_with": "password",
    }


@pytest.fixture
def sign(answers, row):
    return lambda **otherwise: actions.sign(**{**answers, "by": row.councillor} | otherwise)


@pytest.fixture
def disagree(row):
    return partial(actions.disagree, row=row, reason="No crack when I gave it.", by=row.councillor)


def fresh(row):
    return Return.objects.with_row().get(pk=row.pk)


def to_answer(row):
    return DeskTask.objects.about(row).get(kind=TaskKind.ANSWER_RETURN)


def told(kind):
    return [notice.to for notice in Notice.objects.filter(kind=kind)]


def test_both_sides_have_signed_and_both_have_the_receipt(sign, row):
    before = certificate_of(row)

    certificate = sign(remark="Thank you.")

    assert fresh(row).status == ReturnStatus.SIGNED
    assert certificate_of(row) == certificate != before
    said = dict(statement_of(certificate)["about"])
    assert said["Remark of the councillor"] == "Thank you."
    assert "Signed before" not in said
    assert told("return_signed") == [row.councillor]


def test_the_councillor_signs_at_the_desk_before_an_officer(answers, desk, row):
    certificate = actions.sign_at_desk(**answers, by=desk, known_from=" council pass ")

    signed = fresh(row)
    assert (signed.manner, signed.witnessed_by) == (Manner.DESK, desk)
    assert signed.known_from == "council pass"
    assert dict(statement_of(certificate)["about"])["Signed before"] == desk.full_name


def test_a_request_to_sign_that_was_answered_at_the_desk_is_not_sent(answers, desk, row):
    notice = Notice.objects.get(kind="return_to_sign")
    assert not unwanted(notice)

    actions.sign_at_desk(**answers, by=desk, known_from="council pass")

    assert unwanted(notice)


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"typed_name": "Somebody Else"}, "Type your own name"),
        ({"typed_name": " "}, "Type your full name"),
        ({"text_sha256": "0" * 64}, "not the receipt that you read"),
    ],
)
def test_a_signature_that_is_none_is_refused(sign, row, otherwise, why):
    with pytest.raises(Refused, match=why):
        sign(**otherwise)

    assert fresh(row).status == ReturnStatus.WAITING


def test_who_read_another_description_reads_the_receipt_again(sign, row):
    device = row.items.get().device
    device.model = "Another model"
    device.keep(by=None, why="Corrected")

    with pytest.raises(Refused, match="not the receipt that you read"):
        sign()

    assert sign(text_sha256=fresh(row).fingerprint())


def test_nobody_signs_for_somebody_else(sign, disagree, desk):
    with pytest.raises(Refused, match="Only the councillor who handed it back can sign"):
        sign(by=desk)
    with pytest.raises(Refused, match="Only the councillor who handed it back can say so"):
        disagree(by=desk)


def test_nobody_witnesses_their_own_signature(answers, row):
    with pytest.raises(Refused, match="Nobody witnesses their own signature"):
        actions.sign_at_desk(**answers, by=row.councillor, known_from="myself")


def test_a_second_signature_is_refused(sign):
    sign()

    with pytest.raises(Refused, match="Signing can’t be done"):
        sign()
    assert Certificate.objects.filter(entry__kind="devices.return_signed").count() == 1


def test_who_does_not_agree_says_why_and_the_return_stands(disagree, row):
    disagree()

    assert fresh(row).status == ReturnStatus.DISPUTED
    assert row.items.get().device.holder is None
    assert Entry.objects.about(row).filter(kind="devices.return_disputed").exists()
    assert told("return_signed") == []


def test_who_did_not_agree_may_still_sign(disagree, sign, row):
    disagree()

    sign()

    assert fresh(row).status == ReturnStatus.SIGNED
    assert [event.why for event in events_of(fresh(row))] == ["", "No crack when I gave it.", ""]


def test_the_desk_is_to_answer_who_does_not_agree(disagree, row):
    disagree()

    task = to_answer(row)
    assert task.status == TaskStatus.OPEN
    assert (task.councillor, task.address) == (row.councillor, row.get_absolute_url())


def test_the_answer_reaches_the_councillor_and_stays_beside_their_words(disagree, row, desk):
    disagree()

    actions.answer(row=row, words=" The photo shows it. ", by=desk)

    mail = part_of(Notice.objects.get(kind="return_answered", to=row.councillor)).body
    assert "No crack when I gave it." in mail
    assert "The photo shows it." in mail
    assert to_answer(row).status == TaskStatus.DONE
    assert Entry.objects.about(row).filter(kind="devices.return_answered", actor=desk).exists()
    whys = [event.why for event in events_of(fresh(row))]
    assert whys == ["The photo shows it.", "No crack when I gave it.", ""]


def test_who_was_answered_may_still_sign(disagree, sign, row, desk):
    disagree()
    actions.answer(row=row, words="The photo shows it.", by=desk)

    sign()

    assert fresh(row).status == ReturnStatus.SIGNED
    assert fresh(row).answer == "The photo shows it."


def test_who_signs_after_all_needs_no_answer(disagree, sign, row, desk):
    disagree()

    sign()

    assert to_answer(row).status == TaskStatus.DROPPED
    with pytest.raises(Refused, match="Nobody waits for an answer"):
        actions.answer(row=row, words="Thank you.", by=desk)


def test_an_answer_is_given_once_and_to_who_asked(disagree, row, desk):
    with pytest.raises(Refused, match="Nobody waits for an answer"):
        actions.answer(row=row, words="Thank you.", by=desk)
    disagree()
    actions.answer(row=row, words="The photo shows it.", by=desk)
    with pytest.raises(Refused, match="Nobody waits for an answer"):
        actions.answer(row=row, words="Once more.", by=desk)


def test_nobody_answers_themselves(disagree, row):
    disagree()

    with pytest.raises(Refused, match="Nobody answers themselves"):
        actions.answer(row=row, words="I am right.", by=row.councillor)


def test_the_desk_may_stop_waiting_and_the_councillor_may_still_sign(row, desk, sign):
    actions.close_unsigned(row=row, reason="Moved away", by=desk)
    assert fresh(row).status == ReturnStatus.UNSIGNED
    assert unwanted(Notice.objects.get(kind="return_to_sign"))
    closed = Notice.objects.get(kind="return_closed")
    assert closed.to == row.councillor
    assert "Moved away" in part_of(closed).body

    sign()

    assert fresh(row).status == ReturnStatus.SIGNED
    assert "Moved away" in [event.why for event in events_of(fresh(row))]


@pytest.mark.parametrize(
    "change", [{"remark": "Another"}, {"manner": "desk"}, {"signed_at": None}, {"status": "open"}]
)
def test_a_signed_return_never_changes(sign, row, change):
    sign(remark="Mine")

    with pytest.raises(IntegrityError, match="stays as it was signed"), transaction.atomic():
        models.QuerySet(Return).filter(pk=row.pk).update(**change)


def test_of_a_signed_return_names_and_words_can_be_erased(sign, row):
    sign(remark="My cat did it")

    erased = {"typed_name": "(erased)", "remark": "(erased)"}
    assert models.QuerySet(Return).filter(pk=row.pk).update(**erased) == 1


BROKEN: dict[str, dict[str, Any]] = {
    "signed_when_so": {"status": "signed"},
    "name_when_signed": {"typed_name": "Pat"},
    "manner_when_signed": {"manner": "account"},
    "witnessed_at_together": {"witnessed_by": models.F("received_by")},
    "known_from_at_the_desk": {"known_from": "council pass"},
    "disputed_with_words": {"disputed_at": timezone.now()},
    "disputed_when_so": {"status": "disputed"},
    "closed_at_together": {"closed_at": timezone.now(), "closing_reason": "x"},
    "closed_with_words": {"closing_reason": "x"},
    "unsigned_for_a_reason": {"status": "unsigned"},
    "status_known": {"status": "lost"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_return_that_makes_no_sense(row, name):
    with pytest.raises(IntegrityError, match=f"devices_return_{name}"), transaction.atomic():
        models.QuerySet(Return).filter(pk=row.pk).update(**BROKEN[name])


# Reminders


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2026-11-29", []),
        ("2026-11-30", ["7"]),
        ("2026-12-06", ["7"]),
        ("2026-12-21", ["28"]),
    ],
    ids=["six days", "a week", "thirteen days", "the worker was down for weeks"],
)
def test_who_has_not_signed_is_reminded_every_week(row, day, stages):
    with time_machine.travel(f"{day} 12:00Z"):
        sweep()
        sweep()

    reminders = Notice.objects.filter(kind="return_unsigned")
    assert [notice.cause for notice in reminders] == [f"{row.pk}:{stage}" for stage in stages]


@pytest.mark.parametrize("answer", ["sign", "disagree"])
def test_who_has_answered_is_reminded_no_more(sign, disagree, answer):
    {"sign": sign, "disagree": disagree}[answer]()

    with time_machine.travel("2026-12-21 12:00Z"):
        sweep()

    assert told("return_unsigned") == []


def test_an_account_that_is_closed_gets_no_reminder(row):
    row.councillor.is_active = False
    row.councillor.keep(by=None, why="Test")

    with time_machine.travel("2026-12-21 12:00Z"):
        sweep()

    assert told("return_unsigned") == []
