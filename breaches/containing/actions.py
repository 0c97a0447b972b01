"""What is done against more harm: tasks are added, done, or said not to be needed; and the lists
with which reports begin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.containing.opening import goes_to_desk, hand_to_desk, in_case
from breaches.containing.usual import USUAL
from breaches.log import prove, tell_handlers, write
from breaches.models import (
    ContainmentTask,
    ContainmentTemplate,
    Incident,
    IncidentStatus,
    IncidentStep,
    TaskStatus,
)
from breaches.triaging.checks import check_handles, check_reason, may_handle
from councilgov.access import Right
from councilgov.ledger.actions import record
from councilgov.records import Refused, keep_all
from devices.desk.actions import end_tasks
from devices.models import TaskStatus as DeskStatus

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

OPEN_CASES = frozenset(IncidentStatus) - {IncidentStatus.REPORTED, IncidentStatus.CLOSED}


@transaction.atomic
def add_task(*, incident: Incident, words: str, team: str, by: User) -> ContainmentTask:
    """Something else has to be done against more harm. What was contained is not, until then.

    Raises ``Refused`` for who does not look into it, before it is looked at and once it is closed,
    and for a task that is there.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands(OPEN_CASES, gettext_noop("Adding a task"))
    row = ContainmentTask(
        incident=incident,
        words=" ".join(words.split()),
        team=team,
        opened_at=timezone.now(),
        opened_by=by,
        handed_at=timezone.now() if goes_to_desk(incident, team, is_asked=True) else None,
    ).keep(by=by, why="Task added")
    write(incident, IncidentStep.TASKS, by=by, words=row.words)
    if incident.contained_at:
        incident.contained_at = None
        incident.keep(by=by, why="Task added")
        write(incident, IncidentStep.UNCONTAINED, by=by, words=row.words)
    hand_to_desk(incident, [row], by=by)
    return row


@transaction.atomic
def finish_task(
    *, task: ContainmentTask, words: str, by: User, done_at: datetime | None = None
) -> ContainmentTask:
    """It is done: what, and when. Raises ``Refused`` for who may not say so, without words, for a
    moment ahead, and once something was said of it.
    """
    moment = done_at or timezone.now()
    if moment > timezone.now():
        raise Refused(_("The time must be in the past."), field="done_at")
    row = _locked(task, by)
    row.done_at = moment
    _end(row, TaskStatus.DONE, check_reason(words, field="words"), by=by)
    write(row.incident, IncidentStep.TASK_DONE, by=by, words=_said(row), at=moment)
    return row


@transaction.atomic
def drop_task(*, task: ContainmentTask, reason: str, by: User) -> ContainmentTask:
    """It need not be done, and why. Raises ``Refused`` as ``finish_task`` does."""
    row = _locked(task, by)
    _end(row, TaskStatus.NOT_NEEDED, check_reason(reason), by=by)
    write(row.incident, IncidentStep.TASK_DROPPED, by=by, words=_said(row))
    return row


def _said(row: ContainmentTask) -> str:
    return f"{row.words}: {row.ended_words}"


def _locked(task: ContainmentTask, by: User) -> ContainmentTask:
    """The task, held after its report. Raises ``Refused`` for who does not do it, and for what the
    case of the lost device says.
    """
    incident = Incident.objects.locked(task.incident)
    row = ContainmentTask.objects.locked(task)
    row.incident = incident
    check_does(row, by)
    if in_case(row) and row.known_at:
        raise Refused(_("The case of the device says that this is done."), way=row.own_page)
    return row


def check_does(row: ContainmentTask, by: User) -> None:
    """Raise ``Refused`` for who neither looks into the report nor is of the desk whose task it is,
    and for the desk's own officer who has a part in it.
    """
    if not may_do(row, by):
        raise Refused(_("Whoever looks into the report does this, or the ICT service desk."))


def may_do(row: ContainmentTask, user: User) -> bool:
    """Whether this person may say what became of the task: who looks into the report, and the desk
    for its own. It does not matter who reported it, where the desk does what it is asked.
    """
    if user.has_perm(Right.SEE_INCIDENTS) or row.incident.is_own_of(user):
        return may_handle(row.incident, user)
    if not user.has_perm(Right.DO_CONTAINMENT):
        return False
    return ContainmentTask.objects.visible_to(user).filter(pk=row.pk).exists()


def _end(row: ContainmentTask, to: str, words: str, *, by: User) -> None:
    row.ended_at, row.ended_by, row.ended_words = timezone.now(), by, words
    row.move(to, by=by, why=gettext_noop("Ending the task"))
    end_tasks(about=row, by=by, to=DeskStatus.DONE if row.done_at else DeskStatus.DROPPED)
    facts: dict[str, JSON] = {"task": row.pk, "outcome": str(to)}
    prove(row.incident, "task_ended", by=by, facts=facts, names={"words": words})
    if not by.has_perm(Right.HANDLE_INCIDENT):
        tell_handlers(row.incident, "containment_ended", but=by, stage=str(row.pk))


@transaction.atomic
def add_template(
    *, kind: str, words: str, team: str, is_required: bool, by: User
) -> ContainmentTemplate:
    """Reports of this kind begin with this task too, from now on. Raises ``Refused`` for who does
    not keep the lists, and for a task that is in it.
    """
    _own_list(kind, by=by)
    row = ContainmentTemplate(
        kind=kind, words=" ".join(words.split()), team=team, is_required=is_required
    ).keep(by=by, why="List changed")
    return _listed(row, "added", by=by)


@transaction.atomic
def retire_template(*, kind: str, words: str, by: User) -> ContainmentTemplate:
    """Reports of this kind no longer begin with this task. Those that are open keep theirs.

    Raises ``Refused`` for who does not keep the lists, and for a task that is not in it.
    """
    _own_list(kind, by=by)
    row = ContainmentTemplate.objects.in_use(kind).filter(words=words).first()
    if row is None:
        raise Refused(_("This task is not in the list any more."))
    row.retired_at, row.retired_by = timezone.now(), by
    row.keep(by=by, why="List changed")
    return _listed(row, "retired", by=by)


def _own_list(kind: str, *, by: User) -> None:
    """The council has a list of its own, which begins as the usual one."""
    if not by.has_perm(Right.SET_CONTAINMENT):
        raise Refused(_("Only an information officer changes these lists."))
    if kind not in USUAL:
        raise Refused(_("Choose the kind of report."), field="kind")
    if not ContainmentTemplate.objects.filter(kind=kind).exists():
        rows = [ContainmentTemplate(kind=kind, **usual._asdict()) for usual in USUAL[kind]]
        keep_all(rows, by=by, why="List begun")


def _listed(row: ContainmentTemplate, how: str, *, by: User) -> ContainmentTemplate:
    record(
        kind=f"breaches.template_{how}",
        actor=by,
        subject=row,
        facts={"kind": str(row.kind), "team": str(row.team), "required": row.is_required},
        names={"words": row.words},
    )
    return row
