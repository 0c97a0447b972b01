"""Where somebody goes on from the page of a report: the acts that they may do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from breaches.acts import ACTS
from breaches.machines import RUNNING
from breaches.sharing.actions import may_be_handed_over
from breaches.triaging.checks import may_handle, waits_for_officer
from councilgov.access import Right

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breaches.models import Incident
    from councilgov.people.models import User


class Step(NamedTuple):
    """A link that leads to the page of an act."""

    text: str
    href: str


def steps(incident: Incident, user: User) -> list[Step]:
    """What this person can do about it now, beside what is next."""
    if not may_handle(incident, user) or waits_for_officer(incident, user):
        return []
    found = [
        Step(str(act.title), _of(incident, name))
        for name, act in ACTS.items()
        if incident.status in act.at and act.when(incident)
    ]
    pages = [*_pages_of_officers(incident, user), *_pages(incident)]
    return found + [Step(text, _of(incident, page)) for page, text in pages]


def _pages(incident: Incident) -> Iterator[tuple[str, str]]:
    """What is asked for on a page of its own."""
    if incident.is_open:
        yield "correct_noticed", _("Correct when it was noticed")
    if incident.finding:
        yield "name_cause", _("Name the cause")


def _pages_of_officers(incident: Incident, user: User) -> Iterator[tuple[str, str]]:
    """Whose records it is about, who has a part in it, and its number: not for a councillor to say,
    of their own log.
    """
    if not user.has_perm(Right.HANDLE_INCIDENT):
        return
    if incident.status in RUNNING:
        yield "add_controller", _("Name who else answers for it")
    if incident.is_open:
        yield "involve", _("Note who has a part in it")
    yield "file_reference", _("Enter the number in the council’s register")
    yield "refer_incident", _("Refer to the Monitoring Officer")
    if incident.status in RUNNING:
        yield "affect_councillors", _("Tell councillors whose records are affected")
        if may_be_handed_over(incident):
            yield "hand_over", _("It is about a councillor’s own records alone")


def _of(incident: Incident, page: str) -> str:
    return reverse(f"breaches:{page}", args=[incident.reference])
