"""Equipment is recalled to the desk, taken in, and given back, replaced or kept.

Members bring it in "on request by Business Systems for the purposes of Audit, Upgrade, Repair or
Maintenance" (Members ICT Usage Protocol, Responsibilities).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record, record_all
from councilgov.ledger.certificates import issue as certificate_for
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import Council
from councilgov.records import Refused, keep_all
from devices.auditing.actions import note_seen
from devices.booking.actions import end_bookings
from devices.desk.actions import end_tasks, open_task
from devices.issuing.actions import end_assignment, issue_devices
from devices.issuing.standing import stands_with_holder
from devices.losses.settling import damage_of, have_wiped, settle_damage
from devices.models import (
    Assignment,
    AssignmentEnd,
    Booking,
    BookingStatus,
    Cause,
    Device,
    DeviceStatus,
    Issue,
    IssueKind,
    LineStatus,
    LossOutcome,
    Recall,
    RecallLine,
    RecallReason,
    ReturnRequest,
    TaskKind,
)
from devices.reclaiming.actions import ask_once_back, end_requests, request_return

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from councilgov.people.models import User

logger = logging.getLogger(__name__)
MOST = 2_000
"""Devices that are recalled at once: each holder is told, and the desk has to receive them."""
NAMED = 5
"""Devices that a refusal names."""


@transaction.atomic
def recall_devices(
    *, devices: Collection[Device], reason: RecallReason, by: User, words: str = ""
) -> Recall:
    """The desk asks to see these devices within the council's working days. Each holder is told
    once, and books a slot. Raises ``Refused`` if one of them can't be recalled, naming it.
    """
    rows = _recallable(devices)
    council = Council.objects.the()
    recall = Recall(
        reason=reason,
        words=words.strip(),
        asked_at=timezone.now(),
        asked_by=by,
        due_on=council.working_days_after(timezone.localdate(), council.recall_working_days),
    ).keep(by=by, why="Recalled")
    for device in rows:
        fields = device.stand_at(DeviceStatus.RECALLED)
    keep_all(rows, by=by, why=gettext_noop("Recall"), fields=fields)
    lines = [RecallLine(recall=recall, device=device, holder=device.holder) for device in rows]
    keep_all(lines, by=by, why="Recalled")
    facts = [(line, {"device": line.device_id, "recall": recall.pk}) for line in lines]
    record_all(kind="devices.recalled", actor=by, facts=facts)
    open_task(kind=TaskKind.RECEIVE, about=recall, address=reverse("devices:recalls"), by=by)
    asked = RecallLine.objects.filter(recall=recall)
    Notice.objects.plan("recall_asked", asked, to="holder", cause=("recall_id",))
    logger.info("Devices recalled", extra={"recall": recall.pk, "devices": len(lines)})
    return recall


def _recallable(devices: Collection[Device]) -> Sequence[Device]:
    """Those devices, locked; refused if one is not in somebody's use, or is their own."""
    if len(devices) > MOST:
        raise Refused(_("Recall at most 2,000 devices at once. Choose fewer."), field="devices")
    chosen = Device.objects.filter(pk__in=[device.pk for device in devices])
    rows = list(chosen.select_for_update(of=("self",)).order_by("pk").with_row())
    if not rows:
        raise Refused(_("Choose at least one device."), field="devices")
    unfit = [row for row in rows if row.status != DeviceStatus.ACTIVE]
    if unfit:
        named = [f"{row.asset_tag} ({row.get_status_display().lower()})" for row in unfit[:NAMED]]
        raise Refused(
            _("Only what a councillor has accepted can be recalled. Take these off: %(devices)s.")
            % {"devices": ", ".join([*named, "…"] if len(unfit) > NAMED else named)},
            field="devices",
        )
    return rows


@transaction.atomic
def cancel_recall(*, device: Device, reason: str, by: User) -> RecallLine:
    """A device need not be brought in after all; its holder is told why. Raises ``Refused`` for one
    that was brought in.
    """
    device = Device.objects.locked(device)
    line = open_line(device, hold=True)
    check_not_here(line)
    if device.status == DeviceStatus.RECALLED:
        device.move(DeviceStatus.ACTIVE, by=by, why=gettext_noop("Cancelling the recall"))
    line.cancel_reason = reason.strip()
    _end(line, LineStatus.CANCELLED, by=by)
    tell(kind="recall_cancelled", to=line.holder, cause=str(line.pk), about=line)
    return line


@transaction.atomic
def take_in(*, device: Device, by: User) -> RecallLine:
    """The desk has a recalled device, and gives a receipt for it. What is damaged is to be repaired
    in its case. Raises ``Refused`` for what was found and is to be checked in its case.
    """
    device = Device.objects.locked(device)
    line = open_line(device, hold=True)
    damage = damage_of(device)
    device.move(DeviceStatus.IN_WORKSHOP, by=by, why=gettext_noop("Taking in"))
    note_seen(device=device, by=by)
    if damage is None:
        open_task(
            kind=TaskKind.REPAIR,
            about=line,
            address=device.get_absolute_url(),
            device=device,
            councillor=line.holder,
            by=by,
        )
    return _taken_in(line, by=by)


