"""Every question at every status: which acts may follow, and what the database refuses."""

from copy import deepcopy
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from breaches.advising import actions
from breaches.models import AdviceKind, AdviceRequest, AdviceStatus
from councilgov.access import Role
from councilgov.records import Refused
from tests import given
from tests.breaches import asking


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor, chief = given.councillor(), asking.monitoring()
        deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
        rows = {status: at(status, councillor, chief) for status in AdviceStatus}
        return councillor, deputy, rows

    return shared(make)


@pytest.fixture
def row(made_once):
    """It waits, for the Monitoring Officer."""
    return deepcopy(made_once[2]["submitted"])


# Written out, not read from breaches.advice: a move that is added or lost fails here.
MOVES = {
    "draft": "submitted",
    "submitted": "assigned withdrawn",
    "assigned": "needs_info answered escalated withdrawn",
    "needs_info": "assigned withdrawn",
    "escalated": "assigned withdrawn",
    "answered": "closed",
}


@pytest.mark.no_database
@pytest.mark.parametrize("end", AdviceStatus)
@pytest.mark.parametrize("start", AdviceStatus)
def test_a_question_follows_its_table_of_moves(start, end):
    asked = AdviceRequest(pk=1, status=start)

    if end in MOVES.get(start, "").split():
        asked.check_move(end, "Test")
    else:
        with pytest.raises(Refused, match="Test can’t be done"):
            asked.check_move(end, "Test")


def at(status, by, chief):
    """A question for the Monitoring Officer that stands there."""
    if status == "draft":
        return asking.drafted(by=by, kind=AdviceKind.BEFORE_POSTING)
    asked = asking.asked(by=by)
    if status == "escalated":
        asked.status = status
        return asked.keep(by=None, why="Test")
    steps = {
        "assigned": lambda: asking.taken_on(asked, by=chief),
        "needs_info": lambda: asking.waiting(asked, by=chief),
        "answered": lambda: asking.answered(asked, by=chief),
        "closed": lambda: actions.accept_advice(asked=asking.answered(asked, by=chief), by=by),
        "withdrawn": lambda: actions.withdraw_advice(asked=asked, by=by),
    }
    return steps[status]() if status in steps else asked


ACTS = {
    "take_on_advice": ("submitted escalated assigned needs_info", {}),
    "ask_more": ("assigned", {"words": "Where?"}),
    "go_on_advice": ("needs_info", {}),
    "answer_advice": ("submitted escalated assigned answered closed", {"words": "Wait."}),
    "add_to_answer": ("answered", {"words": "And listen."}),
    "reply_advice": ("needs_info", {"words": "Here."}),
    "withdraw_advice": ("submitted escalated assigned needs_info", {}),
    "accept_advice": ("answered", {}),
    "throw_away_advice": ("draft", {}),
}
OF_ASKERS = {"reply_advice", "withdraw_advice", "accept_advice", "throw_away_advice"}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", AdviceStatus)
def test_each_act_is_done_where_it_belongs_and_nowhere_else(act, status, made_once):
    councillor, deputy, rows = made_once
    where, words = ACTS[act]
    asked, by = deepcopy(rows[status]), councillor if act in OF_ASKERS else deputy
    do = getattr(actions, act)

    if status in where.split():
        do(asked=asked, by=by, **words)
    else:
        with pytest.raises(Refused):
            do(asked=asked, by=by, **words)
        assert AdviceRequest.objects.get(pk=asked.pk).status == status


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"status": "wrong"}, "status_known"),
        ({"kind": "wrong"}, "kind_known"),
        ({"team": "wrong"}, "team_known"),
        ({"words": ""}, "says_what"),
        ({"is_committee": True, "team": "desk"}, "committee_to_monitoring"),
        ({"status": "escalated", "team": "desk"}, "escalated_to_monitoring"),
        ({"status": "draft"}, "sent_unless_draft"),
        ({"due_at": None}, "submitted_at_together"),
        ({"handled_since": datetime(2026, 1, 1, tzinfo=UTC)}, "handled_since_together"),
        ({"status": "assigned"}, "handled"),
        ({"closes_on": date(2026, 1, 1)}, "answered_at_together"),
        ({"answer": "Words."}, "answered_in_words"),
        ({"status": "closed"}, "answered_when_so"),
        ({"status": "withdrawn"}, "ended_when_over"),
        ({"is_accepted": True}, "accepted_when_closed"),
        ({"clause": "x"}, "clause_of_a_version"),
    ],
)
def test_the_database_refuses(broken, name, row):
    for column, value in broken.items():
        setattr(row, column, value)

    refused = pytest.raises(IntegrityError, match=f"breaches_advicerequest_{name}")
    with refused, transaction.atomic():
        row.save()


def test_the_database_sends_a_form_once(row, made_once):
    councillor = made_once[0]
    row.sent_as = uuid4()
    row.keep(by=None, why="Test")
    again = AdviceRequest(asker=councillor, sent_as=row.sent_as, kind="use", team="information")
    again.words, again.saved_at = "Again", row.saved_at

    with pytest.raises(IntegrityError, match="sent_once"), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    ("broken", "name"),
    [({"what": "wrong"}, "what_known"), ({"what": "silent"}, "by_somebody_or_the_clock")],
)
def test_the_database_refuses_a_line(broken, name, row):
    line = row.entries.get()
    for column, value in broken.items():
        setattr(line, column, value)

    refused = pytest.raises(IntegrityError, match=f"breaches_adviceentry_{name}")
    with refused, transaction.atomic():
        line.save()
