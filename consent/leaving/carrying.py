"""What the clock does for records of councillors who leave: each step safe twice, and late."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from consent.disclosing.actions import end_over
from consent.erasing.actions import AT_ONCE, erase_people
from consent.holdings import history_of
from consent.leaving.handing import hand_on
from consent.leaving.rules import (
    ACCESS_WORKING_DAYS,
    THEIRS,
    departures,
    people_of,
    stayed,
    undecided,
)
from consent.leavings import GOES, RUNNING
from consent.models import (
    Constituent,
    Contact,
    ContactPermission,
    Leaving,
    LeavingStatus,
    Parting,
    PartingStatus,
)
from councilgov.days import today
from councilgov.deadlines import last_day_before
from councilgov.ledger.actions import record
from councilgov.people.models import Council, TermOfOffice
from councilgov.records import keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.constituents import ConstituentQuerySet
    from consent.leavings import LeavingQuerySet
    from councilgov.ledger.canonical import JSON

logger = logging.getLogger(__name__)


def sweep_leavers() -> int:
    """Everything that is due by now, in this order; how many things were done."""
    return sum(step() for step in STEPS)


def step_out() -> int:
    """What must not wait: whoever left office no longer has their records. Safe each minute."""
    return stay() + open_leavings() + part()


@transaction.atomic
def stay() -> int:
    """Who is in office again without a gap keeps everything, also where the new term was entered
    late; what they chose meanwhile is forgotten. How many.
    """
    rows: Sequence[Leaving] = list(stayed().select_for_update(of=("self",)).order_by("pk"))
    people = Constituent.objects.filter(leaving__in=rows).select_for_update().order_by("pk")
    back: Sequence[Constituent] = list(people)
    for person in back:
        person.leaving = None
    keep_all(back, by=None, why="Still in office", fields=["leaving"])
    _forget_choices(rows)
    fields: Sequence[str] = ()
    for row in rows:
        row.check_move(LeavingStatus.STAYED, gettext_noop("Staying in office"))
        row.left_at = row.sealed_at = row.deletes_on = row.told_on = row.told_again_on = None
        fields = row.stand_at(LeavingStatus.STAYED)
    begun = ["left_at", "sealed_at", "deletes_on", "told_on", "told_again_on"]
    keep_all(rows, by=None, why="Still in office", fields=[*fields, *begun])
    _forget_addresses(rows)
    return len(rows)


def _forget_choices(leavings: Sequence[Leaving]) -> None:
    found = Parting.objects.filter(leaving__in=leavings)
    history_of(Parting).filter(id__in=list(found.values_list("pk", flat=True))).delete()
    rows: QuerySet[Any] = QuerySet(Parting).filter(leaving__in=leavings)
    rows._raw_delete(rows.db)


@transaction.atomic
def open_leavings() -> int:
    """Whoever leaves office within four weeks, or has left, is to say what becomes of the people
    whom they noted; how many are new.
    """
    due = TermOfOffice.objects.filter(pk__in=departures(timezone.now()).values("pk"))
    terms = list(due.select_for_update().order_by("pk"))
    known = {row.term_id: row for row in Leaving.objects.filter(term__in=terms)}
    new = [_begun(term, Leaving(term=term)) for term in terms if term.pk not in known]
    keep_all(new, by=None, why="Leaving office")
    again = [
        _begun(term, known[term.pk])
        for term in terms
        if term.pk in known and known[term.pk].status == LeavingStatus.STAYED
    ]
    for row in again:
        row.stand_at(LeavingStatus.OPEN)
    begun = ["status", "ended_at", "opened_at", "last_day", "answer_until"]
    return len(new) + len(keep_all(again, by=None, why="Leaving office", fields=begun))


def _begun(term: TermOfOffice, row: Leaving) -> Leaving:
    assert term.ends_at  # noqa: S101  # all of these end
    row.councillor_id, row.opened_at = term.councillor_id, timezone.now()
    row.last_day = last_day_before(term.ends_at)
    row.answer_until = Council.objects.the().working_days_after(row.last_day, ACCESS_WORKING_DAYS)
    return row


@transaction.atomic
def part() -> int:
    """From the end of the term nobody reads the records, also with whom one was shared; of how many
    councillors. Those of the council stay the council's, and are no longer this councillor's.
    """
    due = Leaving.objects.filter(status__in=RUNNING, left_at=None).over(timezone.now())
    rows: Sequence[Leaving] = list(due.with_row().select_for_update(of=("self",)).order_by("pk"))
    known = [(row, people_of(row).values_list("pk", flat=True)) for row in reversed(rows)]
    whose = {pk: row for row, keys in known for pk in keys}
    held = Constituent.objects.filter(pk__in=whose).select_for_update(of=("self",)).order_by("pk")
    people: Sequence[Constituent] = list(held)
    for person in people:
        person.leaving = whose[person.pk]
    for row in rows:
        _take_again(row)
        row.left_at = timezone.now()
    keep_all(people, by=None, why="Left office", fields=["leaving"])
    keep_all(rows, by=None, why="Left office", fields=["left_at"])
    end_over(people=whose)
    return len(rows)


def _take_again(leaving: Leaving) -> None:
    """A file that was taken before something more was noted is taken once more."""
    rows = Parting.objects.filter(leaving=leaving, status=PartingStatus.RETURNED)
    known = dict(rows.values_list("constituent", "returned_at"))
    changed = {
        person
        for model, column in KINDS
        for person, last in history_of(model)
        .filter(**{f"{column}__in": list(known)})
        .order_by()
        .values_list(column)
        .annotate(last=Max("history_date"))
        if last > known[person]
    }
    move_all(
        rows.filter(constituent__in=changed),
        PartingStatus.TO_RETURN,
        by=None,
        why=gettext_noop("The file"),
    )


KINDS: Sequence[tuple[Any, str]] = (
    (Constituent, "id"),
    (ContactPermission, "constituent_id"),
    (Contact, "constituent_id"),
)


def carry_out(leaving: Leaving | None = None) -> int:
    """What was chosen by councillors whose term is over is done, or by one of them; how many
    people.
    """
    chosen = Parting.objects.exclude(leaving__left_at=None)
    if leaving:
        chosen = chosen.filter(leaving=leaving)
    with transaction.atomic():
        count = hand_on(chosen.filter(status=PartingStatus.ACCEPTED))
    return count + _erase(chosen.filter(status__in=GOES).values("constituent"), why="chosen")


def _erase(people: QuerySet[Any], *, why: str) -> int:
    """These go for good, with everything about them (``erase_people`` says who may go); evidence
    of how many, and nothing else, stays.
    """
    rows = Constituent.objects.filter(pk__in=people).order_by("leaving", "pk")
    count = 0
    for leaving in Leaving.objects.filter(people__in=rows).distinct().order_by("pk"):
        pks = list(rows.filter(leaving=leaving).values_list("pk", flat=True))
        gone = 0
        with transaction.atomic():
            for first in range(0, len(pks), AT_ONCE):
                gone += erase_people(people=pks[first : first + AT_ONCE])
            facts: dict[str, JSON] = {"people": gone, "why": why}
            if gone:
                record(
                    kind="consent.left_records_deleted", actor=None, subject=leaving, facts=facts
                )
        count += gone
    return count


@transaction.atomic
def finish() -> int:
    """Of whom nothing is left to decide, it is done; how many councillors."""
    done = _running().exclude(left_at=None).filter(~Exists(_undecided()))
    return _end(done, LeavingStatus.DONE)


@transaction.atomic
def seal() -> int:
    """Who did not answer while they had access: the records are sealed. How many.

    Of somebody who died at once. Their time runs only when an officer says so; of others it runs.
    """
    due = _running().filter(status=LeavingStatus.OPEN).exclude(left_at=None)
    late = due.filter(answer_until__lt=today()) | due.of_the_dead()
    rows: Sequence[Leaving] = list(late.with_row().select_for_update(of=("self",)).order_by("pk"))
    deletes_on = today() + timedelta(days=Council.objects.the().sealed_days)
    fields: Sequence[str] = ()
    for row in rows:
        row.check_move(LeavingStatus.SEALED, gettext_noop("Sealing the records"))
        fields = row.stand_at(LeavingStatus.SEALED)
        row.sealed_at = timezone.now()
        row.deletes_on = None if row.is_of_the_dead else deletes_on
        record(kind="consent.records_sealed", actor=None, subject=row, facts={})
    return len(
        keep_all(rows, by=None, why="No answer", fields=[*fields, "sealed_at", "deletes_on"])
    )


def lapse() -> int:
    """Sealed records of which the time is over, and both notices went out in time, are deleted; how
    many people. Of the dead nobody is told.
    """
    with transaction.atomic():
        due = _running().filter(status=LeavingStatus.SEALED, deletes_on__lte=today())
        told = due.filter(told_again_on__lte=today() - LAST_NOTICE)
        _end(told | due.of_the_dead(), LeavingStatus.LAPSED)
    left = Constituent.objects.filter(leaving__status=LeavingStatus.LAPSED, capacity__in=THEIRS)
    return _erase(left.values("pk"), why="no_answer")


LAST_NOTICE = timedelta(days=7)
"""So long before they are deleted the second notice went out, however late the clock was."""


def _end(rows: LeavingQuerySet, to: str) -> int:
    """Nothing is left to choose, or to tell."""
    ended = move_all(rows, to, by=None, why=gettext_noop("What becomes of the records"))
    _forget_addresses(ended)
    return len(ended)


def _forget_addresses(rows: Sequence[Leaving]) -> None:
    """In the history too: they were given for this alone."""
    before = history_of(Leaving).filter(id__in=[row.pk for row in rows])
    before.exclude(address="").update(address="")


def _running() -> LeavingQuerySet:
    return Leaving.objects.filter(status__in=RUNNING)


def _undecided() -> ConstituentQuerySet:
    """People of a leaving, of whom nothing that can be carried out is chosen."""
    left = Constituent.objects.filter(leaving=OuterRef("pk"), capacity__in=THEIRS)
    return undecided(left)


STEPS = (stay, open_leavings, part, carry_out, finish, seal, lapse)
