"""Whether an alarm is still to be given when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.alarms import Alarm
from breaches.clocks import CONFIRMED_WITHIN
from breaches.machines import TO_BE_RULED
from breaches.models import Assessment, Incident, IncidentStatus
from councilgov.access import Role
from councilgov.deadlines import hours_after

if TYPE_CHECKING:
    from collections.abc import Collection

    from councilgov.notices.models import Notice


def still_runs(notice: Notice) -> bool:
    """The clock runs, has reached that hour, and whoever is told may still decide or help."""
    alarm = notice.subject
    return isinstance(alarm, Alarm) and _runs(alarm)


def _runs(alarm: Alarm) -> bool:
    row = Assessment.objects.running().with_row().filter(pk=alarm.assessment_id).first()
    if row is None or hours_after(row.aware_at, alarm.hour) > timezone.now():
        return False
    return _may_be_told(alarm, row)


def _may_be_told(alarm: Alarm, row: Assessment) -> bool:
    """A councillor of their own part, an administrator of nothing but that there is an alarm."""
    if alarm.role == Role.ADMINISTRATOR or alarm.person_id == row.councillor_id:
        return True
    return Incident.objects.open_to(alarm.person).filter(pk=row.incident_id).exists()


def to_rule(notice: Notice) -> bool:
    """Nobody has ruled, and whoever is told has no part in it that was noted meanwhile."""
    return _stands(notice, TO_BE_RULED)


def to_confirm(notice: Notice) -> bool:
    """It is still only suspected, and not since a moment ago."""
    incident = notice.subject
    ruled_at = incident.ruled_at if isinstance(incident, Incident) else None
    is_old = ruled_at is not None and ruled_at <= timezone.now() - CONFIRMED_WITHIN
    return is_old and _stands(notice, [IncidentStatus.SUSPECTED])


def _stands(notice: Notice, at: Collection[str]) -> bool:
    incident = notice.subject
    if not isinstance(incident, Incident) or incident.status not in at:
        return False
    if incident.assessments.filter(councillor=notice.to).exists():
        return True
    return Incident.objects.open_to(notice.to).filter(pk=incident.pk).exists()
