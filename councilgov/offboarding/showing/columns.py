"""How far a case is, in the four columns of the board: words, and the colour of their tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from councilgov.days import today
from councilgov.deadlines import CalendarEnds
from councilgov.offboarding.machines import OF_ACCESS, OF_CONTACTS, OF_KIT, OF_PAPERS
from councilgov.offboarding.models import CaseStatus, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from councilgov.offboarding.clocks import Clocks
    from councilgov.offboarding.models import OffboardingCase, OffboardingTask

COLOURS: Mapping[str, str] = {
    CaseStatus.SCHEDULED: "blue",
    CaseStatus.RUNNING: "light-blue",
    CaseStatus.PAUSED: "yellow",
    CaseStatus.COMPLETED: "green",
    CaseStatus.BACK: "green",
}
"""Of the tag of a case; who did not leave is grey."""
STANDINGS: Mapping[str, StrOrPromise] = {
    CaseStatus.SCHEDULED: _lazy("Still in office"),
    CaseStatus.RUNNING: _lazy("Left office"),
    CaseStatus.PAUSED: _lazy("Paused"),
    CaseStatus.COMPLETED: _lazy("Completed"),
    CaseStatus.CANCELLED: _lazy("Did not leave"),
    CaseStatus.BACK: _lazy("In office again"),
}
"""The tag of a case, short enough for a narrow column."""
COLUMNS: Mapping[str, tuple[StrOrPromise, Sequence[str]]] = {
    "access": (_lazy("Access"), OF_ACCESS),
    "kit": (_lazy("Kit"), OF_KIT),
    "contacts": (_lazy("Contacts"), OF_CONTACTS),
    "papers": (_lazy("Papers"), OF_PAPERS),
}
STOPPABLE = frozenset({TaskKind.DEVICES, TaskKind.RECEIPT})
"""What waits while a case is paused. Access never does."""


class Stand(NamedTuple):
    """How something stands, as a tag says it."""

    words: str
    colour: str


def days_late(due_on: date, clocks: Clocks) -> str:
    """By how many working days, as far as the calendar is known."""
    try:
        n = clocks.between(due_on, today())
    except CalendarEnds:
        return _("Overdue")
    if not n:
        return _("Overdue since the weekend")
    told = ngettext("Overdue by %(n)s working day", "Overdue by %(n)s working days", n)
    return told % {"n": n}


def _late_in_short(due_on: date, clocks: Clocks) -> str:
    """The same for a narrow column, of a table that says that it counts working days."""
    try:
        n = clocks.between(due_on, today())
    except CalendarEnds:
        return _("Overdue")
    told = ngettext("%(n)s day late", "%(n)s days late", n) % {"n": n}
    return told if n else _("Overdue")


def days_left(case: OffboardingCase, due_on: date | None, clocks: Clocks) -> int | None:
    """Working days until the clock that runs out next; below nought once it has. None where nothing
    runs, or the calendar does not go so far.
    """
    if due_on is None or not case.is_open:
        return None
    try:
        return clocks.between(today(), due_on) - clocks.between(due_on, today())
    except CalendarEnds:
        return None


def stand(case: OffboardingCase, column: str, clocks: Clocks) -> Stand:
    """Of one column. It asks nothing of the database if the tasks were fetched before."""
    _name, kinds = COLUMNS[column]
    tasks = [task for task in case.tasks.all() if task.kind in kinds]
    to_do = [task for task in tasks if task.is_to_do]
    if case.status == CaseStatus.CANCELLED:
        return Stand(_("Not needed"), "grey")
    if not to_do:
        is_waived = all(task.status == TaskStatus.WAIVED for task in tasks)
        return Stand(_("Not needed"), "grey") if is_waived else Stand(_("Done"), "green")
    if case.is_back:
        return Stand(_("Not needed any more"), "grey")
    return _open(case, to_do, clocks)


def _open(case: OffboardingCase, to_do: Sequence[OffboardingTask], clocks: Clocks) -> Stand:
    waits = case.status == CaseStatus.PAUSED
    running = [task for task in to_do if not (waits and task.kind in STOPPABLE)]
    if not running:
        return Stand(_("Paused"), "yellow")
    due_on = min(_runs_out_on(task) for task in running)
    if case.is_over and due_on < today():
        return Stand(_late_in_short(due_on, clocks), "red")
    if case.is_over and TaskKind.SUSPEND in {task.kind for task in running}:
        return Stand(_("To suspend"), "orange")
    if TaskKind.ACCOUNTS in {task.kind for task in running} and case.is_over:
        return Stand(_("Suspended"), "light-blue")
    return Stand(_("To do"), "blue")


def _runs_out_on(task: OffboardingTask) -> date:
    """That accounts are suspended on the first working day is an aim; day ten is the end."""
    return task.case.access_due_on if task.kind == TaskKind.SUSPEND else task.due_on
