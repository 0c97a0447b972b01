"""What may follow what: every start and every end of machine D, of a cost and of misuse."""

import pytest

from councilgov.records import Refused
from devices.models import Cost, CostStatus, Device, Loss, LossStatus, MisuseCase, MisuseStatus

pytestmark = pytest.mark.no_database

# Written out, not read from devices.cases: a move that is added or lost fails here.
LOSS = {
    "reported": "secured found resolved",
    "secured": "found resolved",
    "found": "reported secured resolved",
    "resolved": "found closed",
    "closed": "found",
}
COST = {"proposed": "decided", "decided": "appealed", "appealed": "decided"}
MISUSE = {
    "opened": "commented settled charged",
    "commented": "settled charged",
    "charged": "paid waived",
}
DEVICE = Device(asset_tag="BC-1", model="iPad")
CASE = Loss(pk=1, device=DEVICE)
MACHINES = [
    (CASE, LossStatus, LOSS),
    (Cost(pk=1, loss=CASE), CostStatus, COST),
    (MisuseCase(pk=1, device=DEVICE), MisuseStatus, MISUSE),
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

    if may_go:
        row.check_move(end, "Test")
    else:
        with pytest.raises(Refused, match="Test can’t be done"):
            row.check_move(end, "Test")
