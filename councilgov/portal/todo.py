"""The task list of a person, in the order overdue, due, to do, done."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.utils import timezone

from councilgov.portal.advice import advice_to_do
from councilgov.portal.begun import reports_to_do
from councilgov.portal.contacting import contacts_to_do, leaving_to_do
from councilgov.portal.elections import declaration_to_do
from councilgov.portal.equipment import equipment_done, equipment_to_do
from councilgov.portal.home import LATELY, asked_of, things_to_do
from councilgov.portal.incidents import (
    breaches_to_do,
    breaches_to_wait_for,
    follow_ups_to_do,
    holds_to_do,
)
from councilgov.portal.leaving import leaving_office_to_do
from councilgov.portal.talking import complaints_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User
    from policies.models import Acknowledgement

LAST = 9
URGENCY = {"red": 0, "yellow": 1, "blue": 2, "green": 2, "grey": 3}
"""By the colour of its status: overdue, due, to do, nothing to do now. What has none is done."""


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """The most urgent first; those that are as urgent stay in their order."""
    return sorted(tasks, key=lambda task: URGENCY.get(task.get("colour", ""), LAST))


def was_asked(user: User) -> bool:
    """Whether this person is, was or will be a councillor: nobody else is asked for anything as
    one. One query at most.
    """
    return user.is_councillor or user.terms.exists()


def to_do_today(user: User) -> tuple[list[Task], Sequence[Acknowledgement]]:
    """What somebody has to do, first that of which hours count; and what they are asked to sign."""
    if not was_asked(user):
        return [*reports_to_do(user), *in_order(follow_ups_to_do(user))], []
    asked = asked_of(user)
    others = [*things_to_do(asked, timezone.localdate(), _of_councillor(user)), *_done(user)]
    return [*breaches_to_do(user), *reports_to_do(user), *in_order(others)], asked


def _of_councillor(user: User) -> Iterator[Task]:
    """What is neither to be signed nor counted in hours."""
    today = timezone.localdate()
    return chain(
        declaration_to_do(user),
        breaches_to_wait_for(user),
        follow_ups_to_do(user),
        holds_to_do(user),
        advice_to_do(user),
        complaints_to_do(user),
        leaving_office_to_do(user),
        leaving_to_do(user),
        equipment_to_do(user, today),
        contacts_to_do(user, today),
    )


def _done(user: User) -> Iterator[Task]:
    return equipment_done(user, timezone.now() - LATELY)
