"""What tests of alarms are about: a clock that runs, officers, and what they are sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from breaches.models import Alarm, Duty
from breaches.tasks import sound_alarms
from councilgov.access import Role
from councilgov.notices.actions import deliver
from tests import given
from tests.breaches import reports

if TYPE_CHECKING:
    from breaches.models import Assessment, Turn
    from councilgov.people.models import User

NOTICED = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
"""A Friday evening: the hours run over the weekend."""


def after(hours: float) -> time_machine.travel:
    """The clock of the test, so many hours after it was noticed."""
    return time_machine.travel(NOTICED + timedelta(hours=hours), tick=False)


def running(finding: str = "confirmed", **details: Any) -> Assessment:
    """The council's part of what was noticed on Friday and reported at once."""
    with after(0):
        incident = reports.ruled(finding, noticed_at=NOTICED, **details)
        return incident.assessments.with_row().get()


def swept(hours: float) -> list[Alarm]:
    """What the sweep gives so many hours later."""
    with after(hours):
        known = set(Alarm.objects.values_list("pk", flat=True))
        sound_alarms()
        return list(Alarm.objects.exclude(pk__in=known).select_related("person"))


def sent(hours: float) -> None:
    """Whatever is due so many hours later goes out."""
    with after(hours):
        deliver(until=NOTICED + timedelta(days=30))


def whom(alarms: list[Alarm]) -> list[tuple[int, User]]:
    return [(alarm.hour, alarm.person) for alarm in alarms]


def monitoring() -> User:
    return given.officer(Role.MONITORING_OFFICER)


def deputy() -> User:
    return given.officer(Role.DEPUTY_MONITORING_OFFICER)


def turn(officer: User, duty: str = Duty.ON_CALL, days: int = 7) -> Turn:
    """From the Friday on which it was noticed."""
    with after(0):
        return reports.on_call(officer, duty, days=days)
