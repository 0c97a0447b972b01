"""What somebody is to the council at a moment: one statement, written once for everybody.

Each request asks it, and Django takes longer to write it than PostgreSQL to answer.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Case, Exists, Value, When
from django.utils import timezone

from councilgov.access import Role
from councilgov.people.bodies import Appointment, GroupMembership
from councilgov.people.office import TermOfOffice
from councilgov.people.suspensions import Suspension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

ACTS = "acts"  # beside the roles of somebody: that they may act as a councillor
SUSPENDED = "suspended"  # ... that they are suspended
SHUT = "shut"  # ... and from their contact records too
NO_ROLES = frozenset({ACTS, SUSPENDED, SHUT})
MARK = Case(When(is_without_contacts=True, then=Value(SHUT)), default=Value(SUSPENDED))
ANYBODY, A_DAY, A_MOMENT = -1, date(1900, 1, 1), datetime(1900, 1, 1, 12, tzinfo=UTC)
"""What stands in the statement where a person, a day and a moment are to be."""


def held(person: int | None, now: datetime) -> frozenset[str]:
    """The roles of somebody, and whether they may act: one query. No office of who has died."""
    sql, marks = _statement()
    day = timezone.localdate(now)
    meant = {ANYBODY: person, A_MOMENT: now, A_DAY: day}
    with connection.cursor() as cursor:
        cursor.execute(sql, [meant.get(mark, mark) for mark in marks])
        return frozenset(role for (role,) in cursor.fetchall())


@cache
def _statement() -> tuple[str, Sequence[Any]]:
    return asked(ANYBODY, A_MOMENT).query.sql_with_params()


def asked(person: int, now: datetime) -> QuerySet[Any]:
    """The query of which ``held`` keeps the words."""
    day = timezone.localdate(now)
    lives = ~Exists(TermOfOffice.objects.of_the_dead().filter(councillor=person))
    term = TermOfOffice.objects.current(now).filter(lives, councillor=person)
    led = GroupMembership.objects.current(day).filter(lives, councillor=person, is_leader=True)
    office = Appointment.objects.current(day).filter(lives, officer=person).order_by()
    return office.values_list("role").union(
        term.order_by().values_list(Value(Role.COUNCILLOR.value)),
        term.acting(now).order_by().values_list(Value(ACTS)),
        led.order_by().values_list(Value(Role.GROUP_LEADER.value)),
        Suspension.objects.in_force(now).filter(councillor=person).order_by().values_list(MARK),
    )
