"""Councillors who are suspended, as the tests need them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from councilgov.access import Role
from councilgov.days import today
from councilgov.offboarding.suspending.actions import suspend
from councilgov.people.models import Decider, SuspendedFrom
from tests import given

if TYPE_CHECKING:
    from councilgov.people.models import Suspension


def said(**fields: Any) -> dict[str, Any]:
    """What an officer enters: facilities withdrawn, from today, for thirty days."""
    usual: dict[str, Any] = {
        "what": SuspendedFrom.FACILITIES,
        "decider": Decider.COUNCIL,
        "decision": "Standards Committee, 20 November 2026, minute 14",
        "starts_on": today(),
        "ends_on": today() + timedelta(days=29),
        "closed": (),
        "narrowed": (),
        "is_for_desk": True,
        "is_kit_asked_back": False,
        "is_without_contacts": False,
        "reasons": "A laptop was lent to somebody else.",
        "extent": "Email stays open.",
    }
    return usual | fields


def suspended(**fields: Any) -> Suspension:
    """A councillor is, by a Monitoring Officer."""
    who: dict[str, Any] = {"councillor": fields.pop("councillor", None) or given.councillor()}
    who["by"] = fields.pop("by", None) or given.officer(Role.MONITORING_OFFICER)
    return suspend(**who, **said(**fields))
