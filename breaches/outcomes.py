"""How a report of the council's register stands, as one reader may know it: for figures, and for
the lists that they count.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from breaches.clocks import HOURS
from breaches.machines import TOLD, IncidentStatus
from breaches.models import Assessment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from breaches.assessments import AssessmentQuerySet
    from councilgov.people.models import User

LAST_HOURS = 24
"""Of the 72: a clock of which no more are left needs somebody today."""
OUTCOMES: Mapping[str, StrOrPromise] = {
    "closed": _("Closed"),
    "open": _("Open"),
    "told": _("Told the regulator"),
}
"""Each report is one of these: told first, whether it is open or closed."""


def in_last_hours(rows: AssessmentQuerySet, now: datetime) -> AssessmentQuerySet:
    """The clock runs, and less than a day of it is left, or nothing."""
    return rows.running().filter(aware_at__lt=now - timedelta(hours=HOURS - LAST_HOURS))


def with_outcome(rows: QuerySet[Any], reader: User) -> QuerySet[Any]:
    """Reports with the key of how each stands, as ``outcome``. What the council told the regulator
    is not for who has a part in it: for them it is open or closed.
    """
    read = Assessment.objects.of_the_council().read_by(reader)
    told = read.filter(regulator__in=TOLD).order_by().values("incident")
    outcome = Case(
        When(Q(pk__in=told), then=Value("told")),
        When(status=IncidentStatus.CLOSED, then=Value("closed")),
        default=Value("open"),
        output_field=CharField(),
    )
    found: QuerySet[Any] = rows.annotate(outcome=outcome)
    return found
