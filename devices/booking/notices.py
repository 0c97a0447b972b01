"""The messages about times at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.models import Booking, BookingStatus, ReturnRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_booked(notice: Notice) -> bool:
    """Neither changed nor cancelled since."""
    booking = notice.subject
    return isinstance(booking, Booking) and booking.status == BookingStatus.BOOKED


def to_come_or_not(notice: Notice) -> Mapping[str, object]:
    """Whether they are asked to return something all the same, and where that stands."""
    is_asked_back = ReturnRequest.objects.to_be_met_by(notice.to).exists()
    page = "devices:equipment" if is_asked_back else "devices:my_recalls"
    return {"link": site(page), "is_asked_back": is_asked_back}


KINDS = [
    NoticeKind(
        name="slot_booked",
        urgency=Urgency.NOW,
        rule=_("Whoever books a slot at the service desk gets it in writing."),
        next=_("Come in your slot. You can change or cancel it in the portal."),
        still_true=is_booked,
    ),
    NoticeKind(
        name="booking_cancelled",
        urgency=Urgency.NOW,
        rule=_("Whoever booked a slot is told if the service desk cancels it for them."),
        next=_("Book another slot if you still have equipment to bring in."),
    ),
    NoticeKind(
        name="slot_not_needed",
        urgency=Urgency.NOW,
        rule=_("Whoever booked a slot is told if they need not come."),
        next=_("Nothing, unless the page asks you to return something."),
        context=to_come_or_not,
    ),
    NoticeKind(
        name="slot_withdrawn",
        urgency=Urgency.NOW,
        rule=_("Whoever booked a slot is told if the service desk withdraws it."),
        next=_("Please book another slot."),
    ),
]
