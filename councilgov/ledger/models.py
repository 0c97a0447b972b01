"""Evidence: rows that are added and never changed, each sealed to the one before it.

An entry holds ids, moments, hashes and salted digests, and never a name: names stand in rows of
their own, which retention may erase while every digest stays true. The database refuses any other
change (migration 0002), and ``verification`` finds one that was made in spite of it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property

from councilgov.constraints import NAME, holds
from councilgov.ledger.canonical import mapping_in, moment_text, sha256_of
from councilgov.records import subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models.query import RawQuerySet

    from councilgov.ledger.canonical import JSON

DIGEST = r"^[0-9a-f]{64}$"
NO_SEAL_BEFORE = "0" * 64
"""What the first seal has for the digest of the one before it."""

CERTIFICATE_ISSUED = "ledger.certificate_issued"
"""Kind of the entry that records a certificate."""

DAILY_HEADS = """
    WITH RECURSIVE head AS (
        (SELECT * FROM ledger_seal ORDER BY sealed_at DESC, sequence DESC LIMIT 1)
        UNION ALL
        SELECT before.* FROM head, LATERAL (
            SELECT * FROM ledger_seal
            WHERE sealed_at < date_trunc('day', head.sealed_at, %(zone)s)
            ORDER BY sealed_at DESC, sequence DESC LIMIT 1
        ) before
    )
    SELECT * FROM head LIMIT %(days)s
"""


def key_id(public: bytes) -> str:
    """What a key is called: the begin of its SHA-256, 16 hexadecimal digits."""
    return hashlib.sha256(public).hexdigest()[:16]


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: models.Model) -> EntryQuerySet:
        """Everything recorded about that row, oldest first."""
        return self.filter(subject=subject_of(subject)).order_by("pk")

    def unsealed(self) -> EntryQuerySet:
        """Not in the chain. Over the whole ledger this looks at every entry (see ``Wait``)."""
        return self.filter(~Exists(Seal.objects.filter(entry=OuterRef("pk"))))


class Entry(models.Model):
    """Something that was done, written in the transaction that did it."""

    IS_EVIDENCE = True

    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="ledger_entries",
        null=True,
        help_text="Nobody: the portal itself",
    )
    subject = models.CharField(max_length=100, db_index=True, help_text="app.model:pk")
    facts = models.TextField(help_text="Canonical JSON (RFC 8785)")

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            holds("has_a_kind", ~Q(kind="")),
            holds("names_its_subject", Q(subject__regex=r"^[a-z0-9_]+\.[a-z0-9_]+:.+$")),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"

    @property
    def details(self) -> Mapping[str, JSON]:
        """The facts, read."""
        return mapping_in(self.facts)

    @property
    def name_digests(self) -> Mapping[str, JSON]:
        """Field to digest of each name that was given; the names themselves may be gone."""
        digests = self.details.get("names")
        return digests if isinstance(digests, dict) else {}

    def form(self) -> dict[str, JSON]:
        """Every column: what the digest of an entry is taken of. The facts stand as their text."""
        return {
            "id": self.pk,
            "recorded_at": moment_text(self.recorded_at),
            "kind": self.kind,
            "actor": self.actor_id,
            "subject": self.subject,
            "facts": self.facts,
        }

    def computed_digest(self) -> str:
        """SHA-256 of the form, from the columns as they are now."""
        return sha256_of(self.form())


class Wait(models.Model):
    """An entry that waits for its seal, so that the sealer need not look through all of them.

    The database itself adds it with the entry (migration 0002); the sealer takes it away.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="wait", primary_key=True)

    def __str__(self) -> str:
        return f"Entry {self.pk} waits for its seal"


