"""Files about devices, for tests: ``spreadsheets.checked("BC-00001,Laptop,Latitude 5440")``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.imports import actions, working
from councilgov.imports.importables import importable_of
from councilgov.imports.mapping import guessed
from councilgov.imports.models import Import
from tests import given
from tests.devices import equipment

if TYPE_CHECKING:
    from councilgov.people.models import User

HEADINGS = "Asset tag,Kind,Model"


def uploaded(*rows: str, headings: str = HEADINGS, by: User | None = None) -> Import:
    """A file with these rows below these headings, its columns confirmed as they were known."""
    given.council()
    kind, desk = importable_of("devices"), by or equipment.desk()
    content = "\r\n".join([headings, *rows]).encode()
    row = actions.upload(kind=kind, content=content, name="devices.csv", by=desk)
    if not row.mapping:
        actions.map_columns(row=row, mapping=guessed(kind, row.headings), by=desk)
    return row


def checked(*rows: str, headings: str = HEADINGS, by: User | None = None) -> Import:
    """The same, checked by the job."""
    row = uploaded(*rows, headings=headings, by=by)
    working.work()
    return Import.objects.get(pk=row.pk)


def applied(*rows: str, headings: str = HEADINGS, by: User | None = None) -> Import:
    """The same, imported by the job."""
    row = checked(*rows, headings=headings, by=by)
    actions.ask_to_apply(row=row, by=row.uploaded_by)
    working.work()
    return Import.objects.get(pk=row.pk)
