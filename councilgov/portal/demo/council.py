"""The invented council and everybody in it."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from councilgov.accounts.actions import change_settings
from councilgov.days import day_in_words
from councilgov.people import actions
from councilgov.people.models import Council, Group, TermOfOffice, User, Ward
from councilgov.people.turnover.actions import turn_over
from councilgov.portal.demo.clock import asked_before, days_ago, demo_today, meeting_day
from councilgov.portal.demo.people import (
    COUNCILLORS,
    DOMAIN,
    GROUPS,
    OFFICERS,
    PASSWORD,
    WARDS,
    names,
    officer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

WHY = "Demo data"
ELECTED = timedelta(weeks=52)
"""How long ago all came into office: the story of the demo is the year since then."""
RULES_DECIDED = 349
"""How many days ago the council decided what follows when somebody does not sign."""
BY_ELECTION = 2
"""How many came into office later, and were asked to sign then."""
NEWCOMERS_LATE = 8
"""How many days late they are."""


def build_council() -> Council:
    """Barchester, which Anthony Trollope invented."""
    return Council(
        pk=1,
        name="Barchester Borough Council",
        address="Town Hall, Cathedral Square, Barchester",
        email_domains=[DOMAIN],
        desk_phone="01632 960124",
        reminds_of_checks=True,
        desk_email=f"desk@{DOMAIN}",
        desk_hours="8am to 6pm, Monday to Friday",
        desk_place="Town Hall, ground floor, room 12",
        desk_night_phone="01632 960127",
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
        officer = add_with_password(mailbox, name, name, password)
        actions.appoint(officer=officer, role=role, starts_on=elected_on, by=None)


def decide_rules() -> None:
    """The council has decided that leaders are told who is late, that access may be held, and that
    everybody may read how many incidents there were.
    """
    decision = f"Demo decision: Council, {day_in_words(meeting_day(RULES_DECIDED))}, minute"
    with days_ago(RULES_DECIDED - 7):
        change_settings(
            leaders_decision=f"{decision} 27 (group leaders and signing)",
            holds_decision=f"{decision} 28 (holding back access)",
            statistics_decision=f"{decision} 29 (figures of incidents)",
            by=officer("monitoring"),
        )


def build_councillors() -> list[User]:
    """54 councillors, three a ward; the first signs in as councillor@, the second leads a group.

    The last two of them were elected later.
    """
    password, elected_on = make_password(PASSWORD), demo_today() - ELECTED
    joined_on = demo_today() - timedelta(days=asked_before(NEWCOMERS_LATE))
    everybody = list(names(COUNCILLORS))
    wards = [Ward(name=name).keep(by=None, why=WHY) for name in names(WARDS)]
    mailboxes = ["councillor", "leader"]
    councillors, terms = [], []
    for n, (name, ward) in enumerate(zip(everybody, cycle(wards), strict=False)):
        since = elected_on if n < len(everybody) - BY_ELECTION else joined_on
        surname = name.split()[-1]
        mailbox = mailboxes[n] if n < len(mailboxes) else f"member{n + 1}"
        member = add_with_password(mailbox, name, f"Councillor {surname}", password)
        terms.append(TermOfOffice(councillor=member, ward=ward, starts_on=since, declared_on=since))
        councillors.append(member)
    turn_over(endings=[], beginnings=terms, by=None)
    for term, (group, is_leader) in zip(terms, _memberships(), strict=True):
        actions.join_group(
            councillor=term.councillor,
            group=group,
            is_leader=is_leader,
            starts_on=term.starts_on,
            by=None,
        )
    return councillors


def add_with_password(mailbox: str, full_name: str, known_as: str, password: str) -> User:
    """Somebody who signs in with the demo's password."""
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
