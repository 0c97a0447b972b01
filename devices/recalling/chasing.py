"""Who is reminded to bring something in, or to bring a loan back: sets, safe twice and late."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import timezone

from councilgov.accounts.models import reachable
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached
from councilgov.people.models import User
from devices.models import Assignment, Booking, Issue, IssueKind, RecallLine, ReturnRequest

TO_BRING, LOAN = "recall_reminder", "loan_due"
DAY_BEFORE = (-1,)


def remind_to_bring() -> int:
    """The day before the last day, on it, and each week: who has booked a slot up to the last day
    is left in peace until it is over. One message for each person and recall. How many are new.
    """
    readers = reachable(User.objects.filter(is_active=True))
    theirs = Booking.objects.ahead(timezone.now()).filter(councillor=OuterRef("holder"))
    coming = theirs.filter(slot__starts_at__date__lte=OuterRef("recall__due_on"))
    lines = RecallLine.objects.to_bring().filter(holder__in=readers).exclude(Exists(coming))
    today, asked = timezone.localdate(), "recall__asked_at"
    rows = reached(lines, "recall__due_on", today, before=DAY_BEFORE, since=asked)
    return Notice.objects.plan(TO_BRING, rows, to="holder", cause=("recall_id", "stage"))


def remind_of_loans() -> int:
    """The day before a loan is due back, on the day, and each week, until it is back, asked back
    otherwise, or missing. How many messages are new.
    """
    out = Assignment.objects.at_hand().filter(issue=OuterRef("pk"))
    asked = ReturnRequest.objects.open().filter(device=OuterRef("device"))
    loans = Issue.objects.filter(Exists(out.exclude(Exists(asked))), kind=IssueKind.LOAN)
    readers = reachable(User.objects.filter(is_active=True))
    dated = loans.exclude(due_back_on=None).filter(councillor__in=readers)
    today = timezone.localdate()
    rows = reached(dated, "due_back_on", today, before=DAY_BEFORE, since="issued_at")
    return Notice.objects.plan(LOAN, rows, to="councillor", cause=("pk", "due_back_on", "stage"))
