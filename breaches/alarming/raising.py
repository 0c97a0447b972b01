"""The sweep that gives the alarms of all clocks: safe twice, late, and on two machines at once.

It asks which stages are reached and were not told, never what time it is. So a worker that was
down gives each stage once, later, and says so.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from breaches.alarming.people import People
from breaches.alarms import LATE, Alarm, patience, stage_due
from breaches.models import ALARM_HOURS, AlarmPhone, Assessment
from councilgov.access import Role
from councilgov.deadlines import hours_after
from councilgov.notices import notify
from councilgov.notices.models import Notice, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set
    from datetime import datetime

ALARM, TEXT, UNHEARD = "breach_alarm", "breach_alarm_text", "breach_unheard"
BATCH = 2_000
FAILED = [State.DEAD, State.CANCELLED]
"""What became of a message that did not reach anybody."""


class Due(NamedTuple):
    """One stage of one clock for which somebody is to be told, from which turn on."""

    row: Assessment
    aware_at: datetime
    hour: int
    expected_at: datetime
    after: str | None = None
    told: Set[int] = frozenset()


@transaction.atomic
def raise_alarms() -> int:
    """Give each stage that was reached; how many people are told."""
    now = timezone.now()
    due = [
        Due(row, row.aware_at, hour, max(hours_after(row.aware_at, hour), row.since))
        for hour in ALARM_HOURS
        for row in stage_due(hour, now)
    ]
    return _give(due, now)


@transaction.atomic
def pass_on() -> int:
    """Tell the next people of what nobody opened in time, or could be told; how many."""
    now = timezone.now()
    return _give([due for due in _unheard() if _is_to_be_passed_on(due, now)], now)


def _is_to_be_passed_on(due: Due, now: datetime) -> bool:
    """Its time is up, and no later moment of awareness has put that stage off."""
    return due.expected_at <= now and hours_after(due.row.aware_at, due.hour) <= now


def _unheard() -> Iterator[Due]:
    """The last stage of each clock that nobody opened, and when the next people are told of it."""
    rows = Alarm.objects.unheard().with_row().annotate(has_failed=_has_failed())
    by_stage = rows.order_by("assessment", "raised_at", "pk")
    for _assessment, group in groupby(by_stage.iterator(BATCH), lambda one: one.assessment_id):
        yield _passed_on(list(group))


def _has_failed() -> Q:
    """Every message of an alarm was given up, or was for nobody."""
    label, pk = Value(f"{Alarm._meta.label_lower}:"), Cast(OuterRef("pk"), TextField())
    name = Concat(label, pk, output_field=TextField())
    about = Notice.objects.filter(about=name)
    return Exists(about) & ~Exists(about.exclude(state__in=FAILED))


def _passed_on(told: Sequence[Alarm]) -> Due:
    last = told[-1]
    reached_nobody = all(getattr(one, "has_failed", False) for one in told)
    waits = last.raised_at if reached_nobody else last.raised_at + patience(last.hour)
    people = frozenset(one.person_id for one in told)
    return Due(last.assessment, last.aware_at, last.hour, waits, last.circle, people)


def _give(due: Sequence[Due], now: datetime) -> int:
    """Write the alarms and their messages, in one transaction: neither is without the other."""
    if not due:
        return 0
    people = People(frozenset(one.row.incident_id for one in due))
    rows = [alarm for one in due for alarm in _alarms(one, people, now)]
    # in the order of their keys, so that two sweeps never wait for one another in turns
    rows.sort(key=lambda one: (one.assessment_id, one.hour, one.person_id))
    Alarm.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return _plan(now)


def _alarms(due: Due, people: People, now: datetime) -> Iterator[Alarm]:
    circle, told = people.after(due.after, due.row, due.told)
    for one in told:
        yield Alarm(
            assessment=due.row,
            aware_at=due.aware_at,
            hour=due.hour,
            person=one.person,
            role=one.role,
            circle=circle,
            raised_at=now,
            is_late=now > due.expected_at + LATE,
        )


def _plan(now: datetime) -> int:
    """The messages of what this sweep has given, to the phone too where somebody asked for that. An
    administrator gets one of another kind.
    """
    new = Alarm.objects.filter(raised_at=now)
    seen = new.exclude(role=Role.ADMINISTRATOR)
    plan, cause = Notice.objects.plan, ("pk",)
    if notify.is_on():
        phones = AlarmPhone.objects.confirmed().values("person")
        plan(TEXT, seen.filter(person__in=phones), to="person", cause=cause)
    count = plan(ALARM, seen, to="person", cause=cause)
    return count + plan(UNHEARD, new.filter(role=Role.ADMINISTRATOR), to="person", cause=cause)
