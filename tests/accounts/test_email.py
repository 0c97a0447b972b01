"""An address that mail does not reach is shown, and another one takes its place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts import actions
from councilgov.notices.actions import tell, unwanted
from councilgov.notices.models import Notice, State
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given

NEW = f"new.address@{given.DOMAIN}"


@pytest.fixture
def services():
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def page(client, services):
    given.sign_in(client, services)
    return lambda name, *args, **query: client.get(
        reverse(name, args=args, query=query)
    ).content.decode()


def refused(person, address=""):
    notice = tell(kind="policy_signed", to=person, cause=f"{timezone.now()}", address=address)
    values = {"state": State.DEAD, "last_error": "refused Undeliverable 550"}
    Notice.objects.filter(pk=notice.pk).update(**values)
    return notice


def told():
    return Notice.objects.filter(kind="account_email_changed")


def test_both_addresses_are_told_of_the_change(services):
    person = given.person()
    before = person.email

    actions.change_email(person=person, email=f" {NEW.upper()} ", by=services)

    assert User.objects.get(pk=person.pk).email == NEW
    assert {Notice.objects.get(pk=one.pk).email for one in told()} == {before, NEW}


def test_the_old_address_stays_in_the_history(services):
    person = given.person()
    before = person.email

    actions.change_email(person=person, email=NEW, by=services)

    newest, older = person.history.all()
    assert (newest.email, older.email) == (NEW, before)
    assert (newest.history_user, newest.history_change_reason) == (
        services,
        "Email address changed",
    )


def test_an_address_that_is_theirs_already_is_refused(services):
    person = given.person()

    with pytest.raises(Refused, match="their address already"):
        actions.change_email(person=person, email=str(person.email), by=services)


def test_an_address_of_somebody_else_is_refused(services):
    with pytest.raises(Refused, match="an account with this email address already"):
        actions.change_email(person=given.person(), email=str(given.person().email), by=services)


def test_an_address_outside_the_council_is_refused(services):
    with pytest.raises(Refused, match=r"ends in @barchester\.example"):
        actions.change_email(person=given.person(), email="pat@home.example", by=services)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MONITORING_OFFICER])
def test_nobody_takes_over_an_account_above_their_own_by_its_address(services, role):
    with pytest.raises(Refused, match="Only an administrator"):
        actions.change_email(person=given.officer(role), email=NEW, by=services)

    actions.change_email(
        person=given.officer(role), email=NEW, by=given.officer(Role.ADMINISTRATOR)
    )


def test_an_open_invitation_goes_to_the_new_address_as_a_new_link(services):
    person = given.invited()

    actions.change_email(person=person, email=NEW, by=services)

    invitation = person.invitations.get()
    assert invitation.serial == 2
    older, newer = Notice.objects.filter(kind="invitation").order_by("pk")
    assert unwanted(older) == "no_longer_true"
    assert newer.email == NEW


def test_what_the_old_address_refused_goes_out_again_and_the_mark_is_gone(services):
    person = given.person()
    notice = refused(person)
    other = refused(given.person())

    actions.change_email(person=person, email=NEW, by=services)

    notice.refresh_from_db()
    assert (notice.state, notice.sent_again_by) == (State.QUEUED, services)
    assert list(Notice.objects.refused()) == [other]


def test_an_old_address_that_refuses_the_news_marks_nobody(services):
    refused(given.person(), address=f"old@{given.DOMAIN}")

    assert not Notice.objects.refused().exists()


# Pages


def test_home_counts_those_whose_mail_is_refused_and_the_list_shows_as_many(page):
    person = given.person(full_name="Ada Byron")
    refused(person)
    refused(person)
    given.person(full_name="Zoe Quiet")

    assert "Mail to 1 person is refused" in page("home")
    listed = page("accounts:people", mail="refused")
    assert "1 person" in listed
    assert "Ada Byron" in listed
    assert "Mail refused</strong>" in listed
    assert "Zoe Quiet" not in listed


def test_nobody_else_is_told_of_it_at_home(client):
    refused(given.person())
    given.sign_in(client, given.officer(Role.AUDITOR))

    assert "is refused" not in client.get(reverse("home")).content.decode()


def test_the_page_of_a_person_says_since_when_mail_is_refused(page):
    person = given.person()
    refused(person)

    assert "refused mail to this address since" in page("accounts:person", person.pk)
    sent = tell(kind="policy_signed", to=person, cause="later")
    later = timezone.now() + timedelta(minutes=1)
    Notice.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=later)
    assert "refused mail" not in page("accounts:person", person.pk)


def test_the_page_changes_the_address(page, client):
    person = given.person()
    address = reverse("accounts:change_email", args=[person.pk])

    wrong = client.post(address, {"email": "x@home.example"}).text
    assert "Enter a council email address: it ends in @barchester.example" in wrong
    client.post(address, {"email": NEW})

    assert NEW in page("accounts:person", person.pk)
