"""Walking the whole ledger: which row is not what it was, and how one can tell."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from councilgov.ledger.models import (
    CERTIFICATE_ISSUED,
    NO_SEAL_BEFORE,
    Certificate,
    Entry,
    EntryName,
    Seal,
    SigningKey,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

AT_A_TIME = 2_000
"""Rows in memory at once."""
NAMES_ERASED = "ledger.names_erased"
"""Kind of the entry that records an erasure."""
SEALED_WITHIN = timedelta(minutes=10)
"""The sealer runs each minute: an entry that waits for longer waits for nobody."""


class Finding(NamedTuple):
    """Something wrong: with which row, and how one can tell."""

    row: str
    problem: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{'Warning: ' if self.is_warning else ''}{self.row}: {self.problem}"


class Head(NamedTuple):
    """A seal as it was published: ``4711:9f86d0...``."""

    sequence: int
    digest: str


def verify(*, head: Head | None = None) -> Iterator[Finding]:
    """Everything that is wrong with the ledger, in constant memory.

    ``head`` is a seal that was published: if it no longer stands, what came before it was cut off
    or made anew, which the chain alone would not show.
    """
    if head is not None:
        yield from _check_head(head)
    yield from _check_chain()
    yield from _check_unsealed()
    yield from _check_names()
    yield from _check_names_gone()
    yield from _check_keys()
    yield from _check_certificates()


def _check_head(head: Head) -> Iterator[Finding]:
    seal = Seal.objects.filter(sequence=head.sequence).first()
    if seal is None:
        yield Finding(f"Seal {head.sequence}", "it was published, and is not here any more")
    elif seal.digest != head.digest:
        yield Finding(f"Seal {head.sequence}", f"it was published as {head.digest}")


def _check_chain() -> Iterator[Finding]:
    sequence, digests = 0, {NO_SEAL_BEFORE}
    for seals in _in_batches(Seal.objects.order_by("sequence")):
        entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            computed = seal.computed_digest()
            if seal.sequence != sequence + 1:
                yield _gap(sequence + 1, seal.sequence - 1)
            elif seal.previous not in digests:
                yield Finding(f"Seal {seal.sequence}", "it does not follow from the one before it")
            yield from _check_link(seal, entries.get(seal.entry_id), computed)
            # Where they differ, the next seal tells which is right, and is not to blame itself.
            sequence, digests = seal.sequence, {seal.digest, computed}


def _in_batches(seals: QuerySet[Seal]) -> Iterator[list[Seal]]:
    rows = seals.iterator(AT_A_TIME)
    while batch := list(islice(rows, AT_A_TIME)):
        yield batch


def _gap(first: int, last: int) -> Finding:
    if first == last:
        return Finding(f"Seal {first}", "it is missing")
    return Finding(f"Seals {first} to {last}", "they are missing")


def _check_link(seal: Seal, entry: Entry | None, computed: str) -> Iterator[Finding]:
    if seal.digest != computed:
        problem = "its columns do not match its digest, so it does not vouch for its entry"
        yield Finding(f"Seal {seal.sequence}", problem)
    elif entry is None:
        yield Finding(f"Entry {seal.entry_id}", f"it is missing (seal {seal.sequence})")
    elif seal.entry_digest != entry.computed_digest():
        yield Finding(f"Entry {entry.pk}", f"it is not what seal {seal.sequence} sealed")


def _check_unsealed() -> Iterator[Finding]:
    late = Entry.objects.unsealed().filter(recorded_at__lt=timezone.now() - SEALED_WITHIN)
    for pk in late.order_by("pk").values_list("pk", flat=True).iterator(AT_A_TIME):
        yield Finding(
            f"Entry {pk}", "it is not sealed yet: is the sealer running?", is_warning=True
        )


def _check_names() -> Iterator[Finding]:
    """Names that are there must match their digests."""
    names = EntryName.objects.select_related("entry").order_by("pk")
    for name in names.iterator(AT_A_TIME):
        if not name.is_as_given:
            problem = f"the name “{name.field}” does not match its digest"
            yield Finding(f"Entry {name.entry_id}", problem)


def _check_names_gone() -> Iterator[Finding]:
    """Names that are gone must have been erased, which is an entry of its own."""
    about = Concat(Value("ledger.entry:"), Cast(OuterRef("pk"), TextField()))
    erased = Entry.objects.filter(kind=NAMES_ERASED, subject=about)
    kept = EntryName.objects.filter(entry=OuterRef("pk")).values("field")
    named = Entry.objects.filter(~Exists(erased), facts__contains='"names":{').order_by("pk")
    rows = named.values_list("pk", "facts", ArraySubquery(kept))
    for pk, facts, there in rows.iterator(AT_A_TIME):
        for field in sorted(Entry(facts=facts).name_digests.keys() - set(there)):
            problem = f"the name “{field}” is missing without an erasure entry"
            yield Finding(f"Entry {pk}", problem)


def _check_keys() -> Iterator[Finding]:
    for key in SigningKey.objects.order_by("pk"):
        if not key.is_its_own:
            yield Finding(f"Key {key.pk}", "its name does not match its bytes")


def _check_certificates() -> Iterator[Finding]:
    rows = Certificate.objects.select_related("issued").order_by("pk")
    for certificate in rows.iterator(AT_A_TIME):
        if not certificate.is_as_recorded:
            problem = f"it is not what entry {certificate.issued_id} says of it"
            yield Finding(f"Certificate {certificate.pk}", problem)
    lost = Entry.objects.filter(kind=CERTIFICATE_ISSUED, certificate_issued=None)
    for pk in lost.order_by("pk").values_list("pk", flat=True).iterator(AT_A_TIME):
        yield Finding(f"Entry {pk}", "the certificate that it records is missing")
