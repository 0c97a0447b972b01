"""Records are held while a request or a case is open that may need them, looked at, and let go.

"Legal hold beats retention": to delete what was asked for, so that nobody gets it, is a crime
(Freedom of Information Act 2000, section 77; Data Protection Act 2018, section 173).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.holding.checks import check_foreseen, check_officer, is_released
from consent.holds import Hold, PersonHold, RecordsHold
from consent.keeping.actions import spare
from consent.models import Constituent
from consent.permitting.checks import check_own
from councilgov.access import Right
from councilgov.capacity import Capacity
from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import UserQuerySet

logger = logging.getLogger(__name__)

H = TypeVar("H", bound=Hold)

LONGEST = 12
"""Calendar months until somebody has to ask again whether it is needed."""


@transaction.atomic
def hold_person(
    *, person: Constituent, reason: str, reference: str, review_on: date, by: User
) -> PersonHold:
    """A councillor keeps one of their people, whoever would delete them. Raises ``Refused`` for
    somebody who is kept already, and for a day on which it is too late to ask.
    """
    row = Constituent.objects.locked(person)
    check_own(row, by)
    hold = PersonHold(constituent=row, reason=reason, reference=reference, review_on=review_on)
    return _set(hold, by=by)


@transaction.atomic
def hold_records(
    *, covers: str, councillor: User | None, reason: str, reference: str, review_on: date, by: User
) -> tuple[RecordsHold, int]:
    """An information officer keeps records without seeing them; of how many people they are today.

    Whose they are is told. Whoever deletes at that moment has done so before, or finds them held.
    Raises ``Refused`` for one's own, for ward records under terms that do not say so, and twice.
    """
    hold = RecordsHold(
        covers=covers,
        councillor=councillor,
        reason=reason,
        reference=reference,
        review_on=review_on,
    )
    check_officer(hold, by)
    check_foreseen(hold)
    people = hold.people().select_for_update(of=("self",), no_key=True).order_by("pk")
    count = sum(1 for _person in people.values_list("pk").iterator(chunk_size=2_000))
    _set(hold, by=by)
    for owner in _owners(hold):
        tell(kind="records_held", to=owner, cause=str(hold.pk), about=hold)
    return hold, count


def _set(hold: H, *, by: User) -> H:
    """Its people are held by the caller: they, and nobody else, are spared."""
    check_review(hold.review_on)
    hold.reference = hold.reference.strip()
    hold.held_at, hold.held_by = timezone.now(), by
    hold.keep(by=by, why="Held")
    facts = {"reason": hold.reason, "review_on": hold.review_on.isoformat()}
    if isinstance(hold, RecordsHold):
        facts |= {"covers": hold.covers, "councillor": str(hold.councillor_id or "")}
    record(kind="consent.hold_set", actor=by, subject=hold, facts=facts)
    spare(among=hold.people())
    logger.info("Hold set", extra={"hold": hold.pk, "by": by.pk})
    return hold


@transaction.atomic
def review_hold(*, hold: H, review_on: date, by: User) -> H:
    """It is still needed, and is looked at again on another day."""
    row = _standing(hold)
    _check_may(row, by)
    check_review(review_on)
    row.review_on = review_on
    row.keep(by=by, why="Looked at again")
    facts: dict[str, JSON] = {"review_on": review_on.isoformat()}
    record(kind="consent.hold_reviewed", actor=by, subject=row, facts=facts)
    return row


@transaction.atomic
def end_hold(*, hold: H, by: User) -> H:
    """The request or case is closed. Who is not needed any more is announced at the next sweep,
    and goes four weeks after that. An information officer may end any but their own, which is
    told to those of whom something may be deleted again.
    """
    row = _standing(hold)
    _check_may(row, by, is_end=True)
    row.ended_at, row.ended_by = timezone.now(), by
    row.keep(by=by, why="Ended")
    record(kind="consent.hold_ended", actor=by, subject=row, facts={"reason": row.reason})
    for owner in _owners(row):
        if owner != by and is_released(row, owner):
            cause = f"{row._meta.model_name}:{row.pk}"
            tell(kind="records_released", to=owner, cause=cause, about=row)
    logger.info("Hold ended", extra={"hold": row.pk, "by": by.pk})
    return row


def _standing(hold: H) -> H:
    """The same, held in the database, after whom it is on. Raises ``Refused`` if it has ended."""
    if isinstance(hold, PersonHold):
        Constituent.objects.held(hold.constituent_id)
    rows: Any = type(hold)._default_manager
    row: H = rows.locked(hold)
    if row.ended_at:
        raise Refused(_("This has ended on %(day)s already.") % {"day": day_in_words(row.ended_at)})
    return row


def _check_may(hold: Hold, by: User, *, is_end: bool = False) -> None:
    if isinstance(hold, RecordsHold):
        check_officer(hold, by)
        return
    assert isinstance(hold, PersonHold)  # noqa: S101  # there is no third kind
    is_own = hold.constituent.councillor_id == by.pk
    if is_own or not (is_end and by.has_perm(Right.HOLD_RECORDS)):
        check_own(hold.constituent, by)


def check_review(day: date) -> None:
    """Raise ``Refused`` for a day that is over, or so late that nobody would ask in time."""
    last = months_after(today(), LONGEST)
    if not today() < day <= last:
        raise Refused(
            _("The day must be after today, and no later than %(last)s")
            % {"last": day_in_words(last)},
            field="review_on",
        )


def _owners(hold: Hold) -> Iterable[User]:
    """Whose records it covers, of those in office."""
    in_office: UserQuerySet = User.objects.councillors(timezone.now()).filter(is_active=True)
    if isinstance(hold, PersonHold):
        return in_office.filter(pk=hold.constituent.councillor_id)
    assert isinstance(hold, RecordsHold)  # noqa: S101  # there is no third kind
    if hold.councillor_id:
        return in_office.filter(pk=hold.councillor_id)
    work = Constituent.objects.filter(capacity=Capacity.COUNCIL)
    return in_office.filter(pk__in=work.values("councillor"))