@transaction.atomic
def take_along(*, device: Device, by: User) -> RecallLine | None:
    """What came to the workshop because it is damaged was brought in, if it was recalled: with its
    receipt, and without a second task to repair it. None if it was not. Of a (locked) device.
    """
    asked = device.recall_lines.filter(status=LineStatus.ASKED)
    line = asked.select_for_update(of=("self",)).with_row().first()
    return _taken_in(line, by=by) if line else None


def _taken_in(line: RecallLine, *, by: User) -> RecallLine:
    line.received_at, line.received_by = timezone.now(), by
    line.move(LineStatus.IN_WORKSHOP, by=by, why=gettext_noop("Taking in"))
    _certify(line, by=by)
    _end_task_of_recall(line, by=by)
    _free_the_slot(line, BookingStatus.MET, by=by)
    tell(kind="recall_taken_in", to=line.holder, cause=str(line.pk), about=line)
    return line


def _certify(line: RecallLine, *, by: User) -> None:
    assert line.received_at is not None  # noqa: S101  # set by the act; for the type checker
    entry = record(
        kind="devices.taken_in",
        actor=by,
        subject=line,
        facts={"device": line.device_id, "holder": line.holder_id, "recall": line.recall_id},
    )
    said: dict[str, str | datetime] = {
        _("Brought in by"): line.holder.full_name,
        _("Equipment"): line.device.description,
        _("For"): str(line.recall),
        _("Received at"): line.received_at,
        _("Received by"): by.full_name,
    }
    certificate_for(entry=entry, statement=said, title=_("Receipt for recalled equipment"))


@transaction.atomic
def give_back(*, device: Device, by: User) -> Device:
    """What was in the workshop is with its holder again, in use or still to be returned; what was
    lent meanwhile is asked back, and the case of what was damaged is over.
    """
    device = Device.objects.locked(device)
    if device.holder_id is None:
        raise Refused(_("Nobody has this device. Put it in stock."), way=device.own_page)
    check_here(device)
    device.move(stands_with_holder(device), by=by, why=gettext_noop("Giving back"))
    settle_damage(device=device, outcome=LossOutcome.REPAIRED, by=by)
    end_absence(device=device, by=by)
    return device


@transaction.atomic
def end_absence(*, device: Device, by: User) -> RecallLine | None:
    """A device is with its holder again, who is told that it is ready, or that it is due back. If
    it was taken in for a recall, that ends, and what was lent meanwhile is asked back. Of a
    (locked) device that stands there by now.
    """
    taken_in = device.recall_lines.in_workshop()
    line = taken_in.select_for_update(of=("self",)).with_row().first()
    if line:
        _end(line, LineStatus.BACK, by=by)
    is_asked_back = ask_once_back(device=device, by=by)
    if line and not is_asked_back:
        tell(kind="recall_given_back", to=line.holder, cause=str(line.pk), about=line)
    return line


def check_here(device: Device) -> None:
    """Raise ``Refused`` for what the desk does not have in its workshop."""
    if device.status != DeviceStatus.IN_WORKSHOP:
        raise Refused(
            _("%(device)s is not in the workshop: it is %(status)s.")
            % {"device": device, "status": device.get_status_display().lower()},
            way=device.own_page,
        )


@transaction.atomic
def replace(*, device: Device, replacement: Device, by: User) -> Issue:
    """Another device is issued in place of one that stays here and is wiped; the loan is asked
    back.
    """
    list(Device.objects.with_loans([device.pk, replacement.pk]))  # both, before either is judged
    device = Device.objects.locked(device)
    holder = device.holder
    if holder is None:
        raise Refused(_("Nobody has this device, so there is nothing to replace."))
    device.check_move(DeviceStatus.REPLACED, gettext_noop("Replacing"))
    end_assignment(device=device, because=AssignmentEnd.REPLACED, by=by)
    device.move(DeviceStatus.REPLACED, by=by, why=gettext_noop("Replacing"))
    have_wiped(device, by=by)
    settle_damage(device=device, outcome=LossOutcome.REPLACED, replacement=replacement, by=by)
    end_line(device=device, to=LineStatus.REPLACED, by=by)
    end_requests(device=device, by=by)
    return issue_devices(devices=[replacement], councillor=holder, by=by)


@transaction.atomic
def lend(*, device: Device, loan: Device, due_back_on: date, by: User) -> Issue:
    """Another device is lent while one is recalled or in the workshop, until a day. Raises
    ``Refused`` if one is lent for it already.
    """
    list(Device.objects.with_loans([device.pk, loan.pk]))  # both, before either is judged
    line = _line_of_absence(Device.objects.locked(device), by=by)
    if line.loan and line.loan.assignments.open().exists():
        raise Refused(_("A device is lent for this one already."), way=line.device.own_page)
    line.loan = issue_devices(
        devices=[loan], councillor=line.holder, kind=IssueKind.LOAN, due_back_on=due_back_on, by=by
    )
    line.keep(by=by, why="Loan")
    return line.loan


