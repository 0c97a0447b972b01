"""People who are elected and have no account here, or a closed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from councilgov.accounts.actions import withdraw
from councilgov.accounts.models import Invitation
from councilgov.people.actions import add_person
from councilgov.people.models import Appointment, TermOfOffice, User
from councilgov.people.naming import greeting
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.elections.models import Result


def enter(rows: Sequence[Result], *, by: User) -> None:
    """Whoever was elected has an account that is open. Nobody is invited by it: their mailbox may
    not exist yet.
    """
    new = [row for row in rows if row.is_elected and row.person is None]
    found = User.objects.filter(email__in=[row.email for row in new if row.email])
    known = {person.email: person for person in found}
    for row in new:
        person = known.get(row.email)
        row.person, row.is_newcomer = person or _person(row, by=by), person is None
    elected = [row.person_id for row in rows if row.is_elected]
    closed = User.objects.filter(pk__in=elected, is_active=False)
    shut: Sequence[User] = list(closed.select_for_update().order_by("pk"))
    for one in shut:
        one.is_active = True
    keep_all(shut, by=by, why="Elected", fields=["is_active"])
    opened = {one.pk for one in shut}
    for row in rows:
        row.was_closed = row.person_id in opened


def _person(row: Result, *, by: User) -> User:
    is_mayor = row.contest.ward_id is None
    return add_person(
        full_name=row.full_name,
        known_as=greeting(row.full_name, is_mayor=is_mayor),
        email=row.email,
        by=by,
    )


def leave(rows: Sequence[Result], *, by: User) -> None:
    """Whoever has an account by these results alone cannot sign in with it any more, and an account
    that they opened is closed again, unless there is a term or an office by now.
    """
    new = {row.person_id for row in rows if row.is_newcomer or row.was_closed}
    terms = TermOfOffice.objects.unfinished(timezone.now()).filter(councillor__in=new)
    offices = Appointment.objects.unfinished(timezone.localdate()).filter(officer__in=new)
    others = set(terms.values_list("councillor", flat=True))
    gone = new - others - set(offices.values_list("officer", flat=True))
    for invitation in Invitation.objects.open().filter(person__in=gone):
        withdraw(invitation=invitation, by=by)
    people: Sequence[User] = list(
        User.objects.filter(pk__in=gone, is_active=True).select_for_update().order_by("pk")
    )
    for person in people:
        person.is_active = False
    keep_all(people, by=by, why="Result undone", fields=["is_active"])
