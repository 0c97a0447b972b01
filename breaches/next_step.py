"""What is to be done next about an incident, by whoever looks at it; and for what others wait."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from breaches.acts import ACTS
from breaches.containing.opening import is_left
from breaches.deciding.left import DECISIONS, left_of
from breaches.machines import RUNNING
from breaches.models import IncidentStatus
from breaches.triaging.checks import may_assess, may_handle, waits_for_officer
from councilgov.access import Right
from councilgov.capacity import Controller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from breaches.models import Assessment, Incident
    from councilgov.people.models import User

FIRST: Mapping[str, str] = {
    IncidentStatus.REPORTED: "take_on",
    IncidentStatus.TRIAGE: "confirm",
    IncidentStatus.SUSPECTED: "confirm",
}
"""The act with which an officer begins."""


class Next(NamedTuple):
    """One thing to do, and where."""

    text: str
    href: str


class NextSteps(NamedTuple):
    """What this person does next, if anything, and what waits for somebody else."""

    step: Next | None
    waits: list[str]


def next_steps(incident: Incident, rows: Iterable[Assessment], user: User) -> NextSteps:
    """By its status, and then part by part; at last it is contained and closed."""
    handles = may_handle(incident, user) and not waits_for_officer(incident, user)
    mine = [row for row in rows if _is_mine(row, user, handles=handles)]
    if handles and (act := FIRST.get(incident.status)):
        return NextSteps(_act(incident, act), [])
    if incident.status not in RUNNING:
        return NextSteps(None, [])
    steps = (step for row in mine for step in _of_part(row, user))
    ending = _ending(incident) if handles else iter(())
    waits = [words for row in mine for words in _waits(row, user)]
    return NextSteps(next(chain(steps, ending), None), waits)


def _is_mine(row: Assessment, user: User, *, handles: bool) -> bool:
    """They answer for this part, decide or advise on it, or see that it is done."""
    if row.controller == Controller.OUTSIDE_BODY:
        return False
    is_theirs = user.pk == row.councillor_id or row.decides(user) or _advises(row, user)
    return is_theirs or (handles and not row.is_shut)


def _advises(row: Assessment, user: User) -> bool:
    advises = user.has_perm(Right.ADVISE_ON_BREACH) and not row.incident.has_part(user)
    return advises and row.lacks_advice and any(left.page in DECISIONS for left in left_of(row))


def _of_part(row: Assessment, user: User) -> Iterator[Next]:
    """What of one part is for them, in its order."""
    if _advises(row, user):
        yield _page(row, "advise", _("Advise whoever decides"))
    is_open = any(left.page in DECISIONS for left in left_of(row))
    if is_open and row.severity is None and row.councillor_id is None and may_assess(row, user):
        yield _page(row, "work_out", _("Work out how severe it is"))
    for left in left_of(row):
        if left.is_for(row, user):
            yield Next(str(left.step), left.address(row))


def _waits(row: Assessment, user: User) -> Iterator[str]:
    """What somebody else decides."""
    for left in left_of(row):
        if left.page in DECISIONS and not row.decides(user):
            yield " ".join([left.in_words(row), _who_decides(row)])


def _who_decides(row: Assessment) -> str:
    if row.councillor_id:
        return _("The councillor decides that.")
    return _("The Monitoring Officer or a deputy decides that.")


def _ending(incident: Incident) -> Iterator[Next]:
    """More harm is kept off; then it can be closed."""
    if incident.contained_at is None and is_left(incident):
        yield Next(_("End the tasks against more harm"), "#tasks")
    elif incident.contained_at is None:
        yield _act(incident, "contain")
    elif ACTS["close"].when(incident):
        yield _act(incident, "close")


def _act(incident: Incident, name: str) -> Next:
    href = reverse(f"breaches:{name}", args=[incident.reference])
    return Next(str(ACTS[name].title), href)


def _page(row: Assessment, name: str, text: str) -> Next:
    return Next(text, reverse(f"breaches:{name}", args=[row.reference, row.pk]))
