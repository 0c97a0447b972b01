"""When a reminder is due: stages in calendar days from a day, worked out in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Func, IntegerField, Value, When
from django.db.models.functions import Mod, TruncDate, TruncWeek

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models.expressions import Combinable

M = TypeVar("M", bound=models.Model)

WEEK = 7


def days_between(first: Any, last: Any) -> Func:
    """Calendar days from one day to another, as PostgreSQL counts them."""
    return Func(
        last, first, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()
    )


def weekly(rows: models.QuerySet[M], day: str, today: date) -> models.QuerySet[Any]:
    """The rows of which a stage is reached: 0 on the day after the last ``day``, then each week.

    ``stage`` is part of the key of the message, so that a run that is late or repeated sends the
    last stage once, and none of those that are past.
    """
    late = days_between(F(day), Value(today, models.DateField())) - 1
    dated = rows.annotate(late=late)
    stage = Case(When(late__gte=0, then=F("late") - Mod(F("late"), WEEK)))
    staged: models.QuerySet[Any] = dated.annotate(stage=stage)
    return staged.exclude(stage=None)


def in_weeks(staged: models.QuerySet[Any], day: str = "day") -> models.QuerySet[Any]:
    """The rows of ``reached`` with the Monday of the ``week`` in which their stage began: as part
    of the key it makes one message of all that are of the same week.
    """
    began = ExpressionWrapper(F(day) + F("stage"), models.DateField())
    weeks: models.QuerySet[Any] = staged.annotate(
        week=TruncWeek(began, output_field=models.DateField())
    )
    return weeks


def reached(
    rows: models.QuerySet[M],
    day: str | Combinable,
    today: date,
    *,
    before: Sequence[int] = (),
    since: str = "",
) -> models.QuerySet[Any]:
    """The rows with the last ``stage`` reached: days of ``before``, 0 on the ``day``, each week.

    ``before`` is the nearest first, such as ``[-1, -7]``. As with ``weekly``, of what is past only
    the last stage is planned. ``since`` names the moment at which they were told themselves: a
    stage of that day or earlier is dropped.
    """
    due = F(day) if isinstance(day, str) else day
    now = Value(today, models.DateField())
    dated = rows.annotate(late=days_between(due, now))
    stage = Case(
        When(late__gte=0, then=F("late") - Mod(F("late"), WEEK)),
        *(When(late__gte=days, then=Value(days)) for days in before),
        output_field=IntegerField(),
    )
    staged: models.QuerySet[Any] = dated.annotate(stage=stage)
    staged = staged.exclude(stage=None)
    if not since:
        return staged
    told = days_between(TruncDate(since), now)
    later: models.QuerySet[Any] = staged.annotate(told=told)
    return later.filter(told__gt=F("late") - F("stage"))
