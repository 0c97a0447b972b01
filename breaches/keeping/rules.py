"""What is over: so many years after a report was closed, as the council's schedule says.

No law says how long. "No longer than is necessary" (UK GDPR Article 5(1)(e)) is the council's to
work out: six years, as most claims can be brought (Limitation Act 1980, section 2), and two for
threats. What is kept for a request or a case stays, whatever the schedule says.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from breaches.holds import is_held, is_owner_held
from breaches.machines import IncidentStatus, LossReportStatus
from breaches.models import FollowUp, Incident, LossReport, SafetyReport, SafetyStatus
from councilgov.days import begins_at, in_london
from councilgov.deadlines import months_after
from councilgov.people.models import User
from devices.models import Loss

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any

    from django.db.models import QuerySet

SAID_BEFORE = timedelta(days=28)
"""So long beforehand the day stands on the page of the report, also where the years change."""
MONTHS = 12
OVER = [IncidentStatus.CLOSED, IncidentStatus.NOT_PERSONAL]
"""What was dismissed is over too, also where nobody closed it."""


def over(rows: Any, by: date, years: int) -> QuerySet[Any]:
    """Reports whose time is over by that day, if nothing happens until then: not those that are
    kept, nor those after which something is still to be done. What was reported twice goes after
    the case that it belongs to. With the moment since when.
    """
    left = FollowUp.objects.open().filter(incident=OuterRef("pk"))
    done = rows.filter(status__in=OVER, erased_at=None).exclude(Exists(left)).exclude(is_held())
    done = done.exclude(same_as__isnull=False, same_as__erased_at=None)
    dated: QuerySet[Any] = done.annotate(since=Coalesce("closed_at", "ruled_at"))
    return dated.filter(since__lt=ends_of(by, years))


def ends_of(by: date, years: int) -> Any:
    """Before this moment began what is so many years old on that day."""
    return begins_at(by - relativedelta(years=years) + timedelta(days=1))


def erases_on(incident: Incident, years: int, today: date) -> date:
    """So many years after it was closed, and never before the day has stood there four weeks."""
    since: Any = incident.closed_at or incident.ruled_at
    return day_for(since, years, today)


def day_for(since: datetime, years: int, today: date) -> date:
    """So many years after that moment, and never before the day has stood there four weeks."""
    return max(months_after(in_london(since), years * MONTHS), today + SAID_BEFORE)


def safety_over(by: date, years: int) -> QuerySet[SafetyReport, Any]:
    """Closed so long ago; or never closed, of somebody who is no councillor any more, and nothing
    was written in it for so long.
    """
    last = Greatest(Coalesce(Max("entries__entered_at"), F("reported_at")), F("reported_at"))
    rows = SafetyReport.objects.exclude(is_owner_held()).annotate(last=last)
    before = ends_of(by, years)
    here = User.objects.councillors(timezone.now())
    is_left = ~Q(status=SafetyStatus.CLOSED) & ~Q(councillor__in=here) & Q(last__lt=before)
    return rows.filter(Q(closed_at__lt=before) | is_left)


def dropped(by: date, years: int) -> QuerySet[LossReport]:
    """Losses that were reported without signing in, thrown away, and never joined to a case."""
    before = ends_of(by, years)
    return LossReport.objects.filter(
        status=LossReportStatus.DROPPED, incident=None, loss=None, ended_at__lt=before
    )


def losses_over(now: datetime, by: date, years: int) -> QuerySet[Loss]:
    """Cases of devices whose words go: over, and the reports that came of them are erased, all of
    them; without any, so many years after it was over. So goes what came later of an erased case.
    """
    reports = Incident.objects.filter(Q(loss=OuterRef("pk")) | Q(also_of=OuterRef("pk")))
    free = ~Exists(reports.filter(erased_at=None)) & ~is_owner_held()
    with_report = Loss.objects.to_erase(now).filter(free, Exists(reports), erased_at=None)
    without = Loss.objects.to_erase(ends_of(by, years)).filter(free)
    return Loss.objects.filter(Q(pk__in=with_report.values("pk")) | Q(pk__in=without.values("pk")))
