"""An audit asks whoever has a device, once each; what is not there the desk looks into."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.auditing import actions
from devices.losses import ending
from devices.losses.actions import correct_kind
from devices.models import (
    AnswerStatus,
    Audit,
    AuditLine,
    AuditStatus,
    DeskTask,
    Device,
    TaskKind,
    TaskStatus,
)
from devices.tasks import sweep
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases

COUNTED = ("found", "missing", "unsure", "silent")


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        group = given.group()
        return given.councillor(group=group), equipment.desk(), group, equipment.terms()

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
def start(desk):
    usual = {"title": " Autumn ", "until_on": date(2026, 12, 7), "by": desk}
    return lambda **fields: actions.start_audit(**usual | fields)


@pytest.fixture
def line(device, start):
    return start().lines.get()


def say(line, status):
    actions.answer(answers={line.pk: status}, by=line.holder)
    return AuditLine.objects.get(pk=line.pk)


def the_task():
    """What the desk is to look into."""
    return DeskTask.objects.get(kind=TaskKind.AUDIT)


def told(kind):
    return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]


def test_everybody_who_has_something_is_asked_once(start, device, councillor):
    equipment.issued(holder=councillor)
    other = equipment.issued()
    equipment.device()

    audit = start()

    assert (audit.title, audit.lines.count()) == ("Autumn", 3)
    assert sorted(person.pk for person in told("audit_asked")) == sorted(
        [councillor.pk, other.holder_id]
    )
    assert "/devices/audits/mine/" in part_of(Notice.objects.filter(kind="audit_asked")[0]).body


def test_an_audit_may_ask_about_some_kinds_and_groups_only(start, device, made_once):
    laptop = equipment.kind("Laptop")
    equipment.issued(holder=made_once[0], kind=laptop)
    equipment.issued(kind=laptop)

    audit = start(kinds=[laptop], groups=[made_once[2]])

    line = audit.lines.get()
    assert (line.device.kind, line.holder) == (laptop, made_once[0])


def test_a_device_is_in_one_open_audit_at_a_time(start, line, councillor):
    with pytest.raises(Refused, match="another open audit asks about all of them"):
        start()

    later = equipment.issued(holder=councillor)

    assert start().lines.get().device == later


def test_the_database_knows_one_open_audit_of_a_device(line):
    with pytest.raises(Refused, match="in another open audit"):
        AuditLine(audit=line.audit, device=line.device, holder=line.holder).keep(by=None, why="T")


def test_the_number_of_queries_does_not_grow_with_the_devices(
    start, councillor, django_assert_max_num_queries
):
    for _n in range(12):
        equipment.issued(holder=councillor)

    with django_assert_max_num_queries(20):
        start()


# Answers


def test_who_has_it_says_so(line):
    answered = say(line, AnswerStatus.YES)

    assert (answered.status, answered.answered_by) == (AnswerStatus.YES, line.holder)
    assert not DeskTask.objects.exists()
    assert unwanted(Notice.objects.get(kind="audit_asked"))


@pytest.mark.parametrize("status", [AnswerStatus.NO, AnswerStatus.UNSURE])
def test_what_they_do_not_have_the_desk_looks_into(line, status):
    say(line, status)

    task = the_task()
    assert (task.device, task.councillor) == (line.device, line.holder)
    assert task.address == f"{line.audit.get_absolute_url()}?q={line.device.asset_tag}"

    say(line, AnswerStatus.YES)
    assert the_task().status == TaskStatus.DONE


def test_the_same_answer_again_changes_nothing(line):
    first = say(line, AnswerStatus.YES)

    assert say(line, AnswerStatus.YES).answered_at == first.answered_at


def test_nobody_answers_for_somebody_else(line, desk):
    actions.answer(answers={line.pk: AnswerStatus.YES}, by=desk)

    line.refresh_from_db()
    assert line.status == AnswerStatus.ASKED


def test_what_the_desk_has_seen_is_found_whatever_was_answered(line, desk):
    say(line, AnswerStatus.NO)

    actions.mark_seen(audit=line.audit, device=line.device, by=desk)

    assert say(line, AnswerStatus.NO).status == AnswerStatus.SEEN
    assert the_task().status == TaskStatus.DONE
    with pytest.raises(Refused, match="Answer can’t be done"):
        actions.mark_seen(audit=line.audit, device=line.device, by=desk)


def test_what_is_not_asked_about_is_not_marked(line, desk):
    with pytest.raises(Refused, match="does not ask about"):
        actions.mark_seen(audit=line.audit, device=equipment.device(), by=desk)


# Meanwhile


def test_what_came_back_meanwhile_is_asked_no_more(line):
    equipment.returned(line.device)

    line.refresh_from_db()
    assert line.status == AnswerStatus.SEEN
    assert not AuditLine.objects.open().exists()
    assert actions.drop_moved_on() == 0


@pytest.fixture
def given_up(line, desk):
    """Damaged beyond repair: the device is with nobody, and it is known what became of it."""
    say(line, AnswerStatus.UNSURE)
    loss = cases.report(line.device, kind="damaged")
    ending.write_off(loss=loss, value=Decimal(100), reason="Broken.", by=desk)
    return line


def test_what_was_damaged_and_given_up_meanwhile_is_asked_no_more(given_up):
    sweep()
    sweep()

    given_up.refresh_from_db()
    assert given_up.status == AnswerStatus.DROPPED
    assert the_task().status == TaskStatus.DROPPED


def test_what_comes_to_the_same_person_again_does_not_hold_up_their_answers(line, councillor):
    other = equipment.issued(holder=councillor)
    models.QuerySet(AuditLine).filter(pk=line.pk).update(status=AnswerStatus.DROPPED)
    AuditLine(audit=line.audit, device=other, holder=councillor).keep(by=None, why="Test")
    mine = {row.pk: AnswerStatus.YES for row in line.audit.lines.all()}

    answered = actions.answer(answers=mine, by=councillor)

    assert [row.device for row in answered] == [other]


def taken_in(device, _desk):
    equipment.taken_in(device)


def handed_back(device, _desk):
    equipment.returned(device)


def sent_to_repair(device, desk):
    ending.send_to_repair(loss=cases.report(device, kind="damaged"), reason="Screen.", by=desk)


def found(device, desk):
    return ending.mark_found(loss=cases.report(device, kind="stolen"), reason="Here.", by=desk)


def found_and_used(device, desk):
    ending.back_in_use(loss=found(device, desk), reason="Fine.", by=desk)


def found_and_kept(device, desk):
    ending.keep_found(loss=found(device, desk), reason="Wiped.", by=desk)


@pytest.mark.parametrize("said", [None, AnswerStatus.NO])
@pytest.mark.parametrize(
    "comes_in", [taken_in, handed_back, sent_to_repair, found_and_used, found_and_kept]
)
def test_what_the_desk_had_in_its_hands_is_seen(line, desk, comes_in, said):
    if said:
        say(line, said)

    comes_in(Device.objects.get(pk=line.device_id), desk)

    line.refresh_from_db()
    assert line.status == AnswerStatus.SEEN
    assert not DeskTask.objects.open().filter(kind=TaskKind.AUDIT).exists()
    assert not AuditLine.objects.to_answer().exists()


@pytest.mark.parametrize("said", [None, AnswerStatus.YES, AnswerStatus.UNSURE, AnswerStatus.NO])
@pytest.mark.parametrize("kind", ["lost", "stolen"])
def test_what_is_reported_missing_is_missing_without_asking(line, kind, said):
    if said:
        say(line, said)

    cases.report(line.device, kind=kind)

    line.refresh_from_db()
    assert line.status == AnswerStatus.NO
    assert not DeskTask.objects.open().filter(kind=TaskKind.AUDIT).exists()
    assert say(line, AnswerStatus.YES).status == AnswerStatus.NO
    assert unwanted(Notice.objects.get(kind="audit_asked"))


def test_what_was_damaged_and_turns_out_lost_is_missing(line, desk):
    loss = cases.report(line.device, kind="damaged")
    assert list(AuditLine.objects.silent()) == [line]

    correct_kind(loss=loss, kind="lost", reason="Gone.", by=desk)

    line.refresh_from_db()
    assert line.status == AnswerStatus.NO


def test_what_is_written_off_during_an_audit_is_missing_in_it(line, desk):
    ending.write_off(loss=cases.report(line.device), value=Decimal(100), reason="Gone.", by=desk)

    assert actions.drop_moved_on() == 0

    assert Audit.objects.with_counts().get().missing == 1


def test_who_is_given_a_device_meanwhile_is_not_asked(line):
    equipment.issued()

    assert line.audit.lines.count() == 1


# The end


def test_a_closed_audit_has_its_counts_and_takes_no_answer(start, device, councillor, desk):
    devices = [device, *[equipment.issued(holder=councillor) for _n in range(4)]]
    audit = start()
    given_answers = [AnswerStatus.YES, AnswerStatus.NO, AnswerStatus.UNSURE]
    for row, status in zip(audit.lines.order_by("pk"), given_answers, strict=False):
        say(row, status)
    equipment.returned(devices[4])

    actions.close_audit(audit=audit, by=desk)

    row = Audit.objects.with_counts().get()
    assert (row.status, row.expected, row.found) == (AuditStatus.CLOSED, 5, 2)
    assert (row.missing, row.unsure, row.silent) == (1, 1, 1)
    entry = Entry.objects.about(audit).get(kind="devices.audit_closed")
    closed = json.loads(entry.facts)
    assert closed["expected"] == sum(closed[name] for name in COUNTED)
    tasks = DeskTask.objects.filter(kind=TaskKind.AUDIT)
    assert {task.status for task in tasks} == {TaskStatus.DROPPED}
    silent = audit.lines.get(status=AnswerStatus.ASKED)
    assert say(silent, AnswerStatus.YES).status == AnswerStatus.ASKED
    with pytest.raises(Refused, match="Closing the audit can’t be done"):
        actions.close_audit(audit=audit, by=desk)


def test_after_an_audit_is_closed_another_may_ask(start, line, desk):
    actions.close_audit(audit=line.audit, by=desk)

    assert start().lines.get().device == line.device


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2026-11-29", []),
        ("2026-11-30", ["-7"]),
        ("2026-12-05", ["-3"]),
        ("2026-12-06", ["-1"]),
        ("2026-12-07", ["0"]),
        ("2026-12-08", []),
    ],
)
def test_who_has_not_answered_is_reminded_until_the_last_day(line, day, stages):
    with time_machine.travel(f"{day} 12:00Z"):
        sweep()
        sweep()

    causes = [notice.cause for notice in Notice.objects.filter(kind="audit_reminder")]
    assert causes == [f"{line.audit_id}:{stage}" for stage in stages]


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2026-11-23", []),
        ("2026-11-24", []),
        ("2026-11-25", ["-3"]),
        ("2026-11-27", ["-1"]),
    ],
)
def test_of_a_short_audit_nobody_is_reminded_in_the_hour_in_which_they_are_asked(
    start, device, day, stages
):
    audit = start(until_on=date(2026, 11, 28))

    with time_machine.travel(f"{day} 12:00Z"):
        sweep()

    causes = [notice.cause for notice in Notice.objects.filter(kind="audit_reminder")]
    assert causes == [f"{audit.pk}:{stage}" for stage in stages]


def test_who_has_answered_is_not_reminded(line):
    say(line, AnswerStatus.UNSURE)

    with time_machine.travel("2026-12-07 12:00Z"):
        sweep()

    assert told("audit_reminder") == []


BROKEN: dict[str, dict[str, Any]] = {
    "answered_at_together": {"answered_at": timezone.now()},
    "answered_by_somebody": {"status": "yes"},
    "status_known": {"status": "lost"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_line_that_makes_no_sense(line, name):
    with pytest.raises(IntegrityError, match=f"devices_auditline_{name}"), transaction.atomic():
        models.QuerySet(AuditLine).filter(pk=line.pk).update(**BROKEN[name])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("closed_at_together", {"closed_by": models.F("started_by")}),
        ("closed_when_so", {"status": "closed"}),
        ("has_a_title", {"title": ""}),
        ("status_known", {"status": "lost"}),
    ],
)
def test_the_database_refuses_an_audit_that_makes_no_sense(line, name, change):
    with pytest.raises(IntegrityError, match=f"devices_audit_{name}"), transaction.atomic():
        models.QuerySet(Audit).filter(pk=line.audit_id).update(**change)
