"""What may follow what: every start and every end of machine C, of issues and of desk tasks."""

import pytest
from django.utils import timezone

from councilgov.records import Refused
from devices.models import (
    AnswerStatus,
    Audit,
    AuditLine,
    AuditStatus,
    Booking,
    BookingStatus,
    DeskTask,
    Device,
    DeviceStatus,
    FilterRequest,
    FilterStatus,
    FoundReport,
    FoundStatus,
    Issue,
    IssueStatus,
    LineStatus,
    RecallLine,
    RequestStatus,
    Return,
    ReturnRequest,
    ReturnStatus,
    Slot,
    TaskStatus,
)

pytestmark = pytest.mark.no_database

# Written out, not read from devices.machines: a move that is added or lost fails here.
WRONG = "lost stolen damaged written_off"
BACK = "in_workshop return_due returned"
WITH = "assigned active return_due"
AGAIN = f"{WITH} recalled"
C = {
    "in_stock": f"assigned in_workshop disposed {WRONG}",
    "assigned": f"active in_stock {BACK} {WRONG}",
    "active": f"recalled {BACK} {WRONG}",
    "recalled": f"active {BACK} {WRONG}",
    "in_workshop": f"{WITH} replaced returned in_stock {WRONG}",
    "return_due": f"assigned active recalled returned in_stock {WRONG}",
    "returned": f"wiped in_stock disposed {WRONG}",
    "wiped": f"in_stock disposed {WRONG}",
    "replaced": f"wiped in_stock disposed {WRONG}",
    "lost": "stolen recovered written_off non_compliant data_removed released",
    "stolen": "lost recovered written_off non_compliant data_removed released",
    "damaged": f"{AGAIN} in_workshop returned lost stolen written_off",
    "recovered": f"{AGAIN} in_workshop wiped {WRONG}",
    "written_off": "recovered wiped disposed",
    "pending": "enrolled released lost stolen",
    "enrolled": "non_compliant data_removed lost stolen",
    "non_compliant": "pending enrolled data_removed lost stolen",
    "data_removed": "released",
}
ISSUE = {"waiting": "accepted declined ended", "declined": "accepted ended"}
TASK = {"open": "done dropped"}
FOUND = {"waiting": "closed"}
RETURN = {
    "waiting": "signed disputed unsigned",
    "disputed": "signed",
    "unsigned": "signed disputed",
}
LINE = {
    "asked": "in_workshop replaced kept cancelled",
    "in_workshop": "back replaced kept cancelled",
}
BOOKING = {"booked": "met cancelled"}
AUDIT = {"open": "closed"}
ANSWER = {
    "asked": "yes no unsure seen dropped",
    "yes": "no unsure seen dropped",
    "no": "yes unsure seen dropped",
    "unsure": "yes no seen dropped",
}
REQUEST = {"open": "met cancelled"}
FILTER = {"requested": "done refused withdrawn", "done": "removed"}
MACHINES = [
    (Device(asset_tag="BC-1", model="iPad"), DeviceStatus, C),
    (Issue(), IssueStatus, ISSUE),
    (DeskTask(pk=1), TaskStatus, TASK),
    (FilterRequest(requested_at=timezone.now()), FilterStatus, FILTER),
    (FoundReport(pk=1), FoundStatus, FOUND),
    (Audit(pk=1), AuditStatus, AUDIT),
    (AuditLine(pk=1, device=Device(asset_tag="BC-1")), AnswerStatus, ANSWER),
    (RecallLine(pk=1, device=Device(asset_tag="BC-1")), LineStatus, LINE),
    (
        Booking(pk=1, slot=Slot(starts_at=timezone.now(), ends_at=timezone.now())),
        BookingStatus,
        BOOKING,
    ),
    (Return(pk=1, received_at=timezone.now()), ReturnStatus, RETURN),
    (ReturnRequest(pk=1, device=Device(asset_tag="BC-1")), RequestStatus, REQUEST),
]
PAIRS = [
    pytest.param(row, start, end, end in moves.get(start, "").split(), id=f"{start}-{end}")
    for row, statuses, moves in MACHINES
    for start in statuses
    for end in statuses
]


@pytest.mark.parametrize(("row", "start", "end", "may_go"), PAIRS)
def test_a_status_follows_its_table_of_moves(row, start, end, may_go):
    row.status = start
    if isinstance(row, Issue):
        row.issued_at = timezone.now()

    if may_go:
        row.check_move(end, "Test")
    else:
        with pytest.raises(Refused, match="Test can’t be done"):
            row.check_move(end, "Test")
