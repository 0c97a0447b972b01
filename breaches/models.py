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
from breaches.packs import PackAnswer
from breaches.recipients import (
    TELLING,
    Letter,
    PublicNotice,
    Recipient,
    Way,
    is_published,
    is_untold,
    way_of,
)
from breaches.risks import Doubt, Likelihood, RiskCheck, RiskOutcome, outcome_of

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
    "TELLING",
    "Assessment",
    "Category",
    "Cause",
    "Doubt",
    "Exemption",
    "Incident",
    "IncidentEvent",
    "IncidentKind",
    "IncidentStatus",
    "IncidentStep",
    "Involved",
    "Letter",
    "Likelihood",
    "Notification",
    "PackAnswer",
    "Part",
    "People",
    "PublicNotice",
    "Recipient",
    "Regulator",
    "ReportDraft",
    "ReportedVia",
    "RiskCheck",
    "RiskOutcome",
    "Route",
    "Stage",
    "Turn",
    "Way",
    "is_published",
    "is_untold",
    "outcome_of",
    "way_of",
]
