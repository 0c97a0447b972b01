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
    RECOMMENDED_AS_AMENDED = "recommended_amended", _("Recommended as amended")
    APPROVED = "approved", _("Approved")
    APPROVED_AS_AMENDED = "approved_as_amended", _("Approved as amended")
    CERTIFIED = "certified", _("Amended text certified")
    REFERRED_BACK = "referred_back", _("Referred back")
    DEFERRED = "deferred", _("Deferred")
    REJECTED = "rejected", _("Rejected")
    SCHEDULED = "scheduled", _("Published, not yet in force")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


PUBLIC = frozenset(
    {
        VersionStatus.SCHEDULED,
        VersionStatus.PUBLISHED,
        VersionStatus.SUPERSEDED,
        VersionStatus.WITHDRAWN,
    }
)
OPEN_TO_SIGN = frozenset({VersionStatus.SCHEDULED, VersionStatus.PUBLISHED})
"""A version may be signed early: from its publication, also before it takes effect."""
AMENDED = frozenset({VersionStatus.APPROVED_AS_AMENDED, VersionStatus.RECOMMENDED_AS_AMENDED})
"""A body resolved other words than were put before it: they are entered next."""
GOES_ON = frozenset({VersionStatus.DEFERRED, VersionStatus.RECOMMENDED_AS_AMENDED})
"""It is submitted once more, on the way that was laid down for it."""
OVER = frozenset(
    {
        VersionStatus.SUPERSEDED,
        VersionStatus.WITHDRAWN,
        VersionStatus.REJECTED,
        VersionStatus.DISCARDED,
    }
)
"""Nothing follows any more."""
EDITABLE = frozenset({VersionStatus.DRAFT, VersionStatus.IN_REVIEW})
"""Only then may the words change; what a body amended gets its amended text once more."""

VERSION_MOVES: Mapping[str, Set[str]] = {
    VersionStatus.DRAFT: {
        VersionStatus.IN_REVIEW,
        VersionStatus.SUBMITTED,
        VersionStatus.DISCARDED,
    },
    VersionStatus.IN_REVIEW: {
        VersionStatus.DRAFT,
        VersionStatus.SUBMITTED,
        VersionStatus.DISCARDED,
    },
    VersionStatus.SUBMITTED: {
        VersionStatus.DRAFT,
        VersionStatus.APPROVED,
        VersionStatus.APPROVED_AS_AMENDED,
        VersionStatus.RECOMMENDED_AS_AMENDED,
        VersionStatus.REFERRED_BACK,
        VersionStatus.DEFERRED,
        VersionStatus.REJECTED,
    },
    VersionStatus.DEFERRED: {VersionStatus.SUBMITTED, VersionStatus.DISCARDED},
    VersionStatus.RECOMMENDED_AS_AMENDED: {VersionStatus.SUBMITTED, VersionStatus.DISCARDED},
    VersionStatus.REFERRED_BACK: {VersionStatus.DRAFT, VersionStatus.DISCARDED},
    VersionStatus.REJECTED: set(),
    VersionStatus.APPROVED: {VersionStatus.SCHEDULED, VersionStatus.PUBLISHED},
    VersionStatus.APPROVED_AS_AMENDED: {VersionStatus.CERTIFIED},
    VersionStatus.CERTIFIED: {VersionStatus.SCHEDULED, VersionStatus.PUBLISHED},
    VersionStatus.SCHEDULED: {VersionStatus.PUBLISHED, VersionStatus.WITHDRAWN},
    VersionStatus.PUBLISHED: {VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN},
    VersionStatus.SUPERSEDED: set(),
    VersionStatus.WITHDRAWN: set(),
    VersionStatus.DISCARDED: set(),
}


class AcknowledgementStatus(TextChoices):
    """Machine B. Overdue is a date, not a status."""

    REQUIRED = "required", _("To sign")
    OPENED = "opened", _("Started to read")
    SIGNED = "signed", _("Signed")
    OBJECTED = "objected", _("Signed with an objection")
    DISPUTED = "disputed", _("Signature disputed")
    VOIDED = "voided", _("Signature set aside")
    DECLINED = "declined", _("Declined")
    EXEMPT = "exempt", _("Exempt for now")
    LAPSED = "lapsed", _("Lapsed without a signature")
    SUPERSEDED = "superseded", _("Replaced or withdrawn")


