"""Contacts that nobody needs any more are announced, spared if somebody does, and then deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from consent.erasing.actions import AT_ONCE, erase_people
from consent.keeping.rules import SAID_BEFORE, due_by
from consent.models import Constituent
from consent.permitting.checks import check_own
from councilgov.days import today
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User


@transaction.atomic
def still_needed(*, person: Constituent, by: User) -> Constituent:
    """The councillor still needs somebody: their time begins anew today."""
    row = Constituent.objects.locked(person)
    check_own(row, by)
    row.needed_on, row.goes_on = today(), None
    return row.keep(by=by, why="Still needed")


@transaction.atomic
def announce() -> int:
    """Whose time is over in four weeks, or was before, goes in four weeks; how many are new.

    "No longer than is necessary" (UK GDPR Article 5(1)(e)). Nobody goes without these four weeks,
    also where the clock stood still for months.
    """
    soon = today() + SAID_BEFORE
    due = due_by(Constituent.objects.filter(goes_on=None), soon)
    rows: Sequence[Constituent] = list(due.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.goes_on = soon
    return len(keep_all(rows, by=None, why="To be deleted", fields=["goes_on"]))


@transaction.atomic
def spare() -> int:
    """Who was heard of since, or whose councillor is in office again, stays; how many."""
    named = Constituent.objects.exclude(goes_on=None)
    due = due_by(Constituent.objects.all(), today() + SAID_BEFORE).values("pk")
    heard = named.exclude(pk__in=due).select_for_update(of=("self",)).order_by("pk")
    rows: Sequence[Constituent] = list(heard)
    for row in rows:
        row.goes_on = None
    return len(keep_all(rows, by=None, why="In touch again", fields=["goes_on"]))


def delete_due() -> int:
    """Whose day has come is erased, history too; how many. Who is heard of meanwhile stays."""
    spare()
    due = Constituent.objects.filter(goes_on__lte=today()).order_by("pk")
    people = list(due.values_list("pk", flat=True))
    return sum(
        erase_people(people=people[first : first + AT_ONCE])
        for first in range(0, len(people), AT_ONCE)
    )
