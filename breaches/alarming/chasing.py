"""Whoever rules on reports is told where nobody has ruled in time: sets, safe twice and late.

"Target 4 working hours" for a first finding, and 24 elapsed hours to confirm or dismiss what is
only suspected: by then a third of its 72 hours is gone. If a report is of a breach its hours count
since it was noticed, ruled on or not: so who decides is told too, at each stage of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Extract, Greatest
from django.utils import timezone

from breaches.alarming.people import People
from breaches.alarms import FOLLOWING
from breaches.clocks import CONFIRMED_WITHIN, RULED_WITHIN
from breaches.machines import RUNNING, TO_BE_RULED
from breaches.models import ALARM_HOURS, Assessment, Exemption, Incident, IncidentStatus
from councilgov.days import today
from councilgov.deadlines import CalendarEnds, service_time_after
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from breaches.alarming.people import Told

TO_RULE, TO_CONFIRM = "incident_to_rule", "incident_to_confirm"
UNRULED, REVIEW = "incident_unruled", "exemption_review"
LOOKS_BACK = timedelta(days=21)
"""Nothing was reported so long ago that four working hours have not passed since."""
A_MINUTE = timedelta(minutes=1)


def remind_to_rule() -> int:
    """Four working hours after it was reported, or after it was opened again. How many."""
    again = Greatest("ruled_at", "handled_since")
    since = Case(When(ruled_at=None, then=F("reported_at")), default=again)
    unruled = _counted(Incident.objects.filter(status__in=TO_BE_RULED), since)
    if not unruled.exists():
        return 0
    return _chase(TO_RULE, unruled.filter(since__lte=latest(timezone.now())))


def remind_of_hours() -> int:
    """At each stage of the 72 hours that a report would have: whoever rules, and whoever decides.
    A worker that was down tells the last stage alone.
    """
    now = timezone.now()
    unruled = Incident.objects.filter(status__in=TO_BE_RULED)
    return sum(
        _chase(UNRULED, _at_stage(unruled, hour, now), whom=People.responsible)
        for hour in ALARM_HOURS
    )


def _at_stage(rows: QuerySet[Any], hour: int, now: datetime) -> QuerySet[Any]:
    reached = rows.filter(council_knew_at__lte=now - timedelta(hours=hour))
    if following := FOLLOWING[hour]:
        reached = reached.filter(council_knew_at__gt=now - timedelta(hours=following))
    stage = ExpressionWrapper(
        F("council_knew_at") + timedelta(hours=hour), output_field=DateTimeField()
    )
    return _counted(reached, stage)


def remind_to_confirm() -> int:
    """A day after somebody said that it may be a breach. How many messages."""
    suspected = Incident.objects.filter(status=IncidentStatus.SUSPECTED)
    by_now = timezone.now() - CONFIRMED_WITHIN
    return _chase(TO_CONFIRM, _counted(suspected, F("ruled_at")).filter(since__lte=by_now))


def remind_of_reviews() -> int:
    """On the day on which it is looked at again whether telling the people harms an inquiry, and
    each week after it: whoever decides then. How many messages.
    """
    running = Assessment.objects.filter(exemption=Exemption.CRIME, incident__status__in=RUNNING)
    rows = reached(running, "review_on", today())
    people = People(frozenset(rows.values_list("incident", flat=True)))
    theirs: dict[int, list[int]] = {}
    for row in rows.select_related("councillor"):
        for one in people.first(row):
            theirs.setdefault(one.person.pk, []).append(row.pk)
    return plan_for(REVIEW, rows, theirs, cause=("pk", "review_on", "stage"))


def _counted(rows: QuerySet[Any], since: Combinable) -> QuerySet[Any]:
    """With the moment from which the hours to rule count."""
    dated: QuerySet[Any] = rows.annotate(since=since)
    return dated


def latest(now: datetime) -> datetime:
    """The last moment since which four working hours have passed by now, to the minute."""
    target = _targets(Council.objects.the())
    first, last = now - LOOKS_BACK, now
    while last - first > A_MINUTE:
        middle = first + (last - first) / 2
        first, last = (middle, last) if target(middle) <= now else (first, middle)
    return first


def _targets(council: Council) -> Callable[[datetime], datetime]:
    """When a report of that moment is to be ruled on. Past the published bank holidays hours are
    elapsed ones: too soon, rather than never.
    """
    closures = council.closures()

    def target(moment: datetime) -> datetime:
        try:
            return service_time_after(
                moment,
                RULED_WITHIN,
                opens=council.desk_opens_at,
                closes=council.desk_closes_at,
                division=council.division,
                closures=closures,
            )
        except CalendarEnds:
            return moment + RULED_WITHIN

    return target


def _chase(
    kind: str,
    rows: QuerySet[Any],
    *,
    whom: Callable[[People, int], Sequence[Told]] = People.handlers,
) -> int:
    """One message to each of them, for each report and stage: ``second`` names that."""
    second = Cast(Extract("since", "epoch"), BigIntegerField())
    rows = rows.annotate(second=second).order_by()
    found = rows.filter(~Exists(_told(kind)))
    people = People(frozenset(found.values_list("pk", flat=True)))
    theirs: dict[int, list[int]] = {}
    for incident in people.incidents:
        for one in whom(people, incident):
            theirs.setdefault(one.person.pk, []).append(incident)
    return plan_for(kind, rows, theirs, cause=("pk", "second"))


def plan_for(
    kind: str, rows: QuerySet[Any], theirs: Mapping[int, Sequence[int]], *, cause: Sequence[str]
) -> int:
    """A message for each of the rows to whom it is for, by their keys."""
    return sum(
        Notice.objects.plan(
            kind,
            rows.filter(pk__in=keys).annotate(officer=Value(person)),
            to="officer",
            cause=cause,
        )
        for person, keys in theirs.items()
    )


def _told(kind: str) -> QuerySet[Notice]:
    """What anybody was told of it: whoever comes on call later is not told once more."""
    pk, second = (Cast(OuterRef(path), TextField()) for path in ("pk", "second"))
    key = Concat(Value(f"{kind}:"), pk, Value(":"), second, Value(":"), output_field=TextField())
    about = Concat(Value(f"{Incident._meta.label_lower}:"), pk, output_field=TextField())
    told = Notice.objects.filter(about=about, kind=kind).alias(beginning=key)
    return told.filter(key__startswith=F("beginning"))
