"""Cases follow the terms of office: opened, moved and cancelled in the same transaction."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from councilgov.deadlines import last_day_before
from councilgov.ledger.actions import record_all
from councilgov.offboarding.clocks import Clocks
from councilgov.offboarding.machines import LEFT, CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import AccountEnd, OffboardingCase, OffboardingTask, System
from councilgov.people.models import TermOfOffice
from councilgov.records import keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


logger = logging.getLogger(__name__)
EVER = datetime.max.replace(tzinfo=UTC)
LONG_AGO = timedelta(days=366)
"""Whoever left before that, and has no case, is history: nothing of theirs is followed."""
DATES = ("last_day", "suspend_on", "access_due_on", "kit_due_on")
MOMENTS = ("status", "opened_at", "started_at", "ended_at", "paused_at", "paused_by")
CHANGED = (*DATES, *MOMENTS, "pause_reason", "kit_extra_days")


def departures(councillors: Collection[int] | None) -> Sequence[TermOfOffice]:
    """The terms with which somebody leaves office, now or later; of several that end together,
    such as two wards, one: that which has a case already. Of these councillors, or of everybody.
    """
    since = Q(ends_at__gte=timezone.now() - LONG_AGO) | Q(offboarding_case__isnull=False)
    found = TermOfOffice.objects.departures(EVER).filter(since)
    if councillors is not None:
        found = found.filter(councillor__in=councillors)
    cased_first = found.order_by(F("offboarding_case__opened_at").asc(nulls_last=True), "pk")
    once: dict[tuple[int, datetime | None], TermOfOffice] = {}
    for term in cased_first:
        once.setdefault((term.councillor_id, term.ends_at), term)
    return sorted(once.values(), key=lambda term: term.pk)


@transaction.atomic
def follow(councillors: Collection[int] | None = None) -> int:
    """Whoever leaves office has one case, whoever stays has none that runs; how many changed.

    ``councillors`` are those whose terms have changed, by their keys; None asks for everybody, as
    the clock does. Raises ``CalendarEnds`` where working days cannot be counted: an end past the
    calendar is refused, and never guessed.
    """
    cases = OffboardingCase.objects.all()
    if councillors is not None:
        cases = cases.filter(councillor__in=councillors)
    held = cases.select_related("term").select_for_update(of=("self",)).order_by("pk")
    known = {case.term_id: case for case in held}
    terms = departures(councillors)
    leaving = {term.pk for term in terms}
    stay = [case for term, case in known.items() if term not in leaving]
    new = [term for term in terms if term.pk not in known]
    moved = [(known[term.pk], term) for term in terms if term.pk in known]
    return _cancel(stay) + _open(new) + _move(moved) + start()


def start() -> int:
    """The term of these is over: their clocks run, from the moment on. How many."""
    over = OffboardingCase.objects.filter(term__ends_at__lte=timezone.now())
    due = over.filter(status=CaseStatus.SCHEDULED)
    rows = move_all(due, CaseStatus.RUNNING, by=None, why=gettext_noop("Leaving office"))
    if rows:
        _record(rows, "started")
    return len(rows)


def _cancel(cases: Iterable[OffboardingCase]) -> int:
    """They stay in office, or are in office again without a gap."""
    rows = [case for case in cases if case.status != CaseStatus.CANCELLED]
    for case in rows:
        case.check_move(CaseStatus.CANCELLED, gettext_noop("Staying in office"))
        case.stand_at(CaseStatus.CANCELLED)
    return _kept(rows, "cancelled", "Stays in office")


def _open(terms: Sequence[TermOfOffice]) -> int:
    """A case for each, with its tasks, and an account for each system."""
    if not terms:
        return 0
    clocks, now = Clocks(), timezone.now()
    cases = [_dated(_new(term), term, clocks, now) for term in terms]
    keep_all(cases, by=None, why="Leaves office")
    _begin(cases)
    _record(cases, "opened")
    return len(cases)


def _new(term: TermOfOffice) -> OffboardingCase:
    return OffboardingCase(term=term, councillor_id=term.councillor_id, opened_at=timezone.now())


def _begin(cases: Sequence[OffboardingCase]) -> None:
    tasks = [OffboardingTask(case=case, kind=kind) for case in cases for kind in TaskKind]
    keep_all(tasks, by=None, why="Leaves office")
    systems = list(System.objects.used())
    ends = [AccountEnd(case=case, system=system) for case in cases for system in systems]
    keep_all(ends, by=None, why="Leaves office")


def _move(pairs: Iterable[tuple[OffboardingCase, TermOfOffice]]) -> int:
    """Those whose end has moved, and those who leave after all: on the days that follow from it."""
    clocks, now = Clocks(), timezone.now()
    rows, again = [], []
    for case, term in pairs:
        before = {name: getattr(case, name) for name in CHANGED}
        stood_at = case.status
        _dated(case, term, clocks, now)
        if stood_at == CaseStatus.CANCELLED or _is_back(case, stood_at):
            again.append(case)
        if before != {name: getattr(case, name) for name in CHANGED}:
            rows.append(case)
    _begin_again(again)
    return _kept(rows, "moved", "End of the term moved")


def _dated(
    case: OffboardingCase, term: TermOfOffice, clocks: Clocks, now: datetime
) -> OffboardingCase:
    """Its days, and where it stands by them: what is completed stays so unless they are in office
    again until a later day, and a pause goes on.
    """
    assert term.ends_at is not None  # noqa: S101  # all of these end
    is_over = term.ends_at <= now
    case.last_day = last_day_before(term.ends_at)
    if case.status == CaseStatus.COMPLETED:
        if is_over:
            return case
        case.stand_at(CaseStatus.CANCELLED)
    dates = clocks.dates(case.last_day, case.kit_extra_days)
    for name, day in dates._asdict().items():
        setattr(case, name, day)
    if case.status in {CaseStatus.CANCELLED, ""}:
        case.stand_at(CaseStatus.RUNNING if is_over else CaseStatus.SCHEDULED)
    elif case.status != CaseStatus.SCHEDULED and not is_over:
        case.stand_at(CaseStatus.SCHEDULED)
    return case


def _is_back(case: OffboardingCase, stood_at: str) -> bool:
    """The end was moved to a later day, so they are in office for now."""
    was_over = {*LEFT, CaseStatus.COMPLETED}
    return stood_at in was_over and case.status == CaseStatus.SCHEDULED


def _begin_again(cases: Sequence[OffboardingCase]) -> None:
    """Whoever was to stay and leaves after all: everything is to be done, as nothing of before
    says how it stands now.
    """
    done = OffboardingTask.objects.filter(case__in=cases).exclude(status=TaskStatus.TO_DO)
    tasks: Sequence[OffboardingTask] = list(done.select_for_update().order_by("pk"))
    fields: Sequence[str] = ()
    for task in tasks:
        fields = task.stand_at(TaskStatus.TO_DO)
    keep_all(tasks, by=None, why="Leaves office after all", fields=fields)
    ended = AccountEnd.objects.filter(case__in=cases).exclude(suspended_at=None)
    ends: Sequence[AccountEnd] = list(ended.select_for_update().order_by("pk"))
    fields = ("suspended_at", "suspended_by", "terminated_at", "terminated_by")
    for end in ends:
        for name in fields:
            setattr(end, name, None)
    keep_all(ends, by=None, why="Leaves office after all", fields=fields)


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
