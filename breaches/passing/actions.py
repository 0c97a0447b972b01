"""A complaint about ward work is passed to the councillor, who answers it themselves.

The councillor is the controller of what they use in their ward work, and "the controller must
acknowledge receipt of the complaint within the period of 30 days beginning when the complaint is
received", then "without undue delay (a) take appropriate steps to respond to the complaint, and (b)
inform the complainant of the outcome" (Data Protection Act 2018, section 164A(3) and (4)). The
council sends it on as soon as it sees that, says who answers, and decides nothing on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.complaining.checks import check_known, held
from breaches.complaining.evidence import prove
from breaches.complaining.telling import tell_them, was_answered
from breaches.models import (
    NEWS_EVERY,
    Complaint,
    ComplaintMessage,
    ComplaintStatus,
    MessageKind,
    Outcome,
    WardComplaint,
)
from breaches.passing.checks import check_day, check_own_outcome, check_passable, held_own
from breaches.passing.evidence import prove_own
from breaches.passing.notices import PASSED, TAKEN_BACK
from breaches.triaging.checks import check_reason
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User

PASSING = gettext_noop("Passing it to the councillor")
TAKING_BACK = gettext_noop("Taking it back")


@transaction.atomic
def pass_to_councillor(
    *, complaint: Complaint, how: str, text: str, by: User, sent_on: date | None = None
) -> WardComplaint:
    """It goes to the councillor who answers it, with the day by which they are to say that they
    have it, and whoever complains is told who answers. Nobody has to look into it first. To be told
    so is also to be told that we have it, where nobody said that before.

    Raises ``Refused`` for who does not handle it, where it is not known to be about the ward work
    of a councillor whom the portal reaches, and as every answer does.
    """
    row = held(complaint, by)
    row.check_move(ComplaintStatus.PASSED_ON, PASSING)
    check_known(row)
    whom = check_passable(row)
    message = tell_them(row, MessageKind.PASSED_ON, how, text, sent_on, by=by)
    _ended(row, message, by=by)
    passed = WardComplaint(
        complaint=row, councillor=whom, passed_at=message.entered_at, passed_by=by
    ).keep(by=by, why=PASSING)
    tell(kind=PASSED, to=whom, cause=str(passed.pk), about=passed)
    prove_own(passed, "passed_on", by=by)
    return passed


def _ended(row: Complaint, message: ComplaintMessage, *, by: User) -> None:
    """With the council it has ended: what it stands for there is that it was passed on."""
    if row.acknowledged_on is None:
        row.acknowledged_on, row.acknowledged_at = message.sent_on, message.entered_at
        row.acknowledged_by = by
    row.outcome, row.outcome_on, row.due_on = Outcome.PASSED_ON, message.sent_on, None
    row.move(ComplaintStatus.PASSED_ON, by=by, why=PASSING)
    was_answered(row)


@transaction.atomic
def take_back(*, complaint: Complaint, reason: str, by: User) -> Complaint:
    """It was not theirs, or went to the wrong one, or whoever complains writes to us again: the
    council looks into it, and they hear within 30 days. The councillor is told, and sees it no
    more, unless they have answered it: then it stays in their list as it is. Who has died, or has
    left and lost access, is told nothing.

    Raises ``Refused`` for who does not handle it, where it was not passed on, without a reason, and
    once who complained is erased.
    """
    row = held(complaint, by)
    row.check_stands({ComplaintStatus.PASSED_ON}, TAKING_BACK)
    check_known(row)
    why = check_reason(reason)
    theirs = WardComplaint.objects.within_reach().filter(complaint=row)
    reached = set(theirs.values_list("pk", flat=True))
    for passed in WardComplaint.objects.select_for_update().filter(
        complaint=row, taken_back_at=None, answered_on=None
    ):
        passed.taken_back_at, passed.taken_back_by = timezone.now(), by
        passed.keep(by=by, why=TAKING_BACK)
        if passed.pk in reached:
            tell(kind=TAKEN_BACK, to=passed.councillor, cause=str(passed.pk), about=passed)
    row.outcome, row.outcome_on, row.due_on = "", None, today() + NEWS_EVERY
    row.enquired_at, row.enquired_by = timezone.now(), by
    row.move(ComplaintStatus.ENQUIRY, by=by, why=TAKING_BACK)
    prove(row, "taken_back", by=by, names={"because": why})
    return row


@transaction.atomic
def acknowledge_own(*, passed: WardComplaint, acknowledged_on: date, by: User) -> WardComplaint:
    """The councillor told whoever complains that they have it, on that day; also to put right what
    was entered before. Raises ``Refused`` for anybody else, and for a day that cannot be.
    """
    row = held_own(passed, by)
    check_day(row, acknowledged_on, field="acknowledged_on")
    row.acknowledged_on = acknowledged_on
    row.keep(by=by, why="Acknowledged")
    prove_own(row, "acknowledged", by=by, facts={"on": acknowledged_on.isoformat()})
    return row


@transaction.atomic
def answer_own(
    *, passed: WardComplaint, answered_on: date, outcome: str, by: User
) -> WardComplaint:
    """The councillor told whoever complains what came of it. Who answers at once has said with that
    that they have it. What they record here is theirs; also to put right what was entered before.

    Raises ``Refused`` for anybody else, for a day that cannot be, and for no outcome of theirs.
    """
    row = held_own(passed, by)
    check_day(row, answered_on, field="answered_on")
    check_own_outcome(outcome)
    if row.acknowledged_on is None:
        row.acknowledged_on = answered_on
    row.answered_on, row.outcome = answered_on, outcome
    row.keep(by=by, why="Answered")
    facts = {"on": answered_on.isoformat(), "outcome": outcome}
    prove_own(row, "answered", by=by, facts=facts)
    return row


@transaction.atomic
def share_own(*, passed: WardComplaint, by: User) -> WardComplaint:
    """The councillor lets the officers see how far it is. Raises ``Refused`` for anybody else, and
    the second time.
    """
    row = held_own(passed, by)
    if row.shared_at:
        raise Refused(_("The officers see it already."), way=(row.get_absolute_url(), _("Back")))
    row.shared_at = timezone.now()
    row.keep(by=by, why="Shared")
    prove_own(row, "shared", by=by)
    return row


@transaction.atomic
def end_share_own(*, passed: WardComplaint, by: User) -> WardComplaint:
    """From now on they do not. Raises ``Refused`` for anybody else, and where they did not."""
    row = held_own(passed, by)
    if row.shared_at is None:
        raise Refused(_("The officers do not see it."), way=(row.get_absolute_url(), _("Back")))
    row.shared_at = None
    row.keep(by=by, why="No longer shared")
    prove_own(row, "no_longer_shared", by=by)
    return row
