"""The messages about signatures that an officer recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from policies.models import Acknowledgement, RecordedSignature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def to_receipt(notice: Notice) -> Mapping[str, str]:
    """The councillor's page of what was recorded, where they may dispute it."""
    asked = notice.subject
    return {"link": site("policies:receipt", asked.pk)} if asked else {}


def to_dispute(notice: Notice) -> Mapping[str, str]:
    """The Monitoring Officer's page of the dispute."""
    asked = notice.subject
    return {"link": site("policies:settle_dispute", asked.pk)} if asked else {}


def to_version(notice: Notice) -> Mapping[str, str]:
    """The text that was signed: an officer has no receipt."""
    asked = notice.subject
    if not isinstance(asked, Acknowledgement):
        return {}
    version = asked.version
    return {"link": site("policies:version", version.policy.slug, version.number)}


def is_disputed(notice: Notice) -> bool:
    """Nobody has settled it meanwhile."""
    asked = notice.subject
    if asked is None:
        return False
    return RecordedSignature.objects.unsettled().filter(acknowledgement=asked.pk).exists()


KINDS = [
    NoticeKind(
        name="signature_recorded",
        urgency=Urgency.NOW,
        rule=_("Whoever signs on paper or by phone is told what was recorded."),
        context=to_receipt,
        next=_("Nothing, if it is right. If it is wrong, you can say so for 14 days."),
    ),
    NoticeKind(
        name="signature_disputed",
        urgency=Urgency.DIGEST,
        rule=_("A dispute of a recorded signature goes to the Monitoring Officer."),
        context=to_dispute,
        still_true=is_disputed,
        next=_("The councillor is not reminded until you have decided."),
    ),
    NoticeKind(
        name="dispute_settled",
        urgency=Urgency.NOW,
        rule=_("Whoever disputes a signature is told what the Monitoring Officer decided."),
        context=to_receipt,
        next=_("If the signature was set aside, you are asked to read and sign again."),
    ),
    NoticeKind(
        name="dispute_settled_officer",
        urgency=Urgency.NOW,
        rule=_("Whoever recorded a disputed signature is told what was decided on it."),
        context=to_version,
        next=_("Nothing. Keep the paper, or your note of the call."),
    ),
]
