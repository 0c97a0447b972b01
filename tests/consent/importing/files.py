"""A councillor's files of contacts, for tests: ``files.applied(by, files.row("Sam Sorrel"))``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from consent.importing.columns import COLUMNS
from consent.models import ContactPermission
from councilgov.imports import actions, working
from councilgov.imports.importables import DOING, importable_of
from councilgov.imports.mapping import guessed, rows_of
from councilgov.imports.models import Import
from councilgov.imports.reading import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.imports.importables import Verdict
    from councilgov.people.models import User

CONTACTS = "contacts"
HEADINGS = [column.name for column in COLUMNS]
USUAL = {
    "full_name": "Sam Sorrel",
    "capacity": "ward",
    "channel": "WhatsApp",
    "handle": "07700 900982",
    "source": "They wrote to you first on this channel",
    "answered_on": "3/11/2026",
}
ASKED = {
    "source": "You asked them",
    "asked_on": "1/11/2026",
    "asked_via": "Telephone",
    "words": "May I text you?",
    "answer": "yes",
}
CHECKED = {
    "verified_on": "4/11/2026",
    "verified_how": "They showed it in person",
    "who_answered": "Sam, whom I know",
}


def row(**cells: str) -> dict[str, str]:
    """A row of somebody who wrote first, with these cells instead or besides."""
    return USUAL | cells


def text(*rows: dict[str, str], headings: list[str] | None = None) -> bytes:
    """The file with these rows."""
    file = io.StringIO(newline="")
    used = headings or [name for name in HEADINGS if any(name in row for row in rows)]
    writer = csv.DictWriter(file, used, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def judged(by: User, *rows: dict[str, str]) -> Sequence[Verdict]:
    """What becomes of each row, without an import."""
    kind, sheet = importable_of(CONTACTS), read(text(*rows))
    found = rows_of(kind, sheet.lines, guessed(kind, sheet.headings), len(sheet.headings))
    return kind.judge(found, by=by, lock=False)


def noted(by: User, *rows: dict[str, str]) -> Sequence[ContactPermission]:
    """The same, applied: the permissions as they stand now, in the order of the file."""
    verdicts = judged(by, *rows)
    faults = [fault for verdict in verdicts for fault in verdict.row.faults]
    assert faults == []
    good = [verdict for verdict in verdicts if verdict.outcome in DOING]
    importable_of(CONTACTS).apply(good, by=by, step=lambda _n: None)
    keys = [verdict.plan.way.pk for verdict in verdicts]
    found = ContactPermission.objects.with_row().in_bulk(keys)
    return [found[key] for key in keys]


def faults(by: User, *rows: dict[str, str]) -> list[tuple[str, str]]:
    """Every column that is refused, and why."""
    return [(one.column, one.message) for made in judged(by, *rows) for one in made.row.faults]


def uploaded(by: User, *rows: dict[str, str], content: bytes = b"") -> Import:
    """A file of this councillor, its columns confirmed as they were known."""
    kind = importable_of(CONTACTS)
    file = actions.upload(kind=kind, content=content or text(*rows), name="sorrel.csv", by=by)
    if not file.mapping:
        actions.map_columns(row=file, mapping=guessed(kind, file.headings), by=by)
    return file


def checked(by: User, *rows: dict[str, str], content: bytes = b"") -> Import:
    """The same, checked by the job."""
    file = uploaded(by, *rows, content=content)
    working.work()
    return Import.objects.get(pk=file.pk)


def applied(by: User, *rows: dict[str, str], content: bytes = b"") -> Import:
    """The same, brought in by the job."""
    return applied_now(checked(by, *rows, content=content), by)


def applied_now(file: Import, by: User) -> Import:
    """One that was checked before, brought in by the job."""
    actions.ask_to_apply(row=file, by=by)
    working.work()
    return Import.objects.get(pk=file.pk)


def told(file: Import) -> list[tuple[int, str, str]]:
    """What is wrong: the row of the spreadsheet, our column, and the words."""
    found = file.found.refused()
    return [(one.number, column, words) for one in found for column, words in one.faults]


def outcomes(file: Import) -> list[str]:
    """What becomes of each row, in their order."""
    return list(file.found.order_by("number").values_list("outcome", flat=True))
