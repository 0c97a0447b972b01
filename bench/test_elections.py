"""A whole council is elected: 54 results are confirmed in one act, and all of them are undone."""

from __future__ import annotations

import time_machine

from councilgov.elections.models import Contest, ContestStatus
from councilgov.elections.returning.actions import undo
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from tests.elections import whole
from tests.elections.polls import confirmed

LONELY = 4
"""A ward in which nobody stood who sits for another."""


def leaving() -> int:
    return OffboardingCase.objects.filter(status=CaseStatus.SCHEDULED).count()


def test_fifty_four_results(results, transactional_db):
    with time_machine.travel("2027-02-01 10:00"):
        contests, sitting, clerk = whole.council()
    with time_machine.travel(whole.POLLED):
        results.once(
            "54 seats: held, ward by ward", lambda: whole.hold_all(contests, sitting, clerk)
        )
        results.once("54 seats: confirmed in one act", lambda: confirmed(*contests))
        assert leaving() == whole.LEAVERS
        one = contests[LONELY]
        results.once(
            "54 seats: one ward undone", lambda: undo(contest=one, reason="Recount", by=clerk)
        )
        results.once("54 seats: one ward confirmed", lambda: confirmed(one))
        results.once("54 seats: every ward undone", lambda: undo_all(contests, clerk))
        assert leaving() == 0


def undo_all(contests, clerk) -> None:
    for contest in contests:
        row = Contest.objects.get(pk=contest.pk)
        if row.status == ContestStatus.CONFIRMED:
            undo(contest=row, reason="Recount", by=clerk)
