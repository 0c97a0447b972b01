"""A councillor's own device is set up for council data, and freed of it again.

"Personal devices set up by IT" (Members ICT Usage Protocol, Definitions) stay the councillor's:
the council may remove its own data and nothing else, and the councillor may end it at any time.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.deadlines import end_of_day
from councilgov.forms.signature import check_name
from councilgov.ledger.actions import record
from councilgov.ledger.certificates import issue as certificate_for
from councilgov.notices.actions import tell
from councilgov.people.holdings import holdings_changed
from councilgov.people.models import Council
from councilgov.records import Refused, keep_all
from devices.desk.actions import end_tasks, open_task
from devices.enrolling.checks import (
    check_allowed,
    check_is_asked_once,
    check_pending,
    check_removable,
    check_to_be_enrolled,
    check_to_be_signed,
    check_unsafe,
)
from devices.enrolment import STATEMENT, statement_sha256
from devices.models import (
    Device,
    DeviceStatus,
    Enrolment,
    EnrolmentEnd,
    Ownership,
    Platform,
    TaskKind,
    TaskStatus,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from councilgov.ledger.canonical import JSON
    from councilgov.ledger.statements import Value
    from councilgov.people.models import User
    from devices.models import Kind

logger = logging.getLogger(__name__)

TAGS = r"^P-[0-9]{5,}$"


@transaction.atomic
def ask_enrolment(
    *,
    kind: Kind,
    platform: Platform,
    model: str,
    typed_name: str,
    text_sha256: str,
    confirmed_with: str,
    by: User,
) -> Device:
    """A councillor asks the desk to set up their own device, and signs what that means.

    Raises ``Refused`` where none is allowed, for another name, out of office, and for one twice.
    """
    check_allowed()
    _check_signature(by, typed_name, text_sha256)
    tag, model = next_tag(), model.strip()
    check_is_asked_once(by, kind, platform, model)
    device = Device(
        asset_tag=tag,
        kind=kind,
        ownership=Ownership.PERSONAL,
        model=model,
        status=DeviceStatus.PENDING,
        holder=by,
    ).keep(by=by, why="Enrolment asked for")
    row = Enrolment(device=device, councillor=by, platform=platform)
    _sign(row, typed_name, confirmed_with, why="Enrolment asked for")
    _give_to_desk(TaskKind.ENROL, row, by=by)
    return device


def _check_signature(councillor: User, typed_name: str, text_sha256: str) -> None:
    if not councillor.is_councillor:
        raise Refused(_("Only councillors in office can have their own device set up."))
    if text_sha256 != statement_sha256():
        raise Refused(_("The statement changed while you were reading. Read it again."))
    check_name(councillor.full_name, typed_name)


def next_tag() -> str:
    """P-00001 and so on. Two who ask at once wait for one another."""
    Council.objects.locked(Council.objects.the())
    used = Device.objects.filter(asset_tag__regex=TAGS)
    last = used.order_by(Length("asset_tag").desc(), "-asset_tag").first()
    return f"P-{int(last.asset_tag[2:]) + 1 if last else 1:05d}"


@transaction.atomic
def take_over(*, devices: Sequence[Device], by: User) -> None:
    """What was set up before the portal came is in its register now: each owner is told, and asked
    to sign what that means. Nobody signs for them, and they may end it at once.
    """
    owned = [(device, device.holder) for device in devices if device.holder]
    rows = [Enrolment(device=device, councillor=owner) for device, owner in owned]
    for row in keep_all(rows, by=by, why="Enrolled before the portal"):
        _tell("enrolment_told", row, "taken over")


@transaction.atomic
def nothing_to_mend(*, devices: Sequence[Device], by: User) -> None:
    """Another system says that these keep to the rules again."""
    found = Enrolment.objects.filter(device__in=devices).exclude(problem="")
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.problem, row.mend_before = "", None
        end_tasks(about=row, by=by, kinds=[TaskKind.CHECK_MENDED])
    keep_all(rows, by=by, why="Compliant", fields=["problem", "mend_before"])


@transaction.atomic
def sign_enrolment(
    *, device: Device, typed_name: str, text_sha256: str, confirmed_with: str, by: User
) -> Device:
    """The owner of a device that was set up before the portal came signs what that means."""
    device, row = locked(device)
    check_to_be_signed(device)
    if row.councillor != by:
        raise Refused(_("Only the councillor whose device it is can sign for it."))
    _check_signature(by, typed_name, text_sha256)
    _sign(row, typed_name, confirmed_with, why="Signed")
    return device


def _sign(row: Enrolment, typed_name: str, confirmed_with: str, *, why: str) -> None:
    """What was agreed is kept as it was read, is evidence, and has its receipt."""
    row.signed_at, row.statement = timezone.now(), str(STATEMENT)
    row.typed_name = " ".join(typed_name.split())
    row.keep(by=row.councillor, why=why)
    entry = record(
        kind="devices.enrolment_signed",
        actor=row.councillor,
        subject=row,
        facts={
            "device": row.device_id,
            "statement_sha256": statement_sha256(),
            "confirmed_with": confirmed_with,
        },
        names={"typed_name": row.typed_name, "statement": row.statement},
    )
    said: dict[str, Value] = {
        _("Signed by"): row.councillor.full_name,
        _("Device"): f"{row.device.model}, {row.device.asset_tag}",
        _("Signed at"): row.signed_at,
        _("Statement"): row.statement,
    }
    certificate_for(entry=entry, statement=said, title=_("Council data on my own device"))


@transaction.atomic
def enrol(*, device: Device, by: User) -> Device:
    """The desk has set it up. Council data is on it from now. Raises ``Refused`` for somebody who
    has left office since they asked.
    """
    device, row = locked(device)
    check_to_be_enrolled(device)
    row.enrolled_at, row.enrolled_by = timezone.now(), by
    device.move(DeviceStatus.ENROLLED, by=by, why=gettext_noop("Enrolment"))
    row.keep(by=by, why="Enrolled")
    end_tasks(about=row, by=by, kinds=[TaskKind.ENROL])
    _tell("enrolment_told", row, "enrolled")
    _record(row, "enrolled", by=by)
    return device


@transaction.atomic
def refuse_enrolment(*, device: Device, reason: str, by: User) -> Device:
    """It is not set up: the desk says why, or the councillor thought better of it."""
    device, row = locked(device)
    check_pending(device)
    row.refusal = reason.strip()
    _let_go(device, row, by=by)
    end_tasks(about=row, by=by, to=TaskStatus.DROPPED)
    if by != row.councillor:
        _tell("enrolment_told", row, "refused")
    return device


@transaction.atomic
def find_unsafe(*, device: Device, problem: str, mend_before: date, by: User) -> Device:
    """It does not keep to the rules: its councillor is told what to mend, and until when. They are
    reminded on the day before; when the day is over the desk is to have checked it, or to have
    removed council data.
    """
    device, row = locked(device)
    row.problem, row.mend_before = problem.strip(), mend_before
    device.move(DeviceStatus.NON_COMPLIANT, by=by, why=gettext_noop("Compliance check"))
    row.keep(by=by, why="Not compliant")
    stage = f"unsafe {device.moved_at.isoformat()}"
    _tell("enrolment_told", row, stage)
    _give_to_desk(TaskKind.CHECK_MENDED, row, by=by, due_at=end_of_day(mend_before))
    day_before = mend_before - timedelta(days=1)
    if day_before > timezone.localdate():
        _tell("enrolment_to_mend", row, stage, due_at=end_of_day(day_before - timedelta(days=1)))
    _record(row, "unsafe", by=by)
    return device


@transaction.atomic
def find_safe(*, device: Device, by: User) -> Device:
    """It keeps to the rules again."""
    device, row = locked(device)
    check_unsafe(device)
    row.problem, row.mend_before = "", None
    device.move(DeviceStatus.ENROLLED, by=by, why=gettext_noop("Compliance check"))
    row.keep(by=by, why="Compliant")
    end_tasks(about=row, by=by, kinds=[TaskKind.CHECK_MENDED])
    _record(row, "safe", by=by)
    return device


@transaction.atomic
def ask_removal(*, device: Device, because: EnrolmentEnd, by: User) -> Device:
    """Council data is to be removed: its councillor may ask at any time, the desk with a reason.

    To ask twice is to ask once; but what the desk said to be no longer needed is its task again.
    Raises ``Refused`` where there is no council data on it, and while
    it is reported lost or stolen: then it is asked for in that case.
    """
    device, row = locked(device)
    check_removable(device)
    if row.removal_asked_at is None:
        row.removal_asked_at, row.removal_asked_by = timezone.now(), by
        row.removal_because = because
        row.keep(by=by, why="Removal of council data asked for")
        if by != row.councillor:
            _tell("enrolment_told", row, "removal")
        _record(row, "removal_asked", by=by)
    _give_to_desk(TaskKind.REMOVE_DATA, row, by=by)
    return device


@transaction.atomic
def confirm_removal(*, device: Device, by: User) -> Device:
    """The desk has seen that council data is gone. Nothing else was touched: the device is the
    councillor's alone again, leaves the council's lists, and they are told.

    Raises ``Refused`` if nobody asked for it, and while it is reported lost or stolen.
    """
    device, row = locked(device)
    check_removable(device)
    if row.removal_asked_at is None:
        raise Refused(
            _("Nobody has asked for council data to be removed. Say why it goes first."),
            way=device.own_page,
        )
    row.removal_confirmed_at, row.removal_confirmed_by = timezone.now(), by
    _free(device, row, by=by)
    _tell("enrolment_told", row, "released")
    return device


@transaction.atomic
def remove_with_case(
    *, device: Device, asked_at: datetime, confirmed_at: datetime, by: User
) -> Device:
    """A missing device is given up. Council data was removed from it meanwhile: when this was
    asked and confirmed stands in the case of the loss, and here too. The device is released; that
    case tells its councillor.
    """
    device, row = locked(device)
    if row.removal_asked_at is None:
        row.removal_asked_at, row.removal_asked_by = asked_at, by
        row.removal_because = EnrolmentEnd.MISSING
    row.removal_confirmed_at, row.removal_confirmed_by = confirmed_at, by
    _free(device, row, by=by)
    return device


@transaction.atomic
def give_up_pending(*, device: Device, by: User) -> Device:
    """A missing device that was never set up is given up: nothing of the council's is on it."""
    device, row = locked(device)
    row.refusal = str(_("It is lost or stolen"))
    _let_go(device, row, by=by)
    end_tasks(about=row, by=by, to=TaskStatus.DROPPED)
    return device


