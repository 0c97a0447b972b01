"""An audit asks every holder "Do you have it?", and the desk looks into what is not there.

Members answer "on request by Business Systems for the purposes of Audit" (Members ICT Usage
Protocol, Responsibilities). Only who has a device answers for it, or the desk that has seen it; a
report that it is lost or stolen is an answer too.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from councilgov.notices.models import Notice
from councilgov.people.models import GroupMembership
from councilgov.records import Refused, keep_all
from devices.audits import AnswerStatus, Audit, AuditLine, AuditStatus
from devices.desk.actions import drop_tasks, end_tasks, open_task
from devices.models import Device, DeviceStatus, Ownership, TaskKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from councilgov.people.models import Group, User
    from devices.models import Kind

logger = logging.getLogger(__name__)
AT_HAND = [
    DeviceStatus.ASSIGNED,
    DeviceStatus.ACTIVE,
    DeviceStatus.RECALLED,
    DeviceStatus.RETURN_DUE,
]
COUNTED = ("expected", "found", "missing", "unsure", "silent")
TO_LOOK_INTO = {AnswerStatus.NO, AnswerStatus.UNSURE}


def auditable(*, kinds: Collection[Kind] = (), groups: Collection[Group] = ()) -> QuerySet[Device]:
    """What councillors have of the council's and no open audit asks of; of all kinds and groups
    where none is named.
    """
    held = Device.objects.filter(ownership=Ownership.COUNCIL, status__in=AT_HAND)
    free = held.exclude(audit_lines__in=AuditLine.objects.filter(is_open=True))
    members = GroupMembership.objects.current(timezone.localdate()).filter(group__in=groups)
    of_kinds = Q(kind__in=kinds) if kinds else Q()
    of_groups = Q(holder__in=members.values("councillor")) if groups else Q()
    return free.filter(of_kinds & of_groups)


@transaction.atomic
def start_audit(
    *,
    title: str,
    until_on: date,
    by: User,
    kinds: Collection[Kind] = (),
    groups: Collection[Group] = (),
) -> Audit:
    """Everybody who has such a device is asked, once each, to answer until a day.

    Raises ``Refused`` where nobody has one, or all are in another open audit.
    """
    devices = list(
        auditable(kinds=kinds, groups=groups).select_related("kind", "holder").order_by("pk")
    )
    if not devices:
        raise Refused(
            _("Nobody has such a device, or another open audit asks about all of them already.")
        )
    audit = Audit(
        title=title.strip(), until_on=until_on, started_at=timezone.now(), started_by=by
    ).keep(by=by, why="Started")
    lines = [AuditLine(audit=audit, device=row, holder=row.holder) for row in devices]
    keep_all(lines, by=by, why="Asked")
    asked = AuditLine.objects.filter(audit=audit)
    Notice.objects.plan("audit_asked", asked, to="holder", cause=("audit_id",))
    _record(audit, "started", {"devices": len(lines)}, by=by)
    return audit


def _record(audit: Audit, what: str, facts: Mapping[str, int], *, by: User) -> None:
    record(kind=f"devices.audit_{what}", actor=by, subject=audit, facts=facts)
    logger.info("Audit %s", what, extra={"audit": audit.pk})


@transaction.atomic
def answer(*, answers: Mapping[int, AnswerStatus], by: User) -> Sequence[AuditLine]:
    """A councillor says of their devices (line to answer) whether they have them. What they do not
    have, or are not sure of, the desk looks into. Others' lines, closed ones, and those of which
    the desk knows more by now are left alone.
    """
    mine = AuditLine.objects.to_answer().filter(holder=by, pk__in=answers).with_row()
    lines = list(mine.select_for_update(of=("self",)).order_by("device_id"))
    for line in lines:
        if line.status != answers[line.pk]:
            _say(line, answers[line.pk], by=by)
    return lines


@transaction.atomic
def mark_seen(*, audit: Audit, device: Device, by: User) -> AuditLine:
    """The desk has the device before it, which is better than any answer.

    Raises ``Refused`` for one that this audit does not ask about, or that was seen already.
    """
    lines = AuditLine.objects.filter(audit=audit, device=device, is_open=True).with_row()
    line = lines.select_for_update(of=("self",)).first()
    if line is None:
        raise Refused(
            _("This audit does not ask about %(device)s.") % {"device": device}, field="asset_tag"
        )
    return _say(line, AnswerStatus.SEEN, by=by)


def _say(line: AuditLine, to: AnswerStatus, *, by: User) -> AuditLine:
    line.answered_at, line.answered_by = timezone.now(), by
    line.move(to, by=by, why=gettext_noop("Answer"))
    if to in TO_LOOK_INTO:
        open_task(
            kind=TaskKind.AUDIT,
            about=line,
            address=address_of(line),
            device=line.device,
            councillor=line.holder,
            by=by,
        )
    else:
        end_tasks(about=line, by=by)
    return line


def address_of(line: AuditLine) -> str:
    """The device in the list of its audit, from where it is marked or reported."""
    shown = urlencode({"q": line.device.asset_tag})
    return f"{line.audit.get_absolute_url()}?{shown}"


@transaction.atomic
def note_seen(*, device: Device, by: User) -> AuditLine | None:
    """The desk has the device, whatever for: an audit that asks about it knows that it is there.

    None where no open audit does. The device is locked by the caller.
    """
    return _note(device, AnswerStatus.SEEN, by=by)


@transaction.atomic
def note_missing(*, device: Device, by: User) -> AuditLine | None:
    """The device is reported lost or stolen: an audit that asks about it counts it as missing, and
    its case says what is to be done. None where no open audit does. The device is locked by the
    caller.
    """
    return _note(device, AnswerStatus.NO, by=by)


def _note(device: Device, to: AnswerStatus, *, by: User) -> AuditLine | None:
    lines = AuditLine.objects.filter(device=device, is_open=True).with_row()
    line = lines.select_for_update(of=("self",)).first()
    if line is None:
        return None
    if to in line.MOVES[line.status]:
        line.answered_at, line.answered_by = timezone.now(), by
        line.move(to, by=by, why=gettext_noop("Answer"))
    end_tasks(about=line, by=by)
    return line


@transaction.atomic
def drop_moved_on() -> int:
    """Nobody is asked about what is no longer theirs, and nobody looks into it: it was replaced or
    kept. How many. Safe twice, and set-based.
    """
    rows = AuditLine.objects.moved_on().order_by("pk")
    lines = list(rows.select_for_update(of=("self",), skip_locked=True))
    for line in lines:
        line.stand_at(AnswerStatus.DROPPED)
    keep_all(lines, by=None, why=gettext_noop("No longer theirs"), fields=["status"])
    drop_tasks(about=lines, by=None)
    return len(lines)


@transaction.atomic
def close_audit(*, audit: Audit, by: User) -> Audit:
    """The audit is over: nobody answers or is reminded any more, and its result stands. What was
    still to be looked into is so no longer: it stands in the result.
    """
    audit = Audit.objects.locked(audit)
    drop_moved_on()
    audit.closed_at, audit.closed_by = timezone.now(), by
    audit.move(AuditStatus.CLOSED, by=by, why=gettext_noop("Closing the audit"))
    lines = list(audit.lines.select_for_update(of=("self",)).order_by("device_id"))
    for line in lines:
        line.is_open = False
    keep_all(lines, by=by, why="Audit closed", fields=["is_open"])
    drop_tasks(about=lines, by=by)
    counted = Audit.objects.with_counts().get(pk=audit.pk)
    facts = {name: getattr(counted, name) for name in COUNTED}
    _record(audit, "closed", facts, by=by)
    return audit
