"""Which terms end and begin by results, and which wards belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.deadlines import end_of_day, months_after
from councilgov.elections.models import LEAVES, ContestStatus, Outcome, Result
from councilgov.people.declarations import DECLARES_WITHIN
from councilgov.people.models import EndReason, TermOfOffice
from councilgov.people.turnover.actions import Ending

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from councilgov.elections.models import Contest, Election


def endings(
    election: Election,
    rows: Collection[Result],
    sitting: Mapping[int, Mapping[int, TermOfOffice]],
) -> Mapping[int, Ending]:
    """By the key of a result, the term that it ends. What has an end by now keeps it."""
    assert election.changes_on is not None  # noqa: S101  # asked for before
    ends_at = end_of_day(election.changes_on)
    elected = elected_by(rows)
    found = {}
    for row in rows:
        term = sitting[row.contest_id].get(row.person_id or 0)
        if term and row.outcome != Outcome.STAYS:
            found[row.pk] = Ending(term, ends_at, reason_of(row, elected))
    return found


def endings_made(election: Election, rows: Collection[Result]) -> list[Ending]:
    """What ``endings`` ended by these results, as it was ended."""
    assert election.changes_on is not None  # noqa: S101  # something of it is confirmed
    ends_at = end_of_day(election.changes_on)
    return [Ending(row.ended, ends_at, EndReason(row.ended_because)) for row in rows if row.ended]


def elected_by(rows: Collection[Result]) -> set[tuple[int, int | None]]:
    """Who was elected where: by these results, and by others that some of them lead to."""
    others = {row.elsewhere_id for row in rows if row.elsewhere_id}
    known = Result.objects.elected().filter(contest__in=others)
    pairs = set(known.values_list("contest", "person")) if others else set()
    return pairs | {(row.contest_id, row.person_id) for row in rows if row.is_elected}


def reason_of(row: Result, elected: set[tuple[int, int | None]]) -> EndReason:
    """Whoever stands and is elected nowhere was not re-elected; the others retire, and so does who
    stood where the poll was countermanded.
    """
    if row.outcome == Outcome.NOT_ELECTED:
        return EndReason.NOT_RE_ELECTED
    stood_in = row.elsewhere
    if stood_in and not stood_in.has_no_poll and (stood_in.pk, row.person_id) not in elected:
        return EndReason.NOT_RE_ELECTED
    return EndReason.RETIRED


def beginnings(election: Election, rows: Collection[Result]) -> Mapping[int, TermOfOffice]:
    """By the key of a result, the term that it begins: until they declare, they may not act."""
    assert election.changes_on is not None  # noqa: S101  # asked for before
    return {
        row.pk: TermOfOffice(
            councillor=row.person,
            ward=row.contest.ward,
            kind=row.contest.kind_of_term,
            starts_on=election.changes_on,
            declaration_due_on=months_after(election.poll_on, DECLARES_WITHIN),
        )
        for row in rows
        if row.is_elected
    }


def undone(contest: Contest, contests: Sequence[Contest]) -> Sequence[Contest]:
    """The confirmed contests that are undone with one: those that share somebody with it, who would
    otherwise have a seat in both or in neither.
    """
    confirmed = {one.pk: one for one in contests if one.status == ContestStatus.CONFIRMED}
    people: dict[int, set[int]] = {}
    named = Result.objects.filter(contest__in=confirmed).exclude(person=None)
    for pk, person in named.values_list("contest", "person"):
        people.setdefault(pk, set()).add(person)
    chosen, grows = {contest.pk}, True
    while grows:
        theirs = set().union(*(people.get(pk, set()) for pk in chosen))
        more = {pk for pk, mine in people.items() if mine & theirs} | chosen
        grows, chosen = more != chosen, more
    return [one for one in contests if one.pk in chosen]


def words_of(contest: Contest, rows: Sequence[Result]) -> str:
    """A result in words, as the history of a ward tells it."""
    elected = [str(row) for row in rows if row.is_elected]
    leaving = [str(row) for row in rows if row.outcome in LEAVES | {Outcome.ELSEWHERE}]
    parts = []
    if contest.has_no_poll:
        parts.append(_("The poll was countermanded: nobody was elected."))
    if elected:
        parts.append(_("Elected: %(names)s.") % {"names": "; ".join(elected)})
    empty = contest.seats - len(elected)
    if elected and empty > 0:
        told = ngettext("%(n)s seat is not filled.", "%(n)s seats are not filled.", empty)
        parts.append(told % {"n": empty})
    if leaving:
        parts.append(_("No longer for this ward: %(names)s.") % {"names": "; ".join(leaving)})
    return " ".join(parts) or _("Nobody was elected.")
