"""What the clock does for complaints that a councillor answers: safe twice and late."""

from __future__ import annotations

from breaches.complaining.sweeping import BEFORE
from breaches.models import WardComplaint
from breaches.passing.notices import DUE
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached


def remind_of_ward_complaints() -> int:
    """The councillor is reminded before the day on which whoever complains is to hear from them,
    on it, and each week after it, until they have answered. What is past when it is passed to them
    is dropped: they were told the day then. How many are new.
    """
    rows = WardComplaint.objects.open().with_due()
    staged = reached(rows, "day", today(), before=BEFORE, since="passed_at")
    return Notice.objects.plan(DUE, staged, to="councillor", cause=("pk", "day", "stage"))
