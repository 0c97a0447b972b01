"""Nobody is reminded twice of what is to come back."""

from datetime import date

import pytest
import time_machine

from councilgov.deadlines import end_of_day
from councilgov.notices.models import Notice
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from devices.models import Cause
from devices.reclaiming.actions import request_return
from devices.returning.chasing import TO_RETURN, remind_to_return
from tests import given
from tests.devices import equipment

WEEKS = [f"2026-12-{day:02}" for day in (7, 14, 21)]


def reminded(because, holder):
    """How often they are reminded to return a laptop until Christmas."""
    request_return(devices=[equipment.issued(holder=holder)], because=because, by=None)
    for day in WEEKS:
        with time_machine.travel(f"{day} 12:00Z"):
            remind_to_return()
    return Notice.objects.filter(kind=TO_RETURN, to=holder).count()


@pytest.mark.parametrize(
    ("because", "leaves_on", "count"),
    [
        (Cause.LEAVING, date(2026, 12, 31), 0),
        (Cause.LEAVING, None, 3),
        (Cause.LOAN_OVER, date(2026, 12, 31), 3),
    ],
    ids=["a leaver, by the case", "asked by the desk, and stays", "a leaver's loan"],
)
def test_what_a_leaver_has_is_reminded_of_once_by_the_case(because, leaves_on, count):
    councillor = given.councillor()
    if leaves_on:
        end_term(
            term=councillor.terms.get(),
            ends_at=end_of_day(leaves_on),
            reason=EndReason.RETIRED,
            by=None,
        )

    assert reminded(because, councillor) == count
