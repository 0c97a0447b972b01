"""Adding somebody: a councillor with a term, an officer with a role, invited now or later."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from councilgov.access import Role
from councilgov.accounts import actions
from councilgov.elections.declaring.actions import declare
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given

NEW: dict[str, Any] = {
    "full_name": "Omar Officer",
    "known_as": "Omar Officer",
    "email": "omar@barchester.example",
    "starts_on": date(2026, 5, 1),
}


MEMBER = NEW | {"declared_on": date(2026, 5, 2)}


def test_a_councillor_is_added_with_term_and_group_and_invited_at_once():
    given.council()
    ward, group = given.ward(), given.group()

    person = actions.add_councillor(**MEMBER, ward=ward, group=group, is_invited=True, by=None)

    assert (person.terms.get().ward, person.memberships.get().group) == (ward, group)
    assert person.is_councillor
    assert Notice.objects.get().to == person


def test_a_new_member_may_exist_before_the_mailbox_does():
    given.council()

    person = actions.add_councillor(**MEMBER, ward=None, group=None, is_invited=False, by=None)

    assert person.is_councillor
    assert not person.memberships.exists()
    assert not Notice.objects.exists()


def added(**days):
    told = {"ward": None, "group": None, "is_invited": False, "by": None, "declared_on": None}
    person = actions.add_councillor(**NEW | {"starts_on": date(2026, 11, 9)} | told | days)
    return User.objects.get(pk=person.pk)


def test_who_has_not_declared_may_not_act_before_they_do():
    given.council()

    person = added(declaration_due_on=date(2027, 1, 5))

    assert (person.is_councillor, person.may_act) == (True, False)
    assert person.terms.get().declaration_due_on == date(2027, 1, 5)
    declare(terms=[person.terms.get()], declared_on=date(2026, 11, 20), by=given.person())
    assert User.objects.get(pk=person.pk).may_act


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 11, 10)])
def test_who_has_declared_may_act(day):
    """Also between the poll and the first day."""
    given.council()

    assert added(declared_on=day).may_act


@pytest.mark.parametrize(
    ("days", "told", "field"),
    [
        ({}, "Enter the day on which they declared", "declared_on"),
        (
            {"declared_on": date(2026, 11, 10), "declaration_due_on": date(2027, 1, 5)},
            "Leave this empty if they have declared",
            "declaration_due_on",
        ),
        ({"declared_on": date(2026, 11, 24)}, "must be today or in the past", "declared_on"),
        (
            {"declaration_due_on": date(2027, 1, 10)},
            "For a term from 9 November 2026 the last day is 9 January 2027",
            "declaration_due_on",
        ),
        (
            {"starts_on": date(2026, 5, 1), "declared_on": date(2026, 7, 2)},
            "For a term from 1 May 2026 the last day is 1 July 2026",
            "declared_on",
        ),
        (
            {"declared_on": date(2026, 11, 1)},
            "For a term from 9 November 2026 nobody was elected so early",
            "declared_on",
        ),
    ],
)
def test_of_nobody_it_is_assumed_that_they_declared(days, told, field):
    given.council()

    with pytest.raises(Refused, match=told) as refusal:
        added(**days)
    assert refusal.value.field == field
    assert not User.objects.exists()


@pytest.mark.parametrize("is_invited", [True, False])
def test_an_officer_is_added_with_a_role(is_invited):
    by = given.officer(Role.MEMBERS_SERVICES)

    person = actions.add_officer(**NEW, role=Role.ICT_DESK, is_invited=is_invited, by=by)

    assert person.roles == {Role.ICT_DESK}
    assert Notice.objects.exists() == is_invited


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER]
)
def test_only_an_administrator_gives_the_highest_roles(role):
    services, administrator = (
        given.officer(Role.MEMBERS_SERVICES),
        given.officer(Role.ADMINISTRATOR),
    )

    with pytest.raises(Refused, match="ask an administrator to invite them"):
        actions.add_officer(**NEW, role=role, is_invited=True, by=services)
    assert not User.objects.filter(email=NEW["email"]).exists()

    assert actions.add_officer(**NEW, role=role, is_invited=True, by=administrator)


def test_nothing_is_half_added(monkeypatch):
    given.council()
    monkeypatch.setattr(actions, "tell", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.add_councillor(**MEMBER, ward=None, group=None, is_invited=True, by=None)

    assert not User.objects.exists()
