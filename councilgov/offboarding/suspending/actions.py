"""A suspension is entered with what was decided, moved, and lifted; the desk closes and opens."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.accounts.monitoring import monitoring_officers
from councilgov.days import day_in_words, today
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.offboarding.models import SuspendedSystem
from councilgov.offboarding.reaching import REACH
from councilgov.offboarding.suspending.equipment import ask_back, give_back
from councilgov.offboarding.suspending.law import check_may_suspend
from councilgov.offboarding.suspending.words import words_of
from councilgov.people.models import Council, Suspension, TermOfOffice, User
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from councilgov.offboarding.models import System
    from councilgov.people.models import Decider, SuspendedFrom

logger = logging.getLogger(__name__)
TOLD, LIFTED, NOTED = "suspended", "suspension_lifted", "suspension_noted"


class Entered(TypedDict):
    """What an officer enters of a suspension."""

    what: SuspendedFrom
    decider: Decider
    decision: str
    starts_on: date
    ends_on: date
    is_for_desk: bool
    is_kit_asked_back: bool
    is_without_contacts: bool
    reasons: str
    extent: str


@transaction.atomic
def suspend(
    *,
    councillor: User,
    closed: Collection[System],
    narrowed: Collection[System],
    by: User,
    **entered: Unpack[Entered],
) -> Suspension:
    """A councillor is suspended, or facilities are withdrawn, from one day to another: they stay in
    office and sign in to what is their own. They, the desk and the Monitoring Officers are told.

    Raises ``Refused`` for who is not in office on the first day, for oneself, for a time that is
    over or meets another suspension, where the law knows no such decision or none for so long, and
    for a system that is both closed and narrowed.
    """
    row = Suspension(councillor=User.objects.locked(councillor), **entered)
    check_entered(row, by, closed=closed, narrowed=narrowed)
    row.is_for_desk = row.is_for_desk or bool(closed) or bool(narrowed)
    row.entered_at, row.entered_by = timezone.now(), by
    if before := row.councillor.suspensions.reached().first():
        for name in REACH:
            setattr(row, name, getattr(before, name))
    row.keep(by=by, why="Suspension entered")
    systems = [(one, False) for one in closed] + [(one, True) for one in narrowed]
    rows = [SuspendedSystem(suspension=row, system=one, is_narrowed=how) for one, how in systems]
    keep_all(rows, by=by, why="Suspension entered")
    ask_back(row.councillor)
    _record(row, "entered", by=by)
    _tell(row, TOLD)
    return row


def check_entered(
    row: Suspension, by: User, *, closed: Collection[System], narrowed: Collection[System]
) -> None:
    """Raise ``Refused`` for what ``suspend`` would not save."""
    _check(row, by)
    if {system.pk for system in closed} & {system.pk for system in narrowed}:
        raise Refused(_("A system is closed or partly closed, not both"), field="narrowed")


def _check(row: Suspension, by: User) -> None:
    if row.councillor_id == by.pk:
        raise Refused(_("Nobody enters their own suspension. Ask a deputy."))
    terms = TermOfOffice.objects.filter(councillor=row.councillor, starts_on__lte=row.starts_on)
    last_days = [term.last_day for term in terms]
    if not any(day is None or day >= row.starts_on for day in last_days):
        raise Refused(_("They are not in office on this day"), field="starts_on")
    if row.ends_on < row.starts_on:
        raise Refused(_("The last day must be the first day or later"), field="ends_on")
    _check_end(row)
    check_may_suspend(row, Council.objects.the().nation)
    _check_meets_no_other(row)


def _check_end(row: Suspension) -> None:
    """Neither past nor after the last day in office, as far as that is known: it ends then."""
    if row.ends_on < today():
        raise Refused(_("The last day must be today or in the future"), field="ends_on")
    if ends := row.ends_with_term:
        told = _("Their term ends with %(day)s. Enter that day, or an earlier one")
        raise Refused(told % {"day": day_in_words(ends)}, field="ends_on")


def _check_meets_no_other(row: Suspension) -> None:
    others = Suspension.objects.filter(councillor=row.councillor).exclude(pk=row.pk)
    if other := others.meeting(row.starts_on, row.ends_on).first():
        days = {"first": day_in_words(other.starts_on), "last": day_in_words(other.ends_on)}
        raise Refused(str(words_of(other).meets) % days, field="ends_on", way=other.own_page)


@transaction.atomic
def move_end(*, suspension: Suspension, ends_on: date, reason: str, by: User) -> Suspension:
    """It ends on a later day or an earlier one, with reasons. What the desk has opened already is
    closed again. The same people are told.

    Raises ``Refused`` once it is over, for a day that is past, for a later one than the law lets,
    and where it would meet another.
    """
    row = _held(suspension)
    check_moved(row, ends_on)
    row.moved_because = reason.strip()
    row.written_at = row.written_by = None
    if row.opened_at:
        row.closed_at = row.closed_by = row.opened_at = row.opened_by = None
    row.keep(by=by, why="End of the suspension moved")
    _record(row, "moved", by=by)
    _tell(row, TOLD)
    return row


def check_moved(row: Suspension, ends_on: date) -> None:
    """The end of the row is moved, unsaved. Raises ``Refused`` for what ``move_end`` would not
    save.
    """
    _check_goes_on(row)
    before, row.ends_on = row.ends_on, ends_on
    if ends_on != before or ends_on < today():
        _check_end(row)
    if ends_on == before:
        raise Refused(_("It ends on this day already. Enter another one"), field="ends_on")
    if ends_on > before:
        check_may_suspend(row, Council.objects.the().nation)
    _check_meets_no_other(row)


@transaction.atomic
def lift(*, suspension: Suspension, reason: str, by: User) -> Suspension:
    """A suspension ends now, or never begins: access to the portal is whole at once, and what was
    closed elsewhere is opened again by the desk. The same people are told.

    Raises ``Refused`` once it is over.
    """
    row = _held(suspension)
    row.lifted_at, row.lifted_by, row.lifted_because = timezone.now(), by, reason.strip()
    row.keep(by=by, why="Suspension lifted")
    give_back(row.councillor)
    _record(row, "lifted", by=by)
    _tell(row, LIFTED)
    return row


def _held(suspension: Suspension) -> Suspension:
    """Its councillor first, as where one is entered. Raises ``Refused`` once it is over."""
    councillor = User.objects.locked(suspension.councillor)
    row = Suspension.objects.locked(suspension)
    row.councillor = councillor
    _check_goes_on(row)
    return row


def _check_goes_on(row: Suspension) -> None:
    now, same = timezone.now(), Suspension.objects.filter(pk=row.pk)
    if not (same.in_force(now).exists() or same.to_come(today()).exists()):
        raise Refused(str(words_of(row).over), way=row.own_page)


@transaction.atomic
def note_closed(*, suspension: Suspension, by: User) -> Suspension:
    """The service desk has closed and narrowed what the suspension names.

    Raises ``Refused`` before it begins, once it is over, and where the desk has said so.
    """
    row = Suspension.objects.locked(suspension)
    if not Suspension.objects.to_close(timezone.now()).filter(pk=row.pk).exists():
        raise Refused(_("There is nothing to close for it now."), way=row.own_page)
    row.closed_at, row.closed_by = timezone.now(), by
    row.keep(by=by, why="Access closed")
    _record(row, "closed", by=by)
    return row


@transaction.atomic
def note_opened(*, suspension: Suspension, by: User) -> Suspension:
    """What was closed for it is open again, as the service desk says: on the last day, or once it
    is over. Also where it never said here that it had closed it.

    Raises ``Refused`` before the last day, where nothing was for the desk, where another one goes
    on from it, and where the desk said so.
    """
    row = Suspension.objects.locked(suspension)
    if not Suspension.objects.to_open(timezone.now()).filter(pk=row.pk).exists():
        raise Refused(_("There is nothing to open again now."), way=row.own_page)
    row.opened_at, row.opened_by = timezone.now(), by
    row.keep(by=by, why="Access opened again")
    _record(row, "opened", by=by)
    return row


@transaction.atomic
def take_back_opened(*, suspension: Suspension, by: User) -> Suspension:
    """The service desk said by mistake that it opened what it closed: it is closed still.

    Raises ``Refused`` where nobody said so.
    """
    row = Suspension.objects.locked(suspension)
    if row.opened_at is None:
        raise Refused(_("Nobody has said that access is open again."), way=row.own_page)
    row.opened_at = row.opened_by = None
    row.keep(by=by, why="Opening of access taken back")
    _record(row, "opening_taken_back", by=by)
    return row


def _tell(row: Suspension, kind: str) -> None:
    """The councillor, the desk, and the Monitoring Officers: once for each change."""
    cause = f"{row.pk}:{timezone.now().isoformat()}"
    tell(kind=kind, to=row.councillor, cause=cause, about=row)
    desk = set(reachable(User.objects.holding(Role.ICT_DESK))) if row.is_for_desk else set()
    for officer in sorted(desk | set(monitoring_officers()), key=lambda one: one.pk):
        tell(kind=NOTED, to=officer, cause=cause, about=row)


def _record(row: Suspension, what: str, *, by: User) -> None:
    record(
        kind=f"offboarding.suspension_{what}",
        actor=by,
        subject=row,
        facts={
            "councillor": row.councillor_id,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
        },
    )
    logger.info("Suspension %s", what, extra={"suspension": row.pk})
