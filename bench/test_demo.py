"""How long it takes to make the demo: a year of a council, which `make run` makes once.

What counts is the time of the processor: on a machine that others use too the clock on the wall
says what they do.
"""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

from bench.conftest import timed
from councilgov.portal.demo.whole import build_demo

if TYPE_CHECKING:
    from bench.conftest import Results

LONGEST = 24
"""Seconds of ours. PostgreSQL takes a third as long: together half a minute."""


def test_the_demo_is_made_in_half_a_minute(results: Results, db):
    start = process_time()
    results.note("the demo, by the clock (s)", timed(build_demo) / 1_000)
    assert results.note("the demo, by the processor (s)", process_time() - start) < LONGEST
