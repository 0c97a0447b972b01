"""What the clock asks back follows why it asked: somebody leaves office on another day, or stays; a
suspension is over, or becomes leaving office.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.notices.models import Notice
from councilgov.records import keep_all
from devices.issuing.standing import stand_with_holders
from devices.models import Cause, Device, DeviceStatus, RequestStatus, ReturnRequest
from devices.reclaiming.actions import first_of_each
from devices.reclaiming.log import record_requests

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date


class Moved(NamedTuple):
    """By when somebody was to return equipment, and by when from now on."""

    before: date
    due_on: date


@transaction.atomic
def call_off_leaving(holders: Collection[int], *, because: str = "") -> int:
    """These people are in office, so they keep what was asked back because they leave: it stands
    where it stood, and each of them is told once. Of how many devices.

    What the desk itself asked for, or the Monitoring Officer ruled, is still to be returned.
    """
    held = _held(holders, Cause.LEAVING)
    return _call_off(held, because or _("You stay in office."), "Stays in office")


@transaction.atomic
def call_off_suspended(holders: Collection[int]) -> int:
    """These people are no longer suspended without their equipment, so they keep it: as with
    ``call_off_leaving``. What they declined meanwhile is still to be handed back.
    """
    held = _held(holders, Cause.SUSPENDED)
    return _call_off(held, _("The time for which it was asked back is over."), "Suspension is over")


def _call_off(rows: Sequence[ReturnRequest], told: str, why: str) -> int:
    now = timezone.now()
    for row in rows:
        row.check_move(RequestStatus.CANCELLED, gettext_noop("Cancelling the return"))
        row.ended_at, row.cancel_reason = now, told
        row.stand_at(RequestStatus.CANCELLED)
    keep_all(rows, by=None, why=why, fields=["status", "ended_at", "cancel_reason"])
    back = [row.device for row in rows if row.device.status == DeviceStatus.RETURN_DUE]
    to = stand_with_holders(back)
    kept = [device for device in back if to[device.pk] != DeviceStatus.RETURN_DUE]
    for device in kept:
        device.check_move(to[device.pk], gettext_noop("Cancelling the return"))
        device.stand_at(to[device.pk])
    keep_all(kept, by=None, why=why, fields=["status", "moved_at"])
    record_requests(rows, "cancelled", by=None)
    theirs = [row for row in rows if row.device in kept]
    Notice.objects.plan("return_cancelled", first_of_each(theirs), to="holder", cause=("pk",))
    return len(rows)


@transaction.atomic
def leave_suspended(due: Mapping[int, date]) -> int:
    """Whoever was to bring equipment for the time of a suspension leaves office instead: it is due
    for that reason, by the day of theirs, so that one clock alone asks. Of how many devices.
    """
    rows = _held(due, Cause.SUSPENDED)
    for row in rows:
        row.because, row.due_on = Cause.LEAVING, due[row.holder_id]
    keep_all(rows, by=None, why="Leaves office", fields=["because", "due_on"])
    record_requests(rows, "asked", by=None)
    return len(rows)


@transaction.atomic
def date_leaving(moved: Mapping[int, Moved]) -> int:
    """The day of these people has moved, and what they were to return by it is due by the new one.
    Whoever was given longer, as for what was away meanwhile, keeps that. Of how many devices.
    """
    rows = [
        row
        for row in _held(moved, Cause.LEAVING)
        if row.due_on == moved[row.holder_id].before or row.due_on < moved[row.holder_id].due_on
    ]
    for row in rows:
        row.due_on = moved[row.holder_id].due_on
    keep_all(rows, by=None, why="Leaves office on other days", fields=["due_on"])
    record_requests(rows, "asked", by=None)
    return len(rows)


def _held(holders: Collection[int], because: Cause) -> Sequence[ReturnRequest]:
    """What the clock alone asks for, held: the devices first, as in every act."""
    asked = ReturnRequest.objects.open().filter(holder__in=holders, because=because, asked_by=None)
    devices = Device.objects.filter(pk__in=asked.values("device")).with_row()
    held = {row.pk: row for row in devices.select_for_update(of=("self",)).order_by("pk")}
    rows: Sequence[ReturnRequest] = list(
        asked.filter(device__in=held).select_for_update(of=("self",)).order_by("pk")
    )
    for row in rows:
        row.device = held[row.device_id]
    return rows
