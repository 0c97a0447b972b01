"""The messages about equipment that is asked back for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.models import DeviceStatus, RequestStatus, ReturnRequest
from devices.returning.chasing import TO_RETURN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice

ASKS = _("The council asks for its equipment when somebody leaves, or must give it back.")


def is_still_asked_back(notice: Notice) -> bool:
    """Nobody has brought it in or cancelled the request, and it is not missing."""
    request = notice.subject
    return (
        isinstance(request, ReturnRequest)
        and request.status == RequestStatus.OPEN
        and request.device.status == DeviceStatus.RETURN_DUE
    )


def to_equipment(notice: Notice) -> Mapping[str, object]:
    """Their own equipment, and all that was asked back with it."""
    request = notice.subject
    if not isinstance(request, ReturnRequest):
        return {}
    together = ReturnRequest.objects.open().filter(holder=request.holder, due_on=request.due_on)
    return {
        "link": site("devices:equipment"),
        "devices": [row.device for row in together.with_row()],
    }


KINDS = [
    NoticeKind(
        name="return_asked",
        urgency=Urgency.NOW,
        rule=ASKS,
        next=_("We remind you on the last day, and then every week until it is back."),
        still_true=is_still_asked_back,
        context=to_equipment,
    ),
    NoticeKind(
        name=TO_RETURN,
        urgency=Urgency.DIGEST,
        rule=_("Who has not returned equipment is reminded on the last day, and then weekly."),
        next=_("Bring it to the service desk, and the reminders stop."),
        still_true=is_still_asked_back,
        context=to_equipment,
    ),
    NoticeKind(
        name="return_cancelled",
        urgency=Urgency.NOW,
        rule=_("Whoever was asked to return equipment is told when they need not."),
        next=_("Nothing. Keep the equipment safe."),
        context=to_equipment,
    ),
]
