"""Equipment is asked back for good: on leaving office, after a decision on misuse, or otherwise.

"Surrendered on ceasing to be a Member", and "may require the return" of what was misused (Members
ICT Usage Protocol, Responsibilities). Whoever is asked has the council's working days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.access import Right
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import Council
from councilgov.records import Refused, keep_all
from devices.issuing.standing import stands_with_holder
from devices.misusing import RETURNS
from devices.models import (
    Cause,
    Device,
    DeviceStatus,
    RequestStatus,
    ReturnRequest,
)
from devices.reclaiming.log import record_requests

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from councilgov.people.models import User
    from devices.returns import ReturnRequestQuerySet

WITH_THEM = frozenset({DeviceStatus.ASSIGNED, DeviceStatus.ACTIVE, DeviceStatus.RECALLED})
"""In which whoever is asked has the device, and can bring it."""


@transaction.atomic
def request_return(
    *,
    devices: Collection[Device],
    because: Cause,
    by: User | None,
    words: str = "",
    due_on: date | None = None,
) -> Sequence[ReturnRequest]:
    """Whoever has these devices is asked to return them, by ``due_on`` or within the council's
    working days. Each holder is told once, and reminded until the devices are back.
    Past the calendar ``CalendarEnds`` is raised for an officer, while the clock counts weekdays.

    What is missing, damaged or with the desk is asked for too: it is due once its holder has it
    again. Raises ``Refused`` for one that nobody has, that is their own, or that is asked already.
    """
    for device in (rows := _locked(devices)):
        _make_due(device)
    keep_all(rows, by=by, why=gettext_noop("Return asked for"), fields=["status", "moved_at"])
    said: dict[str, Any] = {
        "because": because,
        "words": words.strip(),
        "asked_at": timezone.now(),
        "asked_by": by,
        "due_on": due_on or _within_working_days(is_fact=by is None),
    }
    asked = [ReturnRequest(device=device, holder=device.holder, **said) for device in rows]
    requests = keep_all(asked, by=by, why="Return asked for")
    record_requests(requests, "asked", by=by)
    _tell_once_each(requests)
    return requests


def _locked(devices: Collection[Device]) -> Sequence[Device]:
    chosen = Device.objects.filter(pk__in=[device.pk for device in devices])
    rows = list(chosen.select_for_update(of=("self",)).order_by("pk").with_row())
    if not rows:
        raise Refused(_("Choose at least one device."), field="devices")
    return rows


def _within_working_days(*, is_fact: bool) -> date:
    council = Council.objects.the()
    after = council.earliest_working_day_after if is_fact else council.working_days_after
    return after(timezone.localdate(), council.return_working_days)


def _make_due(device: Device) -> None:
    """In memory. One that was declined is due already; one that is away is when it is back."""
    if device.holder_id is None:
        raise Refused(
            _("Nobody has %(device)s, so nobody can be asked to return it.") % {"device": device},
            way=device.own_page,
        )
    if device.is_personal:
        raise Refused(
            _("%(device)s is the councillor’s own, so they keep it.") % {"device": device},
            way=device.own_page,
        )
    if device.status in WITH_THEM:
        device.stand_at(DeviceStatus.RETURN_DUE)


def _tell_once_each(requests: Sequence[ReturnRequest]) -> None:
    """Not whoever left office, where nobody asked but the clock: their case tells them, at the
    address and in the way that they chose.
    """
    told = [row for row in requests if row.because != Cause.LEAVING or row.asked_by_id]
    Notice.objects.plan("return_asked", first_of_each(told), to="holder", cause=("pk",))


def first_of_each(requests: Sequence[ReturnRequest]) -> ReturnRequestQuerySet:
    """One for each holder: who is told of several at once is told once."""
    first = {request.holder_id: request.pk for request in reversed(requests)}
    return ReturnRequest.objects.filter(pk__in=first.values())


@transaction.atomic
def ask_once_back(*, device: Device, by: User | None) -> ReturnRequest | None:
    """A device that is asked back was away, and its holder has it again: they are told to bring it,
    and have the council's working days from today. None where it is not to be returned, or was only
    declined. The device is locked by the caller.
    """
    asked = device.return_requests.open().select_for_update(of=("self",)).with_row()
    request = asked.first() if device.status == DeviceStatus.RETURN_DUE else None
    if request is None:
        return None
    request.due_on = max(request.due_on, _within_working_days(is_fact=True))
    request.keep(by=by, why="Return asked for")
    record_requests([request], "asked", by=by)
    cause = f"{request.pk}:{timezone.now().isoformat()}"
    tell(kind="return_asked", to=request.holder, cause=cause, about=request)
    return request


@transaction.atomic
def make_ruling(*, request: ReturnRequest, by: User) -> ReturnRequest:
    """What is asked back already is to be returned after a decision on misuse from now on, by the
    same day, whatever it was asked for first.
    """
    request = ReturnRequest.objects.locked(request)
    request.because, request.words = Cause.MISUSE, ""
    request.keep(by=by, why="Return asked for after a decision on misuse")
    record_requests([request], "asked", by=by)
    return request


def check_may_cancel(request: ReturnRequest, by: User | None) -> None:
    """Raise ``Refused`` where the Monitoring Officer ruled that it is to be returned, unless a
    Monitoring Officer or deputy who is no part of that case decides otherwise.

    The council "may require the return" of what was misused (Members ICT Usage Protocol,
    Responsibilities): the desk never decides that, nor undoes it.
    """
    if request.because != Cause.MISUSE:
        return
    if by is None or not by.has_perm(Right.DECIDE_MISUSE):
        raise Refused(
            _("The Monitoring Officer decided that it is to be returned. Only they can undo that."),
            way=request.own_page,
        )
    opened = request.device.misuse_cases.filter(councillor=request.holder, ruling__in=RETURNS)
    if by.pk == request.holder_id or opened.filter(opened_by=by).exists():
        raise Refused(
            _(
                "You opened this case, or it is about you. "
                "Another Monitoring Officer or a deputy decides on it."
            ),
            way=request.own_page,
        )


@transaction.atomic
def cancel_return(*, request: ReturnRequest, reason: str, by: User | None) -> ReturnRequest:
    """A device need not be returned after all: its holder keeps it, and is told why.

    What they had not accepted waits again. Raises ``Refused`` for what they declined, which is to
    be handed back all the same, and for what the Monitoring Officer ruled, unless they or a deputy
    decide otherwise.
    """
    device = Device.objects.locked(request.device)  # before the request, as when it comes back
    request = ReturnRequest.objects.locked(request)
    check_may_cancel(request, by)
    request.ended_at, request.cancel_reason = timezone.now(), reason.strip()
    request.move(RequestStatus.CANCELLED, by=by, why=gettext_noop("Cancelling the return"))
    to = stands_with_holder(device)
    if to == DeviceStatus.RETURN_DUE:
        raise Refused(_("They declined it, so it is still to be handed back."), way=device.own_page)
    if device.status == DeviceStatus.RETURN_DUE:
        device.move(to, by=by, why=gettext_noop("Cancelling the return"))
    record_requests([request], "cancelled", by=by)
    tell(kind="return_cancelled", to=request.holder, cause=str(request.pk), about=request)
    return request


@transaction.atomic
def end_requests(*, device: Device, by: User, cancelled: str = "") -> None:
    """The desk has the device for good, so nobody is asked for it any more; or it will not come
    back, and ``cancelled`` says why. The device is locked by the caller.
    """
    to = RequestStatus.CANCELLED if cancelled else RequestStatus.MET
    for request in device.return_requests.open().select_for_update(of=("self",)):
        request.ended_at, request.cancel_reason = timezone.now(), cancelled
        request.move(to, by=by, why=gettext_noop("Return"))
