"""The number of the police is asked for: after a working day, on three more, then each week."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateField, F, IntegerField, QuerySet, Value, When
from django.utils import timezone

from councilgov.accounts.models import reachable
from councilgov.deadlines import SATURDAY, CalendarEnds, is_working_day
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, days_between
from councilgov.people.models import Council, User
from devices.losses.log import desk
from devices.losses.notices import CHASE
from devices.models import Loss

if TYPE_CHECKING:
    from datetime import date

DAILY = 3
"""Working days on which it is asked for once more, after the first time."""


def ask_for_police_reference() -> int:
    """Whoever had a stolen device is asked for its number; the desk, where they can't be.

    Of each theft only the last stage that was reached is planned, so that a worker that was down
    sends one message and not four. How many are new. Nothing ever waits for the number.
    """
    due = with_stage(Loss.objects.waiting_for_police(), timezone.localdate())
    people = reachable(User.objects.filter(is_active=True))
    cause = ("pk", "police_due_on", "stage")
    theirs = due.filter(councillor__in=people)
    asked = Notice.objects.plan(CHASE, theirs, to="councillor", cause=cause)
    others = due.exclude(pk__in=theirs.values("pk"))
    for officer in desk():
        own = others.annotate(officer=Value(officer.pk, IntegerField()))
        asked += Notice.objects.plan(CHASE, own, to="officer", cause=cause)
    return asked


def with_stage(thefts: QuerySet[Loss], today: date) -> QuerySet[Any]:
    """Those of which a stage is reached: 0 on the day, 1 to 3 on the working days after it, and
    one more each week from then on. Worked out by the database, for all of them at once.
    """
    before = working_days_back(today, DAILY)
    weeks = days_between(F("police_due_on"), Value(before[DAILY], DateField())) / WEEK
    stage = Case(
        When(police_due_on__lte=before[DAILY], then=weeks + DAILY),
        *(When(police_due_on__lte=before[n], then=Value(n)) for n in reversed(range(DAILY))),
        output_field=IntegerField(),
    )
    staged: QuerySet[Any] = thefts.annotate(stage=stage)
    return staged.exclude(stage=None)


def working_days_back(today: date, n: int) -> list[date]:
    """The last working day up to today, and so many before it."""
    council = Council.objects.the()
    closures = council.closures()
    days: list[date] = []
    day = today
    while len(days) <= n:
        try:
            is_one = is_working_day(day, division=council.division, closures=closures)
        except CalendarEnds:
            is_one = day.weekday() < SATURDAY
        if is_one:
            days.append(day)
        day -= timedelta(days=1)
    return days
