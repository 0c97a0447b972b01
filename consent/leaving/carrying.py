"""What the clock does for records of councillors who leave: each step safe twice, and late."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from consent.disclosing.actions import end_over
from consent.erasing.actions import AT_ONCE, erase_people
from consent.holdings import history_of
from consent.holds import free
from consent.leaving.clearing import clear
from consent.leaving.handing import hand_on
from consent.leaving.recounting import redate
from consent.leaving.rules import (
    THEIRS,
    answer_until,
    departures,
    not_taken,
    stayed,
    undecided,
)
from consent.leaving.telling import TAKE_AGAIN, not_reached, timed, told_twice
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
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import Council, TermOfOffice
from councilgov.people.standing import DayTen
from councilgov.records import keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from datetime import datetime

    from consent.constituents import ConstituentQuerySet
    from consent.leavings import LeavingQuerySet
    from councilgov.ledger.canonical import JSON

logger = logging.getLogger(__name__)


def sweep_leavers() -> int:
    """Everything that is due by now, in this order; how many things were done."""
    return sum(step() for step in STEPS)


def step_out() -> int:
    """What must not wait: whoever left office no longer has their records. Safe each minute."""
    return stay() + open_leavings() + part() + part_late()


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
        row.left_at = None
        fields = ["left_at", *row.stand_at(LeavingStatus.STAYED), *row.unseal()]
    keep_all(rows, by=None, why="Still in office", fields=fields)
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
        if (row := known.get(term.pk))
        and (row.status == LeavingStatus.STAYED or _is_moved(row, term))
    ]
    for row in again:
        row.stand_at(LeavingStatus.OPEN)
    begun = ["status", "ended_at", "opened_at", "last_day", "answer_until"]
    return len(new) + len(keep_all(again, by=None, why="Leaving office", fields=begun))


def _is_moved(row: Leaving, term: TermOfOffice) -> bool:
    """It ends on another day than was known, and has not ended yet."""
    assert term.ends_at  # noqa: S101  # all of these end
    return not row.is_over and row.last_day != last_day_before(term.ends_at)


def _begun(term: TermOfOffice, row: Leaving) -> Leaving:
    assert term.ends_at  # noqa: S101  # all of these end
    row.councillor_id, row.opened_at = term.councillor_id, timezone.now()
    row.last_day = last_day_before(term.ends_at)
    row.answer_until = answer_until(row.last_day, today(), DayTen())
    return row


@transaction.atomic
def part() -> int:
    """From the end of the term nobody reads the records, also with whom one was shared; of how many
    councillors. Those of the council stay the council's, and are no longer this councillor's.
    """
    due = Leaving.objects.filter(status__in=RUNNING, left_at=None).over(timezone.now())
    rows: Sequence[Leaving] = list(due.with_row().select_for_update(of=("self",)).order_by("pk"))
    people = _held(rows)
    for row in rows:
        _take_again(row)
        row.left_at = timezone.now()
    _take(people)
    return len(keep_all(rows, by=None, why="Left office", fields=["left_at"]))


@transaction.atomic
def part_late() -> int:
    """Whom they noted at the moment at which the term ended, as by a long import, is taken too, and
    is still to be decided on; of how many councillors.
    """
    here = Constituent.objects.here().filter(councillor=OuterRef("councillor"))
    left = Leaving.objects.exclude(left_at=None).filter(Exists(here)).order_by("pk")
    late = [row.pk for row in left if not_taken(row).exists()]
    held = Leaving.objects.filter(pk__in=late).select_for_update(of=("self",)).order_by("pk")
    rows: Sequence[Leaving] = list(held)
    _take(_held(rows))
    again = [row for row in rows if row.status == LeavingStatus.DONE]
    fields: Sequence[str] = ()
    for row in again:
        row.opened_at = timezone.now()
        row.answer_until = answer_until(row.last_day, today(), DayTen())
        fields = ["opened_at", "answer_until", *row.stand_at(LeavingStatus.OPEN), *row.unseal()]
    keep_all(again, by=None, why="Noted as the term ended", fields=fields)
    return len(rows)


def _held(leavings: Sequence[Leaving]) -> Sequence[tuple[Constituent, Leaving]]:
    """Whom each of them still reads, in the order in which every other act holds them; whoever
    left twice, with the first.
    """
    whose = {
        pk: row for row in reversed(leavings) for pk in not_taken(row).values_list("pk", flat=True)
    }
    found = Constituent.objects.filter(pk__in=whose).order_by("pk")
    return [
        (person, whose[person.pk]) for person in found.select_for_update(of=("self",), no_key=True)
    ]


def _take(people: Sequence[tuple[Constituent, Leaving]]) -> None:
    """Nobody reads them any more. What is the council's is kept as long as it was to be kept."""
    for person, leaving in people:
        person.leaving = leaving
        person.goes_on = None if person.capacity in THEIRS else person.goes_on
    taken = [person for person, _leaving in people]
    keep_all(taken, by=None, why="Left office", fields=["leaving", "goes_on"])
    end_over(people=[person.pk for person in taken])


