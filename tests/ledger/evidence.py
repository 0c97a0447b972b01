"""Believable evidence. Name only what the test is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from councilgov.ledger import actions
from councilgov.ledger.certificates import issue
from councilgov.ledger.checker import IN_FILE
from councilgov.ledger.models import Certificate, Entry, Seal
from tests import given

SIGNED_AT = datetime(2026, 11, 21, 10, 15, 7, tzinfo=UTC)


def entry(**fields: Any) -> Entry:
    """A signature, recorded."""
    usual: dict[str, Any] = {
        "kind": "policies.signed",
        "actor": None,
        "subject": given.council(),
        "facts": {"version": 7, "text_sha256": "9f" * 32},
        "names": {"typed_name": "Jane Smart"},
    }
    return actions.record(**usual | fields)


def entries(count: int) -> list[Entry]:
    return [entry(facts={"number": number}, names={}) for number in range(count)]


def sealed(count: int) -> list[Seal]:
    """So many entries, chained."""
    entries(count)
    actions.seal()
    return list(Seal.objects.order_by("sequence"))


def statement(**lines: Any) -> dict[str, Any]:
    return {
        "Signed by": "Jane Smart",
        "Signed at": SIGNED_AT,
        "Statement": "I have read the Social Media Protocol, version 1.0, and agree to follow it.",
        "SHA-256 of the text": "9f" * 32,
    } | lines


def certificate(subject: Any = None, **lines: Any) -> Certificate:
    """A certificate of a signature; lines add to the statement or change it."""
    subject = subject or given.council()
    return issue(entry=entry(subject=subject), statement=statement(**lines))


def proof_in(file: bytes) -> tuple[bytes, bytes, bytes]:
    """Statement, signature and seal, as the file holds them."""
    statement, signature, seal = IN_FILE.findall(file)[0]
    return statement, signature, seal
