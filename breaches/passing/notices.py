"""The messages to a councillor about complaints that they answer. They name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from breaches.models import Complaint, Obstacle, WardComplaint
from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice

PASSED, TAKEN_BACK = "ward_complaint", "ward_complaint_taken_back"
DUE, LEFT = "ward_complaint_due", "ward_complaint_left"
NO_ACCOUNT = "ward_complaint_no_account"
WHY = {LEFT: (Obstacle.DIED, Obstacle.LEFT), NO_ACCOUNT: (Obstacle.NO_ACCOUNT,)}
"""Which message tells of what keeps the councillor from answering."""


def waits(notice: Notice) -> bool:
    """They still have to answer it, and can."""
    row = notice.subject
    return isinstance(row, WardComplaint) and row.is_open and _is_within_reach(row)


def _is_within_reach(row: WardComplaint) -> bool:
    return WardComplaint.objects.within_reach().filter(pk=row.pk).exists()


def is_due(notice: Notice) -> bool:
    """And the day still stands."""
    row = notice.subject
    if not (isinstance(row, WardComplaint) and row.due_on):
        return False
    return row.due_on.isoformat() in notice.key and _is_within_reach(row)


def waits_for_nobody(notice: Notice) -> bool:
    """The same is still with somebody who can't answer here, for the same reason, and it falls to
    this officer.
    """
    row = notice.subject
    if not isinstance(row, Complaint):
        return False
    is_theirs = row.handlers().filter(pk=notice.to_id).exists()
    stuck = WardComplaint.objects.out_of_reach(*WHY[notice.kind])
    return is_theirs and stuck.filter(pk=notice.cause).exists()


def of_day(notice: Notice) -> Mapping[str, Any]:
    """Whether that day is past, and the page."""
    row = notice.subject
    day = row.due_on if isinstance(row, WardComplaint) else None
    return {"day": day, "is_late": day is not None and day < today()}


def to_list(_notice: Notice) -> Mapping[str, Any]:
    return {"link": site("breaches:own_complaints")}


KINDS = [
    NoticeKind(
        name=PASSED,
        urgency=Urgency.NOW,
        rule=_(
            "For your ward work you answer yourself for how you use information about people. So "
            "the council passes complaints about it to you."
        ),
        next=_("We remind you before the day, until you have answered."),
        still_true=waits,
        context=of_day,
    ),
    NoticeKind(
        name=DUE,
        urgency=Urgency.DIGEST,
        rule=_(
            "A councillor with a complaint to answer is reminded 14, 7, 3 and 1 days before the "
            "day, on it, and then each week."
        ),
        next=_("Write to whoever complained, and say on the page that you did."),
        still_true=is_due,
        context=of_day,
    ),
    NoticeKind(
        name=LEFT,
        urgency=Urgency.DIGEST,
        rule=_(
            "Those who handle complaints are told when the councillor to whom one was passed can "
            "answer nothing here any more."
        ),
        next=_("Write to the councillor, or take the complaint back and look into it."),
        still_true=waits_for_nobody,
    ),
    NoticeKind(
        name=NO_ACCOUNT,
        urgency=Urgency.DIGEST,
        rule=_(
            "Those who handle complaints are told when the councillor to whom one was passed has "
            "no account that works."
        ),
        next=_("Ask members’ services to let them in, write to them, or take the complaint back."),
        still_true=waits_for_nobody,
    ),
    NoticeKind(
        name=TAKEN_BACK,
        urgency=Urgency.NOW,
        rule=_("You were told to answer this complaint."),
        next=_("The council answers it. You need do nothing."),
        context=to_list,
    ),
]
