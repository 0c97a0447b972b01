"""What the clock does for complaints that a councillor answers: safe twice and late."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, Value

from breaches.complaining.sweeping import BEFORE, alike
from breaches.models import Complaint, WardComplaint, handlers_of
from breaches.passing.notices import DUE, WHY
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached


def remind_of_ward_complaints() -> int:
    """The councillor is reminded before the day on which whoever complains is to hear from them,
    on it, and each week after it, until they have answered. What is past when it is passed to them
    is dropped: they were told the day then. Nobody is who can't sign in here any more. How many are
    new.
    """
    rows = WardComplaint.objects.open().within_reach().with_due()
    staged = reached(rows, "day", today(), before=BEFORE, since="passed_at")
    return Notice.objects.plan(DUE, staged, to="councillor", cause=("pk", "day", "stage"))


def tell_who_handles_it() -> int:
    """Those who passed on a complaint learn that the councillor died, or left and can do nothing
    here any more, or has no account that works, and that it is not answered as far as the portal
    knows: once of each. How many are new.
    """
    return sum(_tell(kind) for kind in WHY)


def _tell(kind: str) -> int:
    stuck = WardComplaint.objects.out_of_reach(*WHY[kind])
    waiting = Subquery(stuck.filter(complaint=OuterRef("pk")).values("pk")[:1])
    staged = Complaint.objects.annotate(passing=waiting).exclude(passing=None)
    count = 0
    for (about, parties), keys in alike(list(staged.values_list("pk", flat=True))).items():
        for officer in handlers_of(about, parties):
            theirs = staged.filter(pk__in=keys).annotate(officer=Value(officer.pk))
            count += Notice.objects.plan(kind, theirs, to="officer", cause=("passing",))
    return count
