"""What becomes of each row of a councillor's file: judged alike to check and to bring in."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from consent.importing.columns import (
    ADVOCATE,
    ASKED_FOR,
    CAPACITY,
    HANDLE,
    KEY,
    NAME,
    PREFERRED,
    SHARED,
    is_party_work,
)
from consent.importing.facts import need, way_of
from consent.importing.finding import find, key_of, named
from consent.importing.meeting import meet
from consent.importing.refusing import WRONG, ended_too
from consent.importing.showing import Words
from consent.models import LIVE, USABLE, AskedBy, Constituent, PermissionStatus
from councilgov.imports.importables import Fault, Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from consent.importing.finding import Known
    from consent.models import ContactPermission
    from councilgov.imports.importables import Row
    from councilgov.people.models import User

Group = tuple[str, tuple[str, str]]


@dataclass(slots=True, eq=False)
class Somebody:
    """One person of the file, noted already or new."""

    person: Constituent
    is_new: bool


@dataclass(slots=True, eq=False)
class Statement:
    """What a row says: of whom, and which way to reach them, as far as that can be told."""

    row: Row
    somebody: Somebody | None = None
    way: ContactPermission | None = None

    @property
    def is_whole(self) -> bool:
        return self.somebody is not None and self.way is not None and not self.row.faults


@dataclass(slots=True)
class Plan:
    """The permission as it will stand, whose it is, and which other they liked best before."""

    somebody: Somebody
    way: ContactPermission
    liked_before: ContactPermission | None = None
    ended_too: Sequence[ContactPermission] = ()
    stood_at: str = ""

    @property
    def is_said_anew(self) -> bool:
        """They agreed, refused or took it back since: it was not noted so before."""
        was_agreed = self.stood_at in USABLE and self.way.status in USABLE
        return self.way.status != self.stood_at and not was_agreed


def judge(rows: Sequence[Row], *, by: User, lock: bool) -> Sequence[Verdict]:
    """What becomes of each row, by what the councillor keeps and by the rest of the file."""
    known = find(by, lock=lock)
    for row in rows:
        forget_party_work(row)
    statements = [Statement(row, way=way_of(row, known)) for row in rows]
    tell_people_apart(statements, known)
    refuse_twins(statements)
    refuse_unexplained(statements, known)
    words = Words()
    found = {
        statement.row.number: verdict_on(statement, known, words)
        for statement in sorted(statements, key=_what_is_not_theirs_first)
    }
    return [found[row.number] for row in rows]


def _what_is_not_theirs_first(statement: Statement) -> bool:
    """What is somebody else's number ends all that the same person has there."""
    return statement.way is None or statement.way.status != PermissionStatus.WRONG_PERSON


def forget_party_work(row: Row) -> None:
    """Of such a row the import has kept that one cell alone: nothing else is said of it."""
    if any(is_party_work(cell) for cell in row.cells):
        row.values.clear()
        told = _("The portal keeps nothing about party work. This row was not kept.")
        row.faults[:] = [Fault(CAPACITY.name, told)]


# Who is who


def tell_people_apart(statements: Sequence[Statement], known: Known) -> None:
    """Say of each row whose it is: rows of one name in one capacity are of one person, unless
    they are numbered.
    """
    groups: dict[Group, list[Statement]] = defaultdict(list)
    for statement in statements:
        values = statement.row.values
        if NAME.name in values and CAPACITY.name in values:
            name = named(values[CAPACITY.name], values[NAME.name])
            groups[values.get(KEY.name, ""), name].append(statement)
    namesakes = Counter(name for _key, name in groups)
    for (_key, name), group in groups.items():
        somebody = _somebody(group, known, name, is_only=namesakes[name] == 1)
        for statement in group:
            statement.somebody = somebody


def _somebody(
    group: Sequence[Statement], known: Known, name: tuple[str, str], *, is_only: bool
) -> Somebody | None:
    there = known.people.get(name, ())
    if not there:
        return Somebody(_new(group, known), is_new=True)
    found = there if is_only and len(there) == 1 else _reached_alike(group, known, there)
    if len(found) == 1:
        return Somebody(found[0], is_new=False)
    told = _(
        "You have somebody of this name already, and it cannot be told who is meant. Add this on "
        "their page."
    )
    for statement in group:
        need(statement.row, told, NAME)
    return None


def _reached_alike(
    group: Sequence[Statement], known: Known, people: Iterable[Constituent]
) -> list[Constituent]:
    """Those of them who are, or were, reached under one of the same numbers or names."""
    keys = {key_of(statement.way) for statement in group if statement.way}
    return [person for person in people if not keys.isdisjoint(known.ways.get(person.pk, ()))]


def _new(group: Sequence[Statement], known: Known) -> Constituent:
    """Somebody who is noted as the first row says it; no other row may say otherwise."""
    first, values = group[0].row, group[0].row.values
    for statement in group:
        if _asked_for(statement.row) != _asked_for(first):
            told = _("Row %(row)d says otherwise of the same person: write the same in both.")
            statement.row.refuse(told % {"row": first.number}, ASKED_FOR.name)
        elif (
            _asked_for(statement.row)[0] != AskedBy.THEMSELVES and not _asked_for(statement.row)[1]
        ):
            need(statement.row, _("Enter who speaks for them, and by what right."), ADVOCATE)
    at_request_of, advocate = _asked_for(first)
    return Constituent(
        councillor=known.councillor,
        capacity=values[CAPACITY.name],
        full_name=values[NAME.name],
        at_request_of=at_request_of,
        advocate=advocate,
        begun_at=timezone.now(),
    )


