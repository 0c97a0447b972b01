"""Somebody may be here before their mailbox is: nothing goes nowhere, and nobody signs in."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from councilgov.access import Role
from councilgov.accounts import actions
from councilgov.accounts.forms import InviteForm
from councilgov.notices.actions import deliver_next, tell
from councilgov.notices.models import Notice, State
from councilgov.people.actions import add_person
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given


@pytest.fixture
def services(db):
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def nobody(services):
    return given.newcomer(email=" ")


def test_several_may_have_no_address_and_none_an_empty_one(nobody):
    other = given.newcomer(email="")
    assert nobody.email is other.email is None

    other.email = ""
    with pytest.raises(IntegrityError, match="email_none_rather_than_empty"), transaction.atomic():
        other.keep(by=None, why="Test")


def test_a_number_of_modern_gov_is_of_one_person_and_never_empty(nobody):
    nobody.reference = "7"
    nobody.keep(by=None, why="Test")
    other = given.newcomer()
    other.reference = "7"
    with pytest.raises(Refused, match="Somebody else has this number"), transaction.atomic():
        other.keep(by=None, why="Test")
    other.reference = ""
    with pytest.raises(IntegrityError, match="reference_none_rather"), transaction.atomic():
        other.keep(by=None, why="Test")


def test_without_a_mailbox_nobody_is_invited_and_a_message_goes_nowhere(nobody, services):
    with pytest.raises(Refused, match="Enter their council email address first"):
        actions.invite(person=nobody, by=services)

    notice = tell(kind="account_password_changed", to=nobody, cause="test")
    assert deliver_next(notice.due_at)
    assert Notice.objects.get().state == State.CANCELLED


@pytest.mark.parametrize("typed", ["", "None", "none@barchester.example"])
def test_nobody_signs_in_without_an_address(nobody, client, typed):
    nobody.set_password(given.PASSWORD)
    nobody.keep(by=None, why="Test")
    client.post("/accounts/login/", {"login": typed, "password": given.PASSWORD})

    assert "_auth_user_id" not in client.session
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(typed)


def test_a_first_address_is_entered_on_their_page_and_they_are_invited(nobody, services, client):
    client.force_login(services)
    address = f"/people/{nobody.pk}/"
    shown = client.get(address).text
    assert "None yet: they have no mailbox" in shown
    assert "None</a>" not in shown
    assert "They have no address here yet" in client.get(f"{address}email/").text
    told = client.post(f"{address}invitation/")
    assert told.status_code == 409

    told = client.post(f"{address}email/", {"email": f"nia@{given.DOMAIN}"}, follow=True)
    assert "The address is saved." in told.text
    assert not Notice.objects.exists()
    client.post(f"{address}invitation/")
    assert Notice.objects.get().email == f"nia@{given.DOMAIN}"


def test_the_register_shows_who_has_none(nobody, services, client):
    client.force_login(services)
    shown = client.get("/people/").text

    assert nobody.full_name in shown
    assert ">None<" not in shown


NEW = {
    "full_name": "Nia Newcomer",
    "known_as": "Councillor Newcomer",
    "starts_on_day": "11",
    "starts_on_month": "5",
    "starts_on_year": "2026",
}


@pytest.mark.parametrize(
    ("answers", "is_right"),
    [
        ({"what": "councillor", "is_invited": "no"}, True),
        ({"what": "councillor", "is_invited": "yes"}, False),
        ({"what": "officer", "role": "ict_desk", "is_invited": "no"}, False),
        ({"what": "councillor", "is_invited": "no", "email": "nonsense"}, False),
    ],
)
def test_only_a_councillor_who_is_not_invited_may_have_none(db, answers, is_right):
    form = InviteForm({**NEW, **answers})

    assert form.is_valid() == is_right
    assert list(form.errors) == ([] if is_right else ["email"])


def test_a_councillor_is_added_without_one(services):
    person = actions.add_councillor(
        full_name="Nia Newcomer",
        known_as="Councillor Newcomer",
        email="",
        ward=None,
        group=None,
        starts_on=date(2026, 5, 11),
        declared_on=date(2026, 5, 11),
        is_invited=False,
        by=services,
    )

    assert person.email is None
    with pytest.raises(Refused, match="council email address"):
        add_person(full_name="A B", known_as="A", email="a@home.example", by=services)
