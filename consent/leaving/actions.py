"""A councillor who leaves says what becomes of their records: deleted, handed on, or returned.

Of ward records they are the controller, so nobody says it for them ("constituents' records handed
back, exported or deleted"). What is the council's stays with it. Until the term is over a choice is
noted and can be changed; then it is carried out.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.accepting.checks import check_accepted
from consent.leaving.carrying import carry_out, finish
from consent.leaving.choosing import choose
from consent.leaving.handing import give_back, hold_people
from consent.leaving.reminding import due_notices
from consent.leaving.rules import (
    check_successor,
    in_office_from,
    may_be_handed,
    to_choose_for_all,
    to_choose_of,
)
from consent.leavings import RUNNING
from consent.machines import CHOICES
from consent.models import Leaving, Parting, PartingStatus
from consent.permitting.checks import check_day
from consent.receipting.copies import copies_of
from councilgov.access import Right
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.holdings import holdings_changed
from councilgov.people.models import Council
from councilgov.records import Refused, keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from consent.constituents import ConstituentQuerySet
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def decide(
    *,
    leaving: Leaving,
    choice: str,
    by: User,
    person: int | None = None,
    successor: User | None = None,
    told_on: date | None = None,
    said: str = "",
) -> int:
    """The councillor says what becomes of one person, or of all for whom nothing is chosen yet; for
    how many. To hand somebody on, they have told them, and note what was said.

    Raises ``Refused`` for a successor of another ward, where nobody can be handed on, and where
    nobody is left.
    """
    row = _locked(leaving, by)
    if choice not in CHOICES:
        raise Refused(_("Choose what becomes of the record."), field="choice")
    people = _people(row, person)
    how: dict[str, Any] = {}
    if choice == PartingStatus.OFFERED:
        how = {"successor": successor, "told_on": told_on, "said": said}
        people = _to_hand(row, people, **how)
        _tell_successor(row, cast("User", successor))
    count = choose(row, people, choice, by=by, **how)
    _note(row, choice, count, by)
    _carry_out(row)
    return count


def _note(leaving: Leaving, choice: str, count: int, by: User) -> None:
    facts: dict[str, JSON] = {"choice": choice, "people": count}
    record(kind="consent.records_choice", actor=by, subject=leaving, facts=facts)
    logger.info("Choice for records", extra={"leaving": leaving.pk, "count": count})


def _people(leaving: Leaving, person: int | None) -> ConstituentQuerySet:
    """Whom they choose for. Raises ``Refused`` for one of those who are sealed, and for nobody."""
    if person is None:
        people = to_choose_for_all(leaving)
        if not people.exists():
            raise Refused(_("You have chosen for everybody already."))
        return people
    if leaving.is_sealed:
        raise Refused(_("The records are sealed. Choose for all of them together."))
    return to_choose_of(leaving).filter(pk=person)


def _to_hand(
    leaving: Leaving,
    people: ConstituentQuerySet,
    successor: User | None,
    told_on: date | None,
    said: str,
) -> ConstituentQuerySet:
    if leaving.is_sealed:
        raise Refused(_("The records are sealed. They can only be deleted, or downloaded."))
    check_successor(leaving, successor)
    if told_on is None or not said:
        raise Refused(_("Tell them first, and note what they said."), field="said")
    check_day(told_on, field="told_on")
    able = may_be_handed(people, said)
    if not able.exists():
        raise Refused(
            _(
                "Only somebody of your ward can be handed on, and only ways to reach them that "
                "they agreed to for the other councillor too. Who said nothing can be handed on "
                "with a telephone number, an email address or a postal address."
            ),
            field="said",
        )
    return able


def _tell_successor(leaving: Leaving, successor: User) -> None:
    """Once a day for all who wait for their answer; who is elected, when their term begins."""
    day = end_of_day(today() - timedelta(days=1))
    offered = Parting.objects.filter(
        leaving=leaving, successor=successor, status=PartingStatus.OFFERED
    )
    if not offered.filter(chosen_at__gte=day).exists():
        now = timezone.now()
        begins = in_office_from(successor, now)
        cause = f"{leaving.pk} {successor.pk} {now.isoformat()}"
        tell(kind="contacts_offered", to=successor, cause=cause, about=leaving, due_at=begins)


@transaction.atomic
def take_file(*, leaving: Leaving, by: User, confirmed_with: str) -> str:
    """Everything about those whom the councillor wants returned, as one text, once they confirmed
    who they are. They have it, and may take it again until they say so (``confirm_file``).

    Raises ``Refused`` where nobody is to be returned.
    """
    row = _locked(leaving, by)
    waiting = Parting.objects.filter(leaving=row, status=PartingStatus.TO_RETURN)
    hold_people(waiting)
    rows: Sequence[Parting] = list(
        waiting.with_row().select_for_update(of=("self",)).order_by("constituent__full_name", "pk")
    )
    if not rows:
        raise Refused(_("Choose first for whom you want the file."))
    for one in rows:
        one.returned_at = timezone.now()
    keep_all(rows, by=by, why="File taken", fields=["returned_at"])
    facts: dict[str, JSON] = {"people": len(rows), "confirmed_with": confirmed_with}
    record(kind="consent.records_returned", actor=by, subject=row, facts=facts)
    return "\n\n".join(copies_of([one.constituent for one in rows]))


@transaction.atomic
def confirm_file(*, leaving: Leaving, by: User) -> int:
    """The councillor has the file, so what is in it is deleted when the term is over; of how many.

    Raises ``Refused`` before they took it.
    """
    row = _locked(leaving, by)
    taken = Parting.objects.filter(leaving=row, status=PartingStatus.TO_RETURN)
    hold_people(taken)
    done = move_all(
        taken.exclude(returned_at=None), PartingStatus.RETURNED, by=by, why=gettext_noop("The file")
    )
    if not done:
        raise Refused(_("Download the file first."))
    _carry_out(row)
    return len(done)


@transaction.atomic
def reach_at(*, councillor: User, address: str, by: User | None) -> int:
    """Where a councillor is told, once their council mailbox is closed; empty for nowhere. It is
    asked for once, where they say how they are reached (``offboarding``). In how many places.
    """
    running = Leaving.objects.filter(councillor=councillor, status__in=RUNNING)
    rows: Sequence[Leaving] = list(
        running.exclude(address=address).select_for_update(of=("self",)).order_by("pk")
    )
    for row in rows:
        row.address = address
    return len(keep_all(rows, by=by, why="Address for notices", fields=["address"]))


@transaction.atomic
def accept(*, leaving: Leaving, by: User) -> int:
    """The successor takes over all whom they are offered by one councillor; how many. They learn
    who it is when the term of the other is over.

    Raises ``Refused`` before the terms of ward records are accepted, and where nothing is offered.
    """
    check_accepted(by, Capacity.WARD)
    row = Leaving.objects.locked(leaving)
    offered = Parting.objects.offered_to(by).filter(leaving=row)
    hold_people(offered)
    done = move_all(offered, PartingStatus.ACCEPTED, by=by, why=gettext_noop("Taking over"))
    if not done:
        raise Refused(_("Nothing is offered to you any more."))
    record(kind="consent.records_accepted", actor=by, subject=row, facts={"people": len(done)})
    logger.info("Records accepted", extra={"leaving": row.pk, "count": len(done)})
    _carry_out(row)
    return len(done)


@transaction.atomic
def decline(*, leaving: Leaving, by: User) -> int:
    """The successor does not take them over; how many. The councillor who leaves is told."""
    row = Leaving.objects.with_row().locked(leaving)
    offered = Parting.objects.offered_to(by).filter(leaving=row)
    hold_people(offered)
    if not (count := give_back(offered, row, by)):
        raise Refused(_("Nothing is offered to you any more."))
    record(kind="consent.records_declined", actor=by, subject=row, facts={"people": count})
    return count


@transaction.atomic
def begin_period(*, leaving: Leaving, by: User) -> Leaving:
    """The councillor has died, or no message reaches them: an officer says that the time runs, at
    whose end the sealed records are deleted. Nobody reads them.

    Raises ``Refused`` where it runs already.
    """
    row = Leaving.objects.with_row().locked(leaving)
    if not by.has_perm(Right.BEGIN_PERIOD) or not row.waits_for_officer:
        raise Refused(_("There is nothing to decide any more: the day is set."))
    row.deletes_on = today() + timedelta(days=Council.objects.the().sealed_days)
    row.period_begun_at, row.period_begun_by = timezone.now(), by
    facts = {"deletes_on": row.deletes_on.isoformat()}
    record(kind="consent.period_begun", actor=by, subject=row, facts=facts)
    return row.keep(by=by, why="Day of deletion set")


@transaction.atomic
def stop_period(*, leaving: Leaving, by: User) -> Leaving:
    """An officer takes it back before the day: nothing is deleted until one sets a day anew.

    Raises ``Refused`` where no officer set a day, or the records are gone.
    """
    row = Leaving.objects.with_row().locked(leaving)
    if not by.has_perm(Right.BEGIN_PERIOD) or not row.is_timed_by_officer:
        raise Refused(_("There is nothing to stop: no officer has set a day."))
    row.deletes_on = row.told_on = row.told_again_on = None
    row.period_begun_at = row.period_begun_by = None
    record(kind="consent.period_stopped", actor=by, subject=row, facts={})
    return row.keep(by=by, why="Day of deletion taken back")


@transaction.atomic
def note_letter(*, leaving: Leaving, by: User) -> Leaving:
    """An officer has written to a councillor whose account is closed and who gave no address, that
    the sealed records will be deleted: without both letters they are not. Nobody reads them.

    Raises ``Refused`` where no letter is due.
    """
    row = Leaving.objects.with_row().locked(leaving)
    due = due_notices(Leaving.objects.to_write_to().filter(pk=row.pk))
    column = next((column for column, found in due if found.exists()), None)
    if not by.has_perm(Right.BEGIN_PERIOD) or column is None:
        raise Refused(_("No letter is due to them now."))
    setattr(row, column, today())
    record(kind="consent.told_by_letter", actor=by, subject=row, facts={"notice": column})
    return row.keep(by=by, why="Told by letter")


def _locked(leaving: Leaving, by: User) -> Leaving:
    """Raise ``Refused`` unless it is their own, and something is left to choose. With the account
    of somebody who has died nobody chooses.
    """
    row = Leaving.objects.with_row().locked(leaving)
    if row.councillor_id != by.pk or row.status not in RUNNING or row.is_of_the_dead:
        raise Refused(_("There is nothing left to choose."))
    return row


def _carry_out(leaving: Leaving) -> None:
    """At once, where the term is over."""
    if leaving.is_over:
        carry_out(leaving)
        finish()
        holdings_changed([leaving.councillor_id])
