"""A list of 10,000 councillors, as Modern.gov writes it: checked, asked about, applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.test_imports import job
from councilgov.access import Role
from councilgov.arriving.modern_gov import read
from councilgov.imports import actions
from councilgov.imports.importables import importable_of
from councilgov.imports.mapping import guessed
from councilgov.imports.models import Import, ImportStatus
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.arriving.lists import somebody, xml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS, WARDS = 10_000, 50
TERM = "<termofoffice><startdate>11/05/2026</startdate></termofoffice>"


def wards() -> Iterator[tuple[str, ...]]:
    """So many wards with as many councillors each, all of one group."""
    for ward in range(WARDS):
        numbers = range(ward, ROWS, WARDS)
        yield (f"Ward {chr(65 + ward % 26)}{ward}", *(councillor(n) for n in numbers))


def councillor(n: int) -> str:
    address = f"<workaddress><email>c{n}@{given.DOMAIN}</email></workaddress>"
    party = "<politicalpartytitle>Orchard Group</politicalpartytitle>"
    return str(somebody(f"Councillor Nia Newcomer{n}", party, address, TERM, number=str(n)))


def test_ten_thousand_councillors(results, transactional_db):
    given.council()
    clerk = given.officer(Role.MEMBERS_SERVICES)
    content = xml(*wards())
    results.milliseconds("councillors: read 10,000", lambda: read(content), times=5)
    row = uploaded(content, clerk)
    actions.map_columns(row=row, mapping=guessed(row.importable, row.headings), by=clerk)
    assert job(results, "councillors: check 10,000, of 50 new wards", row) < 30
    answers = {question.key: question.options[0].value for question in row.questions}
    answers = {key: answer for key, answer in answers.items() if answer in {"add", "yes"}}
    actions.answer(row=row, answers=answers, by=clerk)
    job(results, "councillors: check 10,000 with the answers", row)
    actions.ask_to_apply(row=row, by=clerk)
    job(results, "councillors: apply 10,000", row)
    assert (row.status, row.created) == (ImportStatus.APPLIED, ROWS)
    assert TermOfOffice.objects.count() == User.objects.exclude(reference=None).count() == ROWS
    again = uploaded(content, clerk)
    job(results, "councillors: check the same 10,000 again", again)
    assert (again.unchanged, again.good, again.absent) == (ROWS, 0, [])


def uploaded(content: bytes, clerk: User) -> Import:
    kind = importable_of("councillors")
    return actions.upload(kind=kind, content=content, name="councillors.xml", by=clerk)


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    """What is measured is done here."""
    monkeypatch.setattr(actions, "wake", lambda: None)
