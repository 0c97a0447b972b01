"""A councillor who leaves office, and who comes after, in words that read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from django.utils import timezone

from consent.leaving import actions
from consent.leaving.carrying import sweep_leavers
from consent.leaving.reminding import tell_of_deletion
from consent.models import Leaving, PartingStatus, Said
from councilgov.access import Role
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.notices.actions import deliver
from councilgov.people.actions import appoint, end_term
from councilgov.people.models import EndReason, User
from tests import given
from tests.consent import people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from consent.models import Constituent
    from councilgov.people.models import Ward

LAST_DAY = date(2026, 12, 7)
"""A Monday, two weeks after the day of the tests."""
OVER, SEALED, FIRST, SECOND, GONE = (
    "2026-12-08",
    "2026-12-22",
    "2027-01-12",
    "2027-01-26",
    "2027-02-02",
)
"""The day after it; ten working days later and a day; both notices; 42 days from the seal."""


def on(day: str) -> Any:
    return time_machine.travel(f"{day} 12:00Z")


def leaves(
    councillor: User,
    last_day: date = LAST_DAY,
    reason: EndReason = EndReason.NOT_RE_ELECTED,
) -> User:
    """The same councillor, whose only term ends with that day."""
    term = councillor.terms.get(ends_at=None)
    end_term(term=term, ends_at=end_of_day(last_day), reason=reason, by=None)
    return councillor


def successor(of: User, **fields: Any) -> User:
    """Another councillor of the same ward, who accepted the terms of ward records."""
    row = given.person()
    given.term(row, ward=ward_of(of), **fields)
    return people.accepted(User.objects.get(pk=row.pk))


def ward_of(councillor: User) -> Ward | None:
    return councillor.terms.latest("pk").ward


def the(councillor: User) -> Leaving:
    return Leaving.objects.with_row().get(councillor=councillor)


def reached(councillor: User) -> User:
    """They gave an address of their own: once they left, no other mail reaches them."""
    actions.reach_at(councillor=councillor, address="robin@home.example", by=None)
    return councillor


def appointed(councillor: User) -> User:
    """They work for the council from the day after their last as a councillor, and may sign in."""
    appoint(officer=councillor, role=Role.AUDITOR, starts_on=date(2026, 12, 8), by=None)
    return councillor


def deciding(person: Constituent, choice: str = "to_delete", **how: Any) -> int:
    by = User.objects.get(pk=person.councillor_id)
    return actions.decide(leaving=the(by), person=person.pk, choice=choice, by=by, **how)


def offering(person: Constituent, to: User, said: str = Said.AGREED) -> int:
    told: dict[str, Any] = {"successor": to, "told_on": today(), "said": said}
    return deciding(person, PartingStatus.OFFERED, **told)


def taking(councillor: User) -> str:
    """The file, by a councillor who said who they are."""
    leaving = the(councillor)
    return actions.take_file(leaving=leaving, by=councillor, confirmed_with="password")


def telling() -> None:
    """Both the clock and the mail server do what is due."""
    sweep_leavers()
    tell_of_deletion()
    deliver(until=timezone.now() + timedelta(seconds=10))


def fresh(user: User) -> User:
    """The same, whose roles are asked anew: the clock may have moved."""
    found: User = User.objects.get(pk=user.pk)
    return found


def sweep_each(*days: str) -> Iterator[int]:
    """A sweep on each of these days."""
    for day in days:
        with on(day):
            yield sweep_leavers()
