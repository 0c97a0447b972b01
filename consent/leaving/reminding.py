"""Who is asked what becomes of their records, and told that sealed ones will be deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, Exists, OuterRef, Value
from django.utils.module_loading import import_string

from consent.leaving.rules import SAID_BEFORE, THEIRS, council_to_go, undecided
from consent.leaving.telling import (
    FIRST,
    FIRST_NOTICE,
    LAST_NOTICE,
    SECOND,
    TO_LAPSE,
    cause_of,
)
from consent.models import Constituent, Leaving, LeavingStatus
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, reached
from councilgov.people.models import User
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from consent.leavings import LeavingQuerySet

TO_DECIDE = "contacts_to_decide"
COUNCIL_TO_GO = "left_council_contacts_to_go"


def remind_leavers() -> int:
    """Four weeks and one before the last day, the day after it, and each week while they still have
    access: who is told of it otherwise is told once. It names nobody. How many are new.
    """
    theirs = Constituent.objects.filter(councillor=OuterRef("councillor"), capacity__in=THEIRS)
    people = reachable(User.objects.filter(is_active=True))
    asked = Leaving.objects.filter(status=LeavingStatus.OPEN, councillor__in=people)
    left = asked.filter(Exists(undecided(theirs))).of_the_living()
    staged = reached(left, "last_day", today(), before=(-WEEK, -SAID_BEFORE.days))
    told = told_elsewhere(staged.values_list("councillor", flat=True))
    staged = staged.exclude(councillor__in=told)
    cause = ("pk", "stage")
    return Notice.objects.plan(TO_DECIDE, staged, to="councillor", cause=cause, address="address")


def told_elsewhere(people: Iterable[int]) -> set[int]:
    """Which of these people are told of what is left in another way, by post or with all that they
    have to do (``settings.TOLD_ELSEWHERE``).
    """
    asked = list(people)
    found = (import_string(name)(asked) for name in settings.TOLD_ELSEWHERE)
    return set().union(*found) if asked else set()


def tell_of_deletion() -> int:
    """Two notices before sealed records are deleted, the second two weeks after the first at the
    earliest, to the address that they gave or else their own; how many. Never to the dead, and to
    nobody whom no message reaches: officers write to them (``letters_due``).
    """
    rows = Leaving.objects.can_be_told()
    return sum(_tell(due, column) for column, due in due_notices(rows))


def due_notices(rows: LeavingQuerySet) -> Sequence[tuple[str, LeavingQuerySet]]:
    """Of sealed records those whose councillor is to be told now for the second time, or the first;
    each with the column in which it is noted.
    """
    sealed = rows.filter(status=LeavingStatus.SEALED)
    first = sealed.filter(told_on=None, deletes_on__lte=today() + FIRST_NOTICE)
    between = FIRST_NOTICE - LAST_NOTICE
    second = sealed.filter(
        told_again_on=None, told_on__lte=today() - between, deletes_on__lte=today() + LAST_NOTICE
    )
    return [(SECOND, second), (FIRST, first)]


def letters_due() -> LeavingQuerySet:
    """Whom an officer writes to now, as nothing is deleted before they were told twice."""
    (_again, second), (_once, first) = due_notices(Leaving.objects.to_write_to())
    return first | second


def remind_officers() -> int:
    """What is the council's goes in its time, and its councillor, who has left, can be asked no
    more: information officers are told each week, and may hold it. How many are new.
    """
    if not council_to_go().exists():
        return 0
    monday = Value(today() - timedelta(days=today().weekday()), DateField())
    officers = reachable(User.objects.holding(Role.INFORMATION_OFFICER))
    weekly = officers.annotate(week=monday).order_by()
    return Notice.objects.plan(COUNCIL_TO_GO, weekly, to="pk", cause=("week",))


@transaction.atomic
def _tell(due: LeavingQuerySet, column: str) -> int:
    rows: Sequence[Leaving] = list(due.with_row().select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        setattr(row, column, today())
        cause = cause_of(row, column)
        tell(kind=TO_LAPSE, to=row.councillor, cause=cause, about=row, address=row.address)
    return len(keep_all(rows, by=None, why="Told of the deletion", fields=[column]))
