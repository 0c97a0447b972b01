"""The evidence of equipment that came back, and its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.ledger.actions import record
from councilgov.ledger.certificates import issue as certificate_for
from devices.models import Condition, Manner, Wipe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from councilgov.ledger.canonical import JSON
    from councilgov.ledger.models import Certificate
    from councilgov.people.models import User
    from devices.models import Return, ReturnedDevice


def certify_received(
    row: Return, items: Sequence[ReturnedDevice], *, by: User, confirmed_with: str
) -> Certificate:
    """What the desk just received is evidence, and has its receipt with the desk's signature."""
    entry = record(
        kind="devices.returned",
        actor=by,
        subject=row,
        facts={**facts_of(row, items), "confirmed_with": confirmed_with},
        names=names_of(row),
    )
    said = what_is_certified(row, items)
    return certificate_for(entry=entry, statement=said, title=_("Return receipt"))


def certify_signed(
    row: Return, items: Sequence[ReturnedDevice], *, by: User, confirmed_with: str
) -> Certificate:
    """The councillor signed too: the receipt is made anew, with both signatures."""
    assert row.signed_at is not None  # noqa: S101  # set by the act; for the type checker
    facts: dict[str, JSON] = {
        **facts_of(row, items),
        "signed_at": row.signed_at.isoformat(),
        "manner": row.manner,
        "confirmed_with": confirmed_with,
    }
    names = {"typed_name": row.typed_name, "statement": row.statement, "remark": row.remark}
    entry = record(
        kind="devices.return_signed",
        actor=by,
        subject=row,
        facts=facts,
        names={name: text for name, text in names.items() if text},
    )
    said = what_is_certified(row, items)
    return certificate_for(entry=entry, statement=said, title=_("Return receipt"))


def facts_of(row: Return, items: Sequence[ReturnedDevice]) -> dict[str, JSON]:
    """Ids and words of ours only: what the ledger keeps for good."""
    return {
        "councillor": row.councillor_id,
        "received_at": row.received_at.isoformat(),
        "sha256": row.fingerprint(),
        "devices": [[item.device_id, item.condition, item.wipe] for item in items],
    }


def names_of(row: Return) -> dict[str, str]:
    names = {"officer_name": row.officer_name, "brought_by": row.brought_by_whom}
    return {name: text for name, text in names.items() if text}


def what_is_certified(
    row: Return, items: Sequence[ReturnedDevice]
) -> dict[str, str | datetime | list[str]]:
    """What the receipt says, label by label, in the order of the page."""
    witness = row.witnessed_by if row.manner == Manner.DESK else None
    said: dict[str, str | datetime | list[str]] = {
        _("Returned by"): row.councillor.full_name,
        _("Brought by"): row.brought_by_whom,
        _("Equipment"): [in_full(item) for item in items],
        _("Received at"): row.received_at,
        _("Received by"): row.received_by.full_name,
        _("Statement of the desk"): row.officer_statement,
    }
    if row.signed_at:
        said |= {
            _("Signed by the councillor at"): row.signed_at,
            _("Statement of the councillor"): row.statement,
            _("Remark of the councillor"): row.remark,
            _("Signed before"): witness.full_name if witness else "",
        }
    return said


def in_full(item: ReturnedDevice) -> str:
    """A device as its receipt names it: condition, what came with it and what did not, data."""
    parts = [item.device.description, str(Condition(item.condition).label).lower()]
    if item.words:
        parts.append(item.words)
    if item.accessories:
        parts.append(_("with %(parts)s") % {"parts": ", ".join(item.accessories)})
    if item.missing:
        parts.append(_("without %(parts)s") % {"parts": ", ".join(item.missing)})
    parts.append(data_of(item))
    return "; ".join(parts)


def data_of(item: ReturnedDevice) -> str:
    """What became of the data, in a few words."""
    words = {
        Wipe.DONE: _("wiped"),
        Wipe.TO_DO: _("to be wiped"),
        Wipe.NO_DATA: _("holds no data"),
    }
    return words[Wipe(item.wipe)]
