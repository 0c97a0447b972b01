"""Who can come in to answer a question, and who is next in line where nobody of its team can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breaches.advice import ADVISERS
from councilgov.access import MONITORING, Role
from councilgov.accounts.models import reachable
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Set

    from breaches.models import AdviceRequest
    from councilgov.people.models import UserQuerySet


def advisers(asked: AdviceRequest) -> UserQuerySet:
    """Those of its team who can come in: nobody answers their own."""
    return _who_can(ADVISERS[asked.team], asked)


def next_in_line(asked: AdviceRequest) -> UserQuerySet:
    """The deputies; if none can come in, the Monitoring Officer."""
    deputies = _who_can(MONITORING - {Role.MONITORING_OFFICER}, asked)
    return deputies if deputies.exists() else _who_can(MONITORING, asked)


def _who_can(roles: Set[Role], asked: AdviceRequest) -> UserQuerySet:
    found: UserQuerySet = User.objects.holding(*roles)
    return reachable(found).exclude(pk=asked.asker_id)
