"""Who is controller of what somebody keeps follows from the capacity in which they act."""

import pytest

from councilgov.capacity import Capacity, Controller, controller

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        (Capacity.COUNCIL, Controller.COUNCIL),
        (Capacity.WARD, Controller.COUNCILLOR),
        (Capacity.OUTSIDE_BODY, Controller.OUTSIDE_BODY),
    ],
)
def test_the_capacity_says_who_is_controller(capacity, expected):
    assert controller(capacity) == expected


def test_nothing_is_kept_about_party_work():
    with pytest.raises(ValueError, match="nothing about party work"):
        controller(Capacity.POLITICAL)
