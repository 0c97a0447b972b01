"""The rows of policies, by concept: versions, decisions on them, and acknowledgements."""

from policies.acknowledgements import Acknowledgement, AcknowledgementQuerySet, signatures_of
from policies.decisions import Attendance, Body, Decision, Outcome
from policies.machines import (
    ANSWERED,
    PUBLIC,
    SIGNED,
    UNSIGNED,
    AcknowledgementStatus,
    VersionStatus,
)
from policies.progress import Progress, SectionRead, progress, with_progress
from policies.statements import StatementNote
from policies.versions import (
    Audience,
    Policy,
    PolicyKind,
    PolicyVersion,
    PolicyVersionQuerySet,
    RelatedDocument,
)

__all__ = [
    "ANSWERED",
    "PUBLIC",
    "SIGNED",
    "UNSIGNED",
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "AcknowledgementStatus",
    "Attendance",
    "Audience",
    "Body",
    "Decision",
    "Outcome",
    "Policy",
    "PolicyKind",
    "PolicyVersion",
    "PolicyVersionQuerySet",
    "Progress",
    "RelatedDocument",
    "SectionRead",
    "StatementNote",
    "VersionStatus",
    "progress",
    "signatures_of",
    "with_progress",
]
