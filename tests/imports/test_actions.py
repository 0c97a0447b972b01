"""What people do with an import: bring a file in, confirm its columns, mend, apply, discard."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.imports import actions, working
from councilgov.imports.importables import UnknownImportable, allowed, importable_of
from councilgov.imports.models import Import, ImportFile, ImportRow, ImportStatus
from councilgov.imports.reading import Unreadable
from councilgov.imports.tasks import clear_old
from councilgov.records import Refused
from tests import given

PAT = "pat@barchester.example,Pat Smart,Pat,01632 960001"
WRONG = "kim@barchester.example,,,"


def left(row):
    return ImportFile.objects.filter(of=row).count(), ImportRow.objects.filter(of=row).count()


# Bringing a file in


def test_a_file_waits_for_its_columns_to_be_confirmed(upload, services):
    row = upload(PAT)

    assert (row.status, row.rows, row.uploaded_by) == (ImportStatus.UPLOADED, 1, services)
    assert row.file.sample == [PAT.split(",")]


def test_a_file_that_cannot_be_read_leaves_nothing(services, upload):
    with pytest.raises(Unreadable):
        upload(headings="Email")

    assert not Import.objects.exists()


def test_columns_of_what_was_imported_once_are_not_asked_for_again(upload, applied):
    applied(PAT)

    again = upload(PAT)

    assert again.status == ImportStatus.CHECKING
    assert again.mapping == {"email": 0, "full_name": 1, "known_as": 2, "phone": 3}


def test_columns_of_what_was_thrown_away_are_asked_for(upload, checked, services):
    actions.discard(row=checked(PAT), by=services)

    assert upload(PAT).status == ImportStatus.UPLOADED


def test_other_headings_are_asked_for(upload, applied):
    applied(PAT)

    assert upload(PAT, headings="Email,Full name,Known as,Mobile").status == ImportStatus.UPLOADED


@pytest.mark.parametrize("gone", [{"mobile": 3, "email": 0}, {"phone": 3}])
def test_columns_that_no_longer_fit_are_asked_for(upload, applied, gone):
    row = applied(PAT)
    row.mapping = gone
    row.keep(by=None, why="Test")

    assert upload(PAT).status == ImportStatus.UPLOADED


# Columns


def test_a_column_that_every_row_needs_has_to_be_chosen(upload, services):
    with pytest.raises(Refused, match="Choose the column that holds “Email”") as refusal:
        actions.map_columns(row=upload(PAT), mapping={"phone": 3}, by=services)

    assert refusal.value.field == "email"


def test_a_column_of_the_file_says_one_thing_only(upload, services):
    with pytest.raises(Refused, match="“Email” is chosen twice") as refusal:
        actions.map_columns(row=upload(PAT), mapping={"email": 0, "phone": 0}, by=services)

    assert refusal.value.field == "phone"


def test_columns_may_be_chosen_again_after_the_check(checked, services):
    row = actions.map_columns(row=checked(PAT), mapping={"email": 0, "full_name": 2}, by=services)
    working.work()

    (found,) = row.found.all()
    assert found.changes == [["Full name", "", "Pat"]]


# Mending


def test_the_mended_file_is_checked_with_the_same_columns(checked, services):
    row = checked(PAT, WRONG)

    mended = "Email,Full name,Known as,Phone\n" + PAT
    row = actions.mend(row=row, content=mended.encode(), name="mended.csv", by=services)

    assert (row.status, row.file_name, row.rows) == (ImportStatus.CHECKING, "mended.csv", 1)
    working.work()
    assert Import.objects.get().counts == {"create": 1, "update": 0, "unchanged": 0, "refused": 0}


def test_a_mended_file_of_other_headings_has_its_columns_confirmed(checked, services):
    row = checked(PAT)

    row = actions.mend(row=row, content=b"Mail\npat@barchester.example", name="m.csv", by=services)

    assert (row.status, row.mapping) == (ImportStatus.UPLOADED, {})
    assert left(row) == (1, 0)


def test_a_mended_file_that_cannot_be_read_changes_nothing(checked, services):
    row = checked(PAT)

    with pytest.raises(Unreadable):
        actions.mend(row=row, content=b"%PDF", name="m.pdf", by=services)

    assert left(row) == (1, 1)


# Applying and discarding


def test_whoever_applies_it_is_kept(checked, services):
    row = actions.ask_to_apply(row=checked(PAT), by=services)

    assert (row.status, row.asked_by) == (ImportStatus.APPLYING, services)


def test_without_a_good_row_there_is_nothing_to_apply(checked, services):
    with pytest.raises(Refused, match="There is nothing to import"):
        actions.ask_to_apply(row=checked(WRONG), by=services)


def test_it_is_applied_once(applied, services):
    with pytest.raises(Refused, match="is imported"):
        actions.ask_to_apply(row=applied(PAT), by=services)


def test_a_discarded_file_is_deleted_at_once(checked, services):
    row = actions.discard(row=checked(PAT), by=services)

    assert row.status == ImportStatus.DISCARDED
    assert left(row) == (0, 0)


def test_what_waits_for_a_worker_can_be_discarded(checked, services):
    row = actions.ask_to_apply(row=checked(PAT), by=services)

    actions.discard(row=row, by=services)

    assert working.work() == 0
    row.refresh_from_db()
    assert row.status == ImportStatus.DISCARDED


def test_a_file_that_failed_is_checked_again(checked, services):
    row = failed(checked(PAT), services)

    row = actions.check_again(row=row, by=services)

    assert (row.status, row.attempts, row.failure) == (ImportStatus.CHECKING, 0, "")


def failed(row, services):
    row = actions.check_again(row=row, by=services)
    row.failure = "It was too much."
    return row.move(ImportStatus.FAILED, by=None, why="Test")


ACTS: dict[str, tuple[ImportStatus, dict[str, Any]]] = {
    "map_columns": (ImportStatus.CHECKING, {"mapping": {"email": 0}}),
    "mend": (ImportStatus.UPLOADED, {"content": b"Tel\n1", "name": "m.csv"}),
    "check_again": (ImportStatus.CHECKING, {}),
    "ask_to_apply": (ImportStatus.APPLYING, {}),
    "discard": (ImportStatus.DISCARDED, {}),
}


def in_status(row, status):
    """However it came there."""
    values: dict[str, Any] = {
        "failure": "x" if status == ImportStatus.FAILED else "",
        "updated": 0,
        "unchanged": 0,
    }
    if status in {"applying", "applied"}:
        values |= {"asked_at": timezone.now(), "asked_by": row.uploaded_by}
    for name, value in (values | {"status": status, "created": row.rows}).items():
        setattr(row, name, value)
    return row.keep(by=None, why="Test")


@pytest.mark.parametrize("status", ImportStatus)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_for_some_statuses_only(upload, services, act, status):
    row = in_status(upload(PAT), status)
    to, answers = ACTS[act]

    if to in Import.MOVES[status]:
        assert getattr(actions, act)(row=row, by=services, **answers).status == to
    else:
        with pytest.raises(Refused, match=f"is {status.label.lower()}"):
            getattr(actions, act)(row=row, by=services, **answers)


MOVES = {
    "uploaded": {"uploaded", "checking", "discarded"},
    "checking": {"checked", "failed", "discarded"},
    "checked": {"uploaded", "checking", "applying", "discarded"},
    "applying": {"applied", "failed", "discarded"},
    "failed": {"uploaded", "checking", "discarded"},
    "applied": set(),
    "discarded": set(),
}


@pytest.mark.no_database
@pytest.mark.parametrize("start", ImportStatus)
@pytest.mark.parametrize("end", ImportStatus)
def test_an_import_moves_along_its_table_and_nowhere_else(start, end):
    row = Import(status=start, file_name="x.csv")

    if end in MOVES[start]:
        row.check_move(end, "Test")
    else:
        with pytest.raises(Refused):
            row.check_move(end, "Test")


# A week later


def test_what_nobody_went_on_with_is_discarded_after_a_week(upload, checked, services):
    waiting = [
        upload(PAT),
        checked(PAT, headings="Email,Full name,K,P"),
        failed(upload(PAT), services),
    ]

    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert clear_old() == 0
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert (clear_old(), clear_old()) == (3, 0)

    for row in waiting:
        row.refresh_from_db()
        assert (row.status, left(row)) == (ImportStatus.DISCARDED, (0, 0))
        assert row.history.first().history_change_reason == "Nobody went on with it for a week"


def test_rows_that_were_left_out_are_kept_for_a_week(applied):
    row = applied(PAT, WRONG)
    assert left(row) == (0, 1)

    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert clear_old() == 0

    row.refresh_from_db()
    assert (row.status, row.refused, left(row)) == (ImportStatus.APPLIED, 1, (0, 0))


# Who


def test_whoever_may_import_the_same_sees_it_and_nobody_else(upload):
    row = upload(PAT)

    colleague = given.officer(Role.ADMINISTRATOR)
    assert list(Import.objects.visible_to(colleague)) == [row]
    assert not Import.objects.visible_to(given.officer(Role.AUDITOR)).exists()


@pytest.mark.parametrize("role", [Role.MEMBERS_SERVICES, Role.AUDITOR])
def test_one_imports_what_one_has_the_right_for(role):
    given.council()
    may = "people" in [one.name for one in allowed(given.officer(role))]

    assert may == (role == Role.MEMBERS_SERVICES)


def test_an_importable_that_nobody_declares_is_unknown():
    with pytest.raises(UnknownImportable):
        importable_of("unicorns")


# What the database says


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"status": "lost"}, "status_known"),
        ({"sha256": "x"}, "hash_is_whole"),
        ({"rows": 0}, "has_rows"),
        ({"asked_at": timezone.now}, "asked_at_together"),
        ({"status": "applying", "created": 1}, "asked_when_applied"),
        ({"status": "failed"}, "reason_when_failed"),
        ({"failure": "x"}, "reason_when_failed"),
        ({"status": "checked", "created": 2}, "counts_add_up"),
        ({"status": "checked", "refused": 0}, "counts_add_up"),
    ],
)
def test_the_database_refuses_an_import_that_cannot_be(upload, wrong, name):
    row = upload(PAT)
    for field, value in wrong.items():
        setattr(row, field, value() if callable(value) else value)

    with pytest.raises(IntegrityError, match=f"imports_import_{name}"), transaction.atomic():
        super(Import, row).save()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"outcome": "lost"}, "outcome_known"),
        ({"number": 2}, "one_for_each_number"),
        ({"outcome": "refused"}, "faults_when_refused"),
        ({"faults": [["", "x"]]}, "faults_when_refused"),
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(checked, wrong, name):
    (row,) = checked(PAT).found.all()
    fields = {"number": 3, "outcome": "create", "cells": [], "changes": [], "faults": []} | wrong

    with pytest.raises(IntegrityError, match=f"imports_importrow_{name}"), transaction.atomic():
        ImportRow.objects.create(of=row.of, **fields)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_worker_that_has_the_import_in_hand(upload, services, elsewhere):
    row = upload(PAT)

    held = elsewhere(lambda: Import.objects.locked(row))
    with held, pytest.raises(Refused, match="A worker has this import in hand") as refusal:
        actions.discard(row=row, by=services)

    assert refusal.value.way == (row.get_absolute_url(), "See how far it is")
