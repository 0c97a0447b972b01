"""Whom the council asks to sign: not before they are invited, and anew when they come back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts import actions as accounts
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import EndReason, User
from policies.models import Acknowledgement
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers
from tests import given

MONDAY = "2026-11-23 10:00Z"


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def policy_mails():
    return Notice.objects.filter(kind__startswith="policy_")


def leave(member):
    (term,) = member.terms.filter(ends_at=None)
    people.end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)


def come_back(member):
    given.term(member, starts_on=timezone.localdate())


# Not yet invited


def test_who_is_not_invited_yet_is_neither_asked_nor_told(clock):
    given.term(given.newcomer())

    given.published()
    ask_newcomers()

    assert not Acknowledgement.objects.exists()
    assert not policy_mails().exists()


def test_once_invited_they_have_as_long_as_everybody_else(clock):
    newcomer = given.newcomer()
    given.term(newcomer)
    given.published()
    clock.shift(timedelta(days=60))

    accounts.invite(person=newcomer, by=None)
    ask_newcomers()

    asked = Acknowledgement.objects.get(councillor=newcomer)
    assert asked.asked_on == timezone.localdate()
    assert (asked.due_on - asked.asked_on).days >= 28
    assert policy_mails().get().to == newcomer


def test_a_mail_that_waits_is_not_sent_once_the_invitation_is_withdrawn(clock):
    newcomer = given.invited()
    given.term(newcomer)
    given.published()
    mail = policy_mails().get()
    assert unwanted(mail) == ""

    accounts.withdraw(invitation=newcomer.invitations.get(), by=given.person())

    assert unwanted(mail) == "no_longer_true"


def test_who_is_invited_anew_has_as_long_as_a_newcomer(clock):
    newcomer = given.invited()
    given.term(newcomer)
    given.published()
    accounts.withdraw(invitation=newcomer.invitations.get(), by=given.person())
    clock.shift(timedelta(days=60))

    accounts.invite(person=newcomer, by=None)
    ask_newcomers()
    ask_newcomers()

    asked = Acknowledgement.objects.get(councillor=newcomer)
    assert asked.asked_on == timezone.localdate()
    assert [unwanted(mail) for mail in policy_mails().order_by("pk")][-1] == ""
    assert (policy_mails().count(), asked.history.count()) == (2, 2)


def test_nobody_is_asked_whose_invitation_has_run_out(clock):
    newcomer = given.invited()
    given.term(newcomer)
    clock.shift(timedelta(days=60))

    given.published()

    assert not Acknowledgement.objects.filter(councillor=newcomer).exists()


def test_a_monitoring_officer_who_is_not_invited_gets_no_mail_about_statements(clock):
    coming = given.newcomer()
    people.appoint(
        officer=coming, role=Role.MONITORING_OFFICER, starts_on=date(2026, 1, 1), by=None
    )
    councillor = given.councillor()
    version = given.published()

    signatures.decline(version=version, by=councillor, reason="Not yet")

    assert not Notice.objects.filter(kind="policy_declined").exists()


# Away and back


@pytest.fixture
def back(clock):
    """A councillor who left with a request unsigned, and was elected again two months later."""
    member = given.councillor()
    given.published()
    clock.shift(timedelta(days=1))
    leave(member)
    clock.shift(timedelta(days=60))
    come_back(member)
    return User.objects.get(pk=member.pk)


def pages(client, member):
    given.sign_in(client, member)
    slug = Acknowledgement.objects.get().version.policy.slug
    names = [("home",), ("policies:policies",), ("policies:policy", slug)]
    return "".join(client.get(reverse(name, args=args)).content.decode() for name, *args in names)


def test_a_request_of_a_term_that_ended_is_not_shown_as_something_to_sign(client, back):
    text = pages(client, back)

    assert "Sign by" not in text
    assert "Overdue" not in text
    assert "asked to read this" not in text
    version = Acknowledgement.objects.get().version
    response = client.get(reverse("policies:sign_policy", args=[version.policy.slug]))
    assert "You have not been asked to sign this yet." in response.content.decode()


def test_who_left_office_is_shown_nothing_to_sign(client, clock):
    member = given.councillor()
    given.published()
    leave(member)

    assert "Sign by" not in pages(client, member)
    assert unwanted(policy_mails().get()) == "no_longer_true"


def test_who_comes_back_is_asked_anew_once_with_as_long_as_a_newcomer(client, back):
    before = policy_mails().count()

    assert ask_newcomers() == 2  # the old request ends, and they are asked
    assert ask_newcomers() == 0

    asked = Acknowledgement.objects.get()
    assert asked.asked_on == timezone.localdate()
    assert not asked.is_late
    assert asked.history.first().history_change_reason == "Asked again"
    assert policy_mails().count() == before + 1
    assert "Sign by" in pages(client, back)


def test_who_is_elected_again_without_a_gap_keeps_the_request_and_its_day(client, clock):
    member = given.councillor()
    given.published()
    before = Acknowledgement.objects.get().due_on
    clock.shift(timedelta(days=1))
    come_back(member)
    people.end_term(
        term=member.terms.get(starts_on=date(2022, 5, 9)),
        ends_at=timezone.now(),
        reason=EndReason.RETIRED,
        by=None,
    )
    clock.shift(timedelta(days=1))

    assert ask_newcomers() == 0
    assert Acknowledgement.objects.get().due_on == before
    assert "Sign by" in pages(client, member)
