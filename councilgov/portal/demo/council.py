"""The invented council and everybody in it."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from councilgov.deadlines import Division, calendar_ends_on
from councilgov.people import actions
from councilgov.people.models import Council, Group, User, Ward
from councilgov.portal.demo.people import (
    COUNCILLORS,
    DOMAIN,
    GROUPS,
    OFFICERS,
    PASSWORD,
    WARDS,
    names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

WHY = "Demo data"
ELECTED = timedelta(days=200)
"""How long ago all came into office: before the first policy was published (120 days ago)."""
LOOKS_AHEAD = timedelta(days=60)
"""More than the 20 working days and the reminders after them that a policy published now needs."""


def demo_today() -> date:
    """Today; if the bank holidays of the next weeks are unknown, the last day when they are not.

    A copy of this release that somebody starts years later must still seed.
    """
    return min(timezone.localdate(), calendar_ends_on(Division.ENGLAND_AND_WALES) - LOOKS_AHEAD)


def build_council() -> Council:
    """Barchester, which Anthony Trollope invented."""
    return Council(
        pk=1,
        name="Barchester Borough Council",
        address="Town Hall, Cathedral Square, Barchester",
        email_domains=[DOMAIN],
        desk_phone="01632 960124",
        desk_email=f"desk@{DOMAIN}",
        monitoring_officer_phone="01632 960123",
        monitoring_officer_email=f"monitoring@{DOMAIN}",
        members_services_phone="01632 960125",
        members_services_email=f"services@{DOMAIN}",
        information_team_phone="01632 960126",
        information_team_email=f"information@{DOMAIN}",
    ).keep(by=None, why=WHY)


def build_officers() -> None:
    """An officer for each role."""
    password, elected_on = make_password(PASSWORD), demo_today() - ELECTED
    for mailbox, (name, role) in OFFICERS.items():
        officer = _person(mailbox, name, name, password)
        actions.appoint(officer=officer, role=role, starts_on=elected_on, by=None)


def build_councillors() -> list[User]:
    """54 councillors, three a ward; the first signs in as councillor@, the second leads a group."""
    password, elected_on = make_password(PASSWORD), demo_today() - ELECTED
    wards = [Ward(name=name).keep(by=None, why=WHY) for name in names(WARDS)]
    memberships = _memberships()
    mailboxes = ["councillor", "leader"]
    councillors = []
    for n, (name, ward) in enumerate(zip(names(COUNCILLORS), cycle(wards), strict=False)):
        surname = name.split()[-1]
        mailbox = mailboxes[n] if n < len(mailboxes) else f"member{n + 1}"
        member = _person(mailbox, name, f"Councillor {surname}", password)
        actions.begin_term(
            councillor=member, ward=ward, starts_on=elected_on, declared_on=elected_on, by=None
        )
        group, is_leader = next(memberships)
        actions.join_group(
            councillor=member, group=group, is_leader=is_leader, starts_on=elected_on, by=None
        )
        councillors.append(member)
    return councillors


def _person(mailbox: str, full_name: str, known_as: str, password: str) -> User:
    person = actions.add_person(
        full_name=full_name, known_as=known_as, email=f"{mailbox}@{DOMAIN}", by=None
    )
    person.password = password
    person.phone = f"01632 960{300 + person.pk % 600}"  # Ofcom keeps these for drama
    return person.keep(by=None, why=WHY)


def _memberships() -> Iterator[tuple[Group, bool]]:
    """A group for each councillor. Its second member leads it, so that leader@ leads the first."""
    for name, size in GROUPS.items():
        group = Group(name=name).keep(by=None, why=WHY)
        for n in range(size):
            yield group, n == 1
