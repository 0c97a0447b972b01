"""Who does each task of a case, who may say that it is done, and who may wave it through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.offboarding.models import TaskKind, TaskStatus
from councilgov.offboarding.todo import BY_FACTS, OF_ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.offboarding.models import OffboardingTask
    from councilgov.people.models import User

BOTH_MAY_PAUSE = (Right.KEEP_OFFBOARDING, Right.OVERSEE_OFFBOARDING)
"""Members' services and Monitoring Officers hear of a legal hold or a dispute."""


class Doer(NamedTuple):
    """Whose task it is, and by which rights an officer says that it is done."""

    name: StrOrPromise
    rights: tuple[Right, ...] = ()


DESK = Doer(_("ICT service desk"), (Right.CLOSE_ACCESS,))
CLERKS = Doer(_("Members’ services"), (Right.KEEP_OFFBOARDING,))
DOERS: Mapping[str, Doer] = {
    TaskKind.SUSPEND: DESK,
    TaskKind.RECORDS: Doer(_("The councillor")),
    TaskKind.DEVICES: Doer(_("The councillor, at the ICT service desk")),
    TaskKind.LISTS: Doer(
        _("ICT service desk or members’ services"), (Right.CLOSE_ACCESS, Right.KEEP_OFFBOARDING)
    ),
    TaskKind.SOCIAL: CLERKS,
    TaskKind.INSURANCE: CLERKS,
    TaskKind.ACCOUNTS: DESK,
    TaskKind.RECEIPT: CLERKS,
}
OF_THE_DEAD: Mapping[str, StrOrPromise] = {
    TaskKind.RECORDS: _("Information officers or members’ services set the day"),
    TaskKind.DEVICES: _("Whoever brings it for the family"),
}
"""What the councillor would have done."""


def doer_of(task: OffboardingTask) -> StrOrPromise:
    """Who does it, in words."""
    found = OF_THE_DEAD.get(task.kind) if task.case.is_of_the_dead else None
    return found or DOERS[task.kind].name


def _has_any(user: User, rights: tuple[Right, ...]) -> bool:
    return any(user.has_perm(right) for right in rights)


def may_pause(user: User) -> bool:
    return _has_any(user, BOTH_MAY_PAUSE)


def may_finish(task: OffboardingTask, user: User, *, has_systems: bool) -> bool:
    """It waits to be ticked off, by this person. Where the council has named its systems, their
    ends say when accounts are closed.
    """
    is_seen = task.kind in BY_FACTS or (has_systems and task.kind in OF_ACCOUNTS)
    is_open = task.case.is_over and task.is_to_do and not is_seen
    return is_open and _has_any(user, DOERS[task.kind].rights)


def may_waive(task: OffboardingTask, user: User) -> bool:
    """Never the end of access; nor the receipt, which is made with the end of the case."""
    is_kept = task.kind in OF_ACCOUNTS or task.kind == TaskKind.RECEIPT
    is_open = task.case.is_over and task.is_to_do and not is_kept
    return is_open and user.has_perm(Right.OVERSEE_OFFBOARDING)


def may_take_up(task: OffboardingTask, user: User, *, has_systems: bool) -> bool:
    """What somebody noted, by whoever may note it; what was waived by whoever waives."""
    if not task.case.is_over or task.is_to_do:
        return False
    if task.status == TaskStatus.WAIVED:
        return user.has_perm(Right.OVERSEE_OFFBOARDING)
    is_seen = task.kind in BY_FACTS or (has_systems and task.kind in OF_ACCOUNTS)
    return not is_seen and _has_any(user, DOERS[task.kind].rights)
