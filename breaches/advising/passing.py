"""Whoever answers a question is told of it; where nobody of the team can come in, the next in line:
the deputies, then the Monitoring Officer, and at last the administrators, who see nothing of it and
let somebody in.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext_noop

from breaches.advice import ADVISERS
from breaches.advising.advisers import advisers, next_in_line
from breaches.advising.log import tell_advisers, write
from breaches.advising.notices import ASKED, UNHEARD
from breaches.models import AdviceRequest, AdviceStatus, AdviceStep, AdviceTeam
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from breaches.models import AdviceEntry

logger = logging.getLogger(__name__)


def tell_or_pass_on(asked: AdviceRequest, kind: str, entry: AdviceEntry) -> None:
    """Whoever looks at it or answers it is told; if nobody can be, the next in line. It is held."""
    if advisers(asked).exists():
        tell_advisers(asked, kind, entry)
    elif not _pass_on(asked):
        _tell_administrators(AdviceRequest.objects.filter(pk=asked.pk))


@transaction.atomic
def pass_on_advice() -> int:
    """The same for what waits, where the last of a team has left. How many messages are new."""
    left = [
        team
        for team, roles in ADVISERS.items()
        if not reachable(User.objects.holding(*roles)).exists()
    ]
    waiting = AdviceRequest.objects.our_turn().filter(team__in=left)
    held = waiting.select_for_update(of=("self",)).order_by("pk")
    passed = sum(_pass_on(row) for row in held.exclude(team=AdviceTeam.MONITORING))
    return passed + _tell_administrators(waiting)


def _pass_on(asked: AdviceRequest) -> int:
    """To the Monitoring Officer’s team, of whom the deputies are told first. How many are told."""
    following = list(next_in_line(asked))
    if not following:
        return 0
    asked.team, asked.handler, asked.handled_since = AdviceTeam.MONITORING, None, None
    if asked.status == AdviceStatus.ASSIGNED:
        asked.move(AdviceStatus.ESCALATED, by=None, why=gettext_noop("Passing it on"))
    else:
        asked.keep(by=None, why="Passed on")
    entry = write(asked, AdviceStep.PASSED_ON, by=None)
    for officer in following:
        tell(kind=ASKED, to=officer, cause=f"{asked.pk}:{entry.pk}", about=asked)
    return len(following)


def _tell_administrators(rows: QuerySet[Any]) -> int:
    """Once of each question that nobody can answer. How many are told."""
    told = 0
    for keeper in reachable(User.objects.holding(Role.ADMINISTRATOR)):
        named = rows.annotate(keeper=Value(keeper.pk))
        told += Notice.objects.plan(UNHEARD, named, to="keeper", cause=("pk",))
    if told:
        logger.error("Nobody can answer a question", extra={"told": told})
    return told
