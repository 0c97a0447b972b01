"""What this person may do with a case now: one thing first, the rest as links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from councilgov.access import Right
from councilgov.offboarding.doing import may_finish, may_pause
from councilgov.offboarding.models import CaseStatus, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from councilgov.offboarding.models import AccountEnd, OffboardingCase, OffboardingTask
    from councilgov.people.models import User
    from devices.models import Device


class Step(NamedTuple):
    """A page of an act; ``is_next`` of what the case waits for, ``is_listed`` of what has its link
    in the list of tasks.
    """

    text: str
    href: str
    is_next: bool = True
    is_listed: bool = False


class Known(NamedTuple):
    """What was fetched of a case, for all that is worked out of it."""

    case: OffboardingCase
    tasks: Sequence[OffboardingTask]
    accounts: Sequence[AccountEnd]
    left: Sequence[Device]


def next_and_others(known: Known, user: User) -> tuple[Step | None, list[Step]]:
    """What this person is to do first, if anything waits for them, and what else they may do."""
    found = list(_steps(known, user))
    first = next((step for step in found if step.is_next), None)
    return first, [step for step in found if step is not first and not step.is_listed]


def _steps(known: Known, user: User) -> Iterator[Step]:
    """In the order in which they are to be done."""
    if known.case.is_open:
        yield from _of_accounts(known, user)
        yield from _of_family(known.case, user)
        yield from _of_equipment(known, user)
        yield from _of_tasks(known, user)
        yield from _of_the_end(known, user)
        yield from _of_the_clock(known.case, user)
    yield from _of_opening(known, user)
    if known.case.has_receipt:
        yield Step(_("See the receipt"), _page("receipt", known.case.pk))


def _page(name: str, pk: int) -> str:
    return reverse(f"offboarding:{name}", args=[pk])


def _of_accounts(known: Known, user: User) -> Iterator[Step]:
    if not known.case.is_over or not user.has_perm(Right.CLOSE_ACCESS):
        return
    pk = known.case.pk
    if any(row.suspended_at is None for row in known.accounts):
        yield Step(_("Say which accounts you suspended"), _page("suspend_accounts", pk))
    if any(row.terminated_at is None for row in known.accounts):
        yield Step(_("Say which accounts you terminated"), _page("terminate_accounts", pk))
    if any(row.suspended_at for row in known.accounts):
        told = _("Take back what was noted about an account by mistake")
        yield Step(told, _page("take_back_accounts", pk), is_next=False)


def _of_opening(known: Known, user: User) -> Iterator[Step]:
    """They are in office again: what was closed is opened."""
    closed = [row for row in known.accounts if row.suspended_at]
    if not closed or not user.has_perm(Right.CLOSE_ACCESS) or not known.case.has_come_back:
        return
    if not all(row.opened_at for row in closed):
        yield Step(_("Say which accounts are open again"), _page("open_accounts", known.case.pk))
    if any(row.opened_at for row in closed):
        told = _("Take back what was noted about an account by mistake")
        yield Step(told, _page("take_back_accounts", known.case.pk), is_next=False)


def _of_family(case: OffboardingCase, user: User) -> Iterator[Step]:
    if not case.is_of_the_dead or not user.has_perm(Right.KEEP_OFFBOARDING):
        return
    page = _page("name_contact", case.pk)
    if case.contact_name:
        yield Step(_("Change who brings the equipment"), page, is_next=False)
    else:
        yield Step(_("Say who brings the equipment"), page)


def _of_equipment(known: Known, user: User) -> Iterator[Step]:
    if known.case.is_over and known.left and user.has_perm(Right.RECEIVE_DEVICES):
        tag = known.left[0].asset_tag
        yield Step(_("Take equipment back"), reverse("devices:receive_devices", args=[tag]))


def _of_tasks(known: Known, user: User) -> Iterator[Step]:
    has_systems = bool(known.accounts)
    for task in known.tasks:
        if task.kind != TaskKind.RECEIPT and may_finish(task, user, has_systems=has_systems):
            told = _("Say that it is done: %(task)s") % {"task": task}
            yield Step(told, _page("finish_task", task.pk), is_listed=True)


def _of_the_end(known: Known, user: User) -> Iterator[Step]:
    """Only once nothing else is left: until then the list of tasks says what is."""
    is_running = known.case.status == CaseStatus.RUNNING
    if not is_running or not user.has_perm(Right.KEEP_OFFBOARDING):
        return
    if not any(task.is_to_do for task in known.tasks if task.kind != TaskKind.RECEIPT):
        yield Step(_("Complete this case"), _page("complete", known.case.pk))


def _of_the_clock(case: OffboardingCase, user: User) -> Iterator[Step]:
    """Never the first thing to do, unless a pause is all that is left."""
    if case.status == CaseStatus.PAUSED and may_pause(user):
        yield Step(_("End the pause"), _page("resume", case.pk))
    if case.status == CaseStatus.RUNNING and may_pause(user):
        yield Step(_("Pause this case"), _page("pause", case.pk), is_next=False)
    if not case.is_of_the_dead and user.has_perm(Right.KEEP_OFFBOARDING):
        told = _("Note how they are reached")
        yield Step(told, _page("choose_contact_for", case.pk), is_next=False)
