"""Starting points. Each function saves one believable row; name only what the test is about."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from councilgov.access import OFFICES, Role
from councilgov.people import actions
from councilgov.people.models import Council, Group, TermOfOffice, User, Ward

PASSWORD = "correct horse battery staple"
DOMAIN = "barchester.example"
number = count(1)


def council(**fields: Any) -> Council:
    """The council of this installation, made once."""
    found = Council.objects.first()
    if found and not fields:
        return found
    row = found or Council(
        name="Barchester Borough Council",
        email_domains=[DOMAIN],
        address="Town Hall, Barchester",
        desk_phone="01632 960124",
        desk_email=f"desk@{DOMAIN}",
        monitoring_officer_phone="01632 960123",
        monitoring_officer_email=f"monitoring@{DOMAIN}",
        members_services_phone="01632 960125",
        members_services_email=f"services@{DOMAIN}",
        information_team_phone="01632 960126",
        information_team_email=f"information@{DOMAIN}",
        pk=1,
    )
    for name, value in fields.items():
        setattr(row, name, value)
    return row.keep(by=None, why="Test")


def person(**fields: Any) -> User:
    """Somebody with an account and no role."""
    council()
    n = next(number)
    defaults = {"full_name": f"Pat Person {n}", "known_as": f"Pat Person {n}"}
    user = User(**defaults | {"email": f"person{n}@{DOMAIN}"} | fields)
    user.set_password(PASSWORD)
    return user.keep(by=None, why="Test")


def ward(**fields: Any) -> Ward:
    return Ward(**{"name": f"Ward {next(number)}"} | fields).keep(by=None, why="Test")


def group(**fields: Any) -> Group:
    return Group(**{"name": f"Group {next(number)}"} | fields).keep(by=None, why="Test")


def term(councillor: User, **fields: Any) -> TermOfOffice:
    defaults = {"ward": ward(), "starts_on": date(2022, 5, 9), "declared_on": date(2022, 5, 10)}
    return actions.begin_term(councillor=councillor, by=None, **defaults | fields)


def councillor(*, group: Group | None = None, is_leader: bool = False, **fields: Any) -> User:
    """Somebody in office since 2022."""
    n = next(number)
    names = {"full_name": f"Jane Smart {n}", "known_as": f"Councillor Smart {n}"}
    member = person(**names | fields)
    term(member)
    if group:
        actions.join_group(
            councillor=member, group=group, is_leader=is_leader, starts_on=date(2022, 5, 9), by=None
        )
    return member


def officer(role: Role, **fields: Any) -> User:
    """An officer in that role since 2020."""
    member = person(**fields)
    actions.appoint(officer=member, role=role, starts_on=date(2020, 1, 1), by=None)
    return member


def somebody(role: Role) -> User:
    """Anybody in that role."""
    if role in OFFICES:
        return officer(role)
    return councillor(group=group(), is_leader=role == Role.GROUP_LEADER)
