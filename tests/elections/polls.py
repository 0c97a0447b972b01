"""Polls, as the tests need them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from councilgov.access import Role
from councilgov.elections.announcing import actions
from councilgov.elections.models import Contest, Kind, Outcome
from councilgov.elections.returning import actions as returning
from councilgov.elections.returning.actions import Return
from tests import given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.elections.models import Election
    from councilgov.people.models import TermOfOffice, User, Ward

POLL = date(2027, 5, 6)
"""A Thursday. Notice by 31 March; who is not elected retires on Monday 10 May."""


def election(**fields: Any) -> Election:
    """An ordinary election of the whole council next May."""
    given.council()
    told: dict[str, Any] = {
        "kind": Kind.ORDINARY,
        "name": "Council elections 2027",
        "notice_on": date(2027, 3, 30),
        "poll_on": POLL,
        "wards": [],
        "by": None,
    }
    return actions.add_election(**told | fields)


CHANGE = date(2027, 5, 10)
"""The fourth day after it (golden/retirement_days.csv)."""


def clerk() -> User:
    return given.officer(Role.MEMBERS_SERVICES)


def member(ward: Ward | None, name: str = "", **fields: Any) -> User:
    """Somebody who sits for the ward since 2022."""
    person = given.person(**({"full_name": name} if name else {}))
    given.term(person, ward=ward, **fields)
    return person


def contest(
    *, election: Election | None = None, seats: int = 1, ward: Ward | None = None
) -> Contest:
    """The seats of one ward, or of one more, at an ordinary election."""
    ward = ward or given.ward()
    election = election or ordinary()
    asked = {one.ward_id: one.seats for one in election.contests.all()} | {ward.pk: seats}
    rows = returning.set_up(election=election, seats=asked, changes_on=CHANGE, by=clerk())
    return next(row for row in rows if row.ward_id == ward.pk)


def ordinary() -> Election:
    return election()


def new(name: str = "Nia Newcomer") -> Return:
    mailbox = name.lower().replace(" ", ".")
    return Return(Outcome.ELECTED, None, name, f"{mailbox}@{given.DOMAIN}")


def held(contest: Contest, *returns: Return) -> Contest:
    return returning.hold(contest=contest, returns=returns, by=clerk())


def confirmed(*contests: Contest) -> Sequence[Contest]:
    rows = [Contest.objects.get(pk=one.pk) for one in contests]
    marks = {row.pk: row.mark for row in rows}
    return returning.confirm(election=rows[0].election, marks=marks, by=clerk())


def with_result() -> Election:
    """An election with one ward whose result is held."""
    row = contest()
    held(row, new(f"Nia Newcomer {next(given.number)}"))
    return row.election


def undeclared(**fields: Any) -> TermOfOffice:
    """The term of somebody in office who was elected on 5 November, and has not declared."""
    told = {"starts_on": date(2026, 11, 9), "declared_on": None} | fields
    term = given.term(given.newcomer(), **told)
    term.declaration_due_on = date(2027, 1, 5)
    return term.keep(by=None, why="Test")
