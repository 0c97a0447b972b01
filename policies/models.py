"""The rows of policies, by concept: texts, decisions on them, and acknowledgements."""

from policies.acknowledgements import (
    Acknowledgement,
    Lapse,
    with_signatures_of,
)
from policies.assisted import Exemption, Manner, RecordedSignature
from policies.audiences import AudienceRule, Chosen
from policies.chases import Chase
from policies.decisions import Attendance, Body, Correction, Decision, Outcome
from policies.drafts import Comment, Editing, Stage, Submission
from policies.events import Event, Source
from policies.files import OriginalFile, UnsavedText
from policies.holds import AccessHold, Service
from policies.machines import (
    AMENDED,
    ANSWERED,
    EDITABLE,
    GOES_ON,
    ONCE_SIGNED,
    OPEN_HOLDS,
    OPEN_TO_SIGN,
    PUBLIC,
    SIGNED,
    UNSIGNED,
    AcknowledgementStatus,
    HoldStatus,
    VersionStatus,
)
from policies.progress import Progress, SectionRead, progress, with_progress
from policies.questions import Answer, Question
from policies.reports import IMPLICATIONS, CommitteeReport
from policies.requests import AcknowledgementQuerySet
from policies.searched import BEGINS, ENDS, SearchedClause
from policies.statements import StatementNote
from policies.versions import (
    Audience,
    Policy,
    PolicyKind,
    PolicyVersion,
    PolicyVersionQuerySet,
)

__all__ = [
    "AMENDED",
    "ANSWERED",
    "BEGINS",
    "EDITABLE",
    "ENDS",
    "GOES_ON",
    "IMPLICATIONS",
    "ONCE_SIGNED",
    "OPEN_HOLDS",
    "OPEN_TO_SIGN",
    "PUBLIC",
    "SIGNED",
    "UNSIGNED",
    "AccessHold",
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "AcknowledgementStatus",
    "Answer",
    "Attendance",
    "Audience",
    "AudienceRule",
    "Body",
    "Chase",
    "Chosen",
    "Comment",
    "CommitteeReport",
    "Correction",
    "Decision",
    "Editing",
    "Event",
    "Exemption",
    "HoldStatus",
    "Lapse",
    "Manner",
    "OriginalFile",
    "Outcome",
    "Policy",
    "PolicyKind",
    "PolicyVersion",
    "PolicyVersionQuerySet",
    "Progress",
    "Question",
    "RecordedSignature",
    "SearchedClause",
    "SectionRead",
    "Service",
    "Source",
    "Stage",
    "StatementNote",
    "Submission",
    "UnsavedText",
    "VersionStatus",
    "progress",
    "with_progress",
    "with_signatures_of",
]
