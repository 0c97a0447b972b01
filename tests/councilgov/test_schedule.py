"""When the clock does what."""

from __future__ import annotations

import pytest

from councilgov.schedule import BY_NIGHT

pytestmark = pytest.mark.no_database


def test_nothing_that_runs_at_an_hour_of_its_own_does_so_when_clocks_change():
    hourly = {name for name, one in BY_NIGHT.items() if one["schedule"].hour == set(range(24))}
    hours = set().union(*(BY_NIGHT[name]["schedule"].hour for name in BY_NIGHT.keys() - hourly))

    assert hourly == {"forget files of imports"}
    assert hours.isdisjoint({0, 1, 2})
