"""The desk offers times at its drop-in place; councillors book them, change and cancel."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.notices.actions import tell
from councilgov.records import Refused
from devices.models import Booking, BookingStatus, Device, Slot

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def offer_slot(*, starts_at: datetime, ends_at: datetime, places: int, by: User) -> Slot:
    """The desk offers a time for so many people. Raises ``Refused`` for one that is over, that
    ends before it starts, or that is offered already.
    """
    if ends_at <= timezone.now():
        raise Refused(_("This time is over. Choose a later one."), field="day")
    slot = Slot(starts_at=starts_at, ends_at=ends_at, places=places).keep(by=by, why="Offered")
    logger.info("Slot offered", extra={"slot": slot.pk})
    return slot


@transaction.atomic
def withdraw_slot(*, slot: Slot, by: User) -> Slot:
    """The desk takes a slot back. Whoever booked it is told, and books another. Raises ``Refused``
    for one that is over: who missed it is told nothing.
    """
    slot = Slot.objects.locked(slot)
    check_may_withdraw(slot)
    slot.withdrawn_at = timezone.now()
    slot.keep(by=by, why="Withdrawn")
    booked = slot.bookings.booked().with_row().select_for_update(of=("self",)).order_by("pk")
    for booking in booked:
        _end(booking, BookingStatus.CANCELLED, by=by)
        tell(kind="slot_withdrawn", to=booking.councillor, cause=str(booking.pk), about=booking)
    return slot


def check_may_withdraw(slot: Slot) -> None:
    """Raise ``Refused`` for a slot that was withdrawn, or is over."""
    if slot.withdrawn_at:
        raise Refused(_("This slot was withdrawn already."))
    if not slot.is_open(timezone.now()):
        raise Refused(_("This slot is over, so nobody needs another one."))


@transaction.atomic
def book(*, slot: Slot, councillor: User, by: User) -> Booking:
    """A councillor books a slot, or another than before: the place that they had is free again.

    The slot is locked, so that of two who take the last place one wins and the other is told.
    The desk books for who rings. Raises ``Refused`` for a slot that is full, over or withdrawn, and
    where nothing is recalled: also what the desk has taken in a moment ago.
    """
    check_to_bring(councillor)
    slot = Slot.objects.locked(slot)
    earlier = councillor.bookings.booked().select_for_update(of=("self",)).first()
    if earlier and earlier.slot_id == slot.pk:
        return earlier
    if slot.withdrawn_at or slot.ends_at <= timezone.now():
        raise Refused(_("This slot is not offered any more. Choose another."), field="slot")
    if slot.bookings.booked().count() >= slot.places:
        raise Refused(
            _("Somebody else has just taken the last place of this slot. Choose another."),
            field="slot",
        )
    if earlier:
        _end(earlier, BookingStatus.CANCELLED, by=by)
    booking = Booking(slot=slot, councillor=councillor, booked_at=timezone.now())
    booking.keep(by=by, why="Booked")
    tell(kind="slot_booked", to=councillor, cause=str(booking.pk), about=booking)
    return booking


def check_to_bring(councillor: User) -> None:
    """Raise ``Refused`` unless they have something to bring in. It is held, so that nobody takes
    it in before they have their slot.
    """
    asked = councillor.recall_lines.to_bring().values("device")
    held = Device.objects.filter(pk__in=asked).select_for_update(of=("self",)).order_by("pk")
    if not list(held) or not councillor.recall_lines.to_bring().exists():
        raise Refused(_("There is nothing to bring in, so no slot is needed."))


@transaction.atomic
def cancel_booking(*, booking: Booking, by: User) -> Booking:
    """A councillor, or the desk for who rings, gives the place back. They may book another; where
    the desk did it, they are told.
    """
    booking = _end(Booking.objects.locked(booking), BookingStatus.CANCELLED, by=by)
    if by != booking.councillor:
        tell(kind="booking_cancelled", to=booking.councillor, cause=str(booking.pk), about=booking)
    return booking


@transaction.atomic
def end_bookings(*, councillor: User, to: BookingStatus, by: User | None) -> int:
    """Nothing more is to be brought in: they came, or need not come, and are told so while the slot
    is ahead. How many ended.
    """
    open_ones = list(councillor.bookings.booked().with_row().select_for_update(of=("self",)))
    for booking in open_ones:
        _end(booking, to, by=by)
        if to == BookingStatus.CANCELLED and booking.slot.is_open(timezone.now()):
            tell(kind="slot_not_needed", to=councillor, cause=str(booking.pk), about=booking)
    return len(open_ones)


def _end(booking: Booking, to: BookingStatus, *, by: User | None) -> Booking:
    booking.ended_at = timezone.now()
    return booking.move(to, by=by, why=gettext_noop("Ending the booking"))
