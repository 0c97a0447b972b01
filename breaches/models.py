"""The rows of reports and breaches, by concept."""

from breaches.assessments import ALARM_HOURS, HOURS, Assessment, Exemption
from breaches.incidents import (
    Cause,
    Incident,
    IncidentEvent,
    IncidentKind,
    IncidentStep,
    Involved,
    Part,
    ReportedVia,
)
from breaches.machines import IncidentStatus, People, Regulator
from breaches.notifications import Notification, Route, Stage

__all__ = [
    "ALARM_HOURS",
    "HOURS",
    "Assessment",
    "Cause",
    "Exemption",
    "Incident",
    "IncidentEvent",
    "IncidentKind",
    "IncidentStatus",
    "IncidentStep",
    "Involved",
    "Notification",
    "Part",
    "People",
    "Regulator",
    "ReportedVia",
    "Route",
    "Stage",
]
