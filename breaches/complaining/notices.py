"""The messages about complaints. Those to officers name nobody; those to whoever complains are the
only ones that say what it is about, since no page is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from breaches.complaining.wording import closing
from breaches.models import Complaint, ComplaintMessage, MessageKind
from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Outsider, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice

RECEIPT, WAITING, DUE = "complaint_receipt", "complaint_waiting", "complaint_due"
UNSENT = "complaint_unsent"
BECAUSE = _("Somebody gave us this address with a complaint about personal information.")


def whose_receipt(notice: Notice) -> Outsider | None:
    """Their address, and no name: nobody has looked at what was typed there."""
    row = notice.subject
    who = getattr(row, "complainant", None) if isinstance(row, Complaint) else None
    return Outsider(who.email) if who else None


def whose_answer(notice: Notice) -> Outsider | None:
    """Whoever complained, by the name that they gave; None once they are erased."""
    message = notice.subject
    row = message.complaint if isinstance(message, ComplaintMessage) else None
    who = getattr(row, "complainant", None)
    return Outsider(who.email, who.name) if who else None


def of_answer(_notice: Notice) -> Mapping[str, Any]:
    """What follows the words of every answer."""
    return {"closing": closing()}


def waits_for(notice: Notice) -> bool:
    """Something that they see is not acknowledged yet."""
    return Complaint.objects.visible_to(notice.to).unacknowledged().exists()


def is_due(notice: Notice) -> bool:
    """The day still stands, and it still falls to them."""
    row = notice.subject
    return (
        isinstance(row, Complaint)
        and row.due_on is not None
        and row.due_on.isoformat() in notice.key
        and row.handlers().filter(pk=notice.to_id).exists()
    )


def is_lost(notice: Notice) -> bool:
    """The same email is still the last word to them, and it still falls to this officer."""
    row = notice.subject
    if not isinstance(row, Complaint):
        return False
    is_theirs = row.handlers().filter(pk=notice.to_id).exists()
    return is_theirs and row.messages.lost().filter(pk=notice.cause).exists()


def to_list(_notice: Notice) -> Mapping[str, Any]:
    return {"link": site("breaches:complaints")}


def to_one(notice: Notice) -> Mapping[str, Any]:
    row = notice.subject
    is_late = isinstance(row, Complaint) and row.due_on is not None and row.due_on < today()
    return {"is_late": is_late}


NEXT = {
    MessageKind.ACKNOWLEDGEMENT: _("We look into it and tell you what we find."),
    MessageKind.PROGRESS: _("We go on, and tell you what we find."),
    MessageKind.PASSED_ON: _("The councillor writes to you and tells you what they find."),
    MessageKind.OUTCOME: _("This ends your complaint with us."),
}
KINDS = [
    NoticeKind(
        name=WAITING,
        urgency=Urgency.DIGEST,
        rule=_("Those who handle complaints are told when some have come in."),
        next=_("Acknowledge each within 30 days of the day on which it came in."),
        still_true=waits_for,
        context=to_list,
    ),
    NoticeKind(
        name=DUE,
        urgency=Urgency.DIGEST,
        rule=_(
            "Those who handle complaints are reminded 14, 7, 3 and 1 days before the day, on it, "
            "and then each week."
        ),
        next=_("Write to them, and say on the page that you did. Then the reminders stop."),
        still_true=is_due,
        context=to_one,
    ),
    NoticeKind(
        name=UNSENT,
        urgency=Urgency.DIGEST,
        rule=_("Those who handle a complaint are told when an email to whoever complains failed."),
        next=_("Send the same words another way, and record when."),
        still_true=is_lost,
    ),
    NoticeKind(
        name=RECEIPT,
        urgency=Urgency.NOW,
        rule=BECAUSE,
        next=_("Somebody reads it and writes to you within 30 days. Was it not you? Tell us."),
        outsider=whose_receipt,
    ),
    *(
        NoticeKind(
            name=f"complaint_{kind}",
            urgency=Urgency.NOW,
            rule=_("You complained to us about how information about you was used."),
            next=NEXT[kind],
            outsider=whose_answer,
            context=of_answer,
        )
        for kind in MessageKind
    ),
]
