"""The job: imports are checked and applied one at a time, each in one transaction.

What waits stands in rows, so a worker that dies takes nothing with it: its transaction is undone,
and the next one begins anew, three times at most.
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.imports import progress
from councilgov.imports.actions import forget
from councilgov.imports.importables import DOING, Outcome
from councilgov.imports.mapping import rows_of
from councilgov.imports.models import Import, ImportFile, ImportRow, ImportStatus
from councilgov.imports.progress import Progress
from councilgov.ledger.actions import record
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.imports.importables import Step, Verdict
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

ONE_AT_A_TIME = 0x494D_504F_5254
"""Number of the lock that lets one worker at a time have an import in hand."""
ATTEMPTS = 3
IN_A_BATCH = 1_000


def work() -> int:
    """Check and apply what waits; how many imports. Safe twice, and in two workers at once."""
    count = 0
    while work_next():
        count += 1
    return count


def work_next() -> bool:
    """Do the next one. False if there is none, or somebody else is at it."""
    pk = _begin()
    if pk is None:
        return False
    try:
        _do(pk)
    except OperationalError:  # the database went away, or was too busy: the next attempt may do
        raise
    except Refused as refusal:
        _fail(pk, str(refusal))
    except Exception as error:  # noqa: BLE001
        _log(pk, error)
        _fail(pk, _said_of(error))
    return True


def _log(pk: int, error: Exception) -> None:
    """Where it went wrong. Its text may hold what stands in the file; the lines of code do not."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Import failed: %s\n%s", type(error).__name__, where, extra={"import": pk})


def _said_of(error: Exception) -> str:
    if isinstance(error, IntegrityError):
        return _("What it is about was changed at the same moment. Check it again.")
    if isinstance(error, SoftTimeLimitExceeded):
        return _("It took too long. Split the file into several.")
    return _("This is a fault of the portal and not of your file. Tell whoever runs it.")


@transaction.atomic
def _begin() -> int | None:
    """The next import that waits, with one more attempt counted, whatever comes of it."""
    if not _is_free():
        return None
    waiting = Import.objects.at_work().order_by("moved_at", "pk")
    row = waiting.select_for_update(of=("self",)).first()
    if row is None:
        return None
    row.attempts += 1
    row.keep(by=None, why=gettext_noop("A worker begins"))
    return row.pk


