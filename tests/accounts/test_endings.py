"""Pages on which an account, a term, a membership or a role ends."""

from __future__ import annotations

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.people.models import User
from tests import given


def shown(response):
    return response.content.decode()


def day(name, year, month, number):
    return {f"{name}_day": str(number), f"{name}_month": str(month), f"{name}_year": str(year)}


def page(name, row):
    return reverse(f"accounts:{name}", args=[row.pk])


@pytest.mark.usefixtures("services")
def test_an_account_is_closed_with_a_reason_and_opened_again(client):
    member = given.councillor(full_name="Cora Councillor")
    assert "Close this account" in shown(client.get(page("person", member)))
    assert "They are signed out at once" in shown(client.get(page("close_account", member)))

    closed = client.post(page("close_account", member), {"reason": "Left"}, follow=True)

    assert "The account is closed." in shown(closed)
    assert "Open this account again" in shown(closed)
    opened = client.post(page("reopen_account", member), {"reason": "Back"}, follow=True)
    assert "The account is open again." in shown(opened)
    assert User.objects.get(pk=member.pk).is_active


@pytest.mark.usefixtures("services")
def test_without_a_reason_no_account_is_closed(client):
    member = given.councillor()

    response = client.post(page("close_account", member), {"reason": ""})

    assert "Enter why the account is closed" in shown(response)
    assert User.objects.get(pk=member.pk).is_active


@pytest.mark.usefixtures("services")
def test_the_longest_reason_fits_into_the_history(client):
    member = given.councillor()

    client.post(page("close_account", member), {"reason": "x" * 70})
    client.post(page("reopen_account", member), {"reason": "x" * 70})

    assert member.history.first().history_change_reason.endswith("x" * 70)


def test_ones_own_page_offers_no_end_and_the_address_refuses_it(client, services):
    own = shown(client.get(page("person", services)))

    assert "Close this account" not in own
    assert "End this role" not in own
    refused = client.post(page("close_account", services), {"reason": "Bye"})
    assert "You can’t close your own account." in shown(refused)
    assert User.objects.get(pk=services.pk).is_active


def test_who_may_only_see_people_is_offered_no_end(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    seen = shown(client.get(page("person", given.councillor())))

    assert "End this term" not in seen
    assert "Close this account" not in seen


@pytest.mark.usefixtures("services")
def test_a_membership_and_a_role_end_on_their_pages(client):
    member, auditor = given.councillor(group=given.group()), given.officer(Role.AUDITOR)
    membership, appointment = member.memberships.get(), auditor.appointments.get()
    assert page("leave_group", membership) in shown(client.get(page("person", member)))
    assert page("end_appointment", appointment) in shown(client.get(page("person", auditor)))

    client.post(page("leave_group", membership), day("ends_on", 2026, 5, 7))
    client.post(page("end_appointment", appointment), day("ends_on", 2026, 5, 7))

    membership.refresh_from_db()
    appointment.refresh_from_db()
    assert membership.ends_on.isoformat() == appointment.ends_on.isoformat() == "2026-05-07"
