"""The tasks of a report as its page shows them, and one task as its own page does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from breaches.containing.opening import whose
from breaches.containing.tables import COLOURS
from breaches.models import TaskStatus, Team
from councilgov.days import moment_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from breaches.containing.usual import Usual
    from breaches.models import ContainmentTask, Incident
    from councilgov.forms.templatetags.govuk import SummaryRow, Task


def tasks_of(incident: Incident) -> list[Task]:
    """What is to be done and what was, in the order of the list. One query."""
    helps = incident.is_for_officers()
    return [_task(row, helps=helps) for row in incident.containment_tasks.with_row()]


def _task(row: ContainmentTask, *, helps: bool) -> Task:
    status, colour = standing(row)
    hint = who_does(row, helps=helps)
    return {
        "title": row.words,
        "href": row.get_absolute_url(),
        "hint": hint if row.is_required else _("%(who)s. If it helps.") % {"who": hint},
        "status": status,
        "colour": colour,
    }


def who_does(row: ContainmentTask, *, helps: bool) -> str:
    """The team, once it may see the report; of what stands in a councillor's own log they
    themselves, but for what the desk has already.
    """
    if helps or row.handed_at or row.status != TaskStatus.OPEN:
        return str(row.get_team_display())
    told = {"team": row.get_team_display()}
    return _("You. Once you share this, the %(team)s does it for you") % told


def standing(row: ContainmentTask) -> tuple[str, str]:
    """How it stands, in words, and the colour of that: the case of a lost device counts too."""
    if row.status == TaskStatus.OPEN and row.known_at:
        return str(TaskStatus.DONE.label), COLOURS[TaskStatus.DONE]
    return row.get_status_display(), COLOURS.get(TaskStatus(row.status), "grey")


def known_of(row: ContainmentTask) -> list[SummaryRow]:
    """What there is to know of a task: for the desk whose account or device it is, and nothing else
    of the report.
    """
    done_at = row.done_at or row.known_at
    found = [
        (_("Report"), row.incident.reference),
        (_("Whose account or device"), _whose(row.incident)),
        (_("Device"), str(row.incident.device or "")),
        (_("Who does it"), who_does(row, helps=row.incident.is_for_officers())),
        (_("Opened"), moment_in_words(row.opened_at)),
        (_("Done"), moment_in_words(done_at) if done_at else ""),
        (_("What was said"), row.ended_words),
        (_("Who said so"), row.ended_by.full_name if row.ended_by else ""),
    ]
    return [{"key": key, "value": value} for key, value in found if value]


def _whose(incident: Incident) -> str:
    """Who reported it knows more, where nobody has said whose it is."""
    if person := whose(incident):
        return person.full_name
    reporter = incident.reported_by
    name = reporter.full_name if reporter else incident.teller
    return _("Not said yet. Ask who reported it: %(name)s") % {"name": name}


class Listed(NamedTuple):
    """A task of a list, with who does it."""

    words: str
    team: str
    is_required: bool


def listed(tasks: Iterable[Usual]) -> list[Listed]:
    """The tasks with which a kind of report begins, as a page shows them."""
    return [Listed(task.words, str(Team(task.team).label), task.is_required) for task in tasks]
