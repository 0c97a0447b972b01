"""Who is told, at any hour, that somebody reported a loss without signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from breaches.losing.hours import desk_is_open
from breaches.models import LossReport, Turn
from councilgov.access import HOLDERS, Right, Role
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.people.models import User
from devices.losses.log import desk

if TYPE_CHECKING:
    from datetime import datetime

    from breaches.models import LossReport as Report
    from councilgov.people.models import UserQuerySet

HOUR = timedelta(hours=1)
MOST = 5
"""Alerts in an hour of which each stands for itself. Of more there is one: a robot wakes nobody all
night, and the first true report among them is told all the same.
"""


def alert(report: Report) -> None:
    """The desk is told at once; out of its hours also whoever looks into incidents."""
    for officer in desk():
        tell(kind="loss_unverified", to=officer, cause=_cause(report), about=report)
    if desk_is_open(report.reported_at):
        return
    for officer in by_night():
        tell(kind="loss_unverified", to=officer, cause=_cause(report), about=report)


def by_night() -> UserQuerySet:
    """Whoever may ring back and is on call; if nobody is, the information officers who can come
    in; without any, all who may ring back.
    """
    able = reachable(User.objects.holding(*map(Role, HOLDERS[Right.SEE_LOSS_REPORTS])))
    on_call = able.filter(pk__in=Turn.objects.called(today()).values("officer"))
    officers = reachable(User.objects.holding(Role.INFORMATION_OFFICER))
    return next((people for people in (on_call, officers) if people.exists()), able)


def _cause(report: Report) -> str:
    """The report itself, or the hour of which there were too many."""
    lately = LossReport.objects.filter(reported_at__gt=report.reported_at - HOUR)
    if lately.count() <= MOST:
        return str(report.pk)
    return f"many:{_hour(report.reported_at)}"


def _hour(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H}"
