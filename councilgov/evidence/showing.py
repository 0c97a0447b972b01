"""Files as the page of their case shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.days import moment_in_words
from councilgov.evidence.models import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from councilgov.evidence.models import EvidenceFile, EvidenceFileQuerySet
    from councilgov.people.models import User

KILOBYTE = 1_000


class Shown(NamedTuple):
    """A file with who added it, who read it, and where it is."""

    file: EvidenceFile
    size: str
    added: str
    removed: str
    read: Sequence[str]
    href: str
    remove_href: str


def full_name(one: User) -> str:
    return one.full_name


def files_of(
    rows: EvidenceFileQuerySet,
    address: Callable[[str, EvidenceFile], str],
    *,
    may_remove: bool,
    name: Callable[[User], str] = full_name,
) -> list[Shown]:
    """As the reader may see them: two queries. ``address`` gives that of "file" and of
    "remove_file", ``name`` what each person is called before this reader.
    """
    return [
        Shown(
            file=row,
            size=size_in_words(row.size),
            added=_by(name(row.added_by), moment_in_words(row.added_at)),
            removed=_removed(row, name),
            read=_readers(row, name),
            href="" if row.removed_at else address("file", row),
            remove_href=address("remove_file", row) if may_remove and not row.removed_at else "",
        )
        for row in rows.with_row()
    ]


def size_in_words(size: int) -> str:
    """340 KB, 2.5 MB."""
    if size < MEGABYTE:
        return _("%(n)d KB") % {"n": max(1, round(size / KILOBYTE))}
    return _("%(n).1f MB") % {"n": size / MEGABYTE}


def _readers(row: EvidenceFile, name: Callable[[User], str]) -> list[str]:
    rows = row.readings.all()
    return [_by(name(one.read_by), moment_in_words(one.read_at)) for one in rows]


def _by(who: str, moment: str) -> str:
    return _("%(who)s, %(moment)s") % {"who": who, "moment": moment}


def _removed(row: EvidenceFile, name: Callable[[User], str]) -> str:
    if row.removed_at is None or row.removed_by is None:
        return ""
    return _("%(why)s (%(who)s, %(moment)s)") % {
        "why": row.removed_because,
        "who": name(row.removed_by),
        "moment": moment_in_words(row.removed_at),
    }
