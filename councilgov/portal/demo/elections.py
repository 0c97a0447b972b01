"""The elections of the invented council: one held lately, and the next; and when it is shut."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from councilgov.days import today
from councilgov.deadlines import Division, calendar_ends_on
from councilgov.elections.announcing.actions import add_election
from councilgov.elections.closing.actions import close_on
from councilgov.elections.models import Kind, Outcome
from councilgov.elections.returning.actions import Return, confirm, hold, set_up
from councilgov.people.models import Ward
from councilgov.portal.demo.clock import days_ago, demo_today
from councilgov.portal.demo.people import BY_ELECTED, DOMAIN, officer

if TYPE_CHECKING:
    from councilgov.elections.models import Election
    from councilgov.people.models import User

THURSDAY, WEEK = 3, 7
WEEKS_AWAY, NOTICE = 22, timedelta(days=37)
LATELY = 15
"""Days ago, or a few more, was the by-election: the two months for the declaration still run."""
CLOSED = (24, 29, 30, 31)
"""Of December: between bank holidays and weekends, where these are working days."""


def build_calendar() -> None:
    """The Town Hall is shut from Christmas to New Year, as far as the calendar is known."""
    ends_on = calendar_ends_on(Division.ENGLAND_AND_WALES)
    days = [date(demo_today().year, 12, day) for day in CLOSED]
    known = [day for day in days if day <= ends_on]
    if known:
        close_on(days=known, name="Town Hall closed", is_holiday=False, by=officer("services"))


def build_elections() -> None:
    """A third of the seats is up in five months, on a Thursday."""
    day = demo_today() + timedelta(weeks=WEEKS_AWAY)
    poll_on = day + timedelta(days=(THURSDAY - day.weekday()) % WEEK)
    _entered(Kind.ORDINARY, "Council elections, a third of the seats", poll_on)


def build_by_election() -> None:
    """Somebody came into office lately in the ward of whoever retired, and has not declared.

    Where the demo lives in the past, for want of bank holidays, nobody left and nobody came.
    """
    if demo_today() < today():
        return
    name, place = BY_ELECTED
    ward = Ward.objects.get(name=place)
    day = demo_today() - timedelta(days=LATELY)
    poll_on = day - timedelta(days=(day.weekday() - THURSDAY) % WEEK)
    ago = (demo_today() - poll_on).days
    with days_ago(ago + NOTICE.days):
        election = _entered(Kind.BY_ELECTION, f"{ward} by-election", poll_on, ward)
    with days_ago(ago - 1):
        _confirmed(election, ward, name, officer("services"))


def _entered(kind: Kind, name: str, poll_on: date, *wards: Ward) -> Election:
    return add_election(
        kind=kind,
        name=name,
        notice_on=poll_on - NOTICE,
        poll_on=poll_on,
        wards=wards,
        by=officer("services"),
    )


def _confirmed(election: Election, ward: Ward, name: str, clerk: User) -> None:
    changes_on = election.poll_on + timedelta(days=1)
    (contest,) = set_up(election=election, seats={ward.pk: 1}, changes_on=changes_on, by=clerk)
    email = f"{name.lower().replace(' ', '.')}@{DOMAIN}"
    elected = Return(Outcome.ELECTED, None, name, email)
    contest = hold(contest=contest, returns=[elected], by=clerk)
    confirm(election=election, marks={contest.pk: contest.mark}, by=clerk)
