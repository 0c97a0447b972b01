"""Who is on call in the demo, and the alarm of its breach that somebody has opened."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from breaches.alarming.actions import add_turn
from breaches.alarming.raising import raise_alarms
from breaches.models import Alarm, Assessment, Duty
from councilgov.days import today
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer

ON_CALL = ("monitoring", "deputy")
"""A week each, from the day of the breach on."""


def build_alarms() -> None:
    """The rota, and the alarms of the first day."""
    with days_ago(2):
        _build_rota()
    with days_ago(1):
        raise_alarms()
        breach = Assessment.objects.running().with_row().first()
        if breach:
            by = officer(ON_CALL[0])
            Alarm.objects.note_opened(by, breach.incident, timezone.now())


def _build_rota() -> None:
    by, first = officer(ON_CALL[0]), today()
    for name in ON_CALL:
        last = first + timedelta(days=6)
        add_turn(officer=officer(name), duty=Duty.ON_CALL, starts_on=first, ends_on=last, by=by)
        first = last + timedelta(days=1)
