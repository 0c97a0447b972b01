"""What the portal knows of the councillors in a file: a few queries for all its rows."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from councilgov.days import today
from councilgov.forms.names import core_of
from councilgov.imports.cells import plain
from councilgov.people.belonging import last_day_of
from councilgov.people.models import (
    Appointment,
    Council,
    Group,
    GroupMembership,
    TermOfOffice,
    User,
    Ward,
    has_died,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
    from datetime import date
    from typing import TypeVar

    from django.db.models import QuerySet

    from councilgov.imports.importables import Row
    from councilgov.records import Kept

    R = TypeVar("R", bound=Kept)

AT_ONCE = 5_000
"""Values that one query looks for."""
LEFT_OUT = re.compile(r"\b(ward|division|group|party|the)\b")
"""Words that one list has and another leaves out: "Alder Ward", "Orchard Group"."""


def key_of(name: str) -> str:
    """By which a ward or a group is the same in two lists: "Alder & Birch Ward" and "Alder and
    Birch".
    """
    words = name.casefold().replace("&", " and ")
    return plain(LEFT_OUT.sub(" ", words)) or plain(name)


def is_same(one: Ward | Group | None, other: Ward | Group | None) -> bool:
    """Rows that are not saved yet are the same only as themselves."""
    return one is other or (
        one is not None and other is not None and one.pk == other.pk is not None
    )


@dataclass(frozen=True, slots=True)
class Known:
    """Who there is, by what a row may call them. Wards and groups that are added join them."""

    wards: dict[str, Ward]
    groups: dict[str, Group]
    by_reference: Mapping[str, User]
    by_email: Mapping[str, User]
    by_name: Mapping[str, Sequence[User]]  # who is or was a councillor
    terms: Mapping[int, Sequence[TermOfOffice]]
    sitting: Mapping[str, Sequence[User]]  # by the key of their ward; of the mayor it is empty
    memberships: Mapping[int, Sequence[GroupMembership]]  # that are not over, the first first
    elected: Set[int]  # terms that began by a result which is entered here
    officers: Set[int]
    domains: Collection[str]
    offices: Collection[str]  # mailboxes that are no councillor's own

    def unfinished(self, person: User) -> list[TermOfOffice]:
        """Their terms that are not over."""
        now = timezone.now()
        terms = self.terms.get(person.pk, ())
        return [term for term in terms if term.ends_at is None or term.ends_at > now]

    def last_day(self, person: User) -> date | None:
        """In office before a gap, of somebody whose terms all have an end."""
        ends = [term.ends_at for term in self.unfinished(person) if term.starts_on <= today()]
        known = [end for end in ends if end]
        if not known or len(known) < len(ends):
            return None
        return last_day_of(self.terms[person.pk], max(known))

    def has_died(self, person: User) -> bool:
        return has_died(person, self.terms.get(person.pk, ()))

    def sits_for(self, person: User, ward: str) -> bool:
        """Whether somebody sits, or sat, for the ward of that key."""
        terms = self.terms.get(person.pk, ())
        return any(term.ward is not None and key_of(term.ward.name) == ward for term in terms)


def find(rows: Sequence[Row], *, lock: bool) -> Known:
    """Everybody whom these rows may be about. Locked in the order person, term, membership."""
    councillors = User.objects.filter(pk__in=TermOfOffice.objects.values("councillor"))
    people = {person.pk: person for person in _held(councillors, lock=lock)}
    for name in ("email", "reference"):
        others = _in_parts(User.objects.exclude(pk__in=people), name, _said(rows, name), lock=lock)
        people |= {person.pk: person for person in others}
    terms: dict[int, list[TermOfOffice]] = defaultdict(list)
    for term in _held(TermOfOffice.objects.select_related("ward"), lock=lock):
        terms[term.councillor_id].append(term)
    council = Council.objects.the()
    return Known(
        wards={key_of(ward.name): ward for ward in Ward.objects.all()},
        groups={key_of(group.name): group for group in Group.objects.all()},
        by_reference={one.reference: one for one in people.values() if one.reference},
        by_email={one.email: one for one in people.values() if one.email},
        by_name=_by_name(people[pk] for pk in sorted(terms)),
        terms=terms,
        sitting=_sitting(terms, people),
        memberships=_memberships(lock=lock),
        elected=begun_by_results(),
        officers=set(Appointment.objects.current(today()).values_list("officer", flat=True)),
        domains=council.email_domains,
        offices=council.offices,
    )


def _sitting(
    terms: Mapping[int, Sequence[TermOfOffice]], people: Mapping[int, User]
) -> Mapping[str, Sequence[User]]:
    """Who sits for each ward, or is about to."""
    now = timezone.now()
    found: dict[str, dict[User, None]] = defaultdict(dict)
    for term in chain.from_iterable(terms.values()):
        if term.ends_at is None or term.ends_at > now:
            ward = key_of(term.ward.name) if term.ward else ""
            found[ward][people[term.councillor_id]] = None
    return {ward: list(sit) for ward, sit in found.items()}


def _memberships(*, lock: bool) -> Mapping[int, Sequence[GroupMembership]]:
    """Also those whose end is known: they are members until then."""
    found: dict[int, list[GroupMembership]] = defaultdict(list)
    rows = GroupMembership.objects.unfinished(today()).select_related("group")
    for row in sorted(_held(rows, lock=lock), key=lambda row: (row.starts_on, row.pk)):
        found[row.councillor_id].append(row)
    return found


def begun_by_results() -> set[int]:
    """The keys of terms on which the result of an election hangs."""
    return set().union(*(import_string(name)() for name in settings.WHAT_BEGAN_BY_RESULTS))


def _by_name(people: Iterable[User]) -> Mapping[str, Sequence[User]]:
    found: dict[str, list[User]] = defaultdict(list)
    for person in people:
        found[core_of(person.full_name)].append(person)
    return found


def _said(rows: Sequence[Row], name: str) -> list[str]:
    return sorted({row.values[name] for row in rows if name in row.values})


def _held(rows: QuerySet[R], *, lock: bool) -> QuerySet[R]:
    """In the order of their keys, so that nobody waits for somebody who waits for them."""
    ordered = rows.order_by("pk")
    return ordered.select_for_update(of=("self",), no_key=True) if lock else ordered


def _in_parts(rows: QuerySet[R], name: str, values: Sequence[str], *, lock: bool) -> Iterator[R]:
    for at in range(0, len(values), AT_ONCE):
        yield from _held(rows.filter(**{f"{name}__in": values[at : at + AT_ONCE]}), lock=lock)