@transaction.atomic
def end_line(
    *, device: Device, to: LineStatus, by: User | None, reason: str = "", came: bool = False
) -> RecallLine | None:
    """What was recalled is back in use, replaced, returned for good, or for a ``reason`` not asked
    for any more; None if nothing was. ``came`` says that it was brought in with that: whoever had
    booked a slot for it has come.
    """
    line = device.recall_lines.open().select_for_update(of=("self",)).with_row().first()
    if line is None:
        return None
    line.cancel_reason = reason if to == LineStatus.CANCELLED else ""
    return _end(line, to, by=by, slot=BookingStatus.MET if came else BookingStatus.CANCELLED)


def open_line(device: Device, *, hold: bool = False) -> RecallLine:
    """What a device is recalled by. Raises ``Refused`` if it is not: also if somebody else has just
    ended that.
    """
    lines = device.recall_lines.open().with_row()
    line = (lines.select_for_update(of=("self",)) if hold else lines).first()
    if line is None:
        raise Refused(_("%(device)s is not recalled.") % {"device": device}, way=device.own_page)
    return line


def check_not_here(line: RecallLine) -> None:
    """Raise ``Refused`` for what is with the desk: it goes back, is replaced, or kept."""
    if line.status != LineStatus.ASKED:
        raise Refused(
            _("%(device)s was brought in already, so give it back instead.")
            % {"device": line.device},
            way=line.device.own_page,
        )


def check_away(device: Device) -> None:
    """Raise ``Refused`` for what its holder has, and keeps."""
    is_here = device.status == DeviceStatus.IN_WORKSHOP and device.holder_id
    if not is_here:
        open_line(device)


def _line_of_absence(device: Device, *, by: User) -> RecallLine:
    """What was damaged came to the workshop without being recalled: that is written down now."""
    is_here = device.status == DeviceStatus.IN_WORKSHOP and device.holder
    if not is_here or device.recall_lines.open().exists():
        return open_line(device, hold=True)
    now = timezone.now()
    recall = Recall(
        reason=RecallReason.REPAIR, asked_at=now, asked_by=by, due_on=timezone.localdate()
    ).keep(by=by, why="Lending")
    return RecallLine(
        recall=recall,
        device=device,
        holder=device.holder,
        status=LineStatus.IN_WORKSHOP,
        received_at=now,
        received_by=by,
    ).keep(by=by, why="Lending")


def _end(
    line: RecallLine,
    to: LineStatus,
    *,
    by: User | None,
    slot: BookingStatus = BookingStatus.CANCELLED,
) -> RecallLine:
    line.ended_at = timezone.now()
    line.move(to, by=by, why=gettext_noop("Ending the recall"))
    end_tasks(about=line, by=by)
    _end_task_of_recall(line, by=by)
    _free_the_slot(line, slot, by=by)
    if line.loan:
        _ask_for_loan(line.loan, by=by)
    return line


def _end_task_of_recall(line: RecallLine, *, by: User | None) -> None:
    """Once nothing of a recall is to be brought in any more, the desk has done it."""
    recall = Recall.objects.locked(line.recall)
    if not recall.lines.filter(status=LineStatus.ASKED).exists():
        end_tasks(about=recall, kinds=[TaskKind.RECEIVE], by=by)


def _free_the_slot(line: RecallLine, to: BookingStatus, *, by: User | None) -> None:
    """Nobody comes for nothing: once nothing of theirs is to be brought in, the place is free."""
    if not RecallLine.objects.filter(holder=line.holder_id).to_bring().exists():
        end_bookings(councillor=line.holder, to=to, by=by)


def _ask_for_loan(loan: Issue, *, by: User | None) -> None:
    """What is still out, and not asked back yet: what is missing or in repair is due once it is
    back.
    """
    lent = Device.objects.filter(assignments__in=loan.assignments.open())
    asked = ReturnRequest.objects.open().values("device")
    if devices := list(lent.exclude(pk__in=asked)):
        request_return(devices=devices, because=Cause.LOAN_OVER, by=by)


@transaction.atomic
def settle_strayed() -> int:
    """Recalls end whose device went another way, as when it was lost. How many. Safe twice.

    Recalls and bookings of many people are held first, in the order of their keys, as where the
    desk withdraws a slot: so that neither waits for the other for ever.
    """
    found = set(RecallLine.objects.strayed().values_list("device", flat=True))
    held = list(Device.objects.with_loans(found, skip_locked=True))
    elsewhere = Assignment.objects.open().exclude(device__in=held)  # a loan that somebody holds
    strayed = RecallLine.objects.strayed().exclude(loan__assignments__in=elsewhere)
    lines = list(strayed.filter(device__in=held).with_row().order_by("pk"))
    recalls = Recall.objects.filter(pk__in=[line.recall_id for line in lines])
    list(recalls.select_for_update(of=("self",)).order_by("pk"))
    bookings = Booking.objects.booked().filter(councillor__in=[line.holder_id for line in lines])
    list(bookings.select_for_update(of=("self",)).order_by("pk"))
    for line in lines:  # asked again: what was taken in while we waited has not strayed
        line.cancel_reason = _("The device went another way.")
        _end(line, LineStatus.CANCELLED, by=None)
    return len(lines)
