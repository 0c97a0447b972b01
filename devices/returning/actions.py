"""Equipment is handed back: received by the desk, signed by both sides, wiped, in stock again.

"All facilities remain the property of the Council" (Members ICT Usage Protocol, Responsibilities).
A fact is never refused: what is brought in is received, asked for or not, signed for or not.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.forms.signature import check_name
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.holdings import holdings_changed
from councilgov.records import Refused
from devices.auditing.actions import note_seen
from devices.desk.actions import end_tasks, open_task
from devices.issuing.actions import end_assignment
from devices.keeping.actions import check_somewhere, is_to_be_wiped
from devices.losses.settling import have_wiped, settle_damage
from devices.models import (
    AssignmentEnd,
    Condition,
    Device,
    DeviceStatus,
    LineStatus,
    LossOutcome,
    Manner,
    Return,
    ReturnedDevice,
    ReturnStatus,
    TaskKind,
    TaskStatus,
    Wipe,
)
from devices.recalling.actions import end_line
from devices.reclaiming.actions import end_requests
from devices.returning.certifying import certify_received, certify_signed
from devices.returning.checks import (
    check_brought_by,
    check_may_come_back,
    check_one_holder,
    check_wipe,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.ledger.models import Certificate
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

OFFICER_STATEMENT = gettext_noop("I have received this equipment as it is described here.")
STATEMENT = gettext_noop("I have handed back this equipment as it is described here.")
A_WHILE = timedelta(minutes=30)
"""Time to sign at the desk before a message asks for it."""


@dataclass(frozen=True)
class Handed:
    """A device as it lies on the desk: ``accessories`` are those that came with it."""

    device: Device
    condition: Condition
    wipe: Wipe
    words: str = ""
    accessories: Sequence[str] = ()


@transaction.atomic
def receive(
    *,
    handed: Sequence[Handed],
    by: User,
    typed_name: str,
    confirmed_with: str,
    brought_by: str = "",
) -> Return:
    """The desk receives devices of one councillor, and signs for them.

    They are off the councillor's record, who is asked to sign too: at the desk's screen or later.
    ``brought_by`` names whoever brings them instead: then nobody else signs. Raises ``Refused``.
    """
    rows = _locked(handed)
    holder = check_one_holder([one.device for one in rows])
    check_brought_by(holder, brought_by)
    check_name(by.full_name, typed_name)
    row = Return(
        councillor=holder,
        status=ReturnStatus.UNSIGNED if brought_by.strip() else ReturnStatus.WAITING,
        received_at=timezone.now(),
        received_by=by,
        officer_name=" ".join(typed_name.split()),
        officer_statement=_(OFFICER_STATEMENT),
        brought_by_whom=brought_by.strip(),
    ).keep(by=by, why="Received")
    items = [_take(one, row, by=by) for one in rows]
    certify_received(row, items, by=by, confirmed_with=confirmed_with)
    _tell_of_it(row)
    return row


def _locked(handed: Sequence[Handed]) -> Sequence[Handed]:
    """Each with its device as it is now, locked in one order with what is lent for them."""
    if not handed:
        raise Refused(_("Choose at least one device."), field="devices")
    asked = {one.device.pk: one for one in handed}
    held = Device.objects.with_loans(asked).with_row()
    found = []
    for device in [device for device in held if device.pk in asked]:
        one = asked[device.pk]
        check_may_come_back(device)
        check_wipe(device, one.wipe)
        found.append(Handed(device, one.condition, one.wipe, one.words, one.accessories))
    return found


def _take(one: Handed, row: Return, *, by: User) -> ReturnedDevice:
    """One device, off the record of who had it, wiped or to be wiped."""
    device, came_with = one.device, list(one.device.accessories)
    assignment = end_assignment(device=device, because=AssignmentEnd.RETURNED, by=by)
    device.accessories = [part for part in came_with if part in one.accessories]
    device.move(DeviceStatus.RETURNED, by=by, why=gettext_noop("Return"))
    note_seen(device=device, by=by)
    settle_damage(device=device, outcome=LossOutcome.HANDED_BACK, by=by)
    item = ReturnedDevice(
        part_of=row,
        device=device,
        assignment=assignment,
        condition=one.condition,
        words=one.words.strip(),
        accessories=device.accessories,
        missing=[part for part in came_with if part not in one.accessories],
        wipe=one.wipe,
    ).keep(by=by, why="Received")
    if one.wipe == Wipe.DONE:
        _wiped(device, how=_("When it was returned"), by=by)
    elif one.wipe == Wipe.TO_DO:
        have_wiped(device, by=by)
    end_line(device=device, to=LineStatus.KEPT, by=by, came=True)
    end_requests(device=device, by=by)
    return item


def _tell_of_it(row: Return) -> None:
    """Nobody waits for it any more; and they get a receipt if nobody else signs, else a request to
    sign, unless they do so at once.
    """
    holdings_changed([row.councillor_id])
    logger.info("Equipment received", extra={"return": row.pk})
    if row.status == ReturnStatus.UNSIGNED:
        tell(kind="return_received", to=row.councillor, cause=str(row.pk), about=row)
    else:
        tell(
            kind="return_to_sign",
            to=row.councillor,
            cause=str(row.pk),
            about=row,
            due_at=timezone.now() + A_WHILE,
        )


@transaction.atomic
def sign(
    *,
    row: Return,
    by: User,
    typed_name: str,
    text_sha256: str,
    confirmed_with: str,
    remark: str = "",
) -> Certificate:
    """The councillor signs for what they handed back, from their own account, with a remark or
    without. Both get the receipt anew. Raises ``Refused`` for another name or another person.
    """
    row = Return.objects.locked(row)
    if row.councillor_id != by.pk:
        raise Refused(_("Only the councillor who handed it back can sign for it."))
    signed = {"typed_name": typed_name, "text_sha256": text_sha256, "remark": remark}
    return _sign(row, Manner.ACCOUNT, **signed, confirmed_with=confirmed_with, by=by)


@transaction.atomic
def sign_at_desk(
    *,
    row: Return,
    by: User,
    typed_name: str,
    known_from: str,
    text_sha256: str,
    confirmed_with: str,
    remark: str = "",
) -> Certificate:
    """The councillor signs on the desk's screen, before an officer who says how they know them.

    The receipt goes to the councillor's own mailbox. Raises ``Refused`` as ``sign`` does.
    """
    row = Return.objects.locked(row)
    row.witnessed_at, row.witnessed_by = timezone.now(), by
    row.known_from = known_from.strip()
    signed = {"typed_name": typed_name, "text_sha256": text_sha256, "remark": remark}
    return _sign(row, Manner.DESK, **signed, confirmed_with=confirmed_with, by=by)


def _sign(
    row: Return,
    manner: Manner,
    *,
    typed_name: str,
    text_sha256: str,
    remark: str,
    confirmed_with: str,
    by: User,
) -> Certificate:
    row.check_move(ReturnStatus.SIGNED, gettext_noop("Signing"))
    if row.fingerprint() != text_sha256:
        raise Refused(_("This is not the receipt that you read. Read it, then sign again."))
    check_name(row.councillor.full_name, typed_name)
    row.typed_name = " ".join(typed_name.split())
    row.statement, row.remark = _(STATEMENT), remark.strip()
    row.manner, row.signed_at = manner, timezone.now()
    row.move(ReturnStatus.SIGNED, by=by, why=gettext_noop("Signing"))
    end_tasks(about=row, kinds=[TaskKind.ANSWER_RETURN], to=TaskStatus.DROPPED, by=by)
    tell(kind="return_signed", to=row.councillor, cause=str(row.pk), about=row)
    logger.info("Return signed", extra={"return": row.pk})
    items = list(row.items.with_row())
    return certify_signed(row, items, by=by, confirmed_with=confirmed_with)


@transaction.atomic
def disagree(*, row: Return, reason: str, by: User) -> Return:
    """The councillor does not agree with what the desk wrote, and says why. It is kept beside the
    receipt, the return stands, and nobody reminds them. The desk is to answer; they may still sign.
    """
    row = Return.objects.locked(row)
    if row.councillor_id != by.pk:
        raise Refused(_("Only the councillor who handed it back can say so."))
    row.disputed_at, row.dispute_reason = timezone.now(), reason.strip()
    row.move(ReturnStatus.DISPUTED, by=by, why=gettext_noop("Disagreeing"))
    record(
        kind="devices.return_disputed",
        actor=by,
        subject=row,
        facts={"councillor": row.councillor_id, "sha256": row.fingerprint()},
        names={"reason": row.dispute_reason},
    )
    open_task(
        kind=TaskKind.ANSWER_RETURN,
        about=row,
        address=row.get_absolute_url(),
        councillor=row.councillor,
        by=by,
    )
    return row


@transaction.atomic
def answer(*, row: Return, words: str, by: User) -> Return:
    """The desk answers a councillor who does not agree: they are told, and it stands beside their
    words. The receipt stays as it was signed. Raises ``Refused`` where no answer is due.
    """
    row = Return.objects.locked(row)
    if not row.is_to_answer:
        raise Refused(_("Nobody waits for an answer here."))
    row.answered_at, row.answered_by, row.answer = timezone.now(), by, words.strip()
    row.keep(by=by, why="Answered")
    record(
        kind="devices.return_answered",
        actor=by,
        subject=row,
        facts={"councillor": row.councillor_id},
        names={"answer": row.answer},
    )
    end_tasks(about=row, kinds=[TaskKind.ANSWER_RETURN], by=by)
    tell(kind="return_answered", to=row.councillor, cause=str(row.pk), about=row)
    return row


@transaction.atomic
def close_unsigned(*, row: Return, reason: str, by: User) -> Return:
    """The desk no longer waits for the councillor's signature, and says why. They may still
    sign.
    """
    row = Return.objects.locked(row)
    row.closed_at, row.closed_by, row.closing_reason = timezone.now(), by, reason.strip()
    row.move(ReturnStatus.UNSIGNED, by=by, why=gettext_noop("Closing without a signature"))
    record(
        kind="devices.return_closed",
        actor=by,
        subject=row,
        facts={"councillor": row.councillor_id},
        names={"reason": row.closing_reason},
    )
    tell(kind="return_closed", to=row.councillor, cause=str(row.pk), about=row)
    return row


@transaction.atomic
def record_wipe(*, device: Device, how: str, by: User) -> Device:
    """The desk wiped a device that nobody has any more, and says how; its task is done.

    Raises ``Refused`` for a kind that holds no data, for one that somebody still has, and for one
    of which it is not known yet what becomes of it: its case says.
    """
    device = Device.objects.locked(device)
    if not device.kind.holds_data:
        raise Refused(
            _("This kind of device holds no data, so there is nothing to wipe."),
            way=device.own_page,
        )
    if device.holder_id:
        raise Refused(_("Receive it back first, then wipe it."), way=device.own_page)
    check_somewhere(Device.objects.filter(pk=device.pk))
    if loss := device.losses.open().first():
        raise Refused(_("Its case is open. Say there what becomes of it."), way=loss.own_page)
    return _wiped(device, how=how, by=by)


def _wiped(device: Device, *, how: str, by: User) -> Device:
    device.move(DeviceStatus.WIPED, by=by, why=gettext_noop("Wipe"))
    record(
        kind="devices.wiped",
        actor=by,
        subject=device,
        facts={"asset_tag": device.asset_tag},
        names={"how": how.strip()},
    )
    end_tasks(about=device, kinds=[TaskKind.WIPE], by=by)
    return device


@transaction.atomic
def put_in_stock(*, device: Device, by: User) -> Device:
    """A device that came back can be issued again: wiped, or of a kind that holds no data.

    Raises ``Refused`` for one that is to be wiped first, and for one that was written off: its
    value is given up, so it is only disposed of.
    """
    device = Device.objects.locked(device)
    check_may_be_stocked(device)
    settle_damage(device=device, outcome=LossOutcome.REPAIRED, by=by)
    return device.move(DeviceStatus.IN_STOCK, by=by, why=gettext_noop("Putting in stock"))


def check_may_be_stocked(device: Device) -> None:
    """Raise ``Refused`` unless nobody else finds the data of its last holder on it."""
    if device.holder_id:
        raise Refused(_("Receive it back first."), way=device.own_page)
    if device.losses.given_up().exists():
        raise Refused(_("It was written off. It can only be disposed of."), way=device.own_page)
    if is_to_be_wiped(device):
        raise Refused(
            _("Wipe it first: nobody else may have it with the data of its last holder on it."),
            way=device.own_page,
        )
