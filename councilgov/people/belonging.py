"""Whoever leaves office leaves their political group with it, and comes back with it.

Its members are councillors (SI 1990/1553, regulation 8). Whoever has terms that follow one another
leaves with the last of them, in whatever order their ends are entered.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone

from councilgov.deadlines import last_day_before
from councilgov.people.models import GroupMembership, TermOfOffice
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from councilgov.people.models import User


def last_days(ends: Mapping[int, datetime]) -> Mapping[int, date | None]:
    """By the key of each councillor with a term until that moment, their last day in office before
    a gap; None for who goes on without an end. One query.
    """
    terms: dict[int, list[TermOfOffice]] = defaultdict(list)
    for term in TermOfOffice.objects.filter(councillor__in=ends).order_by("pk"):
        terms[term.councillor_id].append(term)
    return {person: last_day_of(terms[person], end) for person, end in ends.items()}


def last_day_of(terms: Collection[TermOfOffice], end: datetime) -> date | None:
    """The same of one councillor with these terms."""
    while True:
        day = timezone.localdate(end)
        begun = [term.ends_at for term in terms if term.starts_on <= day]
        if None in begun:
            return None
        later = [other for other in begun if other is not None and other > end]
        if not later:
            return last_day_before(end)
        end = max(later)


def leave_groups(ends: Mapping[int, datetime], *, by: User | None) -> None:
    """Whoever leaves office with a term that ends then leaves their group on their last day."""
    days = {person: day for person, day in last_days(ends).items() if day}
    joined = GroupMembership.objects.filter(councillor__in=days, ends_on=None)
    rows: Sequence[GroupMembership] = [
        row
        for row in joined.select_for_update().order_by("pk")
        if row.starts_on <= days[row.councillor_id]
    ]
    for row in rows:
        row.ends_on = days[row.councillor_id]
    keep_all(rows, by=by, why="Left group", fields=["ends_on"])


def move_leaving(person: int, was: date | None, ends_at: datetime, *, by: User | None) -> None:
    """Their term ends at another moment: the group that was left with office, on the day that
    ``last_days`` gave before, is left with it now too; and is not left where they go on in another
    term. Who leads it by now goes on doing so.
    """
    if was is None:
        leave_groups({person: ends_at}, by=by)
        return
    (will,) = last_days({person: ends_at}).values()
    if will is None:
        _rejoin({person: was}, why="Stays in office", by=by)
        return
    left = GroupMembership.objects.filter(councillor=person, ends_on=was)
    led = GroupMembership.objects.filter(ends_on=None, is_leader=True).exclude(councillor=person)
    if will > was:
        left = left.exclude(is_leader=True, group__in=led.values("group"))
    rows: Sequence[GroupMembership] = list(left.select_for_update().order_by("pk"))
    for row in rows:
        row.ends_on = max(will, row.starts_on)
    keep_all(rows, by=by, why="End of the term moved", fields=["ends_on"])


def rejoin_groups(ends: Mapping[int, datetime], *, by: User) -> None:
    """They are in the groups again that they left with the term, as long as it still ends then; who
    leads them by now does so.
    """
    _rejoin(last_days(ends), why="Term goes on", by=by)


def _rejoin(days: Mapping[int, date | None], *, why: str, by: User | None) -> None:
    open_ones = GroupMembership.objects.filter(ends_on=None)
    elsewhere = open_ones.filter(councillor__in=days).values("councillor")
    left = GroupMembership.objects.filter(councillor__in=days).exclude(ends_on=None)
    led = set(open_ones.filter(is_leader=True).values_list("group", flat=True))
    rows: Sequence[GroupMembership] = [
        row
        for row in left.exclude(councillor__in=elsewhere).select_for_update().order_by("pk")
        if row.ends_on == days[row.councillor_id]
    ]
    for row in rows:
        row.ends_on, row.is_leader = None, row.is_leader and row.group_id not in led
    keep_all(rows, by=by, why=why, fields=["ends_on", "is_leader"])
