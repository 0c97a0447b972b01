"""Writing evidence, chaining it, and erasing the names that it is about."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from councilgov.ledger.canonical import canonical_text
from councilgov.ledger.models import (
    NO_SEAL_BEFORE,
    Certificate,
    Entry,
    EntryName,
    Seal,
    Wait,
)
from councilgov.records import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

NO_NAMES: Mapping[str, str] = MappingProxyType({})
A_FACT = re.compile(r"[!-~]{0,200}")
"""An id, a moment, a hash, a word of ours: short, without a space, so that no name slips in."""
CHAIN = 0x4C45_4447_4552
"""Number of the lock that lets one sealer at a time extend the chain."""


def record(
    *,
    kind: str,
    actor: User | None,
    subject: Model,
    facts: Mapping[str, JSON],
    names: Mapping[str, str] = NO_NAMES,
) -> Entry:
    """What was done is recorded in the transaction that does it: both stand, or neither.

    ``facts`` are ids, moments and hashes. What must stay erasable (names, free text) comes as
    ``names``; the entry keeps only the SHA-256 of a random salt and each. Raises ``ValueError``
    for free text among the facts.
    """
    check_facts(facts)
    rows = [EntryName(field=field, name=name, salt=salt()) for field, name in names.items()]
    if rows:
        facts = {**facts, "names": {row.field: row.computed_digest() for row in rows}}
    entry = _entry(kind=kind, actor=actor, subject=subject_of(subject), facts=facts)
    with transaction.atomic(savepoint=False):
        entry.save(force_insert=True)
        for row in rows:
            row.entry = entry
        EntryName.objects.bulk_create(rows)
    return entry


def record_all(
    *, kind: str, actor: User | None, facts: Iterable[tuple[Model, Mapping[str, JSON]]]
) -> int:
    """The same act on many rows is recorded in the transaction that does it; on how many.

    Each row comes with its facts. Names go by ``record``. Raises ``ValueError`` as that does.
    """
    entries = []
    for subject, known in facts:
        check_facts(known)
        entries.append(_entry(kind=kind, actor=actor, subject=subject_of(subject), facts=known))
    with transaction.atomic(savepoint=False):
        return len(Entry.objects.bulk_create(entries, batch_size=1_000))


@transaction.atomic
def export_register(*, of: str, by: User, file_format: str, rows: int) -> Entry:
    """The register of an app leaves the portal as a file, which is evidence of who took it."""
    return record(
        kind=f"{of}.register_exported",
        actor=by,
        subject=by,
        facts={"format": file_format, "rows": rows},
    )


def check_facts(facts: Mapping[str, JSON]) -> None:
    """Raise ``ValueError`` for what may not stand in an entry for ever."""
    if "names" in facts:
        raise ValueError("Give names as names: the fact of that name is their digests")
    for text in _texts_in(facts):
        if not A_FACT.fullmatch(text):
            raise ValueError("Facts are ids, moments and hashes: give free text as a name")


def _texts_in(value: JSON) -> Iterator[str]:
    """Every text in the value, names of fields too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts_in([*value, *value.values()])
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts_in(part)


def salt() -> str:
    """128 random bits: with them gone, nobody can guess a name from its digest."""
    return secrets.token_hex(16)


def _entry(*, kind: str, actor: User | None, subject: str, facts: Mapping[str, JSON]) -> Entry:
    return Entry(
        recorded_at=timezone.now(),
        kind=kind,
        actor=actor,
        subject=subject,
        facts=canonical_text(facts),
    )


@transaction.atomic(durable=True)
def seal(*, limit: int = 2_000) -> int:
    """Chain what is not chained yet, in the order of ids. How many: fewer than ``limit`` means all.

    Only sealers wait for one another; whoever writes an entry never waits for a sealer. An entry
    that is committed late, with a lower id than some that are sealed, is next in the chain. Not
    to be called inside the transaction of an act (Django raises ``RuntimeError``).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])
    waiting = list(Wait.objects.order_by("pk").values_list("pk", flat=True)[:limit])
    entries = Entry.objects.unsealed().filter(pk__in=waiting).order_by("pk")
    seals = list(_chain(entries, after=Seal.objects.head(), sealed_at=timezone.now()))
    Seal.objects.bulk_create(seals, batch_size=1_000)
    Wait.objects.filter(pk__in=waiting).delete()
    return len(seals)


def _chain(entries: Iterable[Entry], *, after: Seal | None, sealed_at: datetime) -> Iterator[Seal]:
    sequence, previous = (after.sequence, after.digest) if after else (0, NO_SEAL_BEFORE)
    for entry in entries:
        sequence += 1
        link = Seal(
            sequence=sequence,
            entry=entry,
            sealed_at=sealed_at,
            entry_digest=entry.computed_digest(),
            previous=previous,
        )
        link.digest = previous = link.computed_digest()
        yield link


@transaction.atomic
def erase_names(*, entries: Iterable[Entry], by: User | None) -> int:
    """The names of these entries, and of certificates about them, are erased (UK GDPR article 17).

    Entries, chain and printed certificates stay valid. That they were erased is an entry of its
    own. How many entries lost their names; none where they had been erased before.
    """
    asked = [entry.pk for entry in entries]
    issued = Certificate.objects.filter(entry__in=asked).values("issued")
    names = EntryName.objects.filter(Q(entry__in=asked) | Q(entry__in=issued))
    erased = sorted(set(names.select_for_update().values_list("entry", flat=True)))
    EntryName.objects.filter(entry__in=erased).delete()
    Entry.objects.bulk_create(
        _entry(kind="ledger.names_erased", actor=by, subject=f"ledger.entry:{pk}", facts={})
        for pk in erased
    )
    logger.info("Names erased", extra={"entries": len(erased)})
    return len(erased)
