"""The Monitoring Officer and the deputies, to whom the same things are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.access import MONITORING
from councilgov.accounts.models import reachable
from councilgov.notices.actions import tell
from councilgov.people.models import User

if TYPE_CHECKING:
    from django.db.models import Model

    from councilgov.people.models import UserQuerySet


def monitoring_officers() -> UserQuerySet:
    """Who holds the office today, or deputises for it, and can come in."""
    return reachable(User.objects.holding(*MONITORING))


def tell_monitoring(*, kind: str, cause: str, about: Model) -> int:
    """Each of them is told, once for each cause, in the caller's transaction. How many."""
    officers = monitoring_officers()
    for officer in officers:
        tell(kind=kind, to=officer, cause=cause, about=about)
    return len(officers)
