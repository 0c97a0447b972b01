"""What tests of matters of conduct are about: ``handed.over(incident)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from breaches.referring import actions
from councilgov.access import Role
from tests import given

if TYPE_CHECKING:
    from breaches.models import Incident, Referral

WHY = "They sent the list on to their party, and said so."


def over(incident: Incident, **details: Any) -> Referral:
    """An information officer hands the conduct side of a report over."""
    usual: dict[str, Any] = {"because": WHY, "by": given.officer(Role.INFORMATION_OFFICER)}
    return actions.refer(about=incident, **usual | details)


def acknowledged(incident: Incident) -> Referral:
    """A deputy has it."""
    by = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    return actions.acknowledge_referral(referral=over(incident), by=by)