def _is_free() -> bool:
    """Whether no other worker has one in hand. None begins then before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        (is_free,) = cursor.fetchone()
    return bool(is_free)


@transaction.atomic
def _do(pk: int) -> None:
    if not _is_free():
        return
    row = Import.objects.at_work().select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return
    if row.attempts > ATTEMPTS:
        raise Refused(_("It was begun three times and came to no end. Split the file."))
    WORK[row.status](row)


@transaction.atomic
def _fail(pk: int, why: str) -> None:
    row = Import.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.is_at_work:
        row.failure = why
        row.move(ImportStatus.FAILED, by=None, why=gettext_noop("The import"))


def judged(row: Import, *, lock: bool) -> Sequence[Verdict]:
    """What becomes of each row of the file: asked in the same way to check and to apply."""
    kind = row.importable
    sheet = kind.read(bytes(ImportFile.objects.get(of=row).content))
    rows = rows_of(kind, sheet.lines, row.mapping, len(sheet.headings))
    for one in rows:
        one.answers = row.answers
    progress.tell(row.pk, Progress(0, len(rows)))
    verdicts = kind.judge(rows, by=row.uploaded_by, lock=lock)
    for verdict in verdicts:
        if verdict.row.faults:
            verdict.outcome = Outcome.REFUSED
    return verdicts


def check(row: Import) -> None:
    """Keep what becomes of each row, for somebody to look at."""
    verdicts = judged(row, lock=False)
    ImportRow.objects.filter(of=row).delete()
    _keep_found(row, verdicts, _counter(row, len(verdicts)))
    _count(row, verdicts)
    good = [verdict for verdict in verdicts if verdict.outcome in DOING]
    row.consequences = [str(told) for told in row.importable.consequences(good)]
    row.absent = list(row.importable.absent(verdicts))
    row.otherwise = 0
    _keep_questions(row, verdicts)
    row.move(ImportStatus.CHECKED, by=None, why=gettext_noop("The check"))
    logger.info("Import checked", extra={"import": row.pk})


def apply(row: Import) -> None:
    """Do what somebody has seen and asked for: all good rows, or none.

    A row of which something else would come than they saw is left out, and said.
    """
    by = row.asked_by
    if by is None or not by.has_perm(row.importable.right):
        raise Refused(_("Whoever asked for it may not import this any more."))
    row.importable.check_may(by)
    verdicts = judged(row, lock=True)
    row.otherwise = _leave_out_unseen(row, verdicts)
    row.absent = list(row.importable.absent(verdicts))
    good = [verdict for verdict in verdicts if verdict.outcome in DOING]
    if good:
        row.importable.apply(good, by=by, step=_counter(row, len(good)))
    _count(row, verdicts)
    forget(row)
    _keep_found(row, [verdict for verdict in verdicts if verdict.row.faults], lambda _n: None)
    row.move(ImportStatus.APPLIED, by=by, why=gettext_noop("The import"))
    _record(row, by)
    logger.info("Import applied", extra={"import": row.pk, "by": by.pk})


def _record(row: Import, by: User) -> None:
    """That it was done is evidence, with counts; and by which file, unless that is their own."""
    facts: dict[str, JSON] = {"importable": row.kind}
    facts |= {str(outcome): count for outcome, count in row.counts.items()}
    names = {}
    if not row.importable.is_own:
        facts["file_sha256"], names["file"] = row.sha256, row.file_name
    record(kind="imports.applied", actor=by, subject=row, facts=facts, names=names)


WORK = {ImportStatus.CHECKING.value: check, ImportStatus.APPLYING.value: apply}
"""What is done with an import of each status in which a worker has it."""


def _keep_questions(row: Import, verdicts: Sequence[Verdict]) -> None:
    """Each once, as the rows ask them, on scratch paper: they may name people."""
    asked = {one.key: one for verdict in verdicts for one in verdict.row.questions}
    ImportFile.objects.filter(of=row).update(questions=list(asked.values()))


def _leave_out_unseen(row: Import, verdicts: Sequence[Verdict]) -> int:
    """Refuse what would write something else than was seen; how many rows come out otherwise."""
    found = ImportRow.objects.filter(of=row)
    told = found.values_list("number", "outcome", "changes", "about")
    seen = {number: tuple(fingerprint) for number, *fingerprint in told}
    others = [verdict for verdict in verdicts if seen[verdict.row.number] != verdict.fingerprint]
    for verdict in others:
        if verdict.outcome in DOING:
            verdict.outcome = Outcome.REFUSED
            verdict.row.refuse(
                _("What it is about was changed after you had this file checked. Import it again.")
            )
    return len(others)


def _count(row: Import, verdicts: Sequence[Verdict]) -> None:
    found = [verdict.outcome for verdict in verdicts]
    row.rows = len(found)
    row.created, row.updated = found.count(Outcome.CREATE), found.count(Outcome.UPDATE)
    row.unchanged, row.refused = found.count(Outcome.UNCHANGED), found.count(Outcome.REFUSED)


def _keep_found(row: Import, verdicts: Sequence[Verdict], step: Step) -> None:
    for at in range(0, len(verdicts), IN_A_BATCH):
        batch = verdicts[at : at + IN_A_BATCH]
        ImportRow.objects.bulk_create([_found(row, verdict) for verdict in batch])
        step(len(batch))


def _found(row: Import, verdict: Verdict) -> ImportRow:
    return ImportRow(
        of=row,
        number=verdict.row.number,
        outcome=verdict.outcome,
        what=verdict.what[:300],
        about=verdict.about,
        cells=verdict.row.cells,
        changes=[list(change) for change in verdict.changes],
        faults=[list(fault) for fault in verdict.row.faults],
    )


def _counter(row: Import, of: int) -> Step:
    """Adds up what is done and says so."""
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        progress.tell(row.pk, Progress(done, of))

    return step
