"""What may follow what: every start and every end of machine G, and of what is told."""

import pytest

from breaches.models import Assessment, Incident, IncidentStatus, People, Regulator
from councilgov.records import Refused

pytestmark = pytest.mark.no_database

# Written out, not read from breaches.machines: a move that is added or lost fails here.
INCIDENT = {
    "reported": "triage suspected confirmed not_personal closed",
    "triage": "suspected confirmed not_personal closed",
    "suspected": "confirmed not_personal",
    "confirmed": "not_personal closed",
    "not_personal": "triage closed",
    "closed": "triage confirmed",
}
REGULATOR = {
    "undecided": "not_notifiable notifiable",
    "not_notifiable": "notifiable",
    "notifiable": "not_notifiable initial final",
    "initial": "updated final",
    "updated": "updated final",
    "final": "updated",
}
PEOPLE = {
    "undecided": "not_required required",
    "not_required": "required not_required",
    "required": "not_required sent",
}


def pairs(statuses, moves):
    return [
        pytest.param(start, end, end in moves.get(start, "").split(), id=f"{start}-{end}")
        for start in statuses
        for end in statuses
    ]


@pytest.mark.parametrize(("start", "end", "may_go"), pairs(IncidentStatus, INCIDENT))
def test_an_incident_follows_its_table_of_moves(start, end, may_go):
    row = Incident(pk=1, status=start)

    if may_go:
        row.check_move(end, "Test")
    else:
        with pytest.raises(Refused, match="Test can’t be done"):
            row.check_move(end, "Test")


@pytest.mark.parametrize(("start", "end", "may_go"), pairs(Regulator, REGULATOR))
def test_what_the_regulator_is_told_follows_its_table(start, end, may_go):
    row = Assessment(incident=Incident(pk=1), regulator=start)

    if may_go:
        row.check_regulator(end)
    else:
        with pytest.raises(Refused, match="it stands at"):
            row.check_regulator(end)


@pytest.mark.parametrize(("start", "end", "may_go"), pairs(People, PEOPLE))
def test_what_the_people_are_told_follows_its_table(start, end, may_go):
    row = Assessment(incident=Incident(pk=1), people=start)

    if may_go:
        row.check_people(end)
    else:
        with pytest.raises(Refused, match="it stands at"):
            row.check_people(end)
