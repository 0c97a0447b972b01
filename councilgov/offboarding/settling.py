"""Tasks that nobody ticks off follow what the other parts of the portal know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from councilgov.offboarding.facts import seen, something_left
from councilgov.offboarding.machines import LEFT
from councilgov.offboarding.models import OffboardingTask, TaskStatus
from councilgov.records import move_all

if TYPE_CHECKING:
    from collections.abc import Collection


@transaction.atomic
def settle(people: Collection[int] | None = None) -> int:
    """Tasks of which nothing is left are done, and to do again where something turned up; how many.
    Of these people, in the transaction in which what they hold changes, or of everybody.

    Before the term is over nothing is done: what is still in use may be issued again.
    """
    tasks = OffboardingTask.objects.filter(seen(), case__status__in=LEFT)
    if people is not None:
        tasks = tasks.filter(case__councillor__in=people)
    done, again = Q(), Q()
    for kind, left in something_left().items():
        done |= Q(kind=kind) & ~left
        again |= Q(kind=kind) & left
    to_do = tasks.filter(done, status=TaskStatus.TO_DO)
    back = tasks.filter(again, status=TaskStatus.DONE)
    why = gettext_noop("Seen by the portal")
    return len(move_all(to_do, TaskStatus.DONE, by=None, why=why)) + len(
        move_all(back, TaskStatus.TO_DO, by=None, why=why)
    )
