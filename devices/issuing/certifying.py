"""The evidence of equipment that was accepted, and its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.ledger.actions import record
from councilgov.ledger.certificates import issue as certificate_for
from devices.models import Manner

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from councilgov.ledger.models import Certificate
    from councilgov.people.models import User
    from devices.models import Device, Issue


def certify_issue(
    issue: Issue,
    devices: Sequence[Device],
    *,
    by: User,
    confirmed_with: str,
    text_sha256: str,
) -> Certificate:
    """What was just accepted is evidence, and has its receipt."""
    assert issue.signed_at is not None  # noqa: S101  # set by the act; for the type checker
    entry = record(
        kind="devices.accepted",
        actor=by,
        subject=issue,
        facts={
            "councillor": issue.councillor_id,
            "devices": [device.pk for device in devices],
            "terms": issue.terms_id,
            "terms_sha256": issue.terms.sha256,
            "kind": issue.kind,
            "due_back_on": issue.due_back_on.isoformat() if issue.due_back_on else None,
            "signed_at": issue.signed_at.isoformat(),
            "manner": issue.manner,
            "confirmed_with": confirmed_with,
            "text_sha256": text_sha256,
        },
        names={"typed_name": issue.typed_name, "statement": issue.statement},
    )
    said = what_is_certified(issue, devices)
    return certificate_for(entry=entry, statement=said, title=_("Receipt for council equipment"))


def what_is_certified(
    issue: Issue, devices: Sequence[Device]
) -> dict[str, str | datetime | list[str]]:
    """What the receipt says, label by label, in the order of the page."""
    assert issue.signed_at is not None  # noqa: S101  # only of what was accepted
    is_as_recorded = issue.typed_name == issue.councillor.full_name
    witness = issue.witnessed_by if issue.manner == Manner.DESK else None
    return {
        _("Accepted by"): issue.councillor.full_name,
        _("Name as typed"): "" if is_as_recorded else issue.typed_name,
        _("Equipment"): [in_full(device) for device in devices],
        _("Given as"): issue.given_as,
        _("Accepted at"): issue.signed_at,
        _("Statement"): issue.statement,
        _("Terms"): str(issue.terms),
        _("SHA-256 of the terms"): issue.terms.sha256,
        _("Signed before"): witness.full_name if witness else "",
    }


def in_full(device: Device) -> str:
    """A device as a receipt names it, with what came with it."""
    if not device.accessories:
        return device.description
    parts = ", ".join(device.accessories)
    return _("%(device)s, with %(parts)s") % {"device": device.description, "parts": parts}
