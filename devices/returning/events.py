"""What happened to a return, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.forms.timeline import Event, newest_first

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from devices.models import Return


def events_of(row: Return) -> Sequence[Event]:
    councillor, desk = row.councillor.full_name, row.received_by.full_name
    answerer = row.answered_by.full_name if row.answered_by else ""
    closer = row.closed_by.full_name if row.closed_by else ""
    told: list[tuple[datetime | None, str, str, str]] = [
        (row.received_at, _("Received and signed by the desk"), desk, ""),
        (row.disputed_at, _("The councillor does not agree"), councillor, row.dispute_reason),
        (row.answered_at, _("The desk answered"), answerer, row.answer),
        (row.closed_at, _("Closed without a signature"), closer, row.closing_reason),
        (row.signed_at, _("Signed by the councillor"), councillor, row.remark),
    ]
    return newest_first(Event(at, what, who, why) for at, what, who, why in told if at)
