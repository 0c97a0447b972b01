"""A councillor who left can't sign in any more: an officer writes down what they say."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.answers import Answer, LeaverAnswer
from consent.leaving.carrying import carry_out, finish
from consent.leaving.choosing import choose
from consent.leaving.rules import to_choose_of
from consent.leavings import GOES, RUNNING
from consent.machines import PartingStatus
from consent.models import Leaving
from consent.permitting.checks import check_day
from councilgov.access import Right
from councilgov.days import today
from councilgov.ledger.actions import record
from councilgov.people.models import Council
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from consent.constituents import ConstituentQuerySet
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def record_answer(
    *,
    leaving: Leaving,
    answer: str,
    said_on: date,
    manner: str,
    known_from: str,
    by: User,
) -> LeaverAnswer:
    """An information officer writes down what the councillor said by phone, letter or in person:
    delete all now, which is done at once, or keep them sealed until their day. Nobody reads them.

    Raises ``Refused`` while the term goes on, of somebody who died, once nothing is left, for a day
    that is yet to come, and for keeping what is not sealed.
    """
    row = _held(leaving, by)
    check_day(said_on, field="said_on")
    said = LeaverAnswer(
        leaving=row,
        answer=answer,
        said_on=said_on,
        manner=manner,
        known_from=known_from.strip(),
        recorded_at=timezone.now(),
        recorded_by=by,
    ).keep(by=by, why="Said by the councillor")
    _prove(said, _delete(row, by=by) if answer == Answer.DELETE else _keep(row, by=by))
    return said


def _prove(said: LeaverAnswer, count: int) -> None:
    """With how many went."""
    facts: dict[str, JSON] = {
        "answer": said.answer,
        "manner": said.manner,
        "said_on": said.said_on.isoformat(),
        "people": count,
    }
    record(
        kind="consent.leaver_said",
        actor=said.recorded_by,
        subject=said.leaving,
        facts=facts,
        names={"known_from": said.known_from},
    )
    logger.info("Leaver’s answer recorded", extra={"leaving": said.leaving_id})


def _held(leaving: Leaving, by: User) -> Leaving:
    row = Leaving.objects.with_row().locked(leaving)
    if not by.has_perm(Right.RECORD_ANSWER) or row.status not in RUNNING or not row.is_over:
        raise Refused(_("There is nothing to write down: nothing is left, or they are in office."))
    if row.is_of_the_dead:
        raise Refused(_("They have died, so nobody says it for them. An officer sets the day."))
    return row


def _keep(row: Leaving, *, by: User) -> int:
    """They know the day, as they were told it. Where none was set, the time runs from today."""
    if not row.is_sealed:
        raise Refused(_("They are not sealed yet. Until then nothing is deleted."), field="answer")
    if row.deletes_on is None:
        row.deletes_on = today() + timedelta(days=Council.objects.the().sealed_days)
        row.period_begun_at, row.period_begun_by = timezone.now(), by
        row.keep(by=by, why="Day of deletion set")
    return 0


def _delete(row: Leaving, *, by: User) -> int:
    """All that nothing else was chosen for, also what waits for a file that they can't take now."""
    count = choose(row, to_delete(row), PartingStatus.TO_DELETE, by=by)
    carry_out(row)
    finish()
    return count


def to_delete(row: Leaving) -> ConstituentQuerySet:
    """Not those whom a successor accepted, nor those who go already."""
    return to_choose_of(row).exclude(parting__status__in=GOES | {PartingStatus.ACCEPTED})