def _free(device: Device, row: Enrolment, *, by: User) -> None:
    """Council data is gone, and the device is released. Nothing is to be done about it any more."""
    device.move(DeviceStatus.DATA_REMOVED, by=by, why=gettext_noop("Removing council data"))
    holder = device.holder_id
    row.keep(by=by, why="Council data removed")
    _record(row, "data_removed", by=by)
    _let_go(device, row, by=by)
    end_tasks(about=row, by=by)
    holdings_changed([holder])


@transaction.atomic
def put_back(*, device: Device, by: User) -> Device:
    """What was found is checked in its case: its councillor uses it again, and nothing is to be
    mended. What was never set up waits for that as before.
    """
    device, row = locked(device)
    row.problem, row.mend_before = "", None
    row.keep(by=by, why="Checked")
    end_tasks(about=row, by=by, kinds=[TaskKind.CHECK_MENDED])
    to = DeviceStatus.ENROLLED if _was_set_up(device, row) else DeviceStatus.PENDING
    device.move(to, by=by, why=gettext_noop("Back in use"))
    return device


def _was_set_up(device: Device, row: Enrolment) -> bool:
    """By the desk here, or before the portal came: then nobody ever asked for it here."""
    asked_here = device.history.filter(status=DeviceStatus.PENDING).exists()
    return row.enrolled_at is not None or not asked_here


