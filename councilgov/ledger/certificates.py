"""Certificates: what the council says of an entry, signed, so that anybody can check it offline."""

from __future__ import annotations

import base64
import io
import secrets
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov import documents
from councilgov.ledger import checker
from councilgov.ledger.actions import record
from councilgov.ledger.canonical import canonical, mapping_in
from councilgov.ledger.models import (
    CERTIFICATE_ISSUED,
    Certificate,
    SigningKey,
    key_id,
)
from councilgov.ledger.signing import (
    base64url,
    is_signed,
    public_key,
    seal_file,
    sign_statement,
)
from councilgov.ledger.statements import (
    Line,
    in_groups,
    in_room,
    label_of,
    lines_of,
    new_code,
    text_of,
    tidy,
)
from councilgov.people.models import Council
from councilgov.records import Refused, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model, QuerySet

    from councilgov.ledger.canonical import JSON
    from councilgov.ledger.models import Entry
    from councilgov.ledger.statements import Value

VERSION = 1
STATEMENT_FIELD = "statement"
MODULE = 0.4
"""Millimetres of the smallest square of a QR code: telephones read this from paper."""


# Issuing


def issue(*, entry: Entry, statement: Mapping[str, Value], title: str = "") -> Certificate:
    """The council certifies an entry, in the transaction that records it.

    ``statement`` maps labels to values in the order in which they are printed; empty values are
    left out. Raises ``ValueError`` if there is too much of it for one page.
    """
    about, texts = in_room([(label_of(name), text_of(value)) for name, value in statement.items()])
    said: dict[str, JSON] = {
        "version": VERSION,
        "kind": entry.kind,
        "title": title or _("Certificate of signature"),
        "council": Council.objects.the().name,
        "code": new_code(),
        "entry": {"id": entry.pk, "sha256": entry.computed_digest()},
        "key": key_id(public_key()),
        # Without it a name could be guessed from the signature, which stays when it is erased.
        "salt": secrets.token_urlsafe(16),
        "about": about,
    }
    return _keep(entry, said, texts)


@transaction.atomic(savepoint=False)
def _keep(entry: Entry, said: Mapping[str, JSON], texts: Mapping[str, str]) -> Certificate:
    statement = canonical(said)
    certificate = Certificate(
        code=str(said["code"]), entry=entry, key=_used_key(), signature=sign_statement(statement)
    )
    certificate.issued = record(
        kind=CERTIFICATE_ISSUED,
        actor=entry.actor,
        subject=entry,
        facts=certificate.form(),
        names={STATEMENT_FIELD: statement.decode(), **texts},
    )
    certificate.save(force_insert=True)
    return certificate


def _used_key() -> SigningKey:
    """The key in use, published from its first use on."""
    public = public_key()
    key = SigningKey(
        id=key_id(public), public=base64.b64encode(public).decode(), first_used_at=timezone.now()
    )
    SigningKey.objects.bulk_create([key], ignore_conflicts=True)
    return key


# Reading back


def find(typed: str) -> Certificate | None:
    """The certificate with this code, however it was typed."""
    return _whole().filter(code=tidy(typed)).first()


def certificate_of(row: Model) -> Certificate:
    """The newest certificate about a row. Raises ``Certificate.DoesNotExist`` if there is none."""
    return _whole().filter(entry__subject=subject_of(row)).latest("pk")


def _whole() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("entry__seal", "issued", "key")


def statement_of(certificate: Certificate) -> Mapping[str, Any] | None:
    """The statement, or nothing once its names are erased."""
    kept = certificate.texts.get(STATEMENT_FIELD)
    return None if kept is None else mapping_in(kept)


# Printing


def pdf(certificate: Certificate) -> bytes:
    """The certificate as a file that proves itself: not one byte of it can be changed unseen.

    The same bytes each time, as long as key and look of the council stay. Raises ``Refused`` once
    the names are erased.
    """
    kept = certificate.texts.get(STATEMENT_FIELD)
    if kept is None:
        raise Refused(_("The names on this certificate were erased. A copy can still be checked."))
    facts = _printed(
        certificate, mapping_in(kept), f"{base64url(kept.encode())}.{certificate.signature}"
    )
    return seal_file(documents.pdf("certificate", facts))


