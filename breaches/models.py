"""The rows of reports and breaches, by concept."""

from breaches.alarm_phones import AlarmPhone
from breaches.alarms import Alarm, Circle
from breaches.assessments import ALARM_HOURS, HOURS, Assessment, Exemption
from breaches.categories import CATEGORIES, Category, IncidentKind
from breaches.drafts import ReportDraft
from breaches.incidents import (
    Cause,
    Incident,
    IncidentEvent,
    IncidentStep,
    Involved,
    Part,
    ReportedVia,
)
from breaches.machines import IncidentStatus, People, Regulator
from breaches.notifications import Notification, Route, Stage
from breaches.rota import Duty, Turn

__all__ = [
    "ALARM_HOURS",
    "CATEGORIES",
    "HOURS",
    "Alarm",
    "AlarmPhone",
    "Assessment",
    "Category",
    "Cause",
    "Circle",
    "Duty",
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
    "ReportDraft",
    "ReportedVia",
    "Route",
    "Stage",
    "Turn",
]
