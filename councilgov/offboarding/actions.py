"""What is done for somebody who leaves office, by those who may."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.leaving.actions import reach_at
from councilgov.days import today
from councilgov.ledger.actions import record
from councilgov.notices.models import Notice, State
from councilgov.offboarding.accounts import TAKEN_BACK
from councilgov.offboarding.clocks import Clocks
from councilgov.offboarding.equipment import date_equipment
from councilgov.offboarding.following import MOMENTS_OF_ACCOUNTS
from councilgov.offboarding.models import (
    AccountEnd,
    CaseStatus,
    OffboardingCase,
    OffboardingTask,
    System,
    TaskKind,
    TaskStatus,
)
from councilgov.offboarding.reaching import reach_by
from councilgov.offboarding.receipting.certifying import certify, send_receipt
from councilgov.offboarding.settling import settle
from councilgov.offboarding.todo import OF_ACCOUNTS
from councilgov.records import Refused, keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def add_system(*, name: str, by: User) -> System:
    """A system that councillors sign in to: asked for when somebody leaves from now on.

    Raises ``Refused`` if there is one of that name.
    """
    return System(name=" ".join(name.split())).keep(by=by, why="System added")


@transaction.atomic
def use_system(*, system: System, is_used: bool, by: User) -> System:
    """A system is asked for when somebody leaves from now on, or is not any more."""
    system = System.objects.locked(system)
    system.is_used = is_used
    return system.keep(by=by, why="Used again" if is_used else "No longer used")


@transaction.atomic
def suspend_accounts(
    *, case: OffboardingCase, accounts: Collection[AccountEnd], at: datetime, by: User
) -> Sequence[AccountEnd]:
    """The service desk suspended these accounts of a leaver at that moment.

    Raises ``Refused`` for a moment that is yet to come, while they are in office, for none, and for
    what is suspended already.
    """
    rows = _accounts(case, accounts, at)
    _check_is_new([row for row in rows if row.suspended_at])
    for row in rows:
        row.suspended_at, row.suspended_by = at, by
    _kept(case, rows, "suspended", by=by)
    settle([case.councillor_id])
    return rows


@transaction.atomic
def terminate_accounts(
    *, case: OffboardingCase, accounts: Collection[AccountEnd], at: datetime, by: User
) -> Sequence[AccountEnd]:
    """The service desk terminated these accounts of a leaver at that moment. What was not suspended
    before is suspended with it.

    Raises ``Refused`` as ``suspend_accounts`` does, and before the moment of suspension.
    """
    rows = _accounts(case, accounts, at)
    _check_is_new([row for row in rows if row.terminated_at])
    for row in rows:
        row.suspended_at, row.suspended_by = row.suspended_at or at, row.suspended_by or by
        row.terminated_at, row.terminated_by = at, by
    _kept(case, rows, "terminated", by=by)
    settle([case.councillor_id])
    return rows


@transaction.atomic
def take_back_accounts(
    *, case: OffboardingCase, accounts: Collection[AccountEnd], reason: str, by: User
) -> Sequence[AccountEnd]:
    """What the service desk noted last about these accounts was a mistake, as a wrong system or
    time: it is noted no more, and stays in history with the reason. Of what is terminated a
    suspension at an earlier moment stays. What is open again is to be done again. Of somebody who
    is in office again it is that an account is open.

    Raises ``Refused`` for none, for what nothing was noted of, and once all is closed.
    """
    if _held(case).has_come_back:
        return _take_back_opened(case, accounts, reason, by=by)
    rows = _chosen(case, accounts)
    if any(row.suspended_at is None for row in rows):
        raise Refused(_("Nothing was noted about this account."), field="accounts")
    for row in rows:
        if row.terminated_at in {None, row.suspended_at}:
            row.suspended_at = row.suspended_by = None
        row.terminated_at = row.terminated_by = None
    _kept(case, rows, "taken_back", by=by, why=f"{TAKEN_BACK}: {reason.strip()}"[:100])
    left = Q(kind=TaskKind.ACCOUNTS)
    if any(row.suspended_at is None for row in rows):
        left |= Q(kind=TaskKind.SUSPEND)
    done = OffboardingTask.objects.filter(left, case=case, status=TaskStatus.DONE)
    move_all(done, TaskStatus.TO_DO, by=by, why=gettext_noop("Taking the task up again"))
    return rows


def _take_back_opened(
    case: OffboardingCase, accounts: Collection[AccountEnd], reason: str, *, by: User
) -> Sequence[AccountEnd]:
    rows = _rows(case, accounts)
    if any(row.opened_at is None for row in rows):
        raise Refused(_("Nothing was noted about this account."), field="accounts")
    for row in rows:
        row.opened_at = row.opened_by = None
    return _kept(case, rows, "taken_back", by=by, why=f"{TAKEN_BACK}: {reason.strip()}"[:100])


@transaction.atomic
def open_accounts(
    *, case: OffboardingCase, accounts: Collection[AccountEnd], at: datetime, by: User
) -> Sequence[AccountEnd]:
    """They are in office again, and the service desk opened what it had closed, at that moment.

    Raises ``Refused`` for a moment that is yet to come or lies before the closing, for none, for
    what is open already, and while they are not in office.
    """
    case = _held(case)
    if not case.has_come_back:
        raise Refused(_("They are not in office again, so nothing is opened."), way=case.own_page)
    if at > timezone.now():
        raise Refused(_("Enter a time that is not in the future"), field="at")
    rows = _rows(case, accounts)
    _check_is_new([row for row in rows if row.opened_at])
    for row in rows:
        row.opened_at, row.opened_by = at, by
    return _kept(case, rows, "opened_again", by=by)


def _check_is_new(noted: Sequence[AccountEnd]) -> None:
    """The page may be an old one: what a colleague noted meanwhile stands."""
    if noted:
        names = ", ".join(row.system.name for row in noted)
        raise Refused(
            _("This was noted already: %(systems)s. Look again.") % {"systems": names},
            field="accounts",
        )


def _accounts(
    case: OffboardingCase, accounts: Collection[AccountEnd], at: datetime
) -> Sequence[AccountEnd]:
    if at > timezone.now():
        raise Refused(_("Enter a time that is not in the future"), field="at")
    return _chosen(case, accounts)


def _chosen(case: OffboardingCase, accounts: Collection[AccountEnd]) -> Sequence[AccountEnd]:
    case = _held(case)
    if not case.is_open:
        raise Refused(_("Everything is closed, so this can’t be changed here."), way=case.own_page)
    if not case.is_over:
        raise Refused(_("They are in office, so their accounts stay open."), way=case.own_page)
    return _rows(case, accounts)


def _rows(case: OffboardingCase, accounts: Collection[AccountEnd]) -> Sequence[AccountEnd]:
    chosen = AccountEnd.objects.filter(case=case, pk__in=[row.pk for row in accounts])
    held = chosen.select_related("system").select_for_update(of=("self",))
    rows = list(held.order_by("pk"))
    if not rows:
        raise Refused(_("Select at least one system"), field="accounts")
    return rows


def _kept(
    case: OffboardingCase, rows: Sequence[AccountEnd], what: str, *, by: User, why: str = ""
) -> Sequence[AccountEnd]:
    keep_all(rows, by=by, why=why or f"Accounts {what}", fields=MOMENTS_OF_ACCOUNTS)
    systems = [row.system_id for row in rows]
    record(kind=f"offboarding.{what}", actor=by, subject=case, facts={"systems": systems})
    return rows


@transaction.atomic
def finish_task(*, task: OffboardingTask, words: str, by: User) -> OffboardingTask:
    """Something was done for a leaver, by whoever says so.

    Raises ``Refused`` while they are in office, and for what the portal itself sees.
    """
    task = _task(task)
    if task.is_by_facts:
        raise Refused(_("The portal sees by itself when this is done."), way=task.case.own_page)
    return _end(task, TaskStatus.DONE, words, gettext_noop("The task"), by=by)


@transaction.atomic
def waive_task(*, task: OffboardingTask, reason: str, by: User) -> OffboardingTask:
    """The Monitoring Officer says that something is not needed, with reasons.

    Raises ``Refused`` while they are in office, and for the end of access, which is never waived.
    """
    task = _task(task)
    if task.kind in OF_ACCOUNTS:
        raise Refused(
            _("Access ends for everybody who leaves. Nobody can waive that."),
            way=task.case.own_page,
        )
    return _end(task, TaskStatus.WAIVED, reason, gettext_noop("Waiving the task"), by=by)


@transaction.atomic
def take_up_task(*, task: OffboardingTask, by: User) -> OffboardingTask:
    """What was noted as done, or not needed, is to be done after all."""
    task = _task(task)
    return _end(task, TaskStatus.TO_DO, "", gettext_noop("Taking the task up again"), by=by)


def _task(task: OffboardingTask) -> OffboardingTask:
    """Held, its case first. Raises ``Refused`` while the term goes on, and once all is closed."""
    case = _held(task.case)
    if not case.is_over:
        raise Refused(_("This can be done from the end of the term."), way=case.own_page)
    task = OffboardingTask.objects.locked(task)
    task.case = case
    return task


def _end(task: OffboardingTask, to: str, words: str, why: str, *, by: User) -> OffboardingTask:
    task.check_move(to, why)
    task.stand_at(to)
    if to != TaskStatus.TO_DO:
        task.ended_by, task.words = by, words.strip()
    task.keep(by=by, why=why)
    facts = {"task": task.kind, "status": task.status}
    record(kind="offboarding.task", actor=by, subject=task.case, facts=facts)
    return task


@transaction.atomic
def pause(*, case: OffboardingCase, reason: str, by: User) -> OffboardingCase:
    """The clock of equipment stands still, as under a legal hold or in a dispute. That of access
    goes on: nobody who has left keeps access.
    """
    case = _held(case)
    if case.status == CaseStatus.PAUSED:
        raise Refused(_("This case is paused already."), way=case.own_page)
    case.check_move(CaseStatus.PAUSED, gettext_noop("Pausing"))
    case.stand_at(CaseStatus.PAUSED)
    case.paused_at, case.paused_by, case.pause_reason = timezone.now(), by, reason.strip()
    case.keep(by=by, why="Paused")
    record(kind="offboarding.paused", actor=by, subject=case, facts={})
    return case


@transaction.atomic
def resume(*, case: OffboardingCase, by: User) -> OffboardingCase:
    """The clock of equipment goes on, with the working days that were left of it."""
    case = _held(case)
    if case.paused_at is None:
        raise Refused(_("This case is not paused."), way=case.own_page)
    clocks, before = Clocks(), case.kit_due_on
    case.kit_extra_days += clocks.between(timezone.localdate(case.paused_at), today())
    case.kit_due_on = clocks.dates(case.last_day, case.kit_extra_days).kit_due_on
    case.stand_at(CaseStatus.RUNNING)
    case.keep(by=by, why="Resumed")
    date_equipment([(case, before)])
    facts = {"kit_due_on": case.kit_due_on.isoformat()}
    record(kind="offboarding.resumed", actor=by, subject=case, facts=facts)
    return case


@transaction.atomic
def choose_contact(
    *,
    case: OffboardingCase,
    private_address: str,
    wants_letters: bool,
    by: User,
    postal_address: str = "",
) -> OffboardingCase:
    """A leaver says how they are told what is left to do, once their mailbox is off: at an address
    of their own, or by post, and where to. Used for this case and for the contacts that they noted,
    and forgotten with both.

    Raises ``Refused`` once all is closed.
    """
    case = _held(case)
    if not case.is_open:
        raise Refused(_("Nothing is left to tell you, so we need no address."))
    reach_by(
        case,
        private_address=private_address,
        wants_letters=wants_letters,
        postal_address=postal_address,
    )
    case.keep(by=by, why="How they are reached")
    reach_at(councillor=case.councillor, address=case.private_address, by=by)
    waiting = Notice.objects.about(OffboardingCase.objects.filter(pk=case.pk))
    waiting.filter(to=case.councillor, state=State.QUEUED).update(address=case.private_address)
    return case


@transaction.atomic
def name_contact(*, case: OffboardingCase, name: str, phone: str, by: User) -> OffboardingCase:
    """Who brings the equipment of a councillor who died: a relative, or an officer."""
    case = _held(case)
    case.contact_name, case.contact_phone = name.strip(), phone.strip()
    return case.keep(by=by, why="Who brings the equipment")


@transaction.atomic
def complete(*, case: OffboardingCase, by: User) -> OffboardingCase:
    """All is done, so the receipt is made, and the case is closed.

    Raises ``Refused`` with what is open, and while the case is paused.
    """
    case = _held(case)
    case.check_move(CaseStatus.COMPLETED, gettext_noop("Completing the case"))
    settle([case.councillor_id])
    tasks = OffboardingTask.objects.filter(case=case).select_for_update().order_by("pk")
    left = [task for task in tasks if task.is_to_do and task.kind != TaskKind.RECEIPT]
    if left:
        names = "; ".join(str(task) for task in left)
        raise Refused(_("This is still to be done: %(tasks)s.") % {"tasks": names})
    for task in tasks:
        if task.is_to_do:
            _end(task, TaskStatus.DONE, "", gettext_noop("The receipt"), by=by)
    case.stand_at(CaseStatus.COMPLETED)
    case.keep(by=by, why="Completed")
    send_receipt(case, certify(case, by=by))
    logger.info("Case of leaving office completed", extra={"case": case.pk})
    return case


def _held(case: OffboardingCase) -> OffboardingCase:
    return OffboardingCase.objects.locked(case)
