"""The tasks of a report are opened once, told to the desk, and asked for before it is contained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.containing.usual import tasks_for
from breaches.log import write
from breaches.models import ContainmentTask, IncidentStep, Part, TaskStatus, Team
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.notices.actions import tell
from councilgov.people.models import User
from councilgov.records import Refused, keep_all
from devices.desk.actions import drop_tasks, name_councillor, open_task, shut_tasks
from devices.models import TaskKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from breaches.models import Incident
    from councilgov.people.models import UserQuerySet


def open_tasks(incident: Incident, *, by: User) -> Sequence[ContainmentTask]:
    """What a report of this kind begins with is to be done, each thing once; what is new.

    The incident is locked, so that two officers never open them twice.
    """
    there = set(incident.containment_tasks.values_list("words", flat=True))
    new = [usual for usual in tasks_for(incident.kind) if usual.words not in there]
    now = timezone.now()
    rows = [
        ContainmentTask(
            incident=incident,
            opened_at=now,
            opened_by=by,
            handed_at=now if goes_to_desk(incident, usual.team) else None,
            **usual._asdict(),
        )
        for usual in new
    ]
    keep_all(rows, by=by, why="Task opened")
    if rows:
        write(incident, IncidentStep.TASKS, by=by, words="\n".join(row.words for row in rows))
    hand_to_desk(incident, rows, by=by)
    return rows


def hand_to_desk(
    incident: Incident, rows: Sequence[ContainmentTask], *, by: User, stage: str = ""
) -> None:
    """What the desk does stands in its queue, and its officers are told at once, of the same tasks
    again at another ``stage``. What the case of a lost device asks of it stands there already.
    """
    desks = [
        row for row in rows if goes_to_desk(incident, row.team, is_asked=row.handed_at is not None)
    ]
    late = [row for row in desks if row.handed_at is None]
    for row in late:
        row.handed_at = timezone.now()
    keep_all(late, by=by, why="Given to the desk", fields=["handed_at"])
    theirs = [row for row in desks if not in_case(row)]
    for row in theirs:
        open_task(
            kind=TaskKind.CONTAIN,
            about=row,
            address=row.get_absolute_url(),
            device=incident.device,
            councillor=whose(incident),
            shut_to=_recused(incident),
            by=by,
        )
    for officer in desk_for(incident).exclude(pk=by.pk) if theirs else ():
        first = theirs[0]
        tell(kind="containment_to_do", to=officer, cause=f"{first.pk}{stage}", about=first)


def goes_to_desk(incident: Incident, team: str, *, is_asked: bool = False) -> bool:
    """Of a confidential report the desk hears nothing: who is on the list of its readers sees to
    the tasks; and of what stands in a councillor's own log only what they ask of it themselves,
    until they let the team help.
    """
    is_let = is_asked or incident.is_for_officers()
    return team == Team.DESK and not incident.is_confidential and is_let


def hand_out(incident: Incident, *, by: User) -> None:
    """A councillor lets the team help: from now on the desk has what it is to do. The incident is
    held.
    """
    left = ContainmentTask.objects.undone().kept_from_desk().filter(incident=incident)
    hand_to_desk(incident, list(left.with_row()), by=by)


def _recused(incident: Incident) -> list[int]:
    """Who has a part in it, whatever their office."""
    return sorted(set(incident.involved.values_list("person", flat=True)))


def shut_desk(incident: Incident, *, by: User) -> None:
    """Somebody has a part in it, or has none after all: what the desk does of it is shut to those
    who have, and to nobody else.
    """
    rows = incident.containment_tasks.filter(team=Team.DESK)
    shut_tasks(about=list(rows), to=_recused(incident), by=by)


def in_case(row: ContainmentTask) -> bool:
    """The case of the lost device asks for it."""
    return bool(row.loss_says) and row.incident.loss_id is not None


def whose(incident: Incident) -> User | None:
    """Whose account or device it is, so that the desk changes no other: as somebody noted, or as
    the records of devices say. Whoever reported it need not be that.
    """
    owner = incident.involved.filter(part=Part.OWNER).select_related("person").first()
    if owner:
        return owner.person
    if incident.loss:
        return incident.loss.councillor
    return incident.device.holder if incident.device else None


def name_whose(incident: Incident, *, by: User) -> None:
    """It is known now whose account or device it is, or not any more: what the desk still has to do
    says so.
    """
    rows = list(incident.containment_tasks.all())
    name_councillor(about=rows, councillor=whose(incident), by=by)


def desk_for(incident: Incident) -> UserQuerySet:
    """The officers of the desk who can come in, and have no part in it but to have reported it."""
    desk = reachable(User.objects.holding(Role.ICT_DESK))
    parts = incident.involved.values("person")
    found: UserQuerySet = desk.exclude(pk__in=parts)
    return found


def is_left(incident: Incident) -> bool:
    """Something is left that has to be done before it is contained."""
    return _to_do(incident).exists()


def _to_do(incident: Incident) -> QuerySet[ContainmentTask]:
    return ContainmentTask.objects.undone().filter(incident=incident, is_required=True)


def check_contained(incident: Incident) -> None:
    """Raise ``Refused`` while a task is left that has to be done; it names all of them."""
    if left := [row.words for row in _to_do(incident)]:
        told = _("This is still to be done: %(tasks)s. Say of each that it is done, or why not.")
        raise Refused(told % {"tasks": "; ".join(left)}, way=incident.own_page)


def end_left(incident: Incident, *, by: User) -> Sequence[ContainmentTask]:
    """The report is closed: what nobody had to do, or need not do as there is no breach, ends with
    it. In one statement for all.
    """
    left = ContainmentTask.objects.undone().filter(incident=incident)
    rows = list(left.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.check_move(TaskStatus.NOT_NEEDED, gettext_noop("Ending the task"))
        row.status, row.ended_at, row.ended_by = TaskStatus.NOT_NEEDED, timezone.now(), by
        row.ended_words = _("The report was closed.")
    fields = ["status", "ended_at", "ended_by", "ended_words"]
    keep_all(rows, by=by, why="Closing it", fields=fields)
    drop_tasks(about=rows, by=by)
    return rows
