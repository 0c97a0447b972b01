"""The one harness of ``make bench``: times things, prints them, writes ``bench/results.json``.

Absolute times differ between machines and minutes, so what counts is a ratio of two things timed
in turns (A, B, A, B ...), a growth (N against 10 N), or an exact count of queries.
"""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import _database, django_db_setup, pytest_configure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["_database", "django_db_setup", "pytest_configure"]
RESULTS = Path(__file__).parent / "results.json"


@dataclass
class Results:
    """What was measured, by name."""

    figures: dict[str, float] = field(default_factory=dict)

    def note(self, name: str, value: float) -> float:
        self.figures[name] = round(value, 4)
        print(f"\n  {name}: {value:,.4g}", end="")  # noqa: T201  # the output is the result
        return value

    def milliseconds(self, name: str, act: Callable[[], Any], *, times: int = 15) -> float:
        """The median of so many runs, after one that warms up."""
        act()
        return self.note(f"{name} (ms)", statistics.median(timed(act) for _n in range(times)))

    def ratio(
        self, name: str, one: Callable[[], Any], other: Callable[[], Any], *, times: int = 5
    ) -> float:
        """How many times as long the one takes as the other, run in turns."""
        pairs = [(timed(one), timed(other)) for _n in range(times)]
        ones, others = zip(*pairs, strict=True)
        return self.note(f"{name} (ratio)", statistics.median(ones) / statistics.median(others))

    def once(self, name: str, act: Callable[[], Any]) -> None:
        """What can be done but once: how long it takes, and how many statements it sends."""
        with CaptureQueriesContext(connection) as captured:
            self.note(f"{name} (ms)", timed(act))
        self.note(f"{name} (queries)", len(captured))

    def queries(self, name: str, act: Callable[[], Any]) -> float:
        """How many statements it sends, exactly."""
        with CaptureQueriesContext(connection) as captured:
            act()
        return self.note(f"{name} (queries)", len(captured))


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds of one run."""
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1_000


@pytest.fixture(scope="session")
def results() -> Iterator[Results]:
    found = Results()
    yield found
    RESULTS.write_text(json.dumps(found.figures, indent=2, sort_keys=True) + "\n", "utf-8")
