"""The file itself: spreadsheets to open, everything for a program, and what is what."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from consent.exporting import ways
from consent.exporting.tables import json_of, records, tables
from consent.models import Contact
from councilgov.days import day_in_words, today
from councilgov.forms.exports import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from councilgov.people.models import User

CONTACTS, LOG, ALL, READ_ME = "contacts.csv", "log.csv", "everything.json", "read-me.txt"
PEOPLE = "people.csv"


def write_record(councillor: User) -> Callable[[IO[bytes]], None]:
    """Writes all that this councillor keeps into a file, row by row."""

    def write(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr(READ_ME, read_me(councillor))
            with pack.open(CONTACTS, "w") as sheet:
                write_csv(sheet, ways.rows(councillor))
            with pack.open(LOG, "w") as sheet:
                write_csv(sheet, log(councillor))
            people, _ways, _log, *others = tables(councillor)
            for table in (people, *others):
                _write_table(pack, f"{table.name}.csv", records(table))
            with pack.open(ALL, "w") as whole:
                for piece in json_of(councillor):
                    whole.write(piece.encode())

    return write


def _write_table(pack: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> None:
    """A sheet with the names of the columns, unless there is nothing to put in it."""
    found = list(rows)
    if found:
        with pack.open(name, "w") as sheet:
            write_csv(sheet, [list(found[0]), *(list(row.values()) for row in found)])


def log(councillor: User) -> Iterator[Sequence[Any]]:
    """The log of contacts, the oldest first: that they were, and nothing of what was said."""
    yield [
        _("Day"),
        _("Name"),
        _("You act"),
        _("In which way"),
        _("What happened"),
        _("On what device"),
        _("Topic"),
        _("Official information"),
        _("Moved on"),
    ]
    rows = Contact.objects.visible_to(councillor).with_row().order_by("happened_on", "pk")
    for row in rows.iterator(chunk_size=2_000):
        yield [
            row.happened_on,
            row.constituent.full_name,
            row.get_capacity_display(),
            row.channel.name,
            str(row.went),
            row.get_device_used_display(),
            row.get_topic_display(),
            row.get_official_display(),
            row.moved_on,
        ]


def read_me(councillor: User) -> str:
    lines = [
        _("The contacts of Councillor %(name)s, %(day)s")
        % {"name": councillor.full_name, "day": day_in_words(today())},
        "",
        _("%(file)s: who, by which number, and what was agreed. It can be brought in again.")
        % {"file": CONTACTS},
        _("%(file)s: everybody, also who is noted with no way to reach them.") % {"file": PEOPLE},
        _("%(file)s: that you were in touch, and nothing of what was said.") % {"file": LOG},
        _("%(file)s: every row, for a program to read.") % {"file": ALL},
        _("It also says with whom you shared a record, who read one and why, and whom you keep."),
        "",
        _("Keep it where nobody else can open it, and delete it when you no longer need it."),
        _("Nobody agreed by this to be sent anything, or to be passed on to a party."),
        _("What somebody was before a change stands in the copy on their page."),
    ]
    return "\r\n".join(lines) + "\r\n"
