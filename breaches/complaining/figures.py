"""How many complaints came in, and how many were acknowledged within 30 days. "Regulations [may]
require a controller to notify the Commissioner of the number of complaints" (Data Protection Act
2018, section 164B(1)).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, DateField, ExpressionWrapper, F, Q

from breaches.complaint_stages import ACKNOWLEDGED_WITHIN
from breaches.models import Complaint, ComplaintStatus, Outcome
from councilgov.days import today

if TYPE_CHECKING:
    from breaches.figuring.months import Year


class Counts(NamedTuple):
    """Of those that came in, by their true days. What is neither in time nor late may still be in
    time. What was passed to a councillor, who answers for it, is counted as that: what they found
    is theirs.
    """

    received: int
    in_time: int
    late: int
    passed_on: int


def complaints_of(year: Year) -> Counts:
    """Of all, whoever looks: a number says nothing of anybody. Without what was set aside. One
    query.
    """
    last = F("received_on") + ACKNOWLEDGED_WITHIN - timedelta(days=1)
    rows = Complaint.objects.exclude(status=ComplaintStatus.SET_ASIDE)
    dated = rows.filter(received_on__gte=year.months[0], received_on__lte=year.last_day)
    dated = dated.annotate(last=ExpressionWrapper(last, DateField())).order_by()
    never = Q(acknowledged_on=None, last__lt=today())
    found = dated.aggregate(
        received=Count("pk"),
        in_time=Count("pk", filter=Q(acknowledged_on__lte=F("last"))),
        late=Count("pk", filter=Q(acknowledged_on__gt=F("last")) | never),
        passed_on=Count("pk", filter=Q(outcome=Outcome.PASSED_ON)),
    )
    return Counts(**found)