def _asked_for(row: Row) -> tuple[str, str]:
    values = row.values
    return values.get(ASKED_FOR.name, AskedBy.THEMSELVES), values.get(ADVOCATE.name, "")


# Rows that stand in the way of one another


def refuse_twins(statements: Iterable[Statement]) -> None:
    """One row for each way of a person, and one way that they like best."""
    told = _("Row %(row)d is about the same way to reach them. Leave one of them out.")
    best = _("Row %(row)d says that they like another way best. Only one can be that.")
    ways: dict[object, Statement] = {}
    liked: dict[object, Statement] = {}
    for statement in statements:
        if statement.somebody is None or statement.way is None:
            continue
        whose = id(statement.somebody)
        _refuse_twin(ways, (whose, key_of(statement.way)), statement, told, HANDLE.name)
        if statement.way.is_preferred:
            _refuse_twin(liked, whose, statement, best, PREFERRED.name)


def _refuse_twin(
    seen: dict[object, Statement], key: object, statement: Statement, told: str, column: str
) -> None:
    other = seen.setdefault(key, statement)
    if other is not statement:
        statement.row.refuse(told % {"row": other.row.number}, column)
        other.row.refuse(told % {"row": statement.row.number}, column)


def refuse_unexplained(statements: Sequence[Statement], known: Known) -> None:
    """Two people who were both checked to be under one number or name: somebody says why."""
    checked = [one for one in statements if _is_checked_anew(one, known)]
    unexplained = [one for one in checked if one.way and not one.way.shared_why]
    there: dict[str, list[Statement]] = defaultdict(list)
    for statement in unexplained:
        there[_normal(statement)].append(statement)
    told = _(
        "%(person)s was checked to be there too. If both are reached there, say why. If not, one "
        "of them is wrong."
    )
    for statement in unexplained:
        if who := _who_else(statement, there[_normal(statement)], known):
            need(statement.row, told % {"person": who}, SHARED)


def _who_else(
    statement: Statement, others: Iterable[Statement], known: Known
) -> Constituent | None:
    """Somebody else who was checked to be there, by what is noted or by the file."""
    noted = (way for way in known.there.get(_normal(statement), ()) if _is_checked(way))
    people = chain((way.constituent for way in noted), (_person(other) for other in others))
    mine = _person(statement)
    return next((one for one in people if one is not mine and is_another(one, mine)), None)


def _normal(statement: Statement) -> str:
    return statement.way.normal if statement.way else ""


def _is_checked_anew(statement: Statement, known: Known) -> bool:
    """The file says that it was checked, and the portal does not say so yet."""
    if not statement.is_whole or statement.way is None or not _is_checked(statement.way):
        return False
    return not _is_checked(known.way(_person(statement), statement.way))


def _is_checked(way: ContactPermission | None) -> bool:
    return way is not None and way.status == PermissionStatus.VERIFIED


def _person(statement: Statement) -> Constituent:
    assert statement.somebody is not None  # noqa: S101  # asked of whole statements alone
    return statement.somebody.person


def is_another(one: Constituent, other: Constituent) -> bool:
    """Whether they are two: somebody met in two capacities under one name is the same (1)."""
    is_noted = one.pk is not None and one.pk == other.pk
    are_namesakes = one.full_name.casefold() == other.full_name.casefold()
    return not is_noted and not (are_namesakes and one.capacity != other.capacity)


# What becomes of each


def verdict_on(statement: Statement, known: Known, words: Words) -> Verdict:
    """New, changed, as it was, or refused: with what changes, in words."""
    row, somebody, way = statement.row, statement.somebody, statement.way
    what = str(row.values.get(NAME.name, ""))
    if somebody is None or way is None or row.faults:
        return Verdict(row, Outcome.REFUSED, what)
    way.constituent = somebody.person
    found = known.way(somebody.person, way)
    before, stood_at = (words.shown(found), found.status) if found else ({}, "")
    outcome, way = meet(row, way, found, known)
    if row.faults:
        return Verdict(row, Outcome.REFUSED, what)
    if outcome == Outcome.CREATE:
        before, stood_at = {}, ""
    named_so = f"{somebody.person.full_name}, {way.channel}"
    if outcome == Outcome.UNCHANGED:
        return Verdict(row, outcome, named_so, plan=Plan(somebody, way))
    too = ended_too(way, known) if way.status == WRONG else []
    told = words.changes(before, words.shown(way), others_there(somebody, way, known))
    plan = Plan(somebody, way, _liked_before(somebody, way, known), too, stood_at)
    told += words.ended_too(too)
    if outcome == Outcome.CREATE:
        told.insert(0, words.whose(is_new=somebody.is_new))
    about = "" if somebody.is_new else str(somebody.person.pk)
    return Verdict(row, outcome, named_so, told, plan, about)


def others_there(somebody: Somebody, way: ContactPermission, known: Known) -> list[str]:
    """Who else of theirs is reached under it."""
    if way.status not in LIVE:
        return []
    people = {one.constituent_id: one.constituent for one in known.there.get(way.normal, ())}
    return sorted(str(one) for one in people.values() if is_another(one, somebody.person))


def _liked_before(
    somebody: Somebody, way: ContactPermission, known: Known
) -> ContactPermission | None:
    before = known.preferred.get(somebody.person.pk) if not somebody.is_new else None
    return before if way.is_preferred and before is not way else None
