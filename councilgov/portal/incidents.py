"""What each person has to do about reports and breaches: for their home page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from breaches.clocks import about_in_words
from breaches.holding.reminding import due_for
from breaches.learning.facts import standing
from breaches.models import (
    HOURS,
    Assessment,
    CaseHold,
    ContainmentTask,
    FollowUp,
    Incident,
    IncidentStatus,
    Regulator,
    SafetyRecipient,
    SafetyReport,
)
from councilgov.access import Right
from councilgov.days import day_in_words, deadline_in_words, today
from councilgov.deadlines import hours_after
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrPromise

    from breaches.assessments import AssessmentQuerySet
    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User

UNRULED = (IncidentStatus.REPORTED, IncidentStatus.TRIAGE)
OVER = ngettext_lazy(
    "%(n)s breach: the 72 hours are over",
    "%(n)s breaches: the 72 hours are over",
    "n",
)
RUNS = ngettext_lazy(
    "%(n)s breach: the 72 hours count, %(hours)s left",
    "%(n)s breaches: the 72 hours count, the next end in %(hours)s",
    "n",
)
DECIDE = ngettext_lazy("%(n)s breach to decide on", "%(n)s breaches to decide on", "n")
ADVISE = ngettext_lazy("%(n)s breach to advise on", "%(n)s breaches to advise on", "n")


def breaches_to_do(user: User) -> Iterator[Task]:
    """Breaches on which this person decides for their own records, whose hours end first first."""
    now = timezone.now()
    running = Assessment.objects.log_of(user).running().with_row()
    for part in running.order_by("aware_at", "pk"):
        is_late = part.due_at < now
        told = {"reference": part.reference, "moment": deadline_in_words(part.due_at)}
        title = _("Decide on a breach of your records: %(reference)s")
        if part.regulator == Regulator.NOTIFIABLE:
            title = _("Tell the regulator of a breach of your records: %(reference)s")
        hint = _("The 72 hours ended at %(moment)s.") if is_late else ""
        yield {
            "title": title % told,
            "href": part.get_absolute_url(),
            "hint": (hint or _("The 72 hours end at %(moment)s.")) % told,
            "status": _("Overdue") if is_late else _("Do it now"),
            "colour": "red" if is_late else "yellow",
        }


def breaches_to_wait_for(user: User) -> Iterator[Task]:
    """Reports about this person’s own records that an officer looks at first."""
    seen = Incident.objects.filter(status__in=UNRULED, finding="", assessments__councillor=user)
    for row in seen.order_by("noticed_at", "pk"):
        told = {
            "reference": row.reference,
            "moment": deadline_in_words(hours_after(row.noticed_at, HOURS)),
        }
        hint = _("You decide after that. If it is a breach, the 72 hours end at %(moment)s.")
        yield {
            "title": _("An officer looks at your report first: %(reference)s") % told,
            "href": row.get_absolute_url(),
            "hint": hint % told,
            "status": _("Waiting"),
            "colour": "grey",
        }


def follow_ups_to_do(user: User) -> Iterator[Task]:
    """What this person is named for."""
    for row in FollowUp.objects.open().filter(owner=user).order_by("due_on", "pk"):
        status, colour = standing(row)
        yield {
            "title": row.words,
            "href": row.get_absolute_url(),
            "hint": _("Because of a report. By %(day)s.") % {"day": day_in_words(row.due_on)},
            "status": status,
            "colour": colour,
        }


def holds_to_do(user: User) -> Iterator[Task]:
    """What a councillor keeps whole of their own log, and is to be looked at again."""
    if user.has_perm(Right.SEE_INCIDENTS):
        return
    for row in due_for(user, today()).with_row():
        told = {"reference": row.case.reference}
        yield {
            "title": _("Is %(reference)s still to be kept?") % told,
            "href": row.get_absolute_url(),
            "hint": _("You keep it whole for a request or a case."),
            "status": _("Do it now"),
            "colour": "yellow",
        }


def incidents_waiting(user: User) -> Iterator[Way]:
    """For those who look into reports: the hours that count, and what is to be said, decided or
    advised. Five queries at most.
    """
    if not user.has_perm(Right.SEE_INCIDENTS):
        return
    seen = Incident.objects.visible_to(user).of_the_council().open().order_by()
    # few are open, and whose they are takes long to work out: once for all lines
    statuses = dict(seen.values_list("pk", "status"))
    known = Assessment.objects.of_the_council().read_by(user)
    yield from _hours(known.filter(incident__in=list(statuses)), user)
    if user.has_perm(Right.HANDLE_INCIDENT):
        count = sum(status in UNRULED for status in statuses.values())
        told = ngettext_lazy(
            "%(n)s report: say whether personal data is affected",
            "%(n)s reports: say whether personal data is affected",
            "n",
        )
        yield from _way(told, count, "breaches:incidents", [("status", at) for at in UNRULED])


def tasks_waiting(user: User) -> Iterator[Way]:
    """What stops more harm, for those who look into reports."""
    if not user.has_perm(Right.SEE_INCIDENTS):
        return
    told = ngettext_lazy("%(n)s task that stops more harm", "%(n)s tasks that stop more harm", "n")
    count = ContainmentTask.objects.visible_to(user).open().count()
    yield from _way(told, count, "breaches:tasks", [("status", "open")])


def holds_waiting(user: User) -> Iterator[Way]:
    """What is kept whole for a request or a case, and is to be looked at again."""
    if user.has_perm(Right.SEE_INCIDENTS) and CaseHold.objects.to_review(today()).exists():
        told = ngettext_lazy("%(n)s hold to look at again", "%(n)s holds to look at again", "n")
        yield from _way(told, due_for(user, today()).count(), "breaches:kept", [])


def _hours(rows: AssessmentQuerySet, user: User) -> Iterator[Way]:
    """The council’s clocks: those that are over, and when the next ends; what is to be decided or
    advised before.
    """
    now = timezone.now()
    aware = list(rows.running().order_by("aware_at").values_list("aware_at", flat=True))
    left = [hours_after(one, HOURS) - now for one in aware]
    ahead = [one for one in left if one >= timedelta(0)]
    yield from _clock(OVER, len(left) - len(ahead), "over")
    if ahead:
        hours = about_in_words(ahead[0].total_seconds())
        yield from _clock(RUNS, len(left), "running", hours=hours)
    if user.has_perm(Right.DECIDE_BREACH):
        yield from _clock(DECIDE, rows.to_decide().count(), "undecided")
    if user.has_perm(Right.ADVISE_ON_BREACH):
        yield from _clock(ADVISE, rows.to_advise().count(), "unadvised")


def _clock(told: StrPromise, count: int, clock: str, **facts: str) -> Iterator[Way]:
    return _way(told, count, "breaches:incidents", [("clock", clock)], **facts)


def _way(
    told: StrPromise, count: int, page: str, query: list[tuple[str, str]], **facts: str
) -> Iterator[Way]:
    """The list of what is counted, if there is anything."""
    if count:
        yield Way(told % {"n": count, **facts}, reverse(page, query=query))


def threats_waiting(user: User) -> Iterator[Way]:
    """Threats and abuse that a councillor chose to show this person, and nobody has seen yet."""
    if not SafetyRecipient.objects.now().filter(person=user).exists():
        return  # few are ever told, and who is in office still is worked out at length
    told = ngettext_lazy(
        "%(n)s councillor’s report of a threat or abuse: say that you have seen it",
        "%(n)s reports of threats or abuse: say that you have seen them",
        "n",
    )
    count = SafetyReport.objects.to_see(user).count()
    yield from _way(told, count, "breaches:safety_reports", [("seen", "no")])
