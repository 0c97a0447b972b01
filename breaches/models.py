"""The rows of reports and breaches, by concept."""

from breaches.advice import (
    AdviceEntry,
    AdviceKind,
    AdviceRequest,
    AdviceStatus,
    AdviceStep,
    AdviceTeam,
)
from breaches.alarm_phones import AlarmPhone
from breaches.alarms import Alarm, Circle
from breaches.assessments import Assessment
from breaches.categories import ABOUT_INFORMATION, CATEGORIES, Category, Cause, IncidentKind
from breaches.clauses import ClauseChoice
from breaches.clocks import ALARM_HOURS, HOURS
from breaches.complaint_reports import ComplaintReport
from breaches.complaint_stages import (
    ANSWERING,
    NEWS_EVERY,
    OPEN_COMPLAINTS,
    About,
    Acting,
    CameBy,
    ComplaintStatus,
    MessageKind,
    Outcome,
    Sent,
    last_day,
)
from breaches.complaints import (
    Complainant,
    Complaint,
    ComplaintMessage,
    ComplaintNote,
    ComplaintParty,
    handlers_of,
)
from breaches.containments import (
    ContainmentTask,
    ContainmentTemplate,
    Known,
    TaskStatus,
    Team,
)
from breaches.drafts import ReportDraft
from breaches.events import IncidentEvent
from breaches.follow_ups import FollowUp, FollowUpStatus
from breaches.holds import CaseHold
from breaches.incidents import Incident, ReportedVia
from breaches.involved import Involved, Part
from breaches.loss_reports import LossReport, LossReporter
from breaches.machines import Exemption, IncidentStatus, LossReportStatus, People, Regulator
from breaches.notifications import Notification, Route, Stage
from breaches.packs import PackAnswer
from breaches.published import PublishedAnswer, PublishedStatus, kinds_published_by
from breaches.reaches import Reach
from breaches.readers import IncidentOpening, Reader
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
from breaches.referrals import Referral, ReferralStatus, Result
from breaches.risks import Doubt, Likelihood, RiskCheck, RiskOutcome, outcome_of
from breaches.rota import Duty, Turn
from breaches.safety import (
    SafetyEntry,
    SafetyKind,
    SafetyPoliceReference,
    SafetyRecipient,
    SafetyReport,
    SafetyStatus,
    SafetyStep,
)
from breaches.steps import IncidentStep
from breaches.ward_complaints import OWN_OUTCOMES, Obstacle, WardComplaint

__all__ = [
    "ABOUT_INFORMATION",
    "ALARM_HOURS",
    "ANSWERING",
    "CATEGORIES",
    "HOURS",
    "NEWS_EVERY",
    "OPEN_COMPLAINTS",
    "OWN_OUTCOMES",
    "TELLING",
    "About",
    "Acting",
    "AdviceEntry",
    "AdviceKind",
    "AdviceRequest",
    "AdviceStatus",
    "AdviceStep",
    "AdviceTeam",
    "Alarm",
    "AlarmPhone",
    "Assessment",
    "CameBy",
    "CaseHold",
    "Category",
    "Cause",
    "Circle",
    "ClauseChoice",
    "Complainant",
    "Complaint",
    "ComplaintMessage",
    "ComplaintNote",
    "ComplaintParty",
    "ComplaintReport",
    "ComplaintStatus",
    "ContainmentTask",
    "ContainmentTemplate",
    "Doubt",
    "Duty",
    "Exemption",
    "FollowUp",
    "FollowUpStatus",
    "Incident",
    "IncidentEvent",
    "IncidentKind",
    "IncidentOpening",
    "IncidentStatus",
    "IncidentStep",
    "Involved",
    "Known",
    "Letter",
    "Likelihood",
    "LossReport",
    "LossReportStatus",
    "LossReporter",
    "MessageKind",
    "Notification",
    "Obstacle",
    "Outcome",
    "PackAnswer",
    "Part",
    "People",
    "PublicNotice",
    "PublishedAnswer",
    "PublishedStatus",
    "Reach",
    "Reader",
    "Recipient",
    "Referral",
    "ReferralStatus",
    "Regulator",
    "ReportDraft",
    "ReportedVia",
    "Result",
    "RiskCheck",
    "RiskOutcome",
    "Route",
    "SafetyEntry",
    "SafetyKind",
    "SafetyPoliceReference",
    "SafetyRecipient",
    "SafetyReport",
    "SafetyStatus",
    "SafetyStep",
    "Sent",
    "Stage",
    "TaskStatus",
    "Team",
    "Turn",
    "WardComplaint",
    "Way",
    "handlers_of",
    "is_published",
    "is_untold",
    "kinds_published_by",
    "last_day",
    "outcome_of",
    "way_of",
]
