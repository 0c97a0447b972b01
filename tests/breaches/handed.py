"""What tests of matters of conduct are about: ``handed.over(incident)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from breaches.referring import actions
from councilgov.access import Role
from tests import given

if TYPE_CHECKING:
    from breaches.models import Incident, Referral
    from councilgov.people.models import User

WHY = "They sent the list on to their party, and said so."


def over(incident: Incident, **details: Any) -> Referral:
    """An information officer hands the conduct side of a report over."""
    usual: dict[str, Any] = {"because": WHY, "by": given.officer(Role.INFORMATION_OFFICER)}
    return actions.refer(about=incident, **usual | details)


def acknowledged(incident: Incident) -> Referral:
    """A deputy has it."""
    by = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    return actions.acknowledge_referral(referral=over(incident), by=by)


def closed(row: Referral, *, by: User, **details: Any) -> Referral:
    """It has ended elsewhere, without action."""
    usual: dict[str, Any] = {"result": "no_action", "outcome": "No action."}
    return actions.close_referral(referral=row, by=by, **usual | details)


def ended(row: Referral, *, by: User) -> Referral:
    """From the first word to the last, with its number elsewhere."""
    actions.acknowledge_referral(referral=row, by=by)
    actions.number_case(referral=row, case_reference="MO-7", by=by)
    return closed(row, by=by)
