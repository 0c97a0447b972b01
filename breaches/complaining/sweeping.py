"""What the clock does for complaints: sets, safe twice and late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Value

from breaches.complaining.notices import DUE, UNSENT
from breaches.holds import is_complaint_held
from breaches.models import Complainant, Complaint, ComplaintMessage, ComplaintNote, handlers_of
from consent.keeping.rules import last_day_gone
from councilgov.days import today
from councilgov.ledger.actions import erase_names
from councilgov.ledger.models import Entry
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, reached
from councilgov.people.models import Council
from councilgov.records import subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from breaches.complaints import ComplaintQuerySet

BEFORE = (-1, -3, -WEEK, -2 * WEEK)
SET_ASIDE_DAYS = timedelta(days=30)
"""So long somebody may still find that it was a complaint after all."""
AT_ONCE = 500


def remind_of_complaints() -> int:
    """Whoever handles a complaint is reminded before the day on which they are to hear from us, on
    it, and each week after it. What is past when it is entered is dropped. How many are new.
    """
    staged = reached(
        Complaint.objects.open(), "due_on", today(), before=BEFORE, since="recorded_at"
    )
    count = 0
    for (about, parties), keys in alike(list(staged.values_list("pk", flat=True))).items():
        rows = staged.filter(pk__in=keys)
        for officer in handlers_of(about, parties):
            theirs = rows.annotate(officer=Value(officer.pk))
            cause = ("pk", "due_on", "stage")
            count += Notice.objects.plan(DUE, theirs, to="officer", cause=cause)
    return count


def tell_of_undelivered() -> int:
    """Those who handle a complaint read that an email to whoever complains was given up. How many
    there are: few, and each is told of once.
    """
    lost = list(ComplaintMessage.objects.lost().select_related("complaint")[:AT_ONCE])
    for message in lost:
        for officer in message.complaint.handlers():
            tell(kind=UNSENT, to=officer, cause=str(message.pk), about=message.complaint)
    return len(lost)


def alike(keys: Sequence[int]) -> Mapping[tuple[str, tuple[int, ...]], Sequence[int]]:
    """Those of which the same people have no part, together: there are few such sets."""
    has_party = Q(parties__isnull=False)
    named = ArrayAgg("parties__person", filter=has_party, default=[], order_by="parties__person")
    rows = Complaint.objects.filter(pk__in=keys).order_by().annotate(people=named)
    found: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for pk, about, people, one in rows.values_list("pk", "about", "people", "councillor"):
        found.setdefault((about, (*people, *filter(None, [one]))), []).append(pk)
    return found


@transaction.atomic
def forget_complainants() -> int:
    """Who complained, of what, and the words that they were told are erased so many months after
    the answer as the council has it, and 30 days after what was set aside, unless a request or a
    case needs it. That there was a complaint, and how swiftly it was answered, stays. How many;
    safe twice. Held first, then asked again: what was kept while we waited stays.
    """
    held = _over().select_for_update(of=("self",)).order_by("pk")[:AT_ONCE]
    gone = list(_over().filter(pk__in=[row.pk for row in held]).order_by("pk"))
    if not gone:
        return 0
    about = [subject_of(row) for row in gone]
    erase_names(entries=Entry.objects.filter(subject__in=about), by=None)
    ComplaintMessage.objects.filter(complaint__in=gone).update(text="")
    ComplaintNote.objects.filter(complaint__in=gone).delete()
    Complainant.objects.filter(complaint__in=gone).delete()
    return len(gone)


def _over() -> ComplaintQuerySet:
    """Whose time is over, that nobody keeps, and that are not erased yet."""
    day = today()
    answered = last_day_gone(day, Council.objects.the().complaint_months)
    rows = Complaint.objects.needless(answered=answered, set_aside=day - SET_ASIDE_DAYS)
    known = Complainant.objects.filter(complaint=OuterRef("pk"))
    return rows.filter(Exists(known)).exclude(is_complaint_held())
