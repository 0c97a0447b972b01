"""What tests of losses that nobody has checked are about: ``unverified.waiting()``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from breaches.ringing import actions
from councilgov.access import Role
from tests import given
from tests.devices import equipment

if TYPE_CHECKING:
    from breaches.models import LossReport
    from councilgov.people.models import User
    from devices.models import Device

NAME, PHONE = "Robin Alder", "07700 900611"
WHAT = "My council phone was stolen from my coat at the Corn Hall."


def waiting(**details: Any) -> LossReport:
    """Somebody left their number an hour after they noticed."""
    given.council()
    usual: dict[str, Any] = {
        "name": NAME,
        "what": WHAT,
        "phone": PHONE,
        "noticed_at": timezone.now() - timedelta(hours=1),
    }
    return actions.report_unverified(**usual | details)


def joined(
    report: LossReport, *, by: User | None = None, device: Device | None = None, **details: Any
) -> LossReport:
    """Rung back: it was true, and it is this device."""
    usual: dict[str, Any] = {
        "kind": "stolen",
        "noticed_at": report.noticed_at,
        "happened": "Taken from a coat at the Corn Hall.",
        "is_theirs": True,
    }
    return actions.join_to_device(
        report=report,
        device=device or equipment.issued(),
        by=by or given.officer(Role.ICT_DESK),
        **usual | details,
    )
