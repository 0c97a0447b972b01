"""What began ends: terms, memberships, roles and accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.people import actions
from councilgov.people.models import EndReason, User
from councilgov.records import Refused
from tests import given

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
MIDNIGHT = datetime(2026, 5, 7, 23, 0, tzinfo=UTC)  # the end of 7 May in London


@pytest.fixture(autouse=True)
def _council():
    given.council()


@pytest.fixture
def services():
    return given.officer(Role.MEMBERS_SERVICES)


def last_words(row):
    """Who changed the row last, and why."""
    change = row.history.first()
    return change.history_user, change.history_change_reason


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Roles


def test_a_role_ends_with_its_last_day_and_says_who_ended_it(services):
    auditor = given.officer(Role.AUDITOR)
    appointment = auditor.appointments.get()

    actions.end_appointment(appointment=appointment, ends_on=YESTERDAY, by=services)

    assert fresh(auditor).roles == frozenset()
    assert last_words(appointment) == (services, "Appointment ended")


def test_a_role_ends_once(services):
    appointment = given.officer(Role.AUDITOR).appointments.get()
    actions.end_appointment(appointment=appointment, ends_on=TODAY, by=services)

    with pytest.raises(Refused, match="This role has an end already"):
        actions.end_appointment(appointment=appointment, ends_on=YESTERDAY, by=services)


def test_a_role_does_not_end_before_it_starts(services):
    appointment = given.officer(Role.AUDITOR).appointments.get()

    with pytest.raises(Refused, match="can’t end before it starts"):
        actions.end_appointment(
            appointment=appointment,
            ends_on=appointment.starts_on - timedelta(days=1),
            by=services,
        )


def test_nobody_ends_their_own_role():
    administrator = given.officer(Role.ADMINISTRATOR)

    with pytest.raises(Refused, match="can’t end your own role"):
        actions.end_appointment(
            appointment=administrator.appointments.get(), ends_on=TODAY, by=administrator
        )


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MONITORING_OFFICER])
def test_only_an_administrator_ends_the_role_of_those_above(role, services):
    appointment = given.officer(role).appointments.get()

    with pytest.raises(Refused, match="Only an administrator"):
        actions.end_appointment(appointment=appointment, ends_on=TODAY, by=services)
    actions.end_appointment(
        appointment=appointment, ends_on=TODAY, by=given.officer(Role.ADMINISTRATOR)
    )

    assert fresh(appointment).ends_on == TODAY


# Groups


def test_a_leader_who_leaves_the_group_leads_it_no_more(services):
    leader = given.councillor(group=given.group(), is_leader=True)
    membership = leader.memberships.get()

    actions.leave_group(membership=membership, ends_on=YESTERDAY, by=services)

    assert fresh(leader).roles == {Role.COUNCILLOR}
    assert last_words(membership) == (services, "Left group")


def test_a_group_is_left_once_and_not_before_it_was_joined(services):
    membership = given.councillor(group=given.group()).memberships.get()
    with pytest.raises(Refused, match="before they join it"):
        actions.leave_group(
            membership=membership, ends_on=membership.starts_on - timedelta(days=1), by=services
        )
    actions.leave_group(membership=membership, ends_on=TODAY, by=services)

    with pytest.raises(Refused, match="left this group already"):
        actions.leave_group(membership=membership, ends_on=TODAY, by=services)


def test_the_last_term_takes_the_membership_with_it(services):
    leader = given.councillor(group=given.group(), is_leader=True)

    actions.end_term(
        term=leader.terms.get(), ends_at=MIDNIGHT, reason=EndReason.RETIRED, by=services
    )

    assert leader.memberships.get().ends_on.isoformat() == "2026-05-07"
    assert fresh(leader).roles == frozenset()


def test_whoever_has_another_term_stays_in_the_group(services):
    leader = given.councillor(group=given.group(), is_leader=True)
    first = leader.terms.get()
    given.term(leader)

    actions.end_term(term=first, ends_at=MIDNIGHT, reason=EndReason.RETIRED, by=services)

    assert fresh(leader).roles == {Role.COUNCILLOR, Role.GROUP_LEADER}


# Accounts


def test_a_closed_account_says_who_closed_it_and_why(services):
    person = given.person()

    actions.close_account(person=person, reason="Left", by=services)

    assert not fresh(person).is_active
    assert last_words(person) == (services, "Account closed: Left")


def test_closing_an_account_signs_out_at_once_and_nobody_else(client, services):
    person, other = given.councillor(), given.councillor()
    client.force_login(person)
    elsewhere = type(client)()
    elsewhere.force_login(other)
    assert client.get(reverse("home")).status_code == 200

    actions.close_account(person=person, reason="Left", by=services)

    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))
    assert elsewhere.get(reverse("home")).status_code == 200


def test_opening_an_account_again_does_not_revive_a_session(client, services):
    person = given.councillor()
    client.force_login(person)

    actions.close_account(person=person, reason="Left", by=services)
    actions.reopen_account(person=person, reason="Came back", by=services)

    assert client.get(reverse("home")).status_code == 302


def test_a_closed_account_does_not_sign_in_until_it_is_opened_again(client, services):
    person = given.councillor()
    answers = {"login": person.email, "password": given.PASSWORD}
    actions.close_account(person=person, reason="Left", by=services)
    client.post(reverse("account_login"), answers)
    assert "_auth_user_id" not in client.session

    actions.reopen_account(person=person, reason="Came back", by=services)
    client.post(reverse("account_login"), answers)

    assert client.session["_auth_user_id"] == str(person.pk)
    assert last_words(person) == (services, "Account opened again: Came back")


def test_nobody_closes_their_own_account(services):
    with pytest.raises(Refused, match="can’t close your own account"):
        actions.close_account(person=services, reason="Left", by=services)


def test_an_account_is_closed_once_and_opened_once(services):
    person = given.person()
    with pytest.raises(Refused, match="open already"):
        actions.reopen_account(person=person, reason="Came back", by=services)
    actions.close_account(person=person, reason="Left", by=services)

    with pytest.raises(Refused, match="closed already"):
        actions.close_account(person=person, reason="Left", by=services)


def test_only_an_administrator_closes_and_opens_the_account_of_those_above(services):
    above, administrator = given.officer(Role.MONITORING_OFFICER), given.officer(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.close_account(person=above, reason="Left", by=services)
    actions.close_account(person=above, reason="Left", by=administrator)

    with pytest.raises(Refused, match="Only an administrator"):
        actions.reopen_account(person=above, reason="Came back", by=services)

    assert not User.objects.get(pk=above.pk).is_active


def test_an_end_that_was_never_entered_is_not_moved(services):
    term = given.councillor().terms.get()

    with pytest.raises(Refused, match="no end yet"):
        actions.move_end(term=term, ends_at=MIDNIGHT, reason=EndReason.RETIRED, by=services)