def _printed(certificate: Certificate, said: Mapping[str, Any], token: str) -> dict[str, Any]:
    lines = lines_of(said, certificate.texts)
    first = [] if lines[0].is_long else lines[:1]
    return {
        "title": said["title"],
        "council": said["council"],
        "colour": Council.objects.the().header_colour,
        "code": in_groups(said["code"]),
        "first": [[line.label, line.text] for line in first],
        "lines": [[line.label, _in_table(line)] for line in lines[len(first) :]],
        "texts": [[line.label, line.text] for line in lines if line.is_long],
        "verify": _address("ledger:verify"),
        "checker": _address("ledger:checker"),
        "proof": f"CouncilGov1.{token}",
        "words": _words(in_groups(said["code"])),
        "keywords": f"CouncilGov1.{token}.{checker.BLANK}",
        "dated_at": certificate.issued.recorded_at,
        **qr_code(f"{settings.SITE_URL}{_page(said['code'])}#{token}"),
    }


def _words(code: str) -> dict[str, str]:
    """What the page says around the facts; # stands where an address is printed."""
    return {
        "footer": _("Certificate %(code)s") % {"code": code},
        "what": _("What"),
        "certifies": _("What the council certifies"),
        "alt": _("QR code of certificate %(code)s") % {"code": code},
        "holds": _("The code holds the whole certificate and the council’s signature."),
        "check": _("Check this certificate"),
        "scan": _("Scan the code, or go to # and type this:"),
        "upload": _(
            "Got it as a file? Upload the file there: if one byte of it was changed, the page "
            "says so."
        ),
        "offline": _(
            "Without the council: the checker at # works offline. It needs this file, or what the "
            "code holds, and the council’s public key."
        ),
        "proof": _("Proof as text"),
    }


def _in_table(line: Line) -> str:
    return _("Printed in full below") if line.is_long else line.text


def _address(name: str) -> list[str]:
    """An address of the portal, and how it is printed."""
    url = settings.SITE_URL + reverse(name)
    return [url, url.partition("//")[2].rstrip("/")]


def _page(code: str) -> str:
    return reverse("ledger:certificate", args=[in_groups(code)])


def qr_code(text: str) -> dict[str, Any]:
    """A QR code that fits its text, and its width in millimetres on paper."""
    code = segno.make(text, error="l", boost_error=False, micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, nl=False)
    return {"qr": drawn.getvalue().decode(), "qr_width": code.symbol_size()[0] * MODULE}


# Checking


def published_keys() -> list[SigningKey]:
    """The keys with which certificates were signed, and the one in use, newest first."""
    keys = [key for key in SigningKey.objects.order_by("first_used_at") if key.is_its_own]
    for older, newer in pairwise(keys):
        older.used_until = newer.first_used_at
    in_use = base64.b64encode(public_key()).decode()
    if in_use not in {key.public for key in keys}:
        keys.append(SigningKey(id=key_id(public_key()), public=in_use))
    return keys[::-1]


def judge(found: bytes) -> checker.Verdict:
    """What a file or a text proves: the answer of ``checker``, with the council's own keys."""
    return checker.judge(found, [key.public_bytes for key in published_keys()], is_signed)


def is_intact(certificate: Certificate, given: Mapping[str, Any] | None = None) -> bool:
    """Whether certificate, entry and seal are still as they were made.

    ``given`` is the statement that a visitor brought, for when the council has erased its own.
    """
    entry = certificate.entry
    said = statement_of(certificate) or given
    about = {"id": entry.pk, "sha256": entry.computed_digest()}
    return (
        _is_as_sealed(entry)
        and certificate.is_as_recorded
        and all(row.is_as_given for row in certificate.kept_names)
        and _is_as_signed(certificate)
        and (said is None or said.get("entry") == about)
    )


def _is_as_sealed(entry: Entry) -> bool:
    seal = getattr(entry, "seal", None)
    return seal is None or (
        seal.entry_digest == entry.computed_digest() and seal.digest == seal.computed_digest()
    )


def _is_as_signed(certificate: Certificate) -> bool:
    """Whether the statement, if it is still there, is the one that was signed."""
    kept = certificate.texts.get(STATEMENT_FIELD)
    return kept is None or is_signed(
        certificate.key.public_bytes,
        checker.STATEMENT + kept.encode(),
        checker.decoded(certificate.signature.encode()),
    )