def locked(device: Device) -> tuple[Device, Enrolment]:
    """A personal device and what was agreed about it, held until the transaction ends.

    One that was set up before the portal came gets its row now. Raises ``Refused`` for a council
    device.
    """
    device = Device.objects.locked(device)
    if not device.is_personal:
        raise Refused(
            _("%(device)s is the council’s: only personal devices are enrolled and released.")
            % {"device": device},
            way=device.own_page,
        )
    row = Enrolment.objects.select_for_update(of=("self",)).filter(device=device).first()
    if row:
        row.device = device
        return device, row
    assert device.holder is not None  # noqa: S101  # only a released one has none, and has a row
    return device, Enrolment(device=device, councillor=device.holder).keep(
        by=None, why="Enrolled before the portal"
    )


def _let_go(device: Device, row: Enrolment, *, by: User) -> None:
    row.released_at, row.released_by = timezone.now(), by
    row.keep(by=by, why="Released")
    device.holder = None
    device.move(DeviceStatus.RELEASED, by=by, why=gettext_noop("Release"))
    _record(row, "released", by=by)


def _give_to_desk(
    kind: TaskKind, row: Enrolment, *, by: User, due_at: datetime | None = None
) -> None:
    open_task(
        kind=kind,
        about=row,
        address=row.get_absolute_url(),
        device=row.device,
        councillor=row.councillor,
        due_at=due_at,
        by=by,
    )


def _tell(kind: str, row: Enrolment, stage: str, *, due_at: datetime | None = None) -> None:
    tell(kind=kind, to=row.councillor, cause=f"{row.pk} {stage}", about=row, due_at=due_at)


def _record(row: Enrolment, what: str, *, by: User) -> None:
    facts: dict[str, JSON] = {"device": row.device_id, "councillor": row.councillor_id}
    record(kind=f"devices.personal_{what}", actor=by, subject=row, facts=facts)
    logger.info("Personal device", extra={"device": row.device_id, "what": what})
