"""What the rows of the outbox allow, and how they are planned."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilgov.notices.actions import tell
from councilgov.notices.kinds import UnknownKind, Urgency
from councilgov.notices.models import MOVES, Notice, State
from councilgov.people.models import User
from tests import given

SOON = timezone.now() + timedelta(minutes=5)
# what each state asks of its row
FITS = {State.SENDING: {"lease_until": SOON}, State.SENT: {"sent_at": SOON}}


def notice(**fields):
    to = fields.pop("to", None) or given.person()
    row = {"key": f"alarm:1:{to.pk}", "kind": "alarm", "urgency": Urgency.NOW, "due_at": SOON}
    return Notice.objects.create(**row | {"to": to} | fields)


@pytest.mark.parametrize(("start", "end"), list(product(State, State)))
def test_a_message_moves_along_the_table_and_nowhere_else(start, end):
    row = notice(state=start, **FITS.get(start, {}))
    values = {"lease_until": None, "sent_at": None} | FITS.get(end, {})

    moved = Notice.objects.filter(pk=row.pk).move(end, **values)

    row.refresh_from_db()
    assert moved == (end in MOVES[start])
    assert row.state == (end if moved else start)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("state_known", {"state": "lost"}),
        ("urgency_known", {"urgency": "never"}),
        ("leased_while_sending", {"state": State.SENDING}),
        ("leased_while_sending", {"lease_until": SOON}),
        ("dated_when_sent", {"state": State.SENT}),
        ("dated_when_sent", {"sent_at": SOON}),
        ("sent_again_at_together", {"sent_again_at": SOON}),
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(constraint, fields):
    with pytest.raises(IntegrityError, match=f"notices_notice_{constraint}"):
        notice(**fields)


def test_the_database_holds_one_message_for_each_key():
    first = notice()

    with pytest.raises(IntegrityError, match="notices_notice_key"):
        notice(to=first.to)


def test_a_cause_is_told_once():
    person = given.person()

    first, again = (tell(kind="alarm", to=person, cause="fire:12:30") for _ in range(2))

    assert first == again == Notice.objects.get()
    assert first.key == f"alarm:fire:12:30:{person.pk}"
    assert first.cause == "fire:12:30"


def test_two_people_are_told_of_one_cause():
    for _ in range(2):
        tell(kind="alarm", to=given.person(), cause="fire")

    assert Notice.objects.count() == 2


def test_nothing_of_a_kind_that_nobody_declared_is_told():
    with pytest.raises(UnknownKind, match="gossip"):
        tell(kind="gossip", to=given.person(), cause="1")


def test_a_message_finds_what_it_is_about():
    person = given.person()

    row = tell(kind="alarm", to=person, cause="1", about=person)

    assert row.about == f"people.user:{person.pk}"
    assert row.subject == person
    assert str(row) == f"Notice alarm:1:{person.pk}"


def test_a_message_about_nothing_has_no_subject():
    assert tell(kind="alarm", to=given.person(), cause="1").subject is None


def test_what_it_is_about_may_be_gone():
    row = tell(kind="alarm", to=given.person(), cause="1")
    row.about = "people.ward:999999"

    assert row.subject is None


def plan(kind="alarm", *cause):
    return Notice.objects.plan(kind, User.objects.all(), to="pk", cause=cause or ("email",))


def test_a_repeated_plan_plans_nothing():
    people = [given.person() for _ in range(3)]

    counts = plan(), plan()

    assert counts == (3, 0)
    assert {row.to for row in Notice.objects.all()} == set(people)


def test_a_repeated_plan_writes_nothing():
    given.person()
    plan()

    with CaptureQueriesContext(connection) as seen:
        plan()

    assert not [one["sql"] for one in seen.captured_queries if "INSERT" in one["sql"]]


def test_a_plan_says_what_each_message_is_about():
    person = given.person()

    plan("alarm", "pk", "full_name")

    row = Notice.objects.get()
    assert row.key == f"alarm:{person.pk}:{person.full_name}:{person.pk}"
    assert (row.subject, row.to) == (person, person)
    assert (row.kind, row.urgency, row.state, row.attempts) == ("alarm", "now", "queued", 0)


def test_a_new_cause_is_planned_beside_the_old():
    person = given.person()
    plan()
    person.email = "other@barchester.example"
    person.keep(by=None, why="Test")

    assert plan() == 1


def test_a_plan_of_nobody_is_nothing():
    assert plan() == 0


def test_a_plan_of_an_unknown_kind_is_an_error():
    given.person()

    with pytest.raises(UnknownKind):
        plan("gossip")


def test_a_plan_costs_the_same_for_one_and_for_many():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            plan()
        return len(captured)

    given.person()
    one = queries()
    for _ in range(9):
        given.person()

    assert queries() == one


@pytest.mark.parametrize(
    ("last_error", "words"),
    [
        ("refused Undeliverable 550", "refuses this address. (Undeliverable 550)"),
        ("unsent SMTPDataError 451", "did not take it. (SMTPDataError 451)"),
        ("unwritten KeyError", "could not write it. (KeyError)"),
        ("no_longer_true", ""),
        ("", ""),
    ],
)
def test_an_officer_reads_in_words_why_it_was_not_sent(last_error, words):
    assert Notice(last_error=last_error).trouble.endswith(words)


def test_a_message_says_by_which_rule_it_goes():
    assert Notice(kind="alarm").rule == "The council decided to remind its members."
    assert Notice(kind="gossip").rule == ""


@pytest.mark.parametrize(
    ("state", "last_error", "words"),
    [
        (State.SENT, "", "Sent"),
        (State.QUEUED, "", "Waiting"),
        (State.CANCELLED, "overtaken", "No longer needed. A later message said it."),
        (State.CANCELLED, "forgotten", "No longer needed"),
        (
            State.DEAD,
            "refused Undeliverable 550",
            "Could not be sent. The mail server refuses this address. (Undeliverable 550)",
        ),
    ],
)
def test_what_became_of_a_message_is_said_in_words(state, last_error, words):
    assert Notice(state=state, last_error=last_error).outcome == words


def dead(to, **fields):
    notice = tell(kind="alarm", to=to, cause=str(fields))
    values = {"state": State.DEAD, "last_error": "refused Undeliverable 550"} | fields
    Notice.objects.filter(pk=notice.pk).update(**values)
    return notice


def test_an_address_is_refused_until_a_mail_gets_through_again():
    person = given.person()
    refused = dead(person)
    dead(given.person(), last_error="unsent SMTPDataError 451")

    assert list(Notice.objects.refused()) == [refused]
    later = tell(kind="alarm", to=person, cause="later")
    sent = {"state": State.SENT, "sent_at": timezone.now() + timedelta(hours=1)}
    Notice.objects.filter(pk=later.pk).update(**sent)
    assert not Notice.objects.refused().exists()


def test_what_is_about_some_rows_is_found_in_one_query(django_assert_num_queries):
    one, other = given.person(), given.person()
    told = [tell(kind="alarm", to=one, cause=str(about.pk), about=about) for about in (one, other)]

    with django_assert_num_queries(1):
        found = list(Notice.objects.about(User.objects.filter(pk=other.pk)))

    assert found == [told[1]]
