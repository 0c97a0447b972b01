"""The job: check and apply, whatever happens meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, OperationalError, connection

from councilgov.imports import actions, progress, working
from councilgov.imports.importables import importables
from councilgov.imports.models import Import, ImportFile, ImportStatus
from councilgov.imports.progress import Progress
from councilgov.imports.tasks import work
from councilgov.ledger.models import Entry
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.imports.people import PEOPLE
from tests.racing import at_once

PAT = "pat@barchester.example,Pat Smart,Pat,01632 960001"
SAM = "sam@barchester.example,Sam Small,Sam,01632 960002"
WRONG = "kim@barchester.example,,,"


def rows(row):
    return {found.number: (found.outcome, found.changes) for found in row.found.all()}


def people(*emails):
    return User.objects.filter(email__in=[f"{name}@barchester.example" for name in emails])


@pytest.fixture
def pat(db):
    given.council()
    return given.person(email="pat@barchester.example", full_name="Pat Smart", known_as="Pat")


@pytest.fixture
def instead(monkeypatch):
    """The importable with something else in it."""

    def put(**parts):
        monkeypatch.setitem(importables(), "people", replace(PEOPLE, **parts))

    return put


# Checking


def test_the_check_says_of_each_row_what_would_become_of_it(pat, checked):
    given.person(email="sam@barchester.example", full_name="Sam Small", known_as="Sam")

    row = checked(PAT, SAM.replace("01632 960002", ""), "new@barchester.example,New,,", WRONG)

    assert row.status == ImportStatus.CHECKED
    assert row.counts == {"create": 1, "update": 1, "unchanged": 1, "refused": 1}
    assert rows(row) == {
        2: ("update", [["Phone", "", "01632 960001"]]),
        3: ("unchanged", []),
        4: ("create", [["Full name", "", "New"]]),
        5: ("refused", []),
    }
    assert row.consequences == ["1 people are new."]


def test_the_check_changes_nothing(pat, checked):
    checked(PAT, SAM)

    pat.refresh_from_db()
    assert pat.phone == ""
    assert not people("sam").exists()


def test_two_rows_of_one_thing_are_both_refused(checked):
    row = checked(PAT, SAM, PAT.upper(), PAT)

    told = [found.faults for found in row.found.refused()]
    assert told == [
        [
            ["email", "Row 4 has the same email. Leave one of them out."],
            ["email", "Row 5 has the same email. Leave one of them out."],
        ],
        [["email", "Row 2 has the same email. Leave one of them out."]],
        [["email", "Row 2 has the same email. Leave one of them out."]],
    ]
    assert row.created == 1


# Applying


def test_good_rows_are_applied_and_the_others_left_out(pat, applied, services):
    row = applied(PAT, SAM, WRONG)

    assert row.status == ImportStatus.APPLIED
    assert row.counts == {"create": 1, "update": 1, "unchanged": 0, "refused": 1}
    assert [person.phone for person in people("pat", "sam")] == ["01632 960002", "01632 960001"]
    assert people("sam").get().history.get().history_user == services
    assert list(rows(row)) == [4]
    assert not ImportFile.objects.exists()


def test_that_it_was_applied_is_evidence_without_a_name(applied, services):
    row = applied(PAT, WRONG)

    (entry,) = Entry.objects.about(row)
    assert (entry.kind, entry.actor) == ("imports.applied", services)
    assert row.sha256 in entry.facts
    assert '"create":1,' in entry.facts
    assert '"refused":1' in entry.facts
    assert "people.csv" not in entry.facts


def test_the_same_file_again_changes_nothing(applied, checked, services):
    applied(PAT)

    row = checked(PAT)

    assert row.counts == {"create": 0, "update": 0, "unchanged": 1, "refused": 0}


def test_what_was_changed_after_the_check_is_left_out_and_said(pat, checked, services):
    row = actions.ask_to_apply(row=checked(PAT, SAM), by=services)
    pat.phone = "01632 960009"
    pat.keep(by=None, why="Test")
    work()

    row.refresh_from_db()
    pat.refresh_from_db()
    assert (row.created, row.refused, row.otherwise) == (1, 1, 1)
    assert pat.phone == "01632 960009"
    (found,) = row.found.all()
    assert "was changed after you had this file checked" in found.faults[0][1]


def test_what_was_done_by_hand_after_the_check_is_unchanged(pat, checked, services):
    row = actions.ask_to_apply(row=checked(PAT, SAM), by=services)
    pat.phone = "01632 960001"
    pat.keep(by=None, why="Test")
    work()

    row.refresh_from_db()
    assert (row.unchanged, row.refused, row.otherwise) == (1, 0, 1)


def test_where_everything_was_changed_nothing_is_applied(pat, checked, services, instead):
    row = actions.ask_to_apply(row=checked(PAT), by=services)
    pat.phone = "01632 960001"
    pat.keep(by=None, why="Test")
    instead(apply=None)
    work()

    row.refresh_from_db()
    assert (row.status, row.unchanged) == (ImportStatus.APPLIED, 1)


def test_whoever_lost_the_right_meanwhile_imports_nothing(checked, services):
    row = actions.ask_to_apply(row=checked(PAT), by=services)
    services.is_active = False
    services.keep(by=None, why="Test")
    work()

    row.refresh_from_db()
    assert (row.status, row.failure) == (
        ImportStatus.FAILED,
        "Whoever asked for it may not import this any more.",
    )
    assert not people("pat").exists()


# When something goes wrong


def test_a_refusal_in_the_middle_undoes_all_and_is_said(checked, services, instead):
    def apply(verdicts, *, by, step):
        PEOPLE.apply(verdicts, by=by, step=step)
        raise Refused("The cupboard is full.")

    row = actions.ask_to_apply(row=checked(PAT), by=services)
    instead(apply=apply)
    work()

    row.refresh_from_db()
    assert (row.status, row.failure) == (ImportStatus.FAILED, "The cupboard is full.")
    assert not people("pat").exists()


def test_a_fault_of_ours_undoes_all_and_logs_no_word_of_the_file(
    checked, services, instead, caplog
):
    def apply(verdicts, *, by, step):
        PEOPLE.apply(verdicts, by=by, step=step)
        raise ZeroDivisionError(verdicts[0].what)

    row = actions.ask_to_apply(row=checked(PAT), by=services)
    instead(apply=apply)
    work()

    row.refresh_from_db()
    assert row.status == ImportStatus.FAILED
    assert "fault of the portal" in row.failure
    assert not people("pat").exists()
    assert "ZeroDivisionError" in caplog.text
    assert "pat@" not in caplog.text


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (IntegrityError(), "What it is about was changed at the same moment. Check it again."),
        (SoftTimeLimitExceeded(), "It took too long. Split the file into several."),
    ],
    ids=["faster", "slow"],
)
def test_what_may_happen_to_any_import_is_said_in_words(checked, services, instead, error, told):
    def apply(verdicts, *, by, step):
        raise error

    row = actions.ask_to_apply(row=checked(PAT), by=services)
    instead(apply=apply)
    work()

    row.refresh_from_db()
    assert (row.status, row.failure) == (ImportStatus.FAILED, told)


def test_what_failed_can_be_checked_and_applied_after_all(checked, services, instead):
    row = actions.ask_to_apply(row=checked(PAT), by=services)
    instead(apply=None)
    work()
    importables.cache_clear()

    actions.check_again(row=row, by=services)
    work()
    row.refresh_from_db()
    actions.ask_to_apply(row=row, by=services)
    work()

    row.refresh_from_db()
    assert row.status == ImportStatus.APPLIED
    assert people("pat").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_leaves_nothing_half_written(checked, services, instead):
    def apply(verdicts, *, by, step):
        PEOPLE.apply(verdicts, by=by, step=step)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    row = actions.ask_to_apply(row=checked(PAT), by=services)
    instead(apply=apply)
    with pytest.raises(OperationalError):
        work()
    connection.close()
    row.refresh_from_db()
    assert (row.status, row.attempts) == (ImportStatus.APPLYING, 1)
    assert not people("pat").exists()

    importables.cache_clear()
    assert work() == 1

    row.refresh_from_db()
    assert row.status == ImportStatus.APPLIED
    assert people("pat").count() == 1


def test_what_takes_its_worker_down_each_time_is_given_up(checked, services, instead):
    def apply(verdicts, *, by, step):
        raise OperationalError("gone")

    row = actions.ask_to_apply(row=checked(PAT), by=services)
    instead(apply=apply)
    for _n in range(3):
        with pytest.raises(OperationalError):
            work()
    work()

    row.refresh_from_db()
    assert row.status == ImportStatus.FAILED
    assert "begun three times" in row.failure


# Several at once


@pytest.mark.django_db(transaction=True)
def test_many_workers_apply_an_import_once(checked, services):
    row = actions.ask_to_apply(row=checked(PAT, SAM), by=services)

    at_once(*[work] * 8)
    work()

    row.refresh_from_db()
    assert row.status == ImportStatus.APPLIED
    assert people("pat", "sam").count() == 2
    assert Entry.objects.about(row).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_is_heard(checked, services):
    row = checked(PAT)

    answers = at_once(*[partial(actions.ask_to_apply, row=row, by=services)] * 8)

    refused = [str(answer) for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 7
    assert all("can’t be done" in told or "in hand" in told for told in refused)


@pytest.mark.django_db(transaction=True)
def test_while_one_is_worked_on_no_other_is_begun(applied, elsewhere, upload):
    upload(PAT)
    applied(SAM)
    second = upload(PAT)
    assert second.status == ImportStatus.CHECKING

    with elsewhere(working._is_free):
        assert work() == 0

    assert work() == 1


def test_what_came_first_is_done_first(applied, upload):
    applied(PAT)
    first, second = upload(PAT), upload(SAM)

    assert working.work_next()

    statuses = {row.pk: row.status for row in Import.objects.all()}
    assert (statuses[first.pk], statuses[second.pk]) == ("checked", "checking")


@pytest.mark.django_db(transaction=True)
def test_an_import_that_another_worker_has_just_done_is_left_alone(applied, upload):
    applied(PAT)
    row = upload(PAT)
    assert working._begin() == row.pk
    work()

    working._do(row.pk)
    working._fail(row.pk, "Too late")

    row.refresh_from_db()
    assert row.status == ImportStatus.CHECKED


@pytest.mark.django_db(transaction=True)
def test_an_import_that_another_worker_is_at_is_left_alone(applied, upload, elsewhere):
    applied(PAT)
    row = upload(PAT)
    working._begin()

    with elsewhere(working._is_free):
        working._do(row.pk)

    row.refresh_from_db()
    assert row.status == ImportStatus.CHECKING


# Progress


@pytest.mark.django_db(transaction=True)
def test_how_far_it_is_is_seen_from_outside_its_transaction(checked, services, instead):
    seen = []

    def look():
        try:
            return progress.told(row.pk)
        finally:
            connection.close()

    def apply(verdicts, *, by, step):
        for verdict in verdicts:
            PEOPLE.apply([verdict], by=by, step=step)
            with ThreadPoolExecutor(1) as pool:
                seen.append(pool.submit(look).result())

    row = actions.ask_to_apply(row=checked(PAT, SAM), by=services)
    instead(apply=apply)
    work()

    assert seen == [Progress(1, 2), Progress(2, 2)]
    assert progress.told(row.pk) is None


@pytest.mark.django_db(transaction=True)
def test_another_import_is_not_taken_for_it(elsewhere):
    with elsewhere(lambda: progress.tell(12, Progress(1, 2))):
        assert progress.told(12) == Progress(1, 2)
        assert progress.told(1) is progress.told(120) is None


def test_ten_times_the_rows_take_no_more_than_a_few_more_queries(
    checked, services, django_assert_max_num_queries
):
    lines = [f"p{n}@barchester.example,Person {n},P{n},01632 96{n:04}" for n in range(2_000)]
    row = checked(*lines)
    actions.check_again(row=row, by=services)

    with django_assert_max_num_queries(30):
        work()
    row.refresh_from_db()
    actions.ask_to_apply(row=row, by=services)
    with django_assert_max_num_queries(40):
        work()

    assert User.objects.filter(email__startswith="p19").count() == 111
