"""What each person has to do about reports and breaches: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from breaches.learning.facts import standing
from breaches.models import Assessment, Complaint, ContainmentTask, FollowUp
from councilgov.access import Right
from councilgov.days import day_in_words, deadline_in_words
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


def incidents_to_do(user: User) -> Iterator[Task]:
    """Breaches that this person decides on for their own records, and what they are named for."""
    now = timezone.now()
    for part in Assessment.objects.log_of(user).running().with_row():
        is_late = part.due_at < now
        yield {
            "title": _("Decide on a breach of your records"),
            "href": part.get_absolute_url(),
            "hint": _("The 72 hours end at %(moment)s.")
            % {"moment": deadline_in_words(part.due_at)},
            "status": _("Overdue") if is_late else _("To do"),
            "colour": "red" if is_late else "yellow",
        }
    for row in FollowUp.objects.open().filter(owner=user).order_by("due_on", "pk"):
        status, colour = standing(row)
        yield {
            "title": row.words,
            "href": row.get_absolute_url(),
            "hint": _("Because of a report. By %(day)s.") % {"day": day_in_words(row.due_on)},
            "status": status,
            "colour": colour,
        }


def incidents_waiting(user: User) -> Iterator[Way]:
    """Tasks against more harm that nobody has ended, and complaints that nobody has acknowledged:
    for those who look into reports, who see both.
    """
    if not user.has_perm(Right.SEE_INCIDENTS):
        return
    if count := ContainmentTask.objects.visible_to(user).open().count():
        told = ngettext(
            "%(n)s task against more harm to end", "%(n)s tasks against more harm to end", count
        )
        yield Way(told % {"n": count}, f"{reverse('breaches:tasks')}?status=open")
    if count := Complaint.objects.visible_to(user).unacknowledged().count():
        told = ngettext("%(n)s complaint to acknowledge", "%(n)s complaints to acknowledge", count)
        yield Way(told % {"n": count}, f"{reverse('breaches:complaints')}?status=received")
