"""The messages about access holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from policies.models import AccessHold, HoldStatus

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_to_decide(notice: Notice) -> bool:
    """Nobody has decided on it yet."""
    hold = notice.subject
    return isinstance(hold, AccessHold) and hold.status == HoldStatus.PROPOSED


def is_to_carry_out(notice: Notice) -> bool:
    """Ordered and neither done nor dropped."""
    hold = notice.subject
    return isinstance(hold, AccessHold) and hold.status == HoldStatus.ORDERED


KINDS = [
    NoticeKind(
        name="hold_proposed",
        urgency=Urgency.DIGEST,
        rule=_("The Monitoring Officer decides on every access hold that is proposed."),
        next=_("Order it or refuse it, with your reasons."),
        still_true=is_to_decide,
    ),
    NoticeKind(
        name="hold_ordered",
        urgency=Urgency.NOW,
        rule=_("The ICT service desk carries out the access holds that are ordered."),
        next=_("Say on the page when it is done."),
        still_true=is_to_carry_out,
    ),
    NoticeKind(
        name="hold_told",
        urgency=Urgency.NOW,
        rule=_("A councillor is told at once of an access hold, and why it was ordered."),
        next=_("Sign or decline, and the hold is lifted at once."),
    ),
    NoticeKind(
        name="hold_lifted",
        urgency=Urgency.NOW,
        rule=_("An access hold is undone at once when it is lifted."),
        next=_("Say on the page when everything works again."),
    ),
    NoticeKind(
        name="hold_lifted_told",
        urgency=Urgency.NOW,
        rule=_("A councillor is told at once when an access hold is lifted."),
        next=_("Nothing. We tell you when everything works again."),
    ),
    NoticeKind(
        name="hold_undone",
        urgency=Urgency.NOW,
        rule=_("A councillor is told when an access hold has been undone."),
        next=_("Nothing."),
    ),
]
