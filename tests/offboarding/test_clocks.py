"""The stages of the reminders, in working days."""

from datetime import date

import pytest

from councilgov.offboarding.clocks import Clocks
from tests import given

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 12, 18)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2026-12-10", None),
        ("2026-12-11", -5),
        ("2026-12-17", -5),
        ("2026-12-18", 0),
        ("2026-12-25", 0),
        ("2026-12-29", 5),  # 21, 22, 23, 24 and 29: Christmas, Boxing Day and its substitute
        ("2026-12-31", 5),
        ("2027-01-04", 8),
        ("2027-01-05", 8),
        ("2027-01-06", 10),
        ("2027-01-07", 10),
        ("2027-01-08", 12),
        ("2027-01-11", 12),
        ("2027-01-12", 14),
        ("2027-02-09", 34),
    ],
)
def test_the_last_stage_that_is_reached(day, stage):
    given.council()

    assert Clocks().stage(LAST_DAY, date.fromisoformat(day)) == stage


def test_where_the_calendar_is_not_known_nobody_is_reminded():
    given.council()

    assert Clocks().stages([date(2028, 12, 29), LAST_DAY], date(2029, 1, 2)) == {}


def test_the_arithmetic_is_told_in_words():
    given.council()

    told = Clocks().in_words(LAST_DAY, 10)

    assert "10 working days after Friday 18 December 2026 is Wednesday 6 January 2027" in told
    assert "Christmas Day" in told
