"""What the rows of a file say of one another: who is in it, twice or under another name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.arriving.columns import EMAIL, ENDS, NAME, REFERENCE, WARD
from councilgov.arriving.finding import key_of
from councilgov.days import today
from councilgov.forms.names import core_of, is_nearly
from councilgov.imports.cells import plain
from councilgov.imports.importables import twins
from councilgov.people.naming import natural

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
    from typing import TypeVar

    from councilgov.arriving.finding import Known
    from councilgov.imports.importables import Column, Row
    from councilgov.people.models import User

    T = TypeVar("T", str, tuple[str, str])

VACANT = frozenset({"vacancy", "vacant", "vacantseat", "vacantposition", "seatvacant"})
"""What Modern.gov has instead of a name, where nobody sits."""
NEARLY, ONE_LETTER_OFF = 0.75, 0.87
"""How like a name is to one in the same ward, and to one anywhere."""
SHORTEST = 3
"""Letters of a part of a name that two people share: not "Jo", nor an initial."""


@dataclass(frozen=True, slots=True)
class Together:
    """The file as a whole."""

    claimed: Set[int]  # who is certainly in it, or has the name of somebody who is
    shared: Set[str]  # addresses that stand in several rows: nobody's own
    namesakes: Set[tuple[str, str]]  # names that several have in one ward
    wards: Mapping[str, int]  # how many rows are of each, by its key
    new: Mapping[str, int]  # how many of them are of nobody who is or was here

    def absent_from(self, ward: str, known: Known) -> list[User]:
        """Who sits for the ward here, and is not in the file by their number, address or name."""
        return [one for one in known.sitting.get(ward, ()) if one.pk not in self.claimed]

    def has_namesake(self, row: Row) -> bool:
        return _named(row) in self.namesakes


def is_vacant(row: Row) -> bool:
    return plain(natural(row.values.get(NAME.name, ""))) in VACANT


def is_over(row: Row) -> bool:
    """Whether the file says that they have left."""
    return bool(row.values.get(ENDS.name, today()) < today())


def together(rows: Iterable[Row], known: Known) -> Together:
    """Vacancies and those who have left stand in nobody's way."""
    there = [row for row in rows if not is_vacant(row) and not is_over(row)]
    claims = [(row, _claimed(row, known)) for row in there]
    return Together(
        claimed={one.pk for _row, found in claims for one in found},
        shared=_twice(row.values[EMAIL.name] for row in there if EMAIL.name in row.values),
        namesakes=_twice(map(_named, there)),
        wards=Counter(map(_ward, there)),
        new=Counter(_ward(row) for row, found in claims if not found),
    )


def _claimed(row: Row, known: Known) -> Sequence[User]:
    """Whoever has the number or the address; else whoever has the name, first in that ward."""
    numbered = known.by_reference.get(row.values.get(REFERENCE.name, ""))
    reached = known.by_email.get(row.values.get(EMAIL.name, ""))
    if sure := [one for one in (numbered, reached) if one]:
        return sure
    name, ward = _named(row)
    alike = known.by_name.get(name, ())
    return [one for one in alike if known.sits_for(one, ward)] or alike


def _named(row: Row) -> tuple[str, str]:
    return core_of(natural(row.values.get(NAME.name, ""))), _ward(row)


def _ward(row: Row) -> str:
    return key_of(row.values.get(WARD.name, ""))


def address_of(row: Row, known: Known, file: Together) -> tuple[str, str]:
    """The address that is a mailbox of theirs alone, or why there is none, in words."""
    asked = row.values.get(EMAIL.name, "")
    facts = {"address": asked}
    if asked and asked.rpartition("@")[2] not in known.domains:
        return "", _("None yet: %(address)s is not an address of the council") % facts
    if asked in known.offices:
        return "", _("None yet: %(address)s is read in the council’s offices") % facts
    if asked in file.shared:
        return "", _("None yet: %(address)s stands beside several names") % facts
    return asked, ""


def _twice(values: Iterable[T]) -> set[T]:
    return {value for value, number in Counter(values).items() if number > 1}


def spelt_otherwise(name: str, ward: str, known: Known, file: Together) -> list[User]:
    """Who may be the same under another name: in the ward with a first or last name alike, or with
    nearly the name; elsewhere a letter or two off.
    """
    here = file.absent_from(ward, known)
    near = [one for one in here if _shares_a_name(name, one.full_name)]
    near += [one for one in here if is_nearly(name, one.full_name, NEARLY)]
    for other in known.sitting:
        there = file.absent_from(other, known)
        near += [one for one in there if is_nearly(name, one.full_name, ONE_LETTER_OFF)]
    return list(dict.fromkeys(near))


def _shares_a_name(one: str, other: str) -> bool:
    return not _parts(one).isdisjoint(_parts(other))


def _parts(name: str) -> set[str]:
    words = re.split(r"[\s-]+", natural(name))
    return {core for word in words if len(core := core_of(word)) >= SHORTEST}


def refuse_twins(
    rows: Sequence[Row], of: Callable[[Row], Hashable], words: str, column: Column
) -> None:
    """A file that is no spreadsheet has no row numbers to look for, so the name is said too."""
    for one, twin in list(twins(rows, of)):
        told = words % {"name": twin.values.get(NAME.name, ""), "row": twin.number}
        one.refuse(" ".join([told, _("Leave one of them out.")]), column.name)
