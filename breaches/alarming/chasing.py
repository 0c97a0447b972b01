"""Whoever rules on reports is told once where nobody has ruled in time: sets, safe twice and late.

"Target 4 working hours" for a first finding, and 24 elapsed hours to confirm or dismiss what is
only suspected: by then a third of its 72 hours is gone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, TextField, Value, When
from django.db.models.functions import Cast, Concat, Extract, Greatest
from django.utils import timezone

from breaches.alarming.people import People
from breaches.clocks import CONFIRMED_WITHIN, RULED_WITHIN
from breaches.models import Incident, IncidentStatus
from councilgov.deadlines import CalendarEnds, service_time_after
from councilgov.notices.models import Notice
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

TO_RULE, TO_CONFIRM = "incident_to_rule", "incident_to_confirm"
TO_BE_RULED = [IncidentStatus.REPORTED, IncidentStatus.TRIAGE]
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


def remind_to_confirm() -> int:
    """A day after somebody said that it may be a breach. How many messages."""
    suspected = Incident.objects.filter(status=IncidentStatus.SUSPECTED)
    by_now = timezone.now() - CONFIRMED_WITHIN
    return _chase(TO_CONFIRM, _counted(suspected, F("ruled_at")).filter(since__lte=by_now))


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


def _chase(kind: str, rows: QuerySet[Any]) -> int:
    """One message to each who can rule, for each report and finding: ``second`` names that."""
    second = Cast(Extract("since", "epoch"), BigIntegerField())
    rows = rows.annotate(second=second).order_by()
    found = rows.filter(~Exists(_told(kind)))
    people = People(frozenset(found.values_list("pk", flat=True)))
    theirs: dict[int, list[int]] = {}
    for incident in people.incidents:
        for one in people.handlers(incident):
            theirs.setdefault(one.person.pk, []).append(incident)
    return sum(
        Notice.objects.plan(
            kind,
            rows.filter(pk__in=incidents).annotate(officer=Value(person)),
            to="officer",
            cause=("pk", "second"),
        )
        for person, incidents in theirs.items()
    )


def _told(kind: str) -> QuerySet[Notice]:
    """What anybody was told of it: whoever comes on call later is not told once more."""
    pk, second = (Cast(OuterRef(path), TextField()) for path in ("pk", "second"))
    key = Concat(Value(f"{kind}:"), pk, Value(":"), second, Value(":"), output_field=TextField())
    about = Concat(Value(f"{Incident._meta.label_lower}:"), pk, output_field=TextField())
    told = Notice.objects.filter(about=about, kind=kind).alias(beginning=key)
    return told.filter(key__startswith=F("beginning"))
