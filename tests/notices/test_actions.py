"""Delivery: what is sent when, what is tried again, and what is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import models
from django.utils import timezone

from councilgov.notices.actions import BACK_OFF, deliver, deliver_next, send_again, send_all_again
from councilgov.notices.actions import tell as tell_
from councilgov.notices.models import LEASE, Notice, State
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.notices import kinds

START = datetime(2026, 11, 23, 10, tzinfo=UTC)
TWO_DAYS = timedelta(days=2)


def tell(kind="alarm", *, cause="fire", to=None):
    return tell_(kind=kind, to=to or given.person(), cause=cause)


def now_of(notice):
    notice.refresh_from_db()
    return notice


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def test_a_message_is_sent_once(sink):
    notice = tell()

    assert deliver_next(timezone.now())
    assert not deliver_next(timezone.now() + TWO_DAYS)

    assert now_of(notice).state == State.SENT
    assert notice.sent_at
    assert [mail["To"] for mail in sink.mails] == [notice.to.email]


def test_nothing_is_sent_before_it_is_due(sink):
    tell_(kind="alarm", to=given.person(), cause="1", due_at=timezone.now() + TWO_DAYS)

    assert not deliver_next(timezone.now())
    assert deliver_next(timezone.now() + TWO_DAYS)

    assert len(sink.mails) == 1


def test_the_oldest_message_goes_first(sink):
    for hours in (2, 3, 1):
        due_at = timezone.now() - timedelta(hours=hours)
        tell_(kind="alarm", to=given.person(), cause=str(hours), due_at=due_at)

    deliver(until=timezone.now() + TWO_DAYS)

    assert [mail["Subject"].split()[-1] for mail in sink.mails] == ["3", "2", "1"]


def test_delivery_stops_when_its_turn_is_over(sink):
    tell()

    assert deliver(until=timezone.now()) == 0
    assert sink.mails == []


def test_delivery_counts_what_it_dealt_with(sink):
    for _ in range(3):
        tell()

    assert deliver(until=timezone.now() + TWO_DAYS) == len(sink.mails) == 3


def test_what_is_no_longer_true_is_not_sent(sink):
    notice = tell(cause="signed meanwhile")
    kinds.untrue.add("signed meanwhile")

    deliver_next(timezone.now())

    assert (now_of(notice).state, notice.last_error) == (State.CANCELLED, "no_longer_true")
    assert sink.mails == []


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ({"is_active": False}, "inactive"),
        ({"email": None}, "no_address"),
        ({"email": "a@b.example, e@x.example"}, "no_address"),
        ({"email": "a@b.example\nbcc: e@x.example"}, "no_address"),
    ],
)
def test_somebody_who_left_or_has_no_mailbox_gets_nothing(sink, column, reason):
    notice = tell()
    models.QuerySet(User).filter(pk=notice.to.pk).update(**column)

    deliver_next(timezone.now())

    assert (now_of(notice).state, notice.last_error) == (State.CANCELLED, reason)
    assert sink.asked == 0


def test_a_message_is_tried_again_for_two_days_and_then_given_up(sink, clock):
    notice = tell()
    sink.replies[notice.to.email] = "451 Come back later"
    pauses = []
    while deliver_next(timezone.now()) and now_of(notice).state == State.QUEUED:
        pauses.append(notice.due_at - timezone.now())
        clock.shift(notice.due_at - timezone.now())

    assert pauses == BACK_OFF
    assert [pause.total_seconds() / 60 for pause in pauses] == [1, 5, 30, 120, 360, 720, 1440]
    assert (notice.state, notice.last_error) == (
        State.DEAD,
        "unsent SMTPRecipientsRefused 451",
    )
    assert sink.asked == len(BACK_OFF) + 1


def test_it_waits_for_the_whole_pause(sink, clock):
    notice = tell()
    sink.replies[notice.to.email] = "451 Come back later"
    deliver_next(timezone.now())

    clock.shift(timedelta(seconds=59))

    assert not deliver_next(timezone.now())


def test_it_goes_once_the_server_takes_it_under_the_same_id(sink, clock):
    notice = tell()
    sink.replies[notice.to.email] = "451 Come back later"
    deliver_next(timezone.now())
    tried_as = now_of(notice).message_id
    del sink.replies[notice.to.email]
    clock.shift(TWO_DAYS)

    deliver_next(timezone.now())

    assert (now_of(notice).state, notice.last_error) == (State.SENT, "")
    assert list(sink.ids) == [f"<{tried_as}@testserver>"]


@pytest.mark.parametrize("reply", ["550 No such mailbox", "553 Not here"])
def test_an_address_that_the_server_refuses_is_given_up_at_once(sink, reply):
    notice = tell()
    sink.replies[notice.to.email] = reply

    deliver_next(timezone.now())

    assert now_of(notice).state == State.DEAD
    assert notice.last_error == f"refused Undeliverable {reply[:3]}"


def test_one_bad_address_does_not_hold_up_the_others(sink):
    bad, good = tell(), tell()
    sink.replies[bad.to.email] = "550 No such mailbox"

    deliver(until=timezone.now() + TWO_DAYS)

    assert [mail["To"] for mail in sink.mails] == [good.to.email]


@pytest.mark.usefixtures("sink")
def test_a_mail_server_that_is_down_costs_nothing_but_time(settings):
    settings.EMAIL_PORT = 9
    notice = tell()

    deliver_next(timezone.now())

    assert now_of(notice).state == State.QUEUED
    assert notice.last_error == "unsent ConnectionRefusedError 111"


def test_an_error_is_kept_as_a_code_without_an_address(sink, caplog):
    notice = tell()
    sink.replies[notice.to.email] = f"451 <{notice.to.email}> is over quota"

    deliver_next(timezone.now())

    assert notice.to.email not in now_of(notice).last_error
    assert notice.to.email not in [r.getMessage() for r in caplog.records if "councilgov" in r.name]


def test_a_message_without_a_text_does_not_hold_up_the_others(sink):
    broken, good = tell("without_text"), tell()

    deliver(until=timezone.now() + TWO_DAYS)

    assert (now_of(broken).state, broken.last_error) == (
        State.QUEUED,
        "unwritten TemplateDoesNotExist",
    )
    assert [mail["To"] for mail in sink.mails] == [good.to.email]


def test_a_kind_that_is_no_more_is_given_up_like_any_failure(sink):
    notice = tell()
    Notice.objects.update(kind="gossip")

    deliver_next(timezone.now())

    assert now_of(notice).last_error == "unwritten UnknownKind"
    assert sink.mails == []


def test_after_a_crash_it_goes_again_under_the_same_id(sink):
    notice = tell()
    (claimed,) = Notice.objects.claim(timezone.now())

    assert not deliver_next(timezone.now() + LEASE - timedelta(seconds=1))
    assert deliver_next(timezone.now() + LEASE + timedelta(seconds=1))

    assert now_of(notice).state == State.SENT
    assert list(sink.ids) == [f"<{claimed.message_id}@testserver>"]


@pytest.mark.usefixtures("sink")
def test_a_worker_that_lost_its_lease_marks_nothing():
    notice = tell()
    slow = Notice.objects.claim(timezone.now())
    Notice.objects.claim(timezone.now() + LEASE + timedelta(seconds=1))

    assert Notice.objects.held(slow).move(State.DEAD) == 0
    assert now_of(notice).state == State.SENDING


def test_a_message_that_takes_every_worker_down_is_given_up(sink):
    notice = tell()
    moment = timezone.now()
    for _ in range(len(BACK_OFF) + 1):
        Notice.objects.claim(moment)
        moment += LEASE + timedelta(seconds=1)

    assert deliver_next(moment)

    assert (now_of(notice).state, notice.last_error) == (State.DEAD, "unsent WorkerLost")
    assert sink.mails == []


def dead(**fields):
    notice = tell(**fields)
    Notice.objects.filter(pk=notice.pk).update(
        state=State.DEAD, attempts=8, message_id="0123", last_error="refused Undeliverable 550"
    )
    return now_of(notice)


def test_an_officer_sends_it_again_as_a_new_mail(sink):
    notice, officer = dead(), given.person()

    send_again(notice=notice, by=officer)
    deliver_next(timezone.now())

    assert (now_of(notice).state, notice.attempts, notice.last_error) == (State.SENT, 1, "")
    assert notice.sent_again_by == officer
    assert notice.sent_again_at
    assert "0123" not in str(sink.ids)


@pytest.mark.parametrize("state", [State.QUEUED, State.CANCELLED])
def test_only_what_was_given_up_is_sent_again(state):
    notice = tell()
    Notice.objects.update(state=state)

    with pytest.raises(Refused, match="is not waiting for you"):
        send_again(notice=notice, by=given.person())

    assert now_of(notice).sent_again_at is None


def test_after_a_long_failure_everything_is_sent_again(sink):
    for _ in range(3):
        dead()
    done = tell()
    deliver_next(timezone.now())

    assert send_all_again(by=given.person()) == 3
    deliver(until=timezone.now() + TWO_DAYS)

    assert len(sink.to(done.to.email)) == 1
    assert len(sink.mails) == 4
