"""An audit asks every holder "Do you have it?", and the desk looks into what is not there.

Members answer "on request by Business Systems for the purposes of Audit" (Members ICT Usage
Protocol, Responsibilities). Only who has a device answers for it, or the desk that has seen it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

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
from devices.desk.actions import end_tasks, open_task
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
    have, or are not sure of, the desk looks into. Others' lines and closed ones are left alone.
    """
    mine = AuditLine.objects.open().filter(holder=by, pk__in=answers).with_row().order_by("pk")
    lines = list(mine.select_for_update(of=("self",)))
    for line in lines:
        if line.status not in {answers[line.pk], AnswerStatus.SEEN}:
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
            address=line.device.get_absolute_url(),
            device=line.device,
            councillor=line.holder,
            by=by,
        )
    else:
        end_tasks(about=line, by=by)
    return line


@transaction.atomic
def drop_moved_on() -> int:
    """Nobody is asked about what is no longer theirs: it came back or was replaced. How many.

    Safe twice, and set-based.
    """
    rows = AuditLine.objects.moved_on().order_by("pk")
    lines = list(rows.select_for_update(of=("self",), skip_locked=True))
    going = [line for line in lines if AnswerStatus.DROPPED in line.MOVES[line.status]]
    for line in going:
        line.stand_at(AnswerStatus.DROPPED)
    keep_all(going, by=None, why=gettext_noop("No longer theirs"), fields=["status"])
    return len(going)


@transaction.atomic
def close_audit(*, audit: Audit, by: User) -> Audit:
    """The audit is over: nobody answers or is reminded any more, and its result stands."""
    audit = Audit.objects.locked(audit)
    drop_moved_on()
    audit.closed_at, audit.closed_by = timezone.now(), by
    audit.move(AuditStatus.CLOSED, by=by, why=gettext_noop("Closing the audit"))
    lines = list(audit.lines.select_for_update(of=("self",)).order_by("pk"))
    for line in lines:
        line.is_open = False
    keep_all(lines, by=by, why="Audit closed", fields=["is_open"])
    counted = Audit.objects.with_counts().get(pk=audit.pk)
    facts = {name: getattr(counted, name) for name in ("expected", "found", "missing", "silent")}
    _record(audit, "closed", facts, by=by)
    return audit
