"""An invented message that went to the wrong person, and was reported with two hours left to tell
the regulator.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.reporting.actions import report_incident
from breaches.triaging.actions import rule
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

TIMID = 22
"""Place of this councillor in the list of all."""
AFTER = timedelta(hours=70)
HAPPENED = (
    "I sent a message about a family’s rent arrears to another person with the same surname. "
    "I was away, and thought that it could wait until I was back."
)


def build_last_hour(councillors: Sequence[User]) -> None:
    """It was noticed 70 hours ago, is reported now, and is a breach: nobody has decided yet.

    By the clock of the machine: two hours are left when the demo is opened.
    """
    noticed = timezone.now() - AFTER
    incident = report_incident(
        kind="wrong_person",
        happened=HAPPENED,
        data_told="Name, address, and what is owed.",
        noticed_at=noticed,
        occurred_at=noticed - timedelta(hours=1),
        by=councillors[TIMID],
    )
    reason = "It names a family and what they owe."
    rule(incident=incident, finding="confirmed", reason=reason, by=officer("information"))
