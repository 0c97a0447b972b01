"""Polls are entered, corrected, and withdrawn."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.elections.models import Contest, ContestStatus, Election, ElectionWard, Kind, Result
from councilgov.ledger.actions import record
from councilgov.records import Refused, keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from councilgov.people.models import User, Ward

logger = logging.getLogger(__name__)


@transaction.atomic
def add_election(
    *,
    kind: Kind,
    name: str,
    notice_on: date,
    poll_on: date,
    wards: Collection[Ward],
    by: User | None,
) -> Election:
    """A poll is entered. Its pre-election period runs from the day of the notice to that of the
    poll, for everybody, or where it is held in some ``wards`` only, for their councillors.

    Periods may overlap. Raises ``Refused`` for a notice that does not come before the poll.
    """
    election = Election(
        kind=kind,
        name=" ".join(name.split()),
        notice_on=notice_on,
        poll_on=poll_on,
        is_whole_area=not wards,
    ).keep(by=by, why="Election entered")
    _keep_wards(election, wards, by=by)
    _record(election, "entered", by=by)
    return election


@transaction.atomic
def change_election(
    *,
    election: Election,
    kind: Kind,
    name: str,
    notice_on: date,
    poll_on: date,
    wards: Collection[Ward],
    by: User,
) -> Election:
    """What was entered of a poll is corrected; what stood there before stays in history. With
    another day of the poll the day of change is asked anew.

    Raises ``Refused`` once it was countermanded, for another kind of poll, and for another day once
    a result is confirmed.
    """
    election = Election.objects.held(election)
    if election.kind != kind:
        raise Refused(_("Enter another kind of election as a new one"), field="kind")
    if election.poll_on != poll_on and _is_confirmed(election):
        raise Refused(_("Results of this poll are confirmed. Undo them first"), field="poll_on")
    if election.poll_on != poll_on:
        election.changes_on = None
    election.name, election.notice_on = " ".join(name.split()), notice_on
    election.poll_on, election.is_whole_area = poll_on, not wards
    election.keep(by=by, why="Election corrected")
    _keep_wards(election, wards, by=by)
    _record(election, "corrected", by=by)
    return election


@transaction.atomic
def countermand(*, election: Election, reason: str, by: User) -> Election:
    """A poll is not held on its day, as where a candidate has died: its period is over at once, and
    nobody leaves office by it. An ordinary election is put off as a whole only by law; where a
    candidate has died, ``returning.actions.countermand_ward`` is for that ward.

    Raises ``Refused`` if it was countermanded before, and once a result is confirmed.
    """
    election = Election.objects.held(election)
    if _is_confirmed(election):
        raise Refused(_("Results of this poll are confirmed. Undo them first."))
    for row in Result.objects.filter(contest__election=election):
        row.discard(by=by, why="Poll countermanded")
    contests = Contest.objects.filter(election=election).unconfirmed()
    move_all(contests, ContestStatus.COUNTERMANDED, by=by, why=gettext_noop("The poll"))
    election.withdrawn_at, election.withdrawn_by = timezone.now(), by
    election.withdrawn_because = reason.strip()
    election.keep(by=by, why="Poll countermanded")
    _record(election, "countermanded", by=by)
    return election


@transaction.atomic
def remove_election(*, election: Election, by: User) -> None:
    """A poll was entered by mistake: it is gone with its period and its seats, and stays in
    history alone.

    Raises ``Refused`` once a result was entered for one of its wards.
    """
    election = Election.objects.locked(election)
    if not is_removable(election):
        raise Refused(_("A result was entered for this election, so it stays."))
    _record(election, "removed", by=by)
    for row in [*election.contests.all(), *ElectionWard.objects.filter(election=election)]:
        row.discard(by=by, why="Entered by mistake")
    election.discard(by=by, why="Entered by mistake")


def is_removable(election: Election) -> bool:
    """No result was ever entered, also none that was thrown away."""
    return not Contest.history.filter(election_id=election.pk, status=ContestStatus.HELD).exists()


def _is_confirmed(election: Election) -> bool:
    return election.contests.filter(status=ContestStatus.CONFIRMED).exists()


def _keep_wards(election: Election, wards: Collection[Ward], *, by: User | None) -> None:
    asked = {ward.pk: ward for ward in wards}
    for row in ElectionWard.objects.filter(election=election).exclude(ward__in=asked):
        row.discard(by=by, why="Election corrected")
    known = set(ElectionWard.objects.filter(election=election).values_list("ward", flat=True))
    new = [ElectionWard(election=election, ward=asked[pk]) for pk in asked.keys() - known]
    keep_all(new, by=by, why="Wards of the election")


def _record(election: Election, what: str, *, by: User | None) -> None:
    facts = {
        "kind": election.kind,
        "notice_on": election.notice_on.isoformat(),
        "poll_on": election.poll_on.isoformat(),
    }
    names = {"reason": election.withdrawn_because} if election.is_withdrawn else {}
    record(kind=f"elections.{what}", actor=by, subject=election, facts=facts, names=names)
    logger.info("Election %s", what, extra={"election": election.pk})
