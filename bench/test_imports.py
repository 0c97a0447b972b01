"""A spreadsheet of 10,000 devices with 300 errors: checked, seen beside a bare page, applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from bench import bare
from bench.conftest import timed
from bench.test_million import measure, opened
from councilgov.access import Role
from councilgov.imports import actions
from councilgov.imports.importables import importable_of
from councilgov.imports.mapping import guessed
from councilgov.imports.models import Import, ImportStatus
from councilgov.imports.reading import read
from councilgov.imports.tasks import work
from devices.models import Device, Issue
from tests import given
from tests.devices import equipment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.people.models import User

ROWS, ERRORS, HELD, HOLDERS = 10_000, 300, 1_000, 100
HEADINGS = "Asset tag,Kind,Make,Model,Serial number,Value,Bought on,Holder’s email"


def lines(councillors: list[User]) -> Iterator[str]:
    """So many devices: some with councillors, and some with a kind that nobody knows."""
    yield HEADINGS
    for n in range(ROWS):
        kind = "Fridge" if n >= ROWS - ERRORS else "Laptop"
        holder = councillors[n % HOLDERS].email if n < HELD else ""
        yield f"BC-{n:05},{kind},Dell,Latitude 5440,SN{n:06}A,£849.99,1/4/2026,{holder}"


@override_settings(ROOT_URLCONF="bench.bare")
def test_ten_thousand_devices(results, transactional_db):
    given.council()
    equipment.terms()
    desk = given.officer(Role.ICT_DESK)
    content = "\r\n".join(lines(list(given.many_councillors(HOLDERS)))).encode("utf-16")
    results.milliseconds("import: read 10,000 rows", lambda: read(content), times=5)
    row = uploaded(content, desk)
    actions.map_columns(row=row, mapping=guessed(row.importable, row.headings), by=desk)
    assert job(results, "import: check 10,000 rows", row) < 20
    assert (row.created, row.refused) == (ROWS - ERRORS, ERRORS)
    measure_pages(results, row, desk)
    actions.ask_to_apply(row=row, by=desk)
    job(results, "import: apply 10,000 rows, 1,000 of them issued to 100", row)
    assert row.status == ImportStatus.APPLIED
    assert (Device.objects.count(), Issue.objects.count()) == (ROWS - ERRORS, HOLDERS)
    again = uploaded(content, desk)
    job(results, "import: check the same 10,000 rows again", again)
    assert (again.unchanged, again.good) == (ROWS - ERRORS, 0)


def uploaded(content: bytes, desk: User) -> Import:
    kind = importable_of("devices")
    return actions.upload(kind=kind, content=content, name="kit.csv", by=desk)


def job(results, name: str, row: Import) -> float:
    """Have the worker do it; how many seconds that takes."""
    with CaptureQueriesContext(connection) as captured:
        seconds = timed(work) / 1_000
    results.note(f"{name} (queries)", len(captured))
    row.refresh_from_db()
    results.note(f"{name} (s)", seconds)
    return seconds


def measure_pages(results, row: Import, desk: User) -> None:
    """What the desk looks at, beside a bare page."""
    ours, theirs = Client(), Client()
    ours.force_login(desk)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(desk)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    page = opened(ours, f"/imports/{row.pk}/")
    measure(results, "what would change", page, yardstick, among="import")


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    """What is measured is done here."""
    monkeypatch.setattr(actions, "wake", lambda: None)
