"""The messages about equipment that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from devices.models import Return, ReturnStatus
from devices.returning.chasing import TO_SIGN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_to_sign(notice: Notice) -> bool:
    """The councillor has neither signed nor disagreed, and the desk still waits."""
    row = notice.subject
    return isinstance(row, Return) and row.status == ReturnStatus.WAITING


def what_came_back(notice: Notice) -> Mapping[str, object]:
    """The devices of the return."""
    row = notice.subject
    items = row.items.with_row() if isinstance(row, Return) else ()
    return {"items": list(items)}


KINDS = [
    NoticeKind(
        name="return_received",
        urgency=Urgency.NOW,
        rule=_("The council gives a receipt for equipment that comes back."),
        next=_("Nothing. If something is wrong in it, you can say so on its page."),
        context=what_came_back,
    ),
    NoticeKind(
        name="return_to_sign",
        urgency=Urgency.NOW,
        rule=_("Equipment that comes back is signed for by both sides."),
        next=_("We remind you every week until you sign, or say that you do not agree."),
        still_true=is_to_sign,
        context=what_came_back,
    ),
    NoticeKind(
        name=TO_SIGN,
        urgency=Urgency.DIGEST,
        rule=_("Whoever has not signed for returned equipment is reminded every week."),
        next=_("Sign, or say that you do not agree, and the reminders stop."),
        still_true=is_to_sign,
        context=what_came_back,
    ),
    NoticeKind(
        name="return_answered",
        urgency=Urgency.NOW,
        rule=_("Whoever does not agree with a receipt for equipment gets an answer."),
        next=_("Nothing. You may sign the receipt; your words stay beside it."),
        context=what_came_back,
    ),
    NoticeKind(
        name="return_closed",
        urgency=Urgency.NOW,
        rule=_("Whoever has not signed for returned equipment is told when nobody waits for it."),
        next=_("Nothing. You may still sign, or say that you do not agree."),
        context=what_came_back,
    ),
    NoticeKind(
        name="return_signed",
        urgency=Urgency.NOW,
        rule=_("Whoever signs for returned equipment gets a receipt."),
        next=_("Nothing. Keep the receipt: it shows what you gave back."),
        context=what_came_back,
    ),
]
