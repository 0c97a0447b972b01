"""Cases follow the terms of office: opened, moved and cancelled in the same transaction."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from councilgov.accounts.monitoring import tell_monitoring
from councilgov.deadlines import last_day_before
from councilgov.ledger.actions import record_all
from councilgov.offboarding.clocks import Clocks
from councilgov.offboarding.equipment import date_equipment, keep_equipment
from councilgov.offboarding.forgetting import forget_reach
from councilgov.offboarding.machines import LEFT, OPEN, CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import AccountEnd, OffboardingCase, OffboardingTask, System
from councilgov.offboarding.receipting.certifying import certify
from councilgov.people.models import TermOfOffice
from councilgov.records import keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from councilgov.people.office import TermOfOfficeQuerySet

logger = logging.getLogger(__name__)
WAS_PAUSED = "leaver_was_paused"
LONG_AGO = timedelta(days=366)
"""Whoever left before that, and has no case, is history: nothing of theirs is followed."""
DATES = ("last_day", "suspend_on", "access_due_on", "kit_due_on")
MOMENTS = ("status", "opened_at", "started_at", "ended_at", "paused_at", "paused_by")
MOMENTS_OF_ACCOUNTS = tuple(
    f"{what}_{which}" for what in ("suspended", "terminated", "opened") for which in ("at", "by")
)
CHANGED = (*DATES, *MOMENTS, "pause_reason", "kit_extra_days")


def departures(councillors: Collection[int] | None) -> Sequence[TermOfOffice]:
    """The terms with which somebody leaves office, now or later; of several that end together,
    such as two wards, one: that which has a case already. Of these councillors, or of everybody.
    """
    since = Q(ends_at__gte=timezone.now() - LONG_AGO) | Q(offboarding_case__isnull=False)
    found = TermOfOffice.objects.departures().filter(since)
    if councillors is not None:
        found = found.filter(councillor__in=councillors)
    cased_first = found.order_by(F("offboarding_case__opened_at").asc(nulls_last=True), "pk")
    once: dict[tuple[int, datetime | None], TermOfOffice] = {}
    for term in cased_first:
        once.setdefault((term.councillor_id, term.ends_at), term)
    return sorted(once.values(), key=lambda term: term.pk)


def returned(councillors: Collection[int] | None = None) -> TermOfOfficeQuerySet:
    """The terms with which somebody left office, and after which they are in office again."""
    found = TermOfOffice.objects.departures().come_back_from(timezone.now())
    return found if councillors is None else found.filter(councillor__in=councillors)


@transaction.atomic
def follow(councillors: Collection[int] | None = None) -> int:
    """Whoever leaves office has one case, whoever stays has none that runs; how many changed.

    ``councillors`` are those whose terms have changed, by their keys; None asks for everybody, as
    the clock does: safe on two machines. Raises ``CalendarEnds`` for an end to come whose days lie
    past the calendar: that can wait, and nothing is guessed. What has happened is a fact, and is
    recorded with days that count anew once the calendar is there.
    """
    if councillors is None:
        _hold_terms_without_case()
    known = {case.term_id: case for case in _held_cases(councillors)}
    terms, clocks = departures(councillors), Clocks()
    leaving = {term.pk for term in terms}
    stay = [case for term, case in known.items() if term not in leaving]
    back = set(returned(councillors).values_list("pk", flat=True))
    gone = [term for term in terms if term.pk not in back]
    new = _without_case(term for term in gone if term.pk not in known)
    moved = [(known[term.pk], term) for term in gone if term.pk in known]
    if councillors is not None:
        _check_calendar(new, moved, clocks)
    count = _cancel(stay) + _open(new, clocks) + _move(moved, clocks)
    rest = [known[pk] for pk in back if pk in known]
    return count + start() + (_come_back(rest) if rest else 0)


def _hold_terms_without_case() -> None:
    """Of two machines one opens the cases of these, and the other then sees them."""
    back = set(returned().values_list("pk", flat=True))
    new = [term.pk for term in _without_case(departures(None)) if term.pk not in back]
    held = TermOfOffice.objects.filter(pk__in=new).select_for_update(of=("self",))
    list(held.order_by("pk"))


def _held_cases(councillors: Collection[int] | None) -> Sequence[OffboardingCase]:
    """Those of these councillors; of everybody, those that may have to change: what has ended, and
    ended rightly, is left alone.
    """
    cases = OffboardingCase.objects.all()
    if councillors is None:
        leaves = Q(term__in=TermOfOffice.objects.departures().values("pk"))
        wrongly = Q(status=CaseStatus.COMPLETED) & ~leaves
        wrongly |= Q(status=CaseStatus.CANCELLED) & leaves
        wrongly |= Q(status=CaseStatus.BACK) & ~Q(term__in=returned().values("pk"))
        cases = cases.filter(Q(status__in=OPEN) | wrongly)
    else:
        cases = cases.filter(councillor__in=councillors)
    return list(cases.select_related("term").select_for_update(of=("self",)).order_by("pk"))


def _without_case(terms: Iterable[TermOfOffice]) -> Sequence[TermOfOffice]:
    found = {term.pk: term for term in terms}
    if found:
        cased = OffboardingCase.objects.filter(term__in=list(found))
        for term in cased.values_list("term", flat=True):
            del found[term]
    return list(found.values())


def _check_calendar(
    new: Iterable[TermOfOffice],
    moved: Iterable[tuple[OffboardingCase, TermOfOffice]],
    clocks: Clocks,
) -> None:
    now = timezone.now()
    changed = [*new, *(term for case, term in moved if case.last_day != term.last_day)]
    for term in changed:
        if term.last_day and term.ends_at and term.ends_at > now:
            clocks.check(term.last_day)


@transaction.atomic
def start() -> int:
    """The term of these is over: their clocks run, from the moment on. How many."""
    over = OffboardingCase.objects.filter(term__ends_at__lte=timezone.now())
    due = over.filter(status=CaseStatus.SCHEDULED)
    rows = move_all(due, CaseStatus.RUNNING, by=None, why=gettext_noop("Leaving office"))
    if rows:
        _ask_for_systems(rows)
        _record(rows, "started")
    return len(rows)


def _cancel(cases: Iterable[OffboardingCase]) -> int:
    """They stay in office, or are in office again without a gap: with their equipment."""
    rows = [case for case in cases if case.status != CaseStatus.CANCELLED]
    for case in rows:
        case.check_move(CaseStatus.CANCELLED, gettext_noop("Staying in office"))
        case.stand_at(CaseStatus.CANCELLED)
    count = _kept(rows, "cancelled", "Stays in office")
    keep_equipment(rows)
    return count


def _come_back(cases: Iterable[OffboardingCase]) -> int:
    """They left, and a new term has begun: nothing more is asked of them, what they still have is
    theirs, and their receipt says so. Of a case that was paused, as for an inquiry, the Monitoring
    Officer is told. Whose case was completed begins anew with their new term.
    """
    asked = OffboardingCase.objects.left().filter(pk__in=[case.pk for case in cases])
    paused = set(asked.filter(status=CaseStatus.PAUSED).values_list("pk", flat=True))
    rows = move_all(asked, CaseStatus.BACK, by=None, why=gettext_noop("In office again"))
    if rows:
        forget_reach(rows)
        _record(rows, "came_back")
        keep_equipment(rows, because=gettext("You are in office again."))
    for case in rows:
        certify(case, by=None)
        if case.pk in paused:
            tell_monitoring(kind=WAS_PAUSED, cause=f"{case.pk}:{case.ended_at}", about=case)
    return len(rows)


def _open(terms: Sequence[TermOfOffice], clocks: Clocks) -> int:
    """A case for each, with its tasks, and an account for each system."""
    if not terms:
        return 0
    now = timezone.now()
    cases = [_dated(_new(term), term, clocks, now) for term in terms]
    keep_all(cases, by=None, why="Leaves office")
    tasks = [OffboardingTask(case=case, kind=kind) for case in cases for kind in TaskKind]
    keep_all(tasks, by=None, why="Leaves office")
    _ask_for_systems(cases)
    _record(cases, "opened")
    return len(cases)


def _new(term: TermOfOffice) -> OffboardingCase:
    return OffboardingCase(term=term, councillor_id=term.councillor_id, opened_at=timezone.now())


def _ask_for_systems(cases: Sequence[OffboardingCase]) -> None:
    """Each of these is asked for every system of the council, also one that was named since."""
    asked = set(AccountEnd.objects.filter(case__in=cases).values_list("case", "system"))
    systems = list(System.objects.used())
    ends = [
        AccountEnd(case=case, system=system)
        for case in cases
        for system in systems
        if (case.pk, system.pk) not in asked
    ]
    keep_all(ends, by=None, why="Leaves office")


def _move(pairs: Iterable[tuple[OffboardingCase, TermOfOffice]], clocks: Clocks) -> int:
    """Those whose end has moved, and those who leave after all: on the days that follow from it."""
    now = timezone.now()
    rows, again, due = [], [], []
    for case, term in pairs:
        before = {name: getattr(case, name) for name in CHANGED}
        if _begins_again(case, term, now):
            case.kit_extra_days, case.started_at = 0, None
            again.append(case)
        _dated(case, term, clocks, now)
        if before != {name: getattr(case, name) for name in CHANGED}:
            rows.append(case)
            due.append((case, before["kit_due_on"]))
    count = _kept(rows, "moved", "End of the term moved")
    keep_equipment(case for case in again if case.status == CaseStatus.SCHEDULED)
    date_equipment(due)  # devices before tasks, as in the acts that settle
    _begin_again(again)
    return count


def _begins_again(case: OffboardingCase, term: TermOfOffice, now: datetime) -> bool:
    """They were to stay, or were back, and leave after all; or the end of who had left lies ahead
    by now, so that they are in office until then.
    """
    assert term.ends_at is not None  # noqa: S101  # all of these end
    had_left = case.status in LEFT or case.status == CaseStatus.COMPLETED
    stayed = case.status in {CaseStatus.CANCELLED, CaseStatus.BACK}
    return stayed or (had_left and term.ends_at > now)


def _dated(
    case: OffboardingCase, term: TermOfOffice, clocks: Clocks, now: datetime
) -> OffboardingCase:
    """Its days, and where it stands by them: a pause goes on. What is completed stays so where the
    day is only corrected, as nothing is left to bring or to close: its days are the right ones from
    then on, and the receipt stays what was said on its day.
    """
    assert term.ends_at is not None  # noqa: S101  # all of these end
    is_over = term.ends_at <= now
    case.last_day = last_day_before(term.ends_at)
    dates = clocks.dates(case.last_day, case.kit_extra_days)
    for name, day in dates._asdict().items():
        setattr(case, name, day)
    to = CaseStatus.RUNNING if is_over else CaseStatus.SCHEDULED
    if case.status == "":
        case.stand_at(to)
    elif _begins_again(case, term, now):
        case.check_move(to, gettext_noop("Leaving office"))
        case.stand_at(to)
    return case


def _begin_again(cases: Sequence[OffboardingCase]) -> None:
    """Everything is to be done, as nothing of before says how it stands now; and how they are
    reached is asked anew.
    """
    if not cases:
        return
    done = OffboardingTask.objects.filter(case__in=cases).exclude(status=TaskStatus.TO_DO)
    tasks: Sequence[OffboardingTask] = list(done.select_for_update().order_by("pk"))
    fields: Sequence[str] = ()
    for task in tasks:
        fields = task.stand_at(TaskStatus.TO_DO)
    keep_all(tasks, by=None, why="Leaves office after all", fields=fields)
    ended = AccountEnd.objects.filter(case__in=cases).exclude(suspended_at=None)
    ends: Sequence[AccountEnd] = list(ended.select_for_update().order_by("pk"))
    fields = MOMENTS_OF_ACCOUNTS
    for end in ends:
        for name in fields:
            setattr(end, name, None)
    keep_all(ends, by=None, why="Leaves office after all", fields=fields)
    _ask_for_systems(cases)
    forget_reach(cases)


def _kept(rows: Sequence[OffboardingCase], what: str, why: str) -> int:
    if rows:
        keep_all(rows, by=None, why=why, fields=CHANGED)
        _record(rows, what)
    return len(rows)


def _record(cases: Sequence[OffboardingCase], what: str) -> None:
    record_all(
        kind=f"offboarding.{what}",
        actor=None,
        facts=[
            (
                case,
                {
                    "councillor": case.councillor_id,
                    "last_day": case.last_day.isoformat(),
                    "access_due_on": case.access_due_on.isoformat(),
                    "kit_due_on": case.kit_due_on.isoformat(),
                },
            )
            for case in cases
        ],
    )
    logger.info("Leaving office: %s", what, extra={"cases": [case.pk for case in cases]})
