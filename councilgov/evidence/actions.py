"""Evidence files are added, read, removed and, once their time is over, forgotten.

Whoever calls these has judged whether the person may see the case, and does so under its lock.
"""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.evidence.models import (
    LARGEST,
    LARGEST_TOGETHER,
    MEGABYTE,
    MOST_AT_ONCE,
    MOST_OF_A_CASE,
    PIECE,
    EvidenceFile,
    EvidencePiece,
    EvidenceReading,
)
from councilgov.evidence.sniffing import kind_of, named
from councilgov.ledger.actions import erase_names, record
from councilgov.ledger.models import Entry
from councilgov.records import Refused, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import Model, QuerySet

    from councilgov.evidence.models import EvidenceFileQuerySet
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

    Upload = UploadedFile[Any]

logger = logging.getLogger(__name__)
LONGEST_NAME = 150


@transaction.atomic
def add_files(
    *,
    case: Model,
    uploads: Sequence[Upload],
    by: User,
    seen: EvidenceFileQuerySet | None = None,
) -> Sequence[EvidenceFile]:
    """All of them are kept with the case, or none. ``seen`` are those of its files that this person
    sees, if it isn't all of them: of the others they learn nothing.

    Raises ``Refused`` for too many, or too large together, and for one that is too large, seen
    there already, or of a kind that is not taken (``sniffing.kind_of``).
    """
    if len(uploads) > MOST_AT_ONCE:
        told = _("Send up to %(most)d files at a time. You can send more after that.")
        raise Refused(told % {"most": MOST_AT_ONCE}, field="uploads")
    if sum(file.size or 0 for file in uploads) > LARGEST_TOGETHER:
        told = _("These files are too large to send together. Send one at a time.")
        raise Refused(told, field="uploads")
    there = EvidenceFile.objects.of(case).there()
    if there.count() + len(uploads) > MOST_OF_A_CASE:
        told = _("A case holds up to %(most)d files. Put several pages or pictures into one PDF.")
        raise Refused(told % {"most": MOST_OF_A_CASE}, field="uploads")
    known = there if seen is None else seen.there()
    return [_add(case, file, known, by=by) for file in uploads]


def _add(case: Model, file: Upload, known: EvidenceFileQuerySet, *, by: User) -> EvidenceFile:
    name = (file.name or _("file"))[-LONGEST_NAME:]
    if (file.size or 0) > LARGEST:
        told = _("“%(name)s” is too large. The most is %(most)d MB: make it smaller, or cut it.")
        raise Refused(told % {"name": name, "most": LARGEST // MEGABYTE}, field="uploads")
    content = file.read()
    found = kind_of(name, content)
    row = EvidenceFile(
        about=subject_of(case),
        name=named(name, found),
        media_type=found.media_type,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        added_at=timezone.now(),
        added_by=by,
    )
    _check_new(row, known)
    row.keep(by=by, why="Added")
    EvidencePiece.objects.bulk_create(
        EvidencePiece(file=row, place=n, content=content[at : at + PIECE])
        for n, at in enumerate(range(0, len(content), PIECE))
    )
    _prove(row, "added", by=by, names={"name": row.name})
    return row


def _check_new(row: EvidenceFile, known: EvidenceFileQuerySet) -> None:
    same = known.filter(sha256=row.sha256).first()
    if same is None:
        return
    told = _("“%(name)s” is there already.")
    if same.name != row.name:
        told = _("“%(name)s” is there already, as “%(there)s”.")
    raise Refused(told % {"name": row.name, "there": same.name}, field="uploads")


@transaction.atomic
def read_file(*, file: EvidenceFile, by: User) -> bytes:
    """Somebody takes a copy, which is on record. Raises ``Refused`` for one that was removed, and
    for bytes that are no longer those that came.
    """
    row = EvidenceFile.objects.locked(file)
    content = row.content
    if row.removed_at:
        raise Refused(_("This file was removed."))
    if sha256(content).hexdigest() != row.sha256:
        logger.error("Evidence file is not what it was", extra={"file": row.pk})
        raise Refused(_("This file is damaged. Tell the Monitoring Officer."))
    EvidenceReading(file=row, read_at=timezone.now(), read_by=by).keep(by=by, why="Read")
    _prove(row, "read", by=by)
    return content


@transaction.atomic
def remove_file(*, file: EvidenceFile, reason: str, by: User) -> EvidenceFile:
    """The bytes go; that there was such a file, and why it went, stays. Raises ``Refused`` without
    a reason, and once it is gone.
    """
    row = EvidenceFile.objects.locked(file)
    why = " ".join(reason.split())
    if not why:
        raise Refused(_("Say why, in a few words."), field="reason")
    if row.removed_at:
        raise Refused(_("This file was removed already."))
    row.pieces.all().delete()
    row.removed_at, row.removed_by, row.removed_because = timezone.now(), by, why
    row.keep(by=by, why="Removed")
    _prove(row, "removed", by=by, names={"because": why})
    return row


@transaction.atomic
def forget_files(*, cases: Sequence[Model], by: User | None) -> int:
    """The time of these cases is over: nothing stays of their files but what the ledger says
    without names. How many there were; as many statements for one case as for a hundred.
    """
    found = EvidenceFile.objects.of_any(cases).select_for_update(of=("self",)).order_by("pk")
    rows = list(found)
    keys = [row.pk for row in rows]
    history: Sequence[QuerySet[Model]] = [
        EvidenceFile.history.filter(id__in=keys),
        EvidenceReading.history.filter(file_id__in=keys),
    ]
    subjects = [subject_of(row) for row in rows]
    EvidenceFile.objects.filter(pk__in=keys).delete()
    for past in history:
        past.delete()
    erase_names(entries=Entry.objects.filter(subject__in=subjects), by=by)
    return len(keys)


def _prove(row: EvidenceFile, what: str, *, by: User, names: dict[str, str] | None = None) -> None:
    facts: dict[str, JSON] = {"about": row.about, "sha256": row.sha256, "size": row.size}
    record(kind=f"evidence.file_{what}", actor=by, subject=row, facts=facts, names=names or {})
    logger.info("Evidence file %s", what, extra={"file": row.pk})
