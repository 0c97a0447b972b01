"""What may follow what: every start and every end of machines A and B, and of access holds."""

import pytest

from councilgov.people.models import User
from councilgov.records import Refused
from policies.models import (
    AccessHold,
    Acknowledgement,
    AcknowledgementStatus,
    HoldStatus,
    Policy,
    PolicyVersion,
    VersionStatus,
)

pytestmark = pytest.mark.no_database

# Written out, not read from policies.machines: a move that is added or lost fails here.
A = {
    "draft": "in_review submitted discarded",
    "in_review": "draft submitted discarded",
    "submitted": "draft approved approved_as_amended recommended_amended referred_back deferred "
    "rejected",
    "recommended_amended": "submitted discarded",
    "deferred": "submitted discarded",
    "referred_back": "draft discarded",
    "approved": "scheduled published",
    "approved_as_amended": "certified",
    "certified": "scheduled published",
    "scheduled": "published withdrawn",
    "published": "superseded withdrawn",
}
B = {
    "required": "opened signed objected declined exempt lapsed superseded",
    "opened": "signed objected declined exempt lapsed superseded",
    "declined": "signed objected superseded",
    "exempt": "required signed objected lapsed superseded",
    "lapsed": "required",
    "signed": "disputed",
    "disputed": "signed voided",
}
HOLD = {
    "proposed": "ordered refused dropped",
    "ordered": "in_place dropped",
    "in_place": "lifted",
    "lifted": "undone",
}
VERSION = PolicyVersion(policy=Policy(title="A policy"))
ASKED = Acknowledgement(version=VERSION, councillor=User(full_name="Jo Cedar"))
MACHINES = [
    (PolicyVersion(policy=VERSION.policy), VersionStatus, A),
    (Acknowledgement(version=VERSION), AcknowledgementStatus, B),
    (AccessHold(acknowledgement=ASKED), HoldStatus, HOLD),
]
PAIRS = [
    (row, start, end, end in moves.get(start, "").split())
    for row, statuses, moves in MACHINES
    for start in statuses
    for end in statuses
]


@pytest.mark.parametrize(
    ("row", "start", "end"), [(row, start, end) for row, start, end, may in PAIRS if may]
)
def test_a_move_of_the_table_is_possible(row, start, end):
    row.status = start

    row.check_move(end, "Test")


@pytest.mark.parametrize(
    ("row", "start", "end"), [(row, start, end) for row, start, end, may in PAIRS if not may]
)
def test_any_other_move_is_refused_in_words(row, start, end):
    row.status = start

    with pytest.raises(Refused, match=r"can’t be done: .* is "):
        row.check_move(end, "Test")
