"""10,000 ways to reach people in a spreadsheet, 300 of them bad: checked, applied, and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.test_imports import job
from consent.models import Constituent, ContactPermission
from councilgov.imports import actions
from councilgov.imports.models import ImportStatus
from tests import given
from tests.consent import people
from tests.consent.importing import files

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS, ERRORS = 10_000, 300
BAD = ({"handle": "no number"}, {"answered_on": "31/2/2026"}, {"source": "gave it to you"})


def rows() -> Iterator[dict[str, str]]:
    """Two ways of each person, most of them checked, and some that nothing can be made of."""
    for n in range(ROWS):
        way = {"channel": "WhatsApp" if n % 2 else "Signal", "handle": f"07{n // 2:09}"}
        wrong = BAD[n % len(BAD)] if n >= ROWS - ERRORS else {}
        yield files.row(full_name=f"Sam {n // 2}", **(files.CHECKED | way | wrong))


def test_ten_thousand_ways(results, transactional_db):
    given.council()
    me = people.accepted(given.councillor())
    content = files.text(*rows())
    row = files.uploaded(me, content=content)
    assert job(results, "contacts: check 10,000 rows", row) < 30
    assert (row.created, row.refused) == (ROWS - ERRORS, ERRORS)
    actions.ask_to_apply(row=row, by=me)
    assert job(results, "contacts: apply 10,000 rows", row) < 45
    assert row.status == ImportStatus.APPLIED
    assert ContactPermission.objects.count() == ROWS - ERRORS
    assert Constituent.objects.count() == (ROWS - ERRORS) // 2
    again = files.uploaded(me, content=content)
    job(results, "contacts: check the same 10,000 rows again", again)
    assert (again.unchanged, again.good) == (ROWS - ERRORS, 0)


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    """What is measured is done here."""
    monkeypatch.setattr(actions, "wake", lambda: None)
