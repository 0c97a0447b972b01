"""Invented reports of the front door: one on social media, one of ward work, and one begun."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.asking.actions import keep_answers
from breaches.reporting.actions import report_incident

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

LEADER, OFFENDED, FORGETFUL = 1, 13, 16
"""Places of these councillors in the list of all."""


def build_reports(councillors: Sequence[User]) -> None:
    """Two that cite what the policies say, and one that leader@ has not sent yet."""
    noticed = timezone.now() - timedelta(hours=5)
    report_incident(
        kind="social",
        category="insults",
        happened="A post under a councillor’s name calls officers names.",
        noticed_at=noticed,
        occurred_at=noticed - timedelta(hours=12),
        by=councillors[OFFENDED],
    )
    report_incident(
        kind="seen",
        capacity="ward",
        happened="I left a folder with notes from my surgery in a café.",
        data_told="Names and problems of four people.",
        noticed_at=noticed,
        by=councillors[FORGETFUL],
    )
    by = councillors[LEADER]
    keep_answers(page="report", answers={"kind": "suspicious"}, by=by)
    told = "A text message says that my parcel waits."
    keep_answers(page="report_happened", answers={"happened": told}, by=by)
