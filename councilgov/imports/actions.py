"""What people do with an import. What takes long is done by a worker (``working``)."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.imports import mapping as columns
from councilgov.imports.importables import ONCE, OUT
from councilgov.imports.models import Import, ImportFile, ImportRow, ImportStatus
from councilgov.imports.own import own_file
from councilgov.imports.waking import wake
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from councilgov.imports.importables import Importable
    from councilgov.imports.models import ImportQuerySet
    from councilgov.imports.reading import Sheet
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

KEPT = timedelta(days=7)
"""For so long a file waits for somebody to go on with it, and the refused rows of one applied."""
KEPT_OF_OWN = timedelta(days=1)
"""The same of what is somebody's own, and of the import itself."""
SAMPLE = 3


@transaction.atomic
def upload(*, kind: Importable, content: bytes, name: str, by: User) -> Import:
    """Somebody brings a file in. If its columns are known it is checked at once.

    They are known if a file of the same headings was imported before. Raises ``Unreadable``; then
    nothing was kept.
    """
    row = Import(kind=kind.name)
    return _take_in(row, kind.read(content), content, name, by=by)


@transaction.atomic
def mend(*, row: Import, content: bytes, name: str, by: User) -> Import:
    """The mended file takes the place of the one that was checked, with the same columns."""
    row = _locked(row, by=by)
    row.check_move(ImportStatus.UPLOADED, gettext_noop("Another file"))
    return _take_in(row, row.importable.read(content), content, name, by=by)


def _take_in(row: Import, sheet: Sheet, content: bytes, name: str, *, by: User) -> Import:
    kind, digest = row.importable, hashlib.sha256(content).hexdigest()
    kind.check_may(by)
    if kind.is_own:
        name, content, sheet, digest = own_file(kind, content, sheet, by=by)
    key = columns.key_of(sheet.headings)
    if row.headings_key != key or not row.mapping:
        row.mapping = remembered(kind, key, whose=by)
    row.answers = lasting(row.answers) or answered_before(kind)
    row.file_name, row.sha256 = name, digest
    row.headings, row.headings_key = sheet.headings, key
    row.rows, row.uploaded_at, row.uploaded_by = len(sheet.lines), timezone.now(), by
    if row._state.adding:
        row.moved_at = row.uploaded_at
        row.keep(by=by, why=gettext_noop("File uploaded"))
    else:
        row.move(ImportStatus.UPLOADED, by=by, why=gettext_noop("Another file"))
    sample = [line.cells[: len(sheet.headings)] for line in sheet.lines[:SAMPLE]]
    forget(row)
    ImportFile(of=row, content=content, sample=sample).save(force_insert=True)
    logger.info("File to import", extra={"import": row.pk, "rows": row.rows})
    return _check(row, by=by) if row.mapping else row


def remembered(kind: Importable, headings_key: str, *, whose: User) -> dict[str, int]:
    """The columns by which a file of the same headings was imported last, if they still fit.

    What was thrown away or failed is not remembered: its columns may have been the mistake.
    """
    alike = Import.objects.filter(kind=kind.name, headings_key=headings_key)
    mine = alike.filter(uploaded_by=whose) if kind.is_own else alike
    applied = mine.filter(status=ImportStatus.APPLIED)
    found: dict[str, int] = applied.values_list("mapping", flat=True).order_by("-pk").first() or {}
    names = {column.name for column in kind.columns}
    return found if found.keys() <= names and not lacking(kind, found) else {}


def answered_before(kind: Importable) -> dict[str, str]:
    """What was answered for the last file of the kind that was imported: nobody is asked twice
    what holds for the next file too.
    """
    applied = Import.objects.filter(kind=kind.name, status=ImportStatus.APPLIED)
    last = None if kind.is_own else applied.order_by("-moved_at", "-pk").first()
    return lasting(last.answers) if last else {}


def lasting(answers: Mapping[str, str]) -> dict[str, str]:
    """Those of the answers that hold for another file too."""
    return {
        key: answer for key, answer in answers.items() if answer != OUT and not key.startswith(ONCE)
    }


def lacking(kind: Importable, mapping: Mapping[str, int]) -> list[str]:
    """The names of the columns that are needed and not there."""
    needed = [column.name for column in kind.columns if column.is_required]
    return [name for name in needed if name not in mapping]


@transaction.atomic
def map_columns(*, row: Import, mapping: Mapping[str, int], by: User) -> Import:
    """Somebody says which column of the file says what, and has it checked.

    Raises ``Refused`` without a column that every row needs, or for one that says two things.
    """
    row = _locked(row, by=by)
    row.check_move(ImportStatus.CHECKING, gettext_noop("The check"))
    kind = row.importable
    if missing := lacking(kind, mapping):
        label = kind.column(missing[0]).label
        raise Refused(
            _("Choose the column that holds “%(what)s”.") % {"what": label}, field=missing[0]
        )
    if twice := [name for name in mapping if [*mapping.values()].count(mapping[name]) > 1]:
        heading = columns.heading_in_words(row.headings, mapping[twice[1]])
        raise Refused(
            _("“%(heading)s” is chosen twice. Choose another column, or none.")
            % {"heading": heading},
            field=twice[1],
        )
    row.mapping = dict(mapping)
    return _check(row, by=by)


