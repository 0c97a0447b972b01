"""The evidence of a signature that was made here, and its certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.ledger.actions import record
from councilgov.ledger.certificates import issue

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.ledger.models import Certificate
    from policies.models import Acknowledgement


def certify_signature(acknowledgement: Acknowledgement, confirmed_with: str) -> Certificate:
    """A signature that was just made here is evidence, and has its certificate."""
    version, person = acknowledgement.version, acknowledgement.councillor
    assert acknowledgement.signed_at is not None  # noqa: S101  # set above; for the type checker
    entry = record(
        kind="policies.signed",
        actor=person,
        subject=acknowledgement,
        facts={
            "version": version.pk,
            "text_sha256": acknowledgement.text_sha256,
            "signed_at": acknowledgement.signed_at.isoformat(),
            "confirmed_with": confirmed_with,
        },
        names={
            "typed_name": acknowledgement.typed_name,
            "statement": acknowledgement.statement,
            "objection": acknowledgement.objection,
        },
    )
    return issue(entry=entry, statement=what_is_certified(acknowledgement))


def what_is_certified(acknowledgement: Acknowledgement) -> dict[str, str | datetime | list[str]]:
    """What the certificate says of a signature, label by label, in the order of the page."""
    version, person = acknowledgement.version, acknowledgement.councillor
    decision = version.decision
    assert decision is not None  # noqa: S101  # the database lets no other version be published
    assert acknowledgement.signed_at is not None  # noqa: S101  # only of a signature
    is_as_recorded = acknowledgement.typed_name == person.full_name
    lacking = dict.fromkeys(gap["refers_to"] for gap in version.gaps)
    return {
        _("Signed by"): person.full_name,
        _("Policy"): str(version),
        _("Name as typed"): "" if is_as_recorded else acknowledgement.typed_name,
        _("Signed at"): acknowledgement.signed_at,
        _("Statement"): acknowledgement.statement,
        _("Decided by"): f"{decision}. {decision.label}" if decision.label else str(decision),
        _("SHA-256 of the text"): acknowledgement.text_sha256,
        _("The text relies on, and the council’s copy lacks"): list(lacking),
        _("Objection"): acknowledgement.objection,
    }
