"""What is to be done about a report, as its page shows it: against more harm, and so that it does
not happen again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from breaches.containing.actions import OPEN_CASES
from breaches.containing.facts import tasks_of
from breaches.learning.actions import LOOKED_AT
from breaches.models import FollowUpStatus
from breaches.triaging.checks import may_handle
from councilgov.days import day_in_words, moment_in_words, today

if TYPE_CHECKING:
    from breaches.models import FollowUp, Incident
    from councilgov.forms.templatetags.govuk import SummaryRow, Task
    from councilgov.people.models import User


def what_to_do(incident: Incident, user: User) -> dict[str, Any]:
    """For those who look into the report, and for whose own log it stands in."""
    if not incident.is_read_by(user):
        return {"tasks": [], "follow_ups": [], "may_handle": False}
    may = may_handle(incident, user)
    return {
        "tasks": tasks_of(incident),
        "follow_ups": [_task(row) for row in incident.follow_ups.with_row()],
        "may_handle": may,
        "may_add_task": may and incident.status in OPEN_CASES,
        "may_set_follow_up": may and incident.status in LOOKED_AT,
    }


def _task(row: FollowUp) -> Task:
    status, colour = standing(row)
    told = {"name": row.owner.full_name, "day": day_in_words(row.due_on)}
    return {
        "title": row.words,
        "href": row.get_absolute_url(),
        "hint": _("%(name)s, by %(day)s") % told,
        "status": status,
        "colour": colour,
    }


def standing(row: FollowUp) -> tuple[str, str]:
    """How it stands, in words, and the colour of that."""
    if row.is_overdue(today()):
        return _("Late"), "red"
    colours = {FollowUpStatus.OPEN: "blue", FollowUpStatus.DONE: "green"}
    return row.get_status_display(), colours.get(FollowUpStatus(row.status), "grey")


def known_of(row: FollowUp) -> list[SummaryRow]:
    """What there is to know of it."""
    found = [
        (_("Who does it"), row.owner.full_name),
        (_("By"), day_in_words(row.due_on)),
        (_("Because of"), row.incident.reference),
        (_("Ended"), moment_in_words(row.ended_at) if row.ended_at else ""),
        (_("What was said"), row.ended_words),
        (_("Who said so"), row.ended_by.full_name if row.ended_by else ""),
    ]
    return [{"key": key, "value": value} for key, value in found if value]
