"""What the portal knows of a councillor's contacts: a few queries, however long their file is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consent.keys import keyed_each
from consent.machines import CLOSED_BY_THEM
from consent.models import LIVE, Channel, Constituent, ContactPermission, Suppression
from consent.permitting.peace import No, no_of
from councilgov.days import today
from councilgov.imports.cells import plain
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from councilgov.people.models import User

SYNONYMS = {
    "call": "telephone",
    "landline": "telephone",
    "messenger": "facebookmessenger",
    "phone": "telephone",
    "post": "letter",
    "sms": "textmessage",
    "text": "textmessage",
}
"""What people write, and the name of the channel that they mean, as ``cells.plain`` has them."""

Named = tuple[str, str]
Key = tuple[int, str, str]
Mark = tuple[int, str, str]
Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Known:
    """One councillor's own people and ways, by what a row may call them."""

    councillor: User
    council: Council
    today: date
    channels: Mapping[str, Channel]
    people: Mapping[Named, Sequence[Constituent]]
    ways: Mapping[int, Mapping[Key, ContactPermission]]  # of each person the latest of each
    there: Mapping[str, Sequence[ContactPermission]]  # that are live, by number or name
    preferred: Mapping[int, ContactPermission]
    every: Mapping[int, Sequence[ContactPermission]]  # way of each person, whatever became of it
    suppressed: Mapping[Mark, date] = field(default_factory=dict)
    closed: Mapping[Key | Place, Sequence[ContactPermission]] = field(default_factory=dict)
    wrong: dict[int, list[ContactPermission]] = field(default_factory=dict)  # by the file

    def channel(self, name: str) -> Channel | None:
        word = plain(name)
        return self.channels.get(word) or self.channels.get(SYNONYMS.get(word, ""))

    def way(self, person: Constituent, way: ContactPermission) -> ContactPermission | None:
        """The last permission of theirs for the same, if there is one."""
        return self.ways.get(person.pk, {}).get(key_of(way)) if person.pk else None

    def theirs(self, person: Constituent) -> Sequence[ContactPermission]:
        """All that is noted of ways to reach them."""
        return self.every.get(person.pk, ()) if person.pk else ()

    def tell_wrong(self, way: ContactPermission) -> None:
        """The file says that it is somebody else's."""
        self.wrong.setdefault(id(way.constituent), []).append(way)

    def told_wrong(self, person: Constituent) -> Sequence[ContactPermission]:
        """What the file says to be somebody else's, of this person."""
        return self.wrong.get(id(person), ())

    def nos(self, way: ContactPermission) -> list[No]:
        """What was said there, or by that person under another number (``permitting.peace``)."""
        there = self.closed.get(key_of(way), ())
        by_them = self.closed.get(place_of(way), ()) if way.constituent_id else ()
        return [no_of(one, way.normal) for one in (*there, *by_them)]

    def suppressed_until(self, way: ContactPermission) -> date | None:
        """Until when somebody who was deleted is not asked again under it, if they said no."""
        if not self.suppressed:
            return None
        marks = keyed_each(f"handle {way.normal}")
        days = [self.suppressed.get((way.channel_id, way.purpose, mark)) for mark in marks]
        return max((day for day in days if day), default=None)


def named(capacity: str, full_name: str) -> Named:
    """By which one person is the same as another of a file: the name in each capacity."""
    return capacity, full_name.casefold()


def key_of(way: ContactPermission) -> Key:
    """By which one way of a person is the same as another."""
    return way.channel_id, way.normal, way.purpose


def place_of(way: ContactPermission) -> Place:
    """A person on one channel for one purpose, under whatever number."""
    return way.constituent_id, way.channel_id, way.purpose


def find(councillor: User, *, lock: bool) -> Known:
    """All that this councillor keeps: six queries, and one for the council. Nobody of an earlier
    term, from which only a no still counts.
    """
    mine = Constituent.objects.here().filter(councillor=councillor).order_by("pk")
    rows = ContactPermission.objects.here().filter(councillor=councillor).order_by("pk").with_row()
    people = list(mine.select_for_update(of=("self",), no_key=True) if lock else mine)
    ways = list(rows.select_for_update(of=("self",)) if lock else rows)
    of_each: dict[int, dict[Key, ContactPermission]] = defaultdict(dict)
    every: dict[int, list[ContactPermission]] = defaultdict(list)
    there: dict[str, list[ContactPermission]] = defaultdict(list)
    for way in ways:
        every[way.constituent_id].append(way)
        of_each[way.constituent_id][key_of(way)] = way
        if way.status in LIVE:
            there[way.normal].append(way)
    return Known(
        councillor=councillor,
        council=Council.objects.the(),
        today=today(),
        channels={plain(channel.name): channel for channel in Channel.objects.all()},
        people=_by_name(people),
        ways=of_each,
        there=there,
        preferred={way.constituent_id: way for way in ways if way.is_preferred},
        every=every,
        suppressed=_suppressed(councillor),
        closed=_closed(councillor),
    )


def _by_name(people: Iterable[Constituent]) -> Mapping[Named, Sequence[Constituent]]:
    found: dict[Named, list[Constituent]] = defaultdict(list)
    for person in people:
        found[named(person.capacity, person.full_name)].append(person)
    return found


def _suppressed(councillor: User) -> Mapping[Mark, date]:
    rows = Suppression.objects.filter(councillor=councillor)
    return {(row.channel_id, row.purpose, row.mark): row.until for row in rows}


def _closed(councillor: User) -> Mapping[Key | Place, Sequence[ContactPermission]]:
    """What they refused or took back, by number or name and by person, in whatever term."""
    found: dict[Key | Place, list[ContactPermission]] = defaultdict(list)
    for way in ContactPermission.objects.filter(councillor=councillor, status__in=CLOSED_BY_THEM):
        found[key_of(way)].append(way)
        found[place_of(way)].append(way)
    return found
