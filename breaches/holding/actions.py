"""A report, a complaint or a matter of conduct is kept whole while a request or a case is open.

"Legal hold beats retention": to erase what was asked for, so that nobody gets it, is a crime
(Freedom of Information Act 2000, section 77; Data Protection Act 2018, section 173).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.holding.checks import check_sees, check_whole
from breaches.keeping.actions import spare
from breaches.models import CaseHold, Complaint, Incident, Referral
from breaches.referring.keeping import spare_referrals
from breaches.triaging.checks import check_handles
from consent.holding.actions import check_review
from councilgov.days import day_in_words
from councilgov.ledger.actions import record
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from breaches.holds import Case
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


class Why(TypedDict):
    """Of which kind the request or case is, its number, and when somebody asks whether it is still
    open.
    """

    reason: str
    reference: str
    review_on: date


@transaction.atomic
def hold_incident(*, incident: Incident, by: User, **why: Unpack[Why]) -> CaseHold:
    """A report is kept whole. Raises ``Refused`` for who may not look into it or has a part in it,
    once it is erased, for a day on which it is too late to ask, and for the same request twice.
    """
    row = Incident.objects.locked(incident)
    check_handles(row, by)
    hold = _set(CaseHold(incident=row, **why), by=by)
    spare(among=[row.pk])
    return hold


@transaction.atomic
def hold_complaint(*, complaint: Complaint, by: User, **why: Unpack[Why]) -> CaseHold:
    """A complaint is kept, with who complained, of what, and what they were told. Raises
    ``Refused`` for who does not see it, and as ``hold_incident`` does.
    """
    row = Complaint.objects.locked(complaint)
    check_sees(row, by)
    check_whole(is_erased=not hasattr(row, "complainant"))
    return _set(CaseHold(complaint=row, **why), by=by)


@transaction.atomic
def hold_referral(*, referral: Referral, by: User, **why: Unpack[Why]) -> CaseHold:
    """A matter of conduct is kept. Raises ``Refused`` for who does not read it, and as
    ``hold_incident`` does.
    """
    row = Referral.objects.locked(referral)
    check_sees(row, by)
    check_whole(is_erased=row.erased_at is not None)
    hold = _set(CaseHold(referral=row, **why), by=by)
    spare_referrals(among=[row.pk])
    return hold


def _set(hold: CaseHold, *, by: User) -> CaseHold:
    check_review(hold.review_on)
    hold.reference = hold.reference.strip()
    hold.held_at, hold.held_by = timezone.now(), by
    hold.keep(by=by, why="Held")
    day = hold.review_on.isoformat()
    _prove(hold, "held", by=by, facts={"reason": str(hold.reason), "review_on": day})
    return hold


@transaction.atomic
def review_hold(*, hold: CaseHold, review_on: date, by: User) -> CaseHold:
    """It is still needed, and is looked at again on another day. Raises ``Refused`` for who may not
    keep it, once it has ended, and for a day on which it is too late to ask.
    """
    row = _standing(hold, by)
    check_review(review_on)
    row.review_on = review_on
    row.keep(by=by, why="Looked at again")
    _prove(row, "hold_reviewed", by=by, facts={"review_on": review_on.isoformat()})
    return row


@transaction.atomic
def end_hold(*, hold: CaseHold, by: User) -> CaseHold:
    """The request or case is closed: the schedule counts again, and the day is named four weeks
    before, of a complaint as soon as it is over. Raises ``Refused`` for who may not keep it, and
    once it has ended.
    """
    row = _standing(hold, by)
    row.ended_at, row.ended_by = timezone.now(), by
    row.keep(by=by, why="Ended")
    _prove(row, "released", by=by)
    return row


def _standing(hold: CaseHold, by: User) -> CaseHold:
    """Held, after what it keeps."""
    case = hold.case
    held: Case = type(case).objects.locked(case)  # type: ignore[arg-type]
    if isinstance(held, Incident):
        check_handles(held, by)
    else:
        check_sees(held, by)
    row = CaseHold.objects.locked(hold)
    if row.ended_at:
        raise Refused(_("This has ended on %(day)s already.") % {"day": day_in_words(row.ended_at)})
    return row


def _prove(hold: CaseHold, what: str, *, by: User, facts: dict[str, JSON] | None = None) -> None:
    """It is evidence about what is kept."""
    case = hold.case
    kind = "" if hold.incident_id else f"{case._meta.model_name}_"
    known: dict[str, JSON] = {"hold": hold.pk, **(facts or {})}
    if hold.incident_id:
        known["incident"] = case.reference
    record(kind=f"breaches.{kind}{what}", actor=by, subject=case, facts=known, names={})