def _take_again(leaving: Leaving) -> None:
    """A file that was taken before something more was noted is taken once more; they are told."""
    taken = (PartingStatus.TO_RETURN, PartingStatus.RETURNED)
    found = Parting.objects.filter(leaving=leaving, status__in=taken).exclude(returned_at=None)
    rows: Sequence[Parting] = list(found.select_for_update(of=("self",)).order_by("pk"))
    changed = _changed_since({row.constituent_id: row.returned_at for row in rows})
    again = [row for row in rows if row.constituent_id in changed]
    fields: Sequence[str] = ()
    for row in again:
        row.returned_at = None
        fields = ["returned_at", *row.stand_at(PartingStatus.TO_RETURN)]
    if keep_all(again, by=None, why="The file", fields=fields):
        tell(
            kind=TAKE_AGAIN,
            to=leaving.councillor,
            cause=str(leaving.pk),
            about=leaving,
            address=leaving.address,
        )


def _changed_since(known: Mapping[int, datetime | None]) -> Set[int]:
    """Of whom something was noted or changed after the moment."""
    return {
        person
        for model, column in KINDS
        for person, last in history_of(model)
        .filter(**{f"{column}__in": list(known)})
        .order_by()
        .values_list(column)
        .annotate(last=Max("history_date"))
        if (moment := known[person]) and last > moment
    }


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
    of how many, and nothing else, stays. Who is held is not asked for: with them what their
    councillor, back in office, has uploaded would go each time.
    """
    rows = free(Constituent.objects.filter(pk__in=people)).order_by("leaving", "pk")
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


@transaction.atomic
def wait_for_officers() -> int:
    """Of whom no message reaches, or who died since the records were sealed, nothing is deleted
    until an officer says so (``begin_period``); how many councillors.
    """
    rows = timed(_running())
    due = rows.filter(pk__in=not_reached(rows)) | rows.of_the_dead()
    held: Sequence[Leaving] = list(due.select_for_update(of=("self",)).order_by("pk"))
    for row in held:
        row.deletes_on = row.told_on = row.told_again_on = None
    fields = ["deletes_on", "told_on", "told_again_on"]
    return len(keep_all(held, by=None, why="Nobody can be told", fields=fields))


def lapse() -> int:
    """Sealed records of which the time is over are deleted, where both notices were sent in time,
    or an officer set the day because nobody can be told; how many people. Whoever can be written
    to is, also then.
    """
    with transaction.atomic():
        due = _running().filter(status=LeavingStatus.SEALED, deletes_on__lte=today())
        said = due.exclude(period_begun_at=None).exclude(pk__in=Leaving.objects.to_write_to())
        told = Q(pk__in=told_twice(due)) | Q(pk__in=said)
        _end(due.filter(told), LeavingStatus.LAPSED)
    left = Constituent.objects.filter(leaving__status=LeavingStatus.LAPSED, capacity__in=THEIRS)
    return _erase(left.values("pk"), why="no_answer")


def _end(rows: LeavingQuerySet, to: str) -> int:
    """Nothing is left to choose, or to tell."""
    ended = move_all(rows, to, by=None, why=gettext_noop("What becomes of the records"))
    _forget_addresses(ended)
    return len(ended)


def _forget_addresses(rows: Sequence[Leaving]) -> None:
    """In the history too, and on what was sent there: they were given for this alone."""
    ended = Leaving.objects.filter(pk__in=[row.pk for row in rows])
    before = history_of(Leaving).filter(id__in=ended.values("pk"))
    before.exclude(address="").update(address="")
    Notice.objects.about(ended).exclude(address="").update(address="")


def _running() -> LeavingQuerySet:
    return Leaving.objects.filter(status__in=RUNNING)


def _undecided() -> ConstituentQuerySet:
    """People of a leaving, of whom nothing that can be carried out is chosen."""
    left = Constituent.objects.filter(leaving=OuterRef("pk"), capacity__in=THEIRS)
    return undecided(left)


STEPS = (
    stay,
    open_leavings,
    redate,
    part,
    part_late,
    carry_out,
    finish,
    seal,
    wait_for_officers,
    lapse,
    clear,
)
