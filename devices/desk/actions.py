"""Tasks of the desk are opened by the act that brings them about, and end with the one that does
what they ask.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from councilgov.access import MONITORING, Role
from councilgov.accounts.models import reachable
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import Council, User
from councilgov.records import keep_all, subject_of
from devices.models import DeskTask, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from devices.models import Device

logger = logging.getLogger(__name__)


@transaction.atomic
def open_task(
    *,
    kind: TaskKind,
    about: models.Model,
    address: str,
    by: User | None,
    device: Device | None = None,
    councillor: User | None = None,
    due_at: datetime | None = None,
    shut_to: Sequence[int] = (),
) -> DeskTask:
    """The desk is given something to do, once for each thing; its ticket system is told by mail.

    ``address`` is the page on which it is done. While the same is to be done already, that task
    stands.
    """
    found = DeskTask.objects.open().about(about).filter(kind=kind).select_for_update().first()
    if found:
        return found
    task = DeskTask(kind=kind, about=subject_of(about), address=address, due_at=due_at)
    task.device, task.councillor = device, councillor
    task.opened_at, task.shut_to = timezone.now(), list(shut_to)
    task.keep(by=by, why="Task opened")
    tell_ticket_system([task])
    logger.info("Desk task opened", extra={"task": task.pk, "kind": kind})
    return task


def tell_ticket_system(tasks: Sequence[DeskTask]) -> None:
    """Where the desk has a ticket address, our reference goes there, and where to do it."""
    address = Council.objects.the().desk_ticket_email
    officer = _whoever_keeps_the_desk() if address else None
    if not officer:
        return
    for task in tasks:
        tell(kind="desk_task", to=officer, cause=str(task.pk), about=task, address=address)


def _whoever_keeps_the_desk() -> User | None:
    """Under whose name the mail stands: an officer of the desk, or whoever keeps the portal."""
    desk = User.objects.holding(Role.ICT_DESK).filter(is_active=True)
    others = User.objects.holding(Role.ADMINISTRATOR, *MONITORING).filter(is_active=True)
    return reachable(desk).first() or desk.first() or others.first()


@transaction.atomic
def end_tasks(
    *,
    about: models.Model,
    by: User | None,
    kinds: Collection[TaskKind] = tuple(TaskKind),
    to: TaskStatus = TaskStatus.DONE,
) -> int:
    """What was to be done is done, or no longer needed (``TaskStatus.DROPPED``). How many tasks."""
    tasks = DeskTask.objects.open().about(about).filter(kind__in=list(kinds))
    rows = list(tasks.select_for_update(of=("self",)).order_by("pk"))
    for task in rows:
        task.ended_at = timezone.now()
        task.ended_by = by
        task.move(to, by=by, why=gettext_noop("Ending the task"))
    return len(rows)


@transaction.atomic
def drop_task(*, task: DeskTask, reason: str, by: User) -> DeskTask:
    """The desk says that a task is no longer needed, and why: nothing that happens would end it.

    What it asked for stays as it was. Raises ``Refused`` for one that has ended.
    """
    task = DeskTask.objects.locked(task)
    task.ended_at, task.ended_by = timezone.now(), by
    task.dropped_because = reason.strip()
    task.move(TaskStatus.DROPPED, by=by, why=gettext_noop("Ending the task"))
    record(
        kind="devices.task_dropped",
        actor=by,
        subject=task,
        facts={"task": task.kind, "about": task.about},
        names={"reason": task.dropped_because},
    )
    return task


@transaction.atomic
def drop_tasks(*, about: Sequence[models.Model], by: User | None) -> int:
    """What was to be done about any of these is no longer needed. How many tasks. Set-based."""
    tasks = DeskTask.objects.open().about_any(about).select_for_update(of=("self",))
    rows = list(tasks.order_by("pk"))
    for task in rows:
        task.ended_at, task.ended_by = timezone.now(), by
        task.stand_at(TaskStatus.DROPPED)
    fields = ["status", "ended_at", "ended_by"]
    keep_all(rows, by=by, why=gettext_noop("Ending the task"), fields=fields)
    return len(rows)


@transaction.atomic
def shut_tasks(*, about: Sequence[models.Model], to: Sequence[int], by: User | None) -> int:
    """Who has a part in what these are about does not see what the desk does, also what it has
    done. How many tasks. Set-based.
    """
    tasks = DeskTask.objects.about_any(about).select_for_update(of=("self",))
    rows = [task for task in tasks.order_by("pk") if task.shut_to != list(to)]
    for task in rows:
        task.shut_to = list(to)
    return len(keep_all(rows, by=by, why="Who has a part in it", fields=["shut_to"]))


@transaction.atomic
def name_councillor(
    *, about: Sequence[models.Model], councillor: User | None, by: User | None
) -> None:
    """It is known now whose account or device it is that the tasks about these are of; None: not
    any more. Set-based.
    """
    tasks = DeskTask.objects.open().about_any(about).select_for_update(of=("self",))
    rows = list(tasks.order_by("pk"))
    for task in rows:
        task.councillor = councillor
    keep_all(rows, by=by, why=gettext_noop("Whose it is"), fields=["councillor"])


@transaction.atomic
def enter_ticket(*, task: DeskTask, ticket: str, by: User) -> DeskTask:
    """The desk notes the number that the task has in its own system."""
    task = DeskTask.objects.locked(task)
    task.ticket = ticket.strip()
    return task.keep(by=by, why="Ticket number")