class EntryName(models.Model):
    """A name or a text that an entry is about, kept apart so that it can be erased."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="names")
    field = models.CharField(max_length=60)
    name = models.TextField(blank=True)
    salt = models.CharField(max_length=32, help_text="32 hexadecimal digits, drawn at random")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "field"], name=NAME + "one_for_each_field")
        ]

    def __str__(self) -> str:
        return f"Name {self.field} of entry {self.entry_id}"

    def computed_digest(self) -> str:
        """SHA-256 of salt and name in UTF-8: all that the entry itself says of the name."""
        return hashlib.sha256(f"{self.salt}{self.name}".encode()).hexdigest()

    @property
    def is_as_given(self) -> bool:
        """Whether the name is the one of which the entry has the digest."""
        return self.entry.name_digests.get(self.field) == self.computed_digest()


class SealQuerySet(models.QuerySet["Seal"]):
    def head(self) -> Seal | None:
        """The last seal: whoever knows it can prove that nothing before it was changed."""
        return self.order_by("-sequence").first()

    def daily_heads(self, days: int | None = None) -> RawQuerySet[Seal]:
        """The last seal of each day of the council's time zone, newest first; so many or all.

        From one day's head the index leads straight to the head of the day before it.
        """
        return self.raw(DAILY_HEADS, {"zone": timezone.get_default_timezone_name(), "days": days})


class Seal(models.Model):
    """An entry's place in the chain."""

    IS_EVIDENCE = True

    sequence = models.BigIntegerField(primary_key=True, help_text="1, 2, 3 ... without a gap")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="seal")
    sealed_at = models.DateTimeField()
    entry_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, help_text="Digest of the seal before this one")
    digest = models.CharField(max_length=64, unique=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("sealed_at", "sequence", name="ledger_seal_by_day")]
        constraints = [
            holds("counts_from_one", Q(sequence__gte=1)),
            holds("entry_digest_is_sha256", Q(entry_digest__regex=DIGEST)),
            holds("previous_is_sha256", Q(previous__regex=DIGEST)),
            holds("digest_is_sha256", Q(digest__regex=DIGEST)),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"

    def form(self) -> dict[str, JSON]:
        """Every column but the digest itself; that of the entry stands for all of the entry's."""
        return {
            "sequence": self.sequence,
            "entry": self.entry_id,
            "sealed_at": moment_text(self.sealed_at),
            "entry_digest": self.entry_digest,
            "previous": self.previous,
        }

    def computed_digest(self) -> str:
        """SHA-256 of the form, from the columns as they are now."""
        return sha256_of(self.form())


class SigningKey(models.Model):
    """The public half of a key with which the council signed. Old ones verify for ever."""

    IS_EVIDENCE = True

    id = models.CharField(
        max_length=16, primary_key=True, help_text="Begin of the key's SHA-256, in hexadecimal"
    )
    public = models.CharField(max_length=44, help_text="The 32 bytes of the key, in base64")
    first_used_at = models.DateTimeField()

    used_until: datetime | None = None
    """When the next key came into use; ``certificates.published_keys`` finds it."""

    def __str__(self) -> str:
        return f"Key {self.id}"

    @property
    def public_bytes(self) -> bytes:
        """The 32 bytes; none where somebody has spoilt the column."""
        try:
            return base64.b64decode(self.public, validate=True)
        except binascii.Error:
            return b""

    @property
    def is_its_own(self) -> bool:
        """Whether the bytes are those that the key is called after."""
        return self.id == key_id(self.public_bytes)


class Certificate(models.Model):
    """The council's signature under a statement about an entry, found by a code.

    The statement has names in it, so it stands with the names of ``issued``, the entry that records
    this certificate. Once it is erased, the paper still verifies by its signature.
    """

    IS_EVIDENCE = True

    code = models.CharField(max_length=16, unique=True, help_text="80 bits in Crockford's base32")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="certificate")
    issued = models.OneToOneField(Entry, models.PROTECT, related_name="certificate_issued")
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="certificates")
    signature = models.CharField(max_length=86, help_text="Ed25519, in base64url")

    class Meta:
        constraints = [
            holds("code_is_base32", Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{16}$")),
        ]

    def __str__(self) -> str:
        return f"Certificate {self.pk}"

    def form(self) -> dict[str, JSON]:
        """What the entry that records it must say of it: every column but the row's own number."""
        return {
            "certificate": self.code,
            "entry": self.entry_id,
            "key": self.key_id,
            "signature": self.signature,
        }

    @property
    def is_as_recorded(self) -> bool:
        """Whether the row says what the entry that records it says."""
        said = self.issued.details
        return all(said.get(name) == value for name, value in self.form().items())

    @cached_property
    def kept_names(self) -> list[EntryName]:
        """The statement and its long texts, as rows; none once they are erased."""
        return list(self.issued.names.all())

    @property
    def texts(self) -> Mapping[str, str]:
        """The statement and its long texts, by field."""
        return {row.field: row.name for row in self.kept_names}
