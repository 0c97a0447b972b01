"""The messages about equipment that is asked back for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.models import RequestStatus, ReturnRequest
from devices.returning.chasing import TO_RETURN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice

ASKS = _("The council asks for its equipment when somebody leaves, or must give it back.")


def is_still_to_return(notice: Notice) -> bool:
    """They have it, and are asked to bring it."""
    request = notice.subject
    if not isinstance(request, ReturnRequest):
        return False
    return ReturnRequest.objects.to_chase().filter(pk=request.pk).exists()


def is_something_to_return(notice: Notice) -> bool:
    """Of what was asked back together they have something, whatever became of the rest."""
    return bool(asked_together(notice))


def asked_together(notice: Notice) -> list[ReturnRequest]:
    """What they have, and are asked to bring by the day of this request."""
    request = notice.subject
    if not isinstance(request, ReturnRequest):
        return []
    theirs = ReturnRequest.objects.to_be_met_by(notice.to).filter(due_on=request.due_on)
    return list(theirs.with_row())


def to_equipment(_notice: Notice) -> Mapping[str, object]:
    """Their own equipment."""
    return {"link": site("devices:equipment")}


def to_return(notice: Notice) -> Mapping[str, object]:
    """Their own equipment, and what of it is to be brought."""
    devices = [request.device for request in asked_together(notice)]
    return {**to_equipment(notice), "devices": devices}


def to_keep(notice: Notice) -> Mapping[str, object]:
    """Their own equipment, and what of it they keep from the same moment on."""
    request = notice.subject
    assert isinstance(request, ReturnRequest)  # noqa: S101  # of these alone it is told
    same = ReturnRequest.objects.filter(holder=request.holder_id, ended_at=request.ended_at)
    kept = same.filter(status=RequestStatus.CANCELLED).with_row()
    return {**to_equipment(notice), "devices": [row.device for row in kept]}


KINDS = [
    NoticeKind(
        name="return_asked",
        urgency=Urgency.NOW,
        rule=ASKS,
        next=_("We remind you until it is back."),
        still_true=is_something_to_return,
        context=to_return,
    ),
    NoticeKind(
        name=TO_RETURN,
        urgency=Urgency.DIGEST,
        rule=_("Who has not returned equipment is reminded on the last day, and then weekly."),
        next=_("Bring it to the service desk, and the reminders stop."),
        still_true=is_still_to_return,
        context=to_equipment,
    ),
    NoticeKind(
        name="return_cancelled",
        urgency=Urgency.NOW,
        rule=_("Whoever was asked to return equipment is told when they need not."),
        next=_("Nothing. If you have the equipment, keep it safe."),
        context=to_keep,
    ),
]
