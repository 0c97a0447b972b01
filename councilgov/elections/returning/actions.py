"""Results are entered, held, confirmed and undone. Before they are confirmed nothing follows."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.days import today
from councilgov.elections.models import OPEN, Contest, ContestStatus, Election, Outcome, Result
from councilgov.elections.returning import checks
from councilgov.elections.returning.newcomers import enter, leave
from councilgov.elections.returning.turning import (
    beginnings,
    elected_by,
    endings,
    endings_made,
    reason_of,
    undone,
    words_of,
)
from councilgov.ledger.actions import record, record_all
from councilgov.people.actions import move_end, own_address
from councilgov.people.models import User
from councilgov.people.turnover.actions import turn_back, turn_over
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

logger = logging.getLogger(__name__)
WHO = ("person", "is_newcomer", "was_closed")
TURNED = ("ended", "ended_because", "begun")
UNDO_DAYS = 28
"""After the day of change, for how long a result can be undone: a petition is brought within 21
(Representation of the People Act 1983, section 129)."""


class Return(NamedTuple):
    """What was told of one person: somebody known, or a newcomer by name and council address."""

    outcome: Outcome
    person: User | None = None
    full_name: str = ""
    email: str = ""
    elsewhere: Contest | None = None


@transaction.atomic
def set_up(
    *, election: Election, seats: Mapping[int | None, int], changes_on: date, by: User
) -> Sequence[Contest]:
    """Which wards elect how many, and on which day who was not elected again leaves and successors
    come in (Local Government Act 1972, section 7): entered by an officer, never worked out as a
    fact. ``seats`` by the key of the ward; None is the mayor.

    Raises ``Refused`` for a poll of somebody else, for another day once a ward is confirmed, and
    for a ward that has a result and is left out.
    """
    election = Election.objects.held(election)
    if not election.is_ours:
        raise Refused(_("Nobody comes into office here by this poll."))
    rows = {one.ward_id: one for one in _contests(election)}
    _check_day(election, changes_on)
    election.changes_on = changes_on
    election.keep(by=by, why="Seats entered")
    for ward, contest in rows.items():
        if ward not in seats:
            _leave_out(contest, by=by)
    for ward, n in seats.items():
        contest = rows.get(ward) or Contest(election=election, ward_id=ward, seats=0)
        _seat(contest, n, by=by)
    record(
        kind="elections.set_up",
        actor=by,
        subject=election,
        facts={"seats": sum(seats.values()), "changes_on": changes_on.isoformat()},
    )
    return _contests(election)


def _check_day(election: Election, changes_on: date) -> None:
    confirmed = election.contests.filter(status=ContestStatus.CONFIRMED)
    if election.changes_on not in {None, changes_on} and confirmed.exists():
        raise Refused(
            _("Results were confirmed with another day. Undo them first."), field="changes_on"
        )


def _seat(contest: Contest, seats: int, *, by: User) -> None:
    if contest.seats != seats:
        contest.seats = seats
        contest.keep(by=by, why="Seats entered")


def _leave_out(contest: Contest, *, by: User) -> None:
    if contest.status != ContestStatus.AWAITED:
        raise Refused(_("%(ward)s has a result. Throw it away first.") % {"ward": contest})
    contest.discard(by=by, why="Not up for election")


@transaction.atomic
def hold(*, contest: Contest, returns: Sequence[Return], by: User) -> Contest:
    """The result of a ward is entered, and held: nobody is told, and no term changes.

    Raises ``Refused`` for more elected than seats, for somebody in two wards, for a councillor of
    the ward who is left out, and for an address that is not the council's. Where the poll was
    countermanded at an ordinary election it is who retires, and nobody is elected.
    """
    contest = _one(contest)
    at = OPEN | {ContestStatus.COUNTERMANDED} if contest.asks_who_retires else OPEN
    contest.check_stands(at, gettext_noop("The result"))
    rows = [_result(contest, one) for one in returns]
    checks.check_seats(contest, rows)
    checks.check_once(contest.election, rows)
    checks.check_everybody([contest], rows, checks.sitting_in([contest]))
    _forget(contest, by=by)
    contest.stand_at(ContestStatus.HELD)
    contest.held_at, contest.held_by, contest.words = timezone.now(), by, words_of(contest, rows)
    contest.keep(by=by, why="Result held")
    keep_all(rows, by=by, why="Result held")
    record(kind="elections.held", actor=by, subject=contest, facts={"people": len(rows)})
    return contest


def _result(contest: Contest, told: Return) -> Result:
    """Somebody whose address has an account is that person. Somebody new may have none yet."""
    email = own_address(told.email) if told.person is None and told.email else ""
    person = told.person or (User.objects.filter(email=email).first() if email else None)
    return Result(
        contest=contest,
        person=person,
        full_name="" if person else " ".join(told.full_name.split()),
        email="" if person else email,
        outcome=told.outcome,
        elsewhere=told.elsewhere,
    )


def _forget(contest: Contest, *, by: User) -> None:
    """What was held before is in history."""
    for row in contest.results.all():
        row.discard(by=by, why="Entered anew")


@transaction.atomic
def throw_away(*, contest: Contest, by: User) -> Contest:
    """What was held of a ward is thrown away, and its result awaited again. Where there was no poll
    it is asked anew who retires.
    """
    contest = _one(contest)
    contest.check_stands({ContestStatus.HELD}, gettext_noop("Throwing the result away"))
    _forget(contest, by=by)
    contest.words = contest.countermanded_because
    record(kind="elections.thrown_away", actor=by, subject=contest, facts={})
    to = ContestStatus.COUNTERMANDED if contest.has_no_poll else ContestStatus.AWAITED
    return contest.move(to, by=by, why=gettext_noop("Throwing the result away"))


@transaction.atomic
def confirm(*, election: Election, marks: Mapping[int, str], by: User) -> Sequence[Contest]:
    """The results of these wards count, in one act: who leaves has an end, who comes in has a term
    from the day of change, and who was elected again never leaves.

    ``marks`` are those of the results that the officer saw, by the key of the contest. Raises
    ``Refused`` for one that was entered anew since, or confirmed before, and where the results
    of two wards belong together.
    """
    election = Election.objects.held(election)
    contests = _seen(election, marks)
    if election.changes_on is None:
        raise Refused(_("Enter the day on which councillors retire first."))
    rows = list(_results(contests))
    sitting = checks.sitting_in(contests)
    _check(election, contests, rows)
    checks.check_everybody(contests, rows, sitting)
    enter(rows, by=by)
    ended = endings(election, rows, sitting)
    begun = beginnings(election, rows)
    turn_over(endings=list(ended.values()), beginnings=list(begun.values()), by=by)
    for row in rows:
        row.ended = ended[row.pk].term if row.pk in ended else None
        row.ended_because = ended[row.pk].reason if row.pk in ended else ""
        row.begun = begun.get(row.pk)
    keep_all(rows, by=by, why="Confirmed", fields=[*WHO, *TURNED])
    _mend_reasons(contests, by=by)
    return _confirmed(contests, rows, by=by)


def _mend_reasons(contests: Sequence[Contest], *, by: User) -> None:
    """Whoever stood in one of these wards from another one that was confirmed before was, or was
    not, elected again: why their old term ended is corrected, unless somebody did so since.
    """
    before = Result.objects.filter(elsewhere__in=contests, ended__isnull=False)
    others = before.exclude(contest__in=contests).select_related("elsewhere", "ended")
    rows: Sequence[Result] = list(others.select_for_update(of=("self",)).order_by("pk"))
    elected = elected_by(rows)
    for row in rows:
        reason, term = reason_of(row, elected), row.ended
        if term and term.ends_at and reason != row.ended_because == term.end_reason:
            move_end(term=term, ends_at=term.ends_at, reason=reason, by=by)
            row.ended_because = reason
            row.keep(by=by, why="Confirmed anew")


def _check(election: Election, contests: Sequence[Contest], rows: Sequence[Result]) -> None:
    for contest in contests:
        checks.check_seats(contest, [row for row in rows if row.contest_id == contest.pk])
    checks.check_once(election, rows)
    checks.check_together(election, contests, rows)
    checks.check_free(election, rows)


def _seen(election: Election, marks: Mapping[int, str]) -> Sequence[Contest]:
    contests = [one for one in _contests(election) if one.pk in marks]
    for contest in contests:
        contest.check_move(ContestStatus.CONFIRMED, gettext_noop("Confirming the result"))
        if contest.mark != marks[contest.pk]:
            raise Refused(
                _("The result of %(ward)s was entered anew since you looked. Look again.")
                % {"ward": contest},
                way=(contest.get_absolute_url(), _("See the result")),
            )
    if not contests:
        raise Refused(_("Select at least one ward"), field="contests")
    return contests


def _confirmed(
    contests: Sequence[Contest], rows: Sequence[Result], *, by: User
) -> Sequence[Contest]:
    now = timezone.now()
    for contest in contests:
        fields = contest.stand_at(ContestStatus.CONFIRMED)
        contest.confirmed_at, contest.confirmed_by = now, by
        contest.words = words_of(contest, [row for row in rows if row.contest_id == contest.pk])
    keep_all(contests, by=by, why="Result confirmed", fields=fields)
    record_all(
        kind="elections.confirmed",
        actor=by,
        facts=[(contest, _facts(contest, rows)) for contest in contests],
    )
    logger.info("Results confirmed", extra={"contests": [one.pk for one in contests]})
    return contests


def _facts(contest: Contest, rows: Sequence[Result]) -> dict[str, list[int]]:
    mine = [row for row in rows if row.contest_id == contest.pk]
    return {
        "ended": [row.ended_id for row in mine if row.ended_id],
        "begun": [row.begun_id for row in mine if row.begun_id],
    }


@transaction.atomic
def undo(*, contest: Contest, reason: str, by: User) -> Sequence[Contest]:
    """A confirmed result is undone, as by a recount: ends are taken back, terms that were begun are
    withdrawn, and the result is held again. Wards that share somebody with it are undone with it.

    Raises ``Refused`` four weeks after the day of change, once a newly elected councillor has taken
    up office, and where an end was changed since.
    """
    election = Election.objects.held(contest.election)
    every = _contests(election)
    contests = undone(contest, every)
    for one in contests:
        one.check_stands({ContestStatus.CONFIRMED}, gettext_noop("Undoing the result"))
    _check_in_time(election)
    rows = list(_results(contests))
    ended, begun = endings_made(election, rows), [row.begun for row in rows if row.begun]
    for row in rows:
        row.ended, row.ended_because, row.begun = None, "", None
    keep_all(rows, by=by, why="Undone", fields=TURNED)
    turn_back(endings=ended, beginnings=begun, reason=reason, by=by)
    leave(rows, by=by)
    return _held_again(contests, reason.strip(), by=by)


def _check_in_time(election: Election) -> None:
    assert election.changes_on is not None  # noqa: S101  # something of it is confirmed
    if today() > election.changes_on + timedelta(days=UNDO_DAYS):
        raise Refused(
            _("It is too late to undo this result here. Correct the terms of each councillor.")
        )


def _held_again(contests: Sequence[Contest], reason: str, *, by: User) -> Sequence[Contest]:
    for contest in contests:
        fields = contest.stand_at(ContestStatus.HELD)
        contest.held_at, contest.held_by, contest.words = timezone.now(), by, reason
        record(
            kind="elections.undone", actor=by, subject=contest, facts={}, names={"reason": reason}
        )
    keep_all(contests, by=by, why="Result undone", fields=fields)
    return contests


@transaction.atomic
def countermand_ward(*, contest: Contest, reason: str, by: User) -> Contest:
    """The poll in one ward is not held, as a candidate has died: nobody comes in. At an ordinary
    election it is asked who retires on the day of change, as they do with all others (Local
    Government Act 1972, section 7); otherwise nothing ends.
    """
    contest = _one(contest)
    contest.check_stands(OPEN, gettext_noop("Countermanding the poll"))
    _forget(contest, by=by)
    contest.words = contest.countermanded_because = reason.strip()
    record(
        kind="elections.ward_countermanded",
        actor=by,
        subject=contest,
        facts={},
        names={"reason": reason.strip()},
    )
    return contest.move(
        ContestStatus.COUNTERMANDED, by=by, why=gettext_noop("Countermanding the poll")
    )


@transaction.atomic
def await_again(*, contest: Contest, by: User) -> Contest:
    """The poll in a ward was marked as countermanded by mistake."""
    contest = _one(contest)
    contest.check_stands({ContestStatus.COUNTERMANDED}, gettext_noop("Awaiting the result"))
    contest.words = contest.countermanded_because = ""
    record(kind="elections.awaited", actor=by, subject=contest, facts={})
    return contest.move(ContestStatus.AWAITED, by=by, why=gettext_noop("Awaiting the result"))


def _contests(election: Election) -> Sequence[Contest]:
    """All of it, held in the order of their keys."""
    rows = Contest.objects.filter(election=election).select_related("ward")
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        row.election = election
    return found


def _one(contest: Contest) -> Contest:
    election = Election.objects.held(contest.election)
    found = {row.pk: row for row in _contests(election)}
    if contest.pk not in found:
        raise Refused(_("It is no longer there: it was deleted a moment ago."))
    return found[contest.pk]


def _results(contests: Sequence[Contest]) -> Sequence[Result]:
    by_key = {contest.pk: contest for contest in contests}
    rows = Result.objects.filter(contest__in=by_key).order_by("pk")
    found = list(rows.select_related("person", "elsewhere__ward", "ended__councillor", "begun"))
    for row in found:
        row.contest = by_key[row.contest_id]
    return found
