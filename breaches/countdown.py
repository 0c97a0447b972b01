"""How the 72 hours stand, as a page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from breaches.clocks import HOURS, hours_in_words, time_left
from breaches.machines import TO_BE_RULED
from councilgov.access import Right
from councilgov.capacity import Controller
from councilgov.days import deadline_in_words
from councilgov.deadlines import hours_after

if TYPE_CHECKING:
    from datetime import datetime

    from breaches.models import Assessment, Incident
    from councilgov.people.models import User


class Clock(NamedTuple):
    """How the 72 hours stand: in words, and whether they are over."""

    title: str
    left: str
    words: str
    is_over: bool


def clock(row: Assessment, now: datetime) -> Clock | None:
    """The 72 hours of one controller; None once they count no more."""
    left = time_left(row.incident.status, row.regulator, row.aware_at, now)
    if left is None or row.controller == Controller.OUTSIDE_BODY:
        return None
    told = {
        "aware": deadline_in_words(row.aware_at),
        "due": deadline_in_words(row.due_at),
    }
    is_over = left.total_seconds() < 0
    words = WORDS[row.is_provisional, is_over] % told
    title = (
        _("over the time to tell the regulator")
        if is_over
        else _("time left to tell the regulator")
    )
    return Clock(title, hours_in_words(abs(left.total_seconds())), words, is_over)


WORDS = {
    (False, False): _lazy("Aware since %(aware)s. The 72 hours end at %(due)s."),
    (False, True): _lazy(
        "Aware since %(aware)s. The 72 hours ended at %(due)s. Whoever tells the regulator now "
        "says why it is late."
    ),
    (True, False): _lazy("It counts from %(aware)s. The 72 hours would end at %(due)s."),
    (True, True): _lazy(
        "It counts from %(aware)s. If it is a breach, the 72 hours ended at %(due)s."
    ),
}
"""By whether it is only suspected, and whether they are over."""


def _unruled_words(incident: Incident, *, is_over: bool, is_own: bool) -> str:
    if is_own and not incident.finding:
        first = _("An officer looks first, and says whether it is a breach. You decide after that.")
    else:
        first = _("Nobody has said yet what it is.")
    ends = (
        _("If it is a breach, the 72 hours ended at %(due)s.")
        if is_over
        else _("The 72 hours would end at %(due)s.")
    )
    return f"{first} {ends}"


def unruled_clock(incident: Incident, user: User) -> Clock | None:
    """How the hours stand of what nobody has ruled on, for those who look into it, and for the
    councillor who decides after that.
    """
    is_own = incident.is_own_of(user)
    if incident.status not in TO_BE_RULED or not (is_own or user.has_perm(Right.SEE_INCIDENTS)):
        return None
    due_at = hours_after(incident.noticed_at if is_own else incident.council_knew_at, HOURS)
    seconds = (due_at - timezone.now()).total_seconds()
    is_over = seconds < 0
    title = (
        _("over the time to tell the regulator, if it is a breach")
        if is_over
        else _("time left to tell the regulator, if it is a breach")
    )
    words = _unruled_words(incident, is_over=is_over, is_own=is_own)
    told = words % {"due": deadline_in_words(due_at)}
    return Clock(title, hours_in_words(abs(seconds)), told, is_over)
