"""What has to be true of results before anybody's term ends or begins by them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from councilgov.deadlines import end_of_day
from councilgov.elections.models import LEAVES, ContestStatus, Outcome, Result
from councilgov.people.models import TermOfOffice
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from councilgov.elections.models import Contest, Election


def sitting_in(contests: Collection[Contest]) -> Mapping[int, Mapping[int, TermOfOffice]]:
    """The terms that the poll may end, by contest and by councillor: one query for all wards."""
    found: dict[int, dict[int, TermOfOffice]] = {contest.pk: {} for contest in contests}
    up = [one for one in contests if one.election.ends_seats]
    asked = {(one.ward_id, str(one.kind_of_term)): one.pk for one in up}
    if asked:
        poll_on = next(iter(contests)).election.poll_on
        of_wards = Q(ward__in=[ward for ward, _kind in asked if ward]) | Q(ward=None)
        terms = TermOfOffice.objects.filter(of_wards, ends_at=None, starts_on__lt=poll_on)
        for term in terms.select_related("councillor").order_by("pk"):
            if contest := asked.get((term.ward_id, term.kind)):
                found[contest][term.councillor_id] = term
    return found


def leaving_anyway(contest: Contest) -> Sequence[TermOfOffice]:
    """Who sits for the ward after the poll, with an end that was entered before: the result leaves
    it as it is, so somebody has to see whether it is the right one.
    """
    if not contest.election.ends_seats:
        return []
    of_ward = TermOfOffice.objects.filter(ward=contest.ward_id, kind=contest.kind_of_term)
    day = contest.election.changes_on or contest.election.poll_on
    rows = of_ward.filter(starts_on__lt=contest.election.poll_on, ends_at__gt=end_of_day(day))
    return list(rows.select_related("councillor").order_by("ends_at", "pk"))


def check_seats(contest: Contest, results: Sequence[Result]) -> None:
    """No more are elected than there are seats at this poll, and nobody where it was countermanded.
    Who retires for want of a poll does so there alone.
    """
    elected = sum(result.is_elected for result in results)
    if contest.asks_who_retires and elected:
        raise Refused(_("The poll in %(ward)s was countermanded.") % {"ward": contest})
    for row in results:
        if row.outcome == Outcome.RETIRES and not contest.asks_who_retires:
            told = _("There was a poll in %(ward)s. Say if %(name)s was elected.")
            raise Refused(told % {"ward": contest, "name": row})
    if elected > contest.seats:
        raise Refused(
            _("%(ward)s has %(seats)s seats at this poll, and %(n)s are marked as elected.")
            % {"ward": contest, "seats": contest.seats, "n": elected}
        )


def check_once(election: Election, results: Collection[Result]) -> None:
    """Nobody is elected in two wards at one poll."""
    others = Result.objects.elected().filter(contest__election=election)
    others = others.filter(contest__status__in=[ContestStatus.HELD, ContestStatus.CONFIRMED])
    mine = {result.contest_id for result in results}
    rows = [*others.exclude(contest__in=mine).select_related("person"), *results]
    keys = [row.person_id or row.email for row in rows if row.is_elected and row.has_key]
    twice = {key for key, count in Counter(keys).items() if count > 1}
    for row in results:
        if row.is_elected and row.has_key and (row.person_id or row.email) in twice:
            raise Refused(_("%(name)s is marked as elected in two wards.") % {"name": row})


def check_everybody(
    contests: Collection[Contest],
    results: Collection[Result],
    sitting: Mapping[int, Mapping[int, TermOfOffice]],
) -> None:
    """Of each who sits for a ward it is known what the poll means for them."""
    known = {(result.contest_id, result.person_id) for result in results}
    for contest in contests:
        for person, term in sitting[contest.pk].items():
            if (contest.pk, person) not in known:
                raise Refused(
                    _("%(name)s sits for %(ward)s. Say what the poll means for them.")
                    % {"name": term.councillor.full_name, "ward": contest}
                )


def check_together(
    election: Election, contests: Collection[Contest], results: Collection[Result]
) -> None:
    """Whoever stood in two wards, or moves from one to another, is decided on once: otherwise they
    would be told that they leave while their other result is not known.
    """
    mine = {contest.pk for contest in contests}
    for row in results:
        other = row.elsewhere
        if other and other.pk not in mine and not _is_known(other):
            raise _together(row, other)
    leaving = {row.person_id: row for row in results if row.outcome in LEAVES}
    held = Result.objects.elected().filter(
        person__in=leaving, contest__election=election, contest__status=ContestStatus.HELD
    )
    for one in held.exclude(contest__in=mine).select_related("contest__ward"):
        raise _together(leaving[one.person_id], one.contest)


def _is_known(contest: Contest) -> bool:
    """Who was elected there: also where nobody was, as no poll was held."""
    return contest.status == ContestStatus.CONFIRMED or contest.has_no_poll


def _together(row: Result, other: Contest) -> Refused:
    return Refused(
        _("%(name)s stood in %(other)s too. Confirm the results of both wards together.")
        % {"name": row, "other": other}
    )


def check_free(election: Election, results: Collection[Result]) -> None:
    """Whoever is elected has no seat that goes on, and has not died. At a by-election no seat is up
    of those who sit, and at an ordinary one all are, with a poll in their ward or without.
    """
    elected = {row.person_id: row for row in results if row.is_elected and row.person_id}
    contests = election.contests.all() if election.ends_seats else election.contests.none()
    if not election.retires_all:
        contests = contests.exclude(status=ContestStatus.COUNTERMANDED)
    up = set(contests.values_list("ward", flat=True))
    terms = TermOfOffice.objects.filter(councillor__in=elected)
    for term in terms.of_the_dead():
        told = _("%(name)s has died. Correct the result.")
        raise Refused(told % {"name": elected[term.councillor_id]})
    for term in terms.filter(ends_at=None).select_related("ward").order_by("pk"):
        if term.ward_id not in up:
            raise Refused(
                _("%(name)s is in office for %(ward)s. End that term first, on the day of change.")
                % {
                    "name": elected[term.councillor_id],
                    "ward": term.ward or term.get_kind_display(),
                }
            )
