"""A councillor from whom some facilities are withdrawn for a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from councilgov.days import today
from councilgov.offboarding.models import System
from councilgov.offboarding.suspending.actions import note_closed, suspend
from councilgov.people.models import Decider, SuspendedFrom
from councilgov.portal.demo.clock import days_ago, demo_today
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

SUSPENDED = 47
"""The place of the councillor: nothing else of the demo is about them, and they lead no group."""
SINCE, CLOSED, LASTS = 12, 11, timedelta(days=30)


def build_suspension(councillors: Sequence[User]) -> None:
    """Where the demo lives in the past, nobody has named systems in it."""
    if demo_today() < today():
        return
    network = System.objects.get(name="Council network")
    with days_ago(SINCE):
        row = suspend(
            councillor=councillors[SUSPENDED],
            what=SuspendedFrom.FACILITIES,
            decider=Decider.COUNCIL,
            decision="Monitoring Officer, after the Standards Committee, minute 31",
            starts_on=today(),
            ends_on=today() + LASTS,
            closed=[network],
            narrowed=[System.objects.get(name="Email and calendar")],
            is_for_desk=True,
            is_kit_asked_back=False,
            is_without_contacts=False,
            reasons="A council laptop was lent to somebody else.",
            extent="Close the council network. Email opens on the phone alone.",
            by=officer("monitoring"),
        )
    with days_ago(CLOSED):
        note_closed(suspension=row, by=officer("desk"))
