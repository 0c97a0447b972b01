"""How many incidents there were, of which kind, why, and how swiftly they were reported.

Of the council's own register: what a councillor answers for alone is in their log and in no figure
(UK GDPR Article 33(5) is the duty of each controller).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, Min, OuterRef, Q, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from breaches.clocks import HOURS
from breaches.machines import TOLD, IncidentStatus
from breaches.models import Assessment, Cause, IncidentKind
from councilgov.days import LONDON, in_london

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from breaches.figuring.months import Year
    from breaches.incidents import IncidentQuerySet
    from breaches.models import Incident

OUTCOMES: Mapping[str, StrOrPromise] = {
    "told": _("Regulator told"),
    "breach": _("Breach or suspicion, regulator not told"),
    "none": _("No personal data"),
    "open": _("Not found yet"),
}
WAITS: Sequence[tuple[str, timedelta | None, StrOrPromise]] = (
    ("hour", timedelta(hours=1), _("Within an hour")),
    ("day", timedelta(hours=24), _("Within 24 hours")),
    ("three_days", timedelta(hours=HOURS), _("Within 72 hours")),
    ("later", None, _("Later than 72 hours")),
)
"""From when it was noticed until it was reported; each begins where the one before ends."""
CAUSES: Mapping[str, StrOrPromise] = {**dict(Cause.choices), "": _("Not said yet")}


class Row(NamedTuple):
    """How many of one sort, in these twelve months and in those before; ``key`` as the register's
    filter has it.
    """

    key: str
    name: StrOrPromise
    now: int
    before: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The figures of twelve months: five queries, however many incidents there are."""

    by_month: Mapping[date, Mapping[str, int]]
    kinds: Sequence[Row]
    causes: Sequence[Row]
    waits: Sequence[Row]
    total: Row
    told_in_time: int
    told_late: int


def figures(rows: IncidentQuerySet, year: Year) -> Figures:
    """Of the incidents that were reported in these twelve months."""
    councils = rows.of_the_council().order_by()
    this = councils.filter(reported_at__gte=year.begins, reported_at__lt=year.ends)
    both = councils.filter(reported_at__gte=year.before.begins, reported_at__lt=year.ends)
    both = both.annotate(is_now=Q(reported_at__gte=year.begins))
    waits = _counted(both.annotate(wait=_wait()), "wait")
    told = _told(this)
    return Figures(
        by_month=_by_month(this, year),
        kinds=_greatest_first(_rows(_counted(both, "kind"), dict(IncidentKind.choices))),
        causes=_greatest_first(_rows(_counted(both, "cause"), CAUSES)),
        waits=_rows(waits, {key: name for key, _upto, name in WAITS}),
        total=Row("", _("All"), *(sum(waits[is_now].values()) for is_now in (True, False))),
        told_in_time=told["in_time"],
        told_late=told["late"],
    )


def _counted(rows: QuerySet[Incident], by: str) -> Mapping[bool, Mapping[str, int]]:
    """How many of each sort, now and before."""
    found: Mapping[bool, dict[str, int]] = {True: {}, False: {}}
    counted: QuerySet[Incident, Any] = rows.values_list("is_now", by).annotate(n=Count("pk"))
    for is_now, key, n in counted:
        found[is_now][key] = n
    return found


def _rows(
    counted: Mapping[bool, Mapping[str, int]], names: Mapping[str, StrOrPromise]
) -> Sequence[Row]:
    now, before = counted[True], counted[False]
    return [Row(key, name, now.get(key, 0), before.get(key, 0)) for key, name in names.items()]


def _greatest_first(rows: Sequence[Row]) -> Sequence[Row]:
    """Without those of which there were none, now and before."""
    return sorted((row for row in rows if row.now or row.before), key=lambda row: -row.now)


def _wait() -> Case:
    within = [
        When(reported_at__lte=F("noticed_at") + upto, then=Value(key))
        for key, upto, _name in WAITS
        if upto
    ]
    return Case(*within, default=Value("later"), output_field=CharField())


def _by_month(rows: QuerySet[Any, Any], year: Year) -> Mapping[date, Mapping[str, int]]:
    """What came of those of each month."""
    told = Assessment.objects.of_the_council().filter(incident=OuterRef("pk"), regulator__in=TOLD)
    outcome = Case(
        When(Exists(told), then=Value("told")),
        When(finding=IncidentStatus.NOT_PERSONAL, then=Value("none")),
        When(finding="", then=Value("open")),
        default=Value("breach"),
        output_field=CharField(),
    )
    month = TruncMonth("reported_at", tzinfo=LONDON)
    counted = rows.annotate(outcome=outcome, month=month).values_list("month", "outcome")
    found: dict[date, dict[str, int]] = {day: dict.fromkeys(OUTCOMES, 0) for day in year.months}
    for at, key, n in counted.annotate(n=Count("pk")):
        found[in_london(at)][key] = n
    return found


def _told(rows: QuerySet[Incident]) -> Mapping[str, int]:
    """How often the regulator was first told within the 72 hours, and how often later."""
    told = Assessment.objects.of_the_council().filter(incident__in=rows, regulator__in=TOLD)
    due = F("aware_at") + timedelta(hours=HOURS)
    first = told.annotate(first=Min("notifications__told_at"))
    return first.aggregate(
        in_time=Count("pk", filter=Q(first__lte=due)), late=Count("pk", filter=Q(first__gt=due))
    )