UNSIGNED = frozenset({AcknowledgementStatus.REQUIRED, AcknowledgementStatus.OPENED})
SIGNED = frozenset({AcknowledgementStatus.SIGNED, AcknowledgementStatus.OBJECTED})
ONCE_SIGNED = SIGNED | {AcknowledgementStatus.DISPUTED, AcknowledgementStatus.VOIDED}
"""There is a signature, whether or not it stands."""
TO_SIGN = UNSIGNED | {AcknowledgementStatus.DECLINED, AcknowledgementStatus.EXEMPT}
"""Who declined, or is exempt, may still sign."""
ANSWERED = SIGNED | {AcknowledgementStatus.DECLINED, AcknowledgementStatus.DISPUTED}
"""A minor version asks none of these: whoever disputes a signature is left in peace meanwhile."""
CLOSING = SIGNED | {AcknowledgementStatus.SUPERSEDED}
OPEN_REQUESTS = UNSIGNED | {AcknowledgementStatus.EXEMPT}
"""Those that end by themselves when their councillor leaves."""
LEAVING = {AcknowledgementStatus.EXEMPT, AcknowledgementStatus.LAPSED}

ACKNOWLEDGEMENT_MOVES: Mapping[str, Set[str]] = {
    AcknowledgementStatus.REQUIRED: {
        AcknowledgementStatus.OPENED,
        AcknowledgementStatus.DECLINED,
        *CLOSING,
        *LEAVING,
    },
    AcknowledgementStatus.OPENED: {AcknowledgementStatus.DECLINED, *CLOSING, *LEAVING},
    AcknowledgementStatus.DECLINED: CLOSING,
    AcknowledgementStatus.EXEMPT: {
        AcknowledgementStatus.REQUIRED,
        AcknowledgementStatus.LAPSED,
        *CLOSING,
    },
    AcknowledgementStatus.LAPSED: {AcknowledgementStatus.REQUIRED},
    AcknowledgementStatus.SIGNED: {AcknowledgementStatus.DISPUTED},
    AcknowledgementStatus.DISPUTED: {AcknowledgementStatus.SIGNED, AcknowledgementStatus.VOIDED},
    AcknowledgementStatus.OBJECTED: set(),
    AcknowledgementStatus.VOIDED: set(),
    AcknowledgementStatus.SUPERSEDED: set(),
}
"""Only a signature that an officer recorded may be disputed: nobody else made any other."""


class HoldStatus(TextChoices):
    """An access hold, from the proposal to its undoing. Nothing is ever held by itself."""

    PROPOSED = "proposed", _("Proposed")
    ORDERED = "ordered", _("Ordered, not yet done")
    IN_PLACE = "in_place", _("In place")
    LIFTED = "lifted", _("Lifted, not yet undone")
    UNDONE = "undone", _("Undone")
    REFUSED = "refused", _("Refused")
    DROPPED = "dropped", _("Dropped before anything was done")


HOLD_MOVES: Mapping[str, Set[str]] = {
    HoldStatus.PROPOSED: {HoldStatus.ORDERED, HoldStatus.REFUSED, HoldStatus.DROPPED},
    HoldStatus.ORDERED: {HoldStatus.IN_PLACE, HoldStatus.DROPPED},
    HoldStatus.IN_PLACE: {HoldStatus.LIFTED},
    HoldStatus.LIFTED: {HoldStatus.UNDONE},
    HoldStatus.UNDONE: set(),
    HoldStatus.REFUSED: set(),
    HoldStatus.DROPPED: set(),
}
OPEN_HOLDS = frozenset(
    {HoldStatus.PROPOSED, HoldStatus.ORDERED, HoldStatus.IN_PLACE, HoldStatus.LIFTED}
)
