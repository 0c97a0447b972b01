"""The one form in which facts are written before they are hashed or signed (RFC 8785)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, TypeAlias

import rfc8785

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

JSON: TypeAlias = "str | int | bool | Sequence[JSON] | Mapping[str, JSON] | None"


def canonical(value: JSON) -> bytes:
    """The value as canonical JSON: the same bytes on every machine, for ever.

    Raises ``ValueError`` for what RFC 8785 has no form for, such as half of a surrogate pair.
    """
    return rfc8785.dumps(value)


def canonical_text(value: JSON) -> str:
    """Canonical JSON as a column keeps it."""
    return canonical(value).decode()


def mapping_in(text: str) -> Mapping[str, JSON]:
    """The mapping that a column keeps as JSON; empty where somebody has spoilt the column."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def moment_text(moment: datetime) -> str:
    """A moment as evidence keeps it: UTC, six decimals, ``2026-11-21T10:15:00.000000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def sha256_of(value: JSON) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()
