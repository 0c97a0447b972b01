"""The next election of the invented council."""

from __future__ import annotations

from datetime import timedelta

from councilgov.elections.announcing.actions import add_election
from councilgov.elections.models import Kind
from councilgov.portal.demo.clock import demo_today
from councilgov.portal.demo.people import officer

THURSDAY = 3
WEEKS_AWAY, NOTICE = 22, timedelta(days=37)


def build_elections() -> None:
    """All seats are up in five months, on a Thursday."""
    day = demo_today() + timedelta(weeks=WEEKS_AWAY)
    poll_on = day + timedelta(days=(THURSDAY - day.weekday()) % 7)
    add_election(
        kind=Kind.ORDINARY,
        name="Council elections",
        notice_on=poll_on - NOTICE,
        poll_on=poll_on,
        wards=[],
        by=officer("services"),
    )
