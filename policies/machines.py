"""The two state machines of policies: what may follow what.

A, of a version, from draft to replaced. B, of an acknowledgement, from the request to the
signature. Overdue is no status of B: it is a date that has passed.
"""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    """Machine A: a report asks a committee to "comment on and approve" (Barnet report,
    recommendation 1); what it approves "as amended" is certified first (Havering minute 8).
    """

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SUBMITTED = "submitted", _("Submitted to a committee")
    APPROVED = "approved", _("Approved")
    APPROVED_AS_AMENDED = "approved_as_amended", _("Approved as amended")
    CERTIFIED = "certified", _("Amended text certified")
    REFERRED_BACK = "referred_back", _("Referred back")
    DEFERRED = "deferred", _("Deferred")
    REJECTED = "rejected", _("Rejected")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLIC = frozenset({VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN})

VERSION_MOVES: Mapping[str, Set[str]] = {
    VersionStatus.DRAFT: {VersionStatus.IN_REVIEW, VersionStatus.SUBMITTED},
    VersionStatus.IN_REVIEW: {VersionStatus.DRAFT, VersionStatus.SUBMITTED},
    VersionStatus.SUBMITTED: {
        VersionStatus.APPROVED,
        VersionStatus.APPROVED_AS_AMENDED,
        VersionStatus.REFERRED_BACK,
        VersionStatus.DEFERRED,
        VersionStatus.REJECTED,
    },
    VersionStatus.DEFERRED: {VersionStatus.SUBMITTED},
    VersionStatus.REFERRED_BACK: {VersionStatus.DRAFT},
    VersionStatus.REJECTED: set(),
    VersionStatus.APPROVED: {VersionStatus.PUBLISHED},
    VersionStatus.APPROVED_AS_AMENDED: {VersionStatus.CERTIFIED},
    VersionStatus.CERTIFIED: {VersionStatus.PUBLISHED},
    VersionStatus.PUBLISHED: {VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN},
    VersionStatus.SUPERSEDED: set(),
    VersionStatus.WITHDRAWN: set(),
}


class AcknowledgementStatus(TextChoices):
    """Machine B. Overdue is a date, not a status."""

    REQUIRED = "required", _("To sign")
    OPENED = "opened", _("Started to read")
    SIGNED = "signed", _("Signed")
    OBJECTED = "objected", _("Signed with an objection")
    DECLINED = "declined", _("Declined")
    SUPERSEDED = "superseded", _("Replaced")


UNSIGNED = frozenset({AcknowledgementStatus.REQUIRED, AcknowledgementStatus.OPENED})
SIGNED = frozenset({AcknowledgementStatus.SIGNED, AcknowledgementStatus.OBJECTED})
TO_SIGN = UNSIGNED | {AcknowledgementStatus.DECLINED}
"""Who declined may still sign."""
ANSWERED = SIGNED | {AcknowledgementStatus.DECLINED}
CLOSING = SIGNED | {AcknowledgementStatus.SUPERSEDED}

ACKNOWLEDGEMENT_MOVES: Mapping[str, Set[str]] = {
    AcknowledgementStatus.REQUIRED: {
        AcknowledgementStatus.OPENED,
        AcknowledgementStatus.DECLINED,
        *CLOSING,
    },
    AcknowledgementStatus.OPENED: {AcknowledgementStatus.DECLINED, *CLOSING},
    AcknowledgementStatus.DECLINED: CLOSING,
    AcknowledgementStatus.SIGNED: set(),
    AcknowledgementStatus.OBJECTED: set(),
    AcknowledgementStatus.SUPERSEDED: set(),
}
