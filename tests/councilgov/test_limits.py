"""How often one address may try, for as long as its period runs."""

import pytest
import time_machine
from django.test import RequestFactory

from councilgov.limits import Limit
from tests import given
from tests.racing import at_once

LIMIT = Limit("test", most=3, seconds=3_600)


@pytest.fixture
def asked():
    given.council()
    return RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")


@pytest.mark.django_db
def test_an_hour_is_an_hour_also_once_somebody_has_tried_again(asked):
    with time_machine.travel("2026-11-23 10:01", tick=False) as clock:
        for _n in range(3):
            assert not LIMIT.is_reached(asked)
            LIMIT.count(asked)
        for minutes in (0, 6, 50):
            clock.move_to(f"2026-11-23 10:{minutes + 2:02}")
            assert LIMIT.is_reached(asked)
        clock.move_to("2026-11-23 11:00")
        assert not LIMIT.is_reached(asked)


@pytest.mark.django_db
def test_another_address_is_not_counted(asked):
    for _n in range(5):
        LIMIT.count(asked)

    assert LIMIT.is_reached(asked)
    assert not LIMIT.is_reached(RequestFactory().post("/", REMOTE_ADDR="192.0.2.8"))


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_each_is_counted(asked):
    at_once(*[lambda: LIMIT.count(asked)] * 3)

    assert LIMIT.is_reached(asked)
