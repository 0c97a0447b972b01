"""What may follow what: every start and every end of machine F."""

import pytest

from consent.models import ContactPermission, PermissionStatus
from councilgov.records import Refused

pytestmark = pytest.mark.no_database

# Written out, not read from consent.machines: a move that is added or lost fails here.
OUT = "withdrawn handle_changed wrong_person"
F = {
    "asked": f"refused no_reply declined granted {OUT}",
    "no_reply": f"refused granted asked {OUT}",
    "refused": "asked granted withdrawn wrong_person",
    "declined": f"asked granted {OUT}",
    "granted": f"test_sent verified declined {OUT}",
    "test_sent": f"granted verified declined {OUT}",
    "verified": f"test_sent verified declined {OUT}",
    "withdrawn": "asked granted wrong_person",
    "handle_changed": "withdrawn wrong_person",
    "wrong_person": "",
}


@pytest.mark.parametrize("start", PermissionStatus)
@pytest.mark.parametrize("end", PermissionStatus)
def test_a_permission_moves_along_machine_f_only(start, end, monkeypatch):
    row = ContactPermission(status=start)
    monkeypatch.setattr(ContactPermission, "__str__", lambda _self: "it")

    if end in F[start].split():
        row.check_move(end, "It")
    else:
        with pytest.raises(Refused, match="It can’t be done"):
            row.check_move(end, "It")
