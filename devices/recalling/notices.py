"""The messages about recalls and loans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.models import Device, Issue, RecallLine
from devices.recalling.chasing import LOAN, TO_BRING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_to_bring(notice: Notice) -> bool:
    """Of that recall they still have something to bring in."""
    return bool(devices_of(notice))


def devices_of(notice: Notice) -> list[RecallLine]:
    """What this person is still to bring in of that recall."""
    line = notice.subject
    if not isinstance(line, RecallLine):
        return []
    theirs = RecallLine.objects.to_bring().filter(recall=line.recall_id, holder=notice.to)
    return list(theirs.with_row())


def to_bring(notice: Notice) -> Mapping[str, object]:
    """The page on which a slot is booked, and what to bring."""
    return {"link": site("devices:my_recalls"), "lines": devices_of(notice)}


def to_equipment(_notice: Notice) -> Mapping[str, object]:
    return {"link": site("devices:equipment")}


def is_still_lent(notice: Notice) -> bool:
    """Something of the loan is still with them, and due on the day that the message names."""
    loan = notice.subject
    is_of_that_day = isinstance(loan, Issue) and f":{loan.due_back_on}:" in notice.cause
    return is_of_that_day and is_lent(notice)


def is_lent(notice: Notice) -> bool:
    return bool(lent_by(notice))


def lent_by(notice: Notice) -> list[Device]:
    """What of a loan is with them."""
    loan = notice.subject
    if not isinstance(loan, Issue):
        return []
    return list(Device.objects.filter(assignments__in=loan.assignments.at_hand()).with_row())


def to_loan(notice: Notice) -> Mapping[str, object]:
    """The page of what they have, and what of it they were lent."""
    return {**to_equipment(notice), "devices": lent_by(notice)}


KINDS = [
    NoticeKind(
        name="recall_asked",
        urgency=Urgency.NOW,
        rule=_("Councillors bring equipment in when the council asks for it."),
        next=_("Book a slot. We remind you the day before the last day."),
        still_true=is_to_bring,
        context=to_bring,
    ),
    NoticeKind(
        name=TO_BRING,
        urgency=Urgency.DIGEST,
        rule=_("Who has not brought recalled equipment is reminded, and then every week."),
        next=_("Bring it in, or book a slot before the last day, and the reminders stop."),
        still_true=is_to_bring,
        context=to_bring,
    ),
    NoticeKind(
        name="recall_cancelled",
        urgency=Urgency.NOW,
        rule=_("Whoever was asked to bring in equipment is told when they need not."),
        next=_("Nothing."),
        context=to_equipment,
    ),
    NoticeKind(
        name="recall_taken_in",
        urgency=Urgency.NOW,
        rule=_("The council gives a receipt for equipment that it takes in."),
        next=_("We tell you when it is ready."),
        context=to_equipment,
    ),
    NoticeKind(
        name="recall_given_back",
        urgency=Urgency.NOW,
        rule=_("Whoever brought in equipment is told when it is back in use."),
        next=_("If you were lent another one, bring that back."),
        context=to_equipment,
    ),
    NoticeKind(
        name=LOAN,
        urgency=Urgency.DIGEST,
        rule=_("Whoever has equipment on loan is reminded the day before it is due, and weekly."),
        next=_("Bring it to the service desk, and the reminders stop."),
        still_true=is_still_lent,
        context=to_loan,
    ),
    NoticeKind(
        name="loan_prolonged",
        urgency=Urgency.NOW,
        rule=_("Whoever has equipment on loan is told when it is lent until another day."),
        next=_("Bring it back by that day. We remind you the day before."),
        still_true=is_lent,
        context=to_loan,
    ),
]
