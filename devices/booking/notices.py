"""The messages about times at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from devices.models import Booking, BookingStatus

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_booked(notice: Notice) -> bool:
    """Neither changed nor cancelled since."""
    booking = notice.subject
    return isinstance(booking, Booking) and booking.status == BookingStatus.BOOKED


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
        next=_("Nothing. You need not come in this slot."),
    ),
    NoticeKind(
        name="slot_withdrawn",
        urgency=Urgency.NOW,
        rule=_("Whoever booked a slot is told if the service desk withdraws it."),
        next=_("Please book another slot."),
    ),
]