@transaction.atomic
def answer(*, row: Import, answers: Mapping[str, str], by: User) -> Import:
    """Somebody answers what the check found open, and has the file checked with that.

    ``row`` is the import as they saw it. Raises ``Refused`` where a colleague went on since.
    """
    seen, row = row.check_mark, _locked(row, by=by)
    row.check_stands({ImportStatus.CHECKED}, gettext_noop("The check"))
    check_seen(row, seen, row.check_mark)
    asked = {question.key: question for question in row.questions}
    known = {key: value for key, value in answers.items() if key in asked}
    row.answers = row.answers | known
    return _check(row, by=by)


@transaction.atomic
def check_again(*, row: Import, by: User) -> Import:
    """Have the same file checked again with the same columns."""
    row = _locked(row, by=by)
    row.check_move(ImportStatus.CHECKING, gettext_noop("The check"))
    return _check(row, by=by)


def _check(row: Import, *, by: User) -> Import:
    row.attempts = 0
    row.move(ImportStatus.CHECKING, by=by, why=gettext_noop("The check"))
    transaction.on_commit(wake)
    return row


@transaction.atomic
def ask_to_apply(*, row: Import, by: User) -> Import:
    """Somebody has seen what would become of each row, and has the good ones applied.

    ``row`` is the import as they saw it. Raises ``Refused`` where a colleague has brought in
    another file since, chosen other columns, or had it checked again.
    """
    seen, row = row.check_mark, _locked(row, by=by)
    row.check_move(ImportStatus.APPLYING, gettext_noop("The import"))
    check_seen(row, seen, row.check_mark)
    if not row.good:
        raise Refused(_("There is nothing to import: no row is new, and none changes anything."))
    row.attempts, row.asked_at, row.asked_by = 0, timezone.now(), by
    row.move(ImportStatus.APPLYING, by=by, why=gettext_noop("The import"))
    transaction.on_commit(wake)
    return row


@transaction.atomic
def discard(*, row: Import, by: User) -> Import:
    """Nothing of the file is imported. It is deleted at once; that it was here stays, unless it is
    somebody's own.

    What waits for a worker can still be discarded. Raises ``Refused`` once a worker has it in hand,
    and where a colleague has brought in another file since ``row`` was read.
    """
    seen, row = row.file_mark, _locked(row, by=by)
    row.check_move(ImportStatus.DISCARDED, gettext_noop("Discarding the import"))
    check_seen(row, seen, row.file_mark)
    row.move(ImportStatus.DISCARDED, by=by, why=gettext_noop("Discarding the import"))
    forget(row)
    if row.importable.is_own:
        _erase([row.pk])
    return row


def check_seen(row: Import, seen: str, now: str) -> None:
    """Raise ``Refused`` unless the import is marked now as it was when somebody saw it."""
    if seen != now:
        raise Refused(
            _("The file, or what would change, is another since you looked. Look again."),
            way=(row.get_absolute_url(), _("See the import as it is now")),
        )


def _locked(row: Import, *, by: User) -> Import:
    """The import, held. A worker that has hold of it makes nobody wait: it is said."""
    found = Import.objects.filter(pk=row.pk).select_for_update(of=("self",), skip_locked=True)
    if (held := found.first()) is None:
        raise Refused(
            _("A worker has this import in hand. Wait until it is done."),
            way=(row.get_absolute_url(), _("See how far it is")),
        )
    if held.importable.is_own and held.uploaded_by_id != by.pk:
        raise Refused(_("Only who brought this file in can go on with it."))
    return held


def forget(row: Import) -> None:
    """The file and what was found in it are deleted."""
    ImportFile.objects.filter(of=row).delete()
    ImportRow.objects.filter(of=row).delete()


@transaction.atomic
def clear_old() -> int:
    """What nobody went on with for a week is discarded; rows that were kept so long are deleted.

    How many imports. What is somebody's own goes after a day, whole and whatever became of it.
    Safe twice, late, and on two machines at once.
    """
    own = _erased(Import.objects.own().filter(moved_at__lt=timezone.now() - KEPT_OF_OWN))
    limit = timezone.now() - KEPT
    over = Import.objects.over_since(limit)
    _forget_all(over)
    old = Import.objects.untouched_since(limit)
    rows = list(old.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    why = gettext_noop("Nobody went on with it for a week")
    for row in rows:
        row.check_move(ImportStatus.DISCARDED, why)
        row.status, row.moved_at, row.failure = ImportStatus.DISCARDED, timezone.now(), ""
    keep_all(rows, by=None, why=why, fields=["status", "moved_at", "failure"])
    _forget_all(rows)
    return own + len(rows)


@transaction.atomic
def forget_own(*, people: Iterable[int]) -> int:
    """Everything that these people brought in for themselves is deleted; how many imports.

    What a worker has in hand is left to it, and goes after a day.
    """
    return _erased(Import.objects.own().filter(uploaded_by__in=people))


def _erased(rows: ImportQuerySet) -> int:
    held = rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    keys = list(held.values_list("pk", flat=True))
    _erase(keys)
    return len(keys)


def _erase(keys: Sequence[int]) -> None:
    """Nothing of these imports is left, in their history neither."""
    _forget_all(keys)
    Import.history.filter(id__in=keys).delete()
    rows: QuerySet[Import] = QuerySet(Import).filter(pk__in=keys)
    rows._raw_delete(rows.db)


def _forget_all(rows: Iterable[Import | int]) -> None:
    ImportFile.objects.filter(of__in=rows).delete()
    ImportRow.objects.filter(of__in=rows).delete()
