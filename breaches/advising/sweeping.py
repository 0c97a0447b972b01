"""What is due about questions: reminders, silence, and what is kept no longer. Each is a set, safe
twice, late, and on two machines at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_noop

from breaches.advice import ADVISERS, IN_HAND, OVER
from breaches.advising.log import prove_all
from breaches.advising.notices import DUE, LATE
from breaches.advising.targets import silent_since
from breaches.models import AdviceEntry, AdviceRequest, AdviceStatus, AdviceStep, PublishedAnswer
from consent.holdings import erase
from consent.holds import Covers, RecordsHold
from councilgov.accounts.models import reachable
from councilgov.days import LONDON, begins_at, today
from councilgov.deadlines import months_after
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached, weekly
from councilgov.people.models import Council, TermOfOffice, User
from councilgov.records import keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

DRAFTS_KEPT = timedelta(days=30)
"""So long a question that nobody goes on with is kept for whoever wrote it."""
MONTHS_KEPT = 36
"""Guidance is kept for three years after it ended."""


@transaction.atomic
def close_silent() -> int:
    """What was answered and left alone for ten working days is closed; what waits as long for more
    from whoever asked needs no answer any more. How many.
    """
    rows = AdviceRequest.objects
    asked = Max("entries__entered_at", filter=Q(entries__what=AdviceStep.MORE_ASKED))
    waiting = rows.filter(status=AdviceStatus.NEEDS_INFO).annotate(asked_at=asked)
    since = silent_since(today(), Council.objects.the())
    left = waiting.filter(asked_at__lt=begins_at(since)).values("pk")
    unheard = rows.filter(status=AdviceStatus.NEEDS_INFO, pk__in=left)
    return _end(rows.silent(today()), AdviceStatus.CLOSED, AdviceStep.SILENT) + _end(
        unheard, AdviceStatus.WITHDRAWN, AdviceStep.SILENT
    )


@transaction.atomic
def withdraw_of_leavers() -> int:
    """What somebody asked who holds office no more, and of whom no other term is known, waits for
    nobody: it is withdrawn. Whoever was elected again is still answered. How many.
    """
    still = TermOfOffice.objects.unfinished(timezone.now()).filter(councillor=OuterRef("asker"))
    left = AdviceRequest.objects.filter(~Exists(still), status__in=IN_HAND)
    return _end(left, AdviceStatus.WITHDRAWN, AdviceStep.LEFT)


def _end(over: QuerySet[AdviceRequest], to: AdviceStatus, what: AdviceStep) -> int:
    rows = move_all(over, to, by=None, why=gettext_noop("Closing it"))
    now = timezone.now()
    lines = [AdviceEntry(request=row, what=what, entered_at=now) for row in rows]
    keep_all(lines, by=None, why=str(what))
    prove_all(rows, what)
    return len(rows)


def remind_of_advice() -> int:
    """On the day by which it is answered, on the day after it, and each week. How many are new."""
    now = today()
    return sum(
        Notice.objects.plan(DUE, reached(rows, "due_on", now).filter(stage=0), **to)
        + Notice.objects.plan(LATE, weekly(rows, "due_on", now), **to)
        for rows, to in _by_officer()
    )


def _by_officer() -> Iterator[tuple[QuerySet[Any], dict[str, Any]]]:
    """What each officer has to answer: what they look at, and what nobody of their team does who
    can come in and still is of it.
    """
    due_on = TruncDate("due_at", tzinfo=LONDON)
    for team, roles in ADVISERS.items():
        rows = AdviceRequest.objects.our_turn().filter(team=team).annotate(due_on=due_on)
        officers = list(reachable(User.objects.holding(*roles)))
        left = rows.filter(Q(handler=None) | ~Q(handler__in=officers))
        for officer in officers:
            theirs = (left | rows.filter(handler=officer)).exclude(asker=officer)
            named: QuerySet[Any] = theirs.annotate(officer=Value(officer.pk))
            yield named, {"to": "officer", "cause": ("pk", "due_on", "stage")}


@transaction.atomic
def forget_advice() -> int:
    """Drafts that nobody went on with for 30 days, and what ended three years ago, are deleted with
    their history, unless all that the councillor noted is kept for a request or a case. What was
    published of them stays. How many.
    """
    left = Q(status=AdviceStatus.DRAFT, saved_at__lt=timezone.now() - DRAFTS_KEPT)
    since = begins_at(months_after(today(), -MONTHS_KEPT))
    old = Q(status__in=OVER, ended_at__lt=since)
    kept = RecordsHold.objects.in_force().filter(covers=Covers.EVERYTHING)
    due = AdviceRequest.objects.filter(
        ~Exists(kept.filter(councillor=OuterRef("asker"))), left | old
    )
    found = list(due.select_for_update(of=("self",)).order_by("pk"))
    keys = [row.pk for row in found]
    published = list(PublishedAnswer.objects.filter(source__in=keys).select_for_update())
    for row in published:
        row.source = None
    keep_all(published, by=None, why="Source deleted", fields=["source"])
    prove_all(found, "deleted")
    erase(keys, AdviceRequest)
    return len(keys)
