"""What was entered wrongly, or did not reach whoever complains, is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.complaining.checks import check_known, check_sent, held
from breaches.complaining.evidence import prove
from breaches.models import (
    NEWS_EVERY,
    CameBy,
    Complaint,
    ComplaintMessage,
    ComplaintNote,
    ComplaintStatus,
    MessageKind,
    Sent,
    last_day,
)
from breaches.triaging.checks import check_reason
from councilgov.days import today
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

CORRECTING = gettext_noop("Correcting the day")
CORRECTABLE = frozenset(ComplaintStatus) - {ComplaintStatus.SET_ASIDE}
REOPENING = gettext_noop("Looking into it again")


@transaction.atomic
def correct_received(
    *, complaint: Complaint, received_on: date, reason: str, by: User
) -> Complaint:
    """It reached the council on another day: from then the 30 days count (section 164A(3)).

    Raises ``Refused`` for who does not handle it, for what came by the form, for a day that cannot
    be, without a reason, and once it is set aside.
    """
    row = held(complaint, by)
    row.check_stands(CORRECTABLE, CORRECTING)
    why = check_reason(reason)
    _check_day(row, received_on)
    before, row.received_on = row.received_on, received_on
    if row.status == ComplaintStatus.RECEIVED:
        row.due_on = last_day(received_on)
    row.keep(by=by, why=CORRECTING)
    facts: dict[str, JSON] = {"from": before.isoformat(), "to": received_on.isoformat()}
    prove(row, "day_corrected", by=by, facts=facts, names={"because": why})
    return row


def _check_day(row: Complaint, day: date) -> None:
    told = ""
    if row.came_how == CameBy.PAGE:
        told = _("It came by the form: the portal knows its day.")
    elif day > today():
        told = _("The day must be today or in the past.")
    elif day == row.received_on:
        told = _("That is its day already.")
    elif row.acknowledged_on and day > row.acknowledged_on:
        told = _("They were told before that day that we have it. Check the day.")
    if told:
        raise Refused(told, field="received_on")


@transaction.atomic
def reopen(*, complaint: Complaint, reason: str, by: User) -> Complaint:
    """They wrote again, or the answer was wrong: it is looked into once more, and they hear within
    30 days. What they were told stays.

    Raises ``Refused`` before it is answered, without a reason, and once who they are is erased.
    """
    row = held(complaint, by)
    row.check_stands({ComplaintStatus.OUTCOME_SENT}, REOPENING)
    check_known(row)
    why, before = check_reason(reason), row.outcome
    row.outcome, row.outcome_on, row.due_on = "", None, today() + NEWS_EVERY
    row.enquired_at, row.enquired_by = timezone.now(), by
    row.move(ComplaintStatus.ENQUIRY, by=by, why=REOPENING)
    prove(row, "reopened", by=by, facts={"was": before}, names={"because": why})
    return row


@transaction.atomic
def send_another_way(
    *, complaint: Complaint, how: str, sent_on: date | None, by: User
) -> ComplaintMessage:
    """The last email did not reach them, and the same words went by letter or telephone. Their true
    day counts for the law, not that of the email.

    Raises ``Refused`` for who does not handle it, where no email failed, and for a day that cannot
    be.
    """
    row = held(complaint, by)
    lost = _lost(row)
    if how == Sent.EMAIL:
        raise Refused(_("The email did not reach them. Choose another way."), field="how")
    day = check_sent(row, how, sent_on)
    if day < lost.sent_on:
        raise Refused(_("The email went before that day. Check the day."), field="sent_on")
    message = _once_more(lost, how, day, by=by)
    _count_from(row, message, lost)
    row.keep(by=by, why="Another way")
    facts: dict[str, JSON] = {"message": message.pk, "instead_of": lost.pk, "how": how}
    prove(row, f"{lost.kind}_another_way", by=by, facts=facts | {"sent_on": day.isoformat()})
    return message


def _lost(row: Complaint) -> ComplaintMessage:
    """The last word to them, which was an email and failed."""
    lost = row.messages.lost().first()
    if lost is None:
        raise Refused(_("No email to them has failed."), way=row.own_page)
    return lost


def _once_more(lost: ComplaintMessage, how: str, day: date, *, by: User) -> ComplaintMessage:
    return ComplaintMessage.objects.create(
        complaint=lost.complaint,
        kind=lost.kind,
        way=how,
        text=lost.text,
        sent_on=day,
        entered_at=timezone.now(),
        entered_by=by,
    )


def _count_from(row: Complaint, message: ComplaintMessage, lost: ComplaintMessage) -> None:
    """What the day of the email stood for is the day of this."""
    if row.acknowledged_at == lost.entered_at:
        row.acknowledged_on, row.acknowledged_at = message.sent_on, message.entered_at
        row.acknowledged_by = message.entered_by
    if message.kind in {MessageKind.OUTCOME, MessageKind.PASSED_ON}:
        row.outcome_on = message.sent_on
    if row.due_on and row.acknowledged_on:
        row.due_on = max(row.due_on, message.sent_on + NEWS_EVERY)


@transaction.atomic
def add_note(*, complaint: Complaint, words: str, by: User) -> ComplaintNote:
    """An officer writes down what is worth knowing, at any time, also after the answer. Nobody is
    told, and it is erased with who complained.

    Raises ``Refused`` for who does not handle it, without words, for the same twice, and once who
    complained is erased.
    """
    row = held(complaint, by)
    check_known(row)
    said = words.strip()
    if not said:
        raise Refused(_("Write what you want to keep."), field="words")
    last = row.notes.last()
    if last and (last.words, last.entered_by_id) == (said, by.pk):
        raise Refused(_("That stands there already."), way=row.own_page)
    note = ComplaintNote.objects.create(
        complaint=row, words=said, entered_at=timezone.now(), entered_by=by
    )
    prove(row, "noted", by=by, facts={"note": note.pk})
    return note
