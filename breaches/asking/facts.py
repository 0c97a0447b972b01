"""The answers to be checked, and what is said once they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.asking.pages import WHEN
from breaches.clocks import RULED_WITHIN
from breaches.models import ABOUT_INFORMATION, CATEGORIES, HOURS, IncidentKind
from breaches.reporting.forms import THEN, is_long_ago
from councilgov.capacity import Capacity
from councilgov.days import deadline_in_words
from councilgov.deadlines import CalendarEnds, hours_after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from breaches.asking.pages import Asking, Begun
    from breaches.models import Incident
    from breaches.reporting.forms import ReportForm
    from councilgov.forms.templatetags.govuk import Link, SummaryRow
    from councilgov.people.models import Council

SAID = {
    IncidentKind.LOST: "lost",
    IncidentKind.WRONG_PERSON: "wrong_person",
    IncidentKind.SEEN: "seen",
    IncidentKind.ACCOUNT: "account",
    IncidentKind.SUSPICIOUS: "suspicious",
    IncidentKind.SHARED: "shared",
}
"""Of these kinds somebody can do something at once: the parts of ``_at_once.html``."""


def answers(begun: Begun) -> list[SummaryRow]:
    """What was answered, page by page, each with the way to change it."""
    return [row for page in begun.pages for row in _rows(page, begun.answered(page))]


def _rows(page: Asking, form: ReportForm) -> Iterator[SummaryRow]:
    form.full_clean()
    for key, value in _told(page, form):
        link: Link = {"text": _("Change"), "href": reverse(f"breaches:{page.name}"), "hidden": key}
        yield {"key": key, "value": value, "actions": [link]}


def _told(page: Asking, form: ReportForm) -> Iterator[tuple[str, str]]:
    if page == WHEN:
        yield from _moments(form)
        return
    for name in form.fields:
        yield str(form[name].label), _shown(form, name)


def _shown(form: ReportForm, name: str) -> str:
    """The answer in the words of its question."""
    field = form[name]
    if not hasattr(field.field, "choices"):
        return str(field.value() or _("Not said"))
    labels = {str(value): str(label) for value, label in field.field.choices}
    return labels.get(str(field.value() or ""), "")


def _moments(form: ReportForm) -> Iterator[tuple[str, str]]:
    """With their zone: in the hour that comes twice it says which of the two it was."""
    given = form.cleaned_data
    occurred = given.get("occurred_at")
    yield _("You noticed"), _noticed(given["noticed_at"])
    if occurred:
        yield _("It happened"), deadline_in_words(occurred)
    else:
        known = _("At that moment") if given["occurred"] == THEN else _("Not known")
        yield _("It happened"), known


def _noticed(moment: datetime) -> str:
    """Of a moment long ago it is asked whether it is the right one."""
    words = deadline_in_words(moment)
    if not is_long_ago(moment):
        return words
    return _("%(moment)s. That is more than a month ago: is it right?") % {"moment": words}


class Sent(NamedTuple):
    """What happens next, and by when, in words; empty where nobody can tell."""

    looked_at_by: str
    regulator_by: str
    is_late: bool
    is_own: bool
    at_once: str
    may_be_breach: bool


def may_be_breach(incident: Incident) -> bool:
    """Whether anybody has said that information got out, or may have: if not, no hours frighten
    whoever reported it.
    """
    is_other_use = incident.kind in CATEGORIES and incident.category not in ABOUT_INFORMATION
    return not (incident.is_near_miss or is_other_use)


def sent(incident: Incident, council: Council) -> Sent:
    """What whoever reported it needs to know now."""
    due_at = hours_after(incident.noticed_at, HOURS)
    return Sent(
        looked_at_by=_looked_at_by(incident, council),
        regulator_by=deadline_in_words(due_at),
        is_late=due_at < timezone.now(),
        is_own=incident.capacity == Capacity.WARD,
        at_once=SAID.get(IncidentKind(incident.kind), ""),
        may_be_breach=may_be_breach(incident),
    )


def _looked_at_by(incident: Incident, council: Council) -> str:
    try:
        moment = council.service_time_after(incident.recorded_at, RULED_WITHIN)
    except CalendarEnds:
        return ""
    return deadline_in_words(moment)
