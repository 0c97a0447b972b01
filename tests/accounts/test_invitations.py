"""Invitations: how somebody comes to a password, and when a link does not work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, models
from django.utils import timezone

from councilgov.access import OFFICES, Role
from councilgov.accounts import actions
from councilgov.accounts.models import LINK, Invitation
from councilgov.accounts.notices import PURPOSES
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.accounts.conftest import link_in

PASSWORD = "three random words"
START = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def invite(person):
    return actions.invite(person=person, by=None)


def accept(invitation, token=None):
    token = invitation.token if token is None else token
    return actions.accept(token=token, password=PASSWORD)


def again(row):
    row.refresh_from_db()
    return row


def test_an_invitation_lasts_to_the_end_of_the_fourteenth_day(clock, newcomer):
    invitation = invite(newcomer)

    assert invitation.last_day == date(2026, 12, 7)
    assert str(invitation) == f"Invitation of {newcomer.pk}"


def test_an_invitation_goes_out_with_a_link_that_is_kept_nowhere(newcomer, told):
    invitation = invite(newcomer)

    (message,) = told()

    assert message.to == ["noor@barchester.example"]
    assert link_in(message) == f"/invitation/{invitation.token}/"
    kept = Notice.objects.values_list().get() + Invitation.objects.values_list().get()
    assert invitation.token not in map(str, kept)


def test_whoever_accepts_can_sign_in(newcomer):
    invitation = invite(newcomer)

    joined = accept(invitation)

    assert joined == newcomer
    assert again(newcomer).check_password(PASSWORD)
    assert again(invitation).accepted_at


def refused(match):
    return pytest.raises(Refused, match=match)


def test_a_link_works_once(newcomer):
    invitation = invite(newcomer)
    accept(invitation)

    with refused("has been used. Sign in with the password"):
        accept(invitation)


@pytest.mark.parametrize(
    ("sent", "last_second", "day"),
    [
        ("2026-11-23T00:52:00+00:00", "2026-12-07T23:59:59+00:00", "7 December 2026"),
        ("2026-10-20T09:00:00+01:00", "2026-11-03T23:59:59+00:00", "3 November 2026"),
        ("2026-10-11T23:30:00+01:00", "2026-10-25T23:59:59+00:00", "25 October 2026"),
        ("2027-03-14T23:30:00+00:00", "2027-03-28T23:59:59+01:00", "28 March 2027"),
    ],
    ids=["at night", "into winter", "on the longest day", "on the shortest day"],
)
def test_a_link_works_through_the_day_it_names_and_no_longer(
    newcomer, told, sent, last_second, day
):
    with time_machine.travel(datetime.fromisoformat(sent), tick=False) as clock:
        invitation = invite(newcomer)
        assert f"until the end of {day}." in " ".join(told()[0].body.split())

        clock.move_to(datetime.fromisoformat(last_second) + timedelta(seconds=1))
        with refused(f"until the end of {day}. Ask members’ services for a new one"):
            accept(invitation)

        clock.move_to(datetime.fromisoformat(last_second))
        assert accept(invitation)


@pytest.mark.parametrize(
    ("role", "purpose"),
    [
        (Role.AUDITOR, "You see which councillors have signed"),
        (Role.ADMINISTRATOR, "open and close their accounts"),
        (Role.MONITORING_OFFICER, "read their objections"),
    ],
)
def test_an_invitation_says_what_an_officer_does_here(newcomer, told, role, purpose):
    begins = timezone.localdate() + timedelta(days=30)
    people.appoint(officer=newcomer, role=role, starts_on=begins, by=None)

    invite(newcomer)

    (message,) = told()
    assert purpose in message.body
    assert "You read and sign" not in message.body


def test_an_invitation_tells_a_councillor_that_they_sign(newcomer, told):
    given.term(newcomer)

    invite(newcomer)

    assert "You read and sign the council’s policies" in told()[0].body


def test_every_office_has_its_purpose():
    assert set(PURPOSES) == OFFICES | {Role.COUNCILLOR}


def test_sending_again_makes_a_new_link_and_kills_the_old_one(clock, newcomer):
    invitation = invite(newcomer)
    old = invitation.token
    clock.shift(timedelta(days=20))

    invitation = actions.resend(invitation=invitation, by=None)

    assert invitation.last_day == timezone.localdate() + timedelta(days=14)
    with refused("A newer link was sent to you"):
        accept(invitation, old)
    assert accept(invitation)


def test_a_withdrawn_link_does_not_work(newcomer):
    invitation = invite(newcomer)
    actions.withdraw(invitation=invitation, by=given.person())

    with refused("was withdrawn"):
        accept(invitation)


def test_a_closed_account_cannot_be_opened_by_a_link(newcomer):
    invitation = invite(newcomer)
    newcomer.is_active = False
    newcomer.keep(by=None, why="Test")

    with refused("account is closed"):
        accept(invitation)
    assert not again(newcomer).has_usable_password()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: token.replace(":", ""),
        lambda token: "9" + token,
        lambda _: LINK.sign("nonsense"),
        lambda _: LINK.sign("1-2-3"),
        lambda _: "",
        lambda _: "\0",
        lambda _: "é" * 500,
    ],
    ids=["cut", "longer", "no colon", "another", "words", "three", "empty", "NUL", "long"],
)
def test_a_damaged_link_opens_nothing(newcomer, spoil):
    invitation = invite(newcomer)

    with refused("This link is not whole. Copy all of it"):
        accept(invitation, spoil(invitation.token))


def test_the_link_of_an_invitation_that_is_not_there_opens_nothing(newcomer):
    with refused("A newer link was sent"):
        actions.accept(token=LINK.sign("999999-1"), password=PASSWORD)


def test_one_person_has_one_open_invitation(newcomer):
    invite(newcomer)

    with refused("has an invitation already. Send it again instead"):
        invite(newcomer)
    assert Notice.objects.count() == 1


def test_after_a_withdrawal_somebody_can_be_invited_anew(newcomer):
    actions.withdraw(invitation=invite(newcomer), by=given.person())

    assert accept(invite(newcomer))


def test_whoever_can_sign_in_is_not_invited():
    with refused("can sign in already"):
        invite(given.person())


def test_whoever_left_is_not_invited(newcomer):
    newcomer.is_active = False
    newcomer.keep(by=None, why="Test")

    with refused("account is closed"):
        invite(newcomer)


@pytest.mark.parametrize(
    "act",
    [
        lambda invitation: actions.resend(invitation=invitation, by=None),
        lambda invitation: actions.withdraw(invitation=invitation, by=invitation.person),
    ],
    ids=["send again", "withdraw"],
)
def test_what_was_accepted_or_withdrawn_stays_so(newcomer, act):
    invitation = invite(newcomer)
    actions.withdraw(invitation=invitation, by=newcomer)
    with refused("was withdrawn. Invite them anew"):
        act(invitation)

    invitation = invite(newcomer)
    accept(invitation)
    with refused("they can sign in"):
        act(invitation)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("one_open_each", {}),
        ("accepted_or_withdrawn", {"accepted_at": START, "withdrawn_at": START}),
        ("lasts_a_while", {"expires_at": START, "accepted_at": START}),
        ("withdrawn_at_together", {"withdrawn_at": START}),
    ],
)
def test_the_database_refuses_an_invitation_that_contradicts_itself(newcomer, constraint, fields):
    invite(newcomer)
    row = {"person": newcomer, "sent_at": START, "expires_at": START + timedelta(days=1)} | fields

    with pytest.raises(IntegrityError, match=f"accounts_invitation_{constraint}"):
        Invitation(**row).save()


def test_only_the_newest_message_of_an_invitation_is_sent(newcomer, told):
    invitation = invite(newcomer)
    invitation = actions.resend(invitation=invitation, by=None)

    (message,) = told()

    assert invitation.token in message.body
    assert Notice.objects.filter(last_error="no_longer_true").count() == 1


def test_a_message_of_an_invitation_that_is_gone_is_not_sent(newcomer, told):
    invite(newcomer)
    Notice.objects.update(about="accounts.invitation:999999")

    assert told() == []


def test_each_change_of_an_invitation_is_kept_with_its_reason(newcomer):
    invitation = actions.resend(invitation=invite(newcomer), by=None)
    accept(invitation)

    reasons = [row.history_change_reason for row in invitation.history.order_by("history_id")]
    assert reasons == ["Invited", "Invitation sent again", "Invitation accepted"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_clicks_on_a_link_one_sets_the_password(newcomer):
    token = invite(newcomer).token

    def click(number):
        try:
            return actions.accept(token=token, password=f"{PASSWORD} {number}")
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(click, range(8)))

    (winner,) = [number for number, answer in enumerate(answers) if answer == newcomer]
    assert again(newcomer).check_password(f"{PASSWORD} {winner}")
    assert len([answer for answer in answers if "has been used" in str(answer)]) == 7


def test_asking_for_a_password_before_there_is_one_sends_the_invitation_once_more(newcomer, told):
    invitation = invite(newcomer)
    told()

    actions.remind_of_invitation(person=newcomer)

    (message,) = told()
    assert invitation.token in message.body


def test_asking_renews_nothing(clock, newcomer, told):
    invite(newcomer)
    told()
    clock.shift(timedelta(days=15))

    actions.remind_of_invitation(person=newcomer)
    actions.remind_of_invitation(person=given.person())

    assert told() == []


def test_a_person_whose_password_was_lost_in_a_migration_can_be_invited():
    person = given.person()
    models.QuerySet(User).filter(pk=person.pk).update(password="!")
    person.refresh_from_db()

    assert accept(invite(person))
