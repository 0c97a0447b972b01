"""What goes out about a complaint: to those who handle it, and to whoever complains.

Anybody can type any address into the public page. So a receipt says nothing that was typed, not
even a name; an address gets one a day at most; and of many in an hour the later ones get none:
whoever complains reads the same on the page. What an officer wrote goes to the address in full.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.complaining.checks import check_sent, check_words
from breaches.complaining.evidence import prove
from breaches.complaining.notices import RECEIPT, WAITING
from breaches.models import Complainant, ComplaintMessage, Sent
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.notices.kinds import Outsider
from councilgov.notices.models import Notice
from councilgov.notices.texts import letter, part_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from breaches.models import Complaint, MessageKind
    from councilgov.ledger.canonical import JSON
    from councilgov.notices.texts import Text
    from councilgov.people.models import User

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
MOST_RECEIPTS = 20
"""In an hour, whoever asks for them: far more than any council gets complaints."""


def announce(complaint: Complaint) -> None:
    """Those who handle it read tomorrow that something waits: one message of a day, however many
    complaints a robot sends.
    """
    for officer in complaint.handlers():
        tell(kind=WAITING, to=officer, cause=today().isoformat())


def send_receipt(complaint: Complaint) -> None:
    """That we have it, and its reference, if it may be sent. An officer answers for it."""
    who = complaint.complainant
    officer = complaint.handlers().order_by("pk").first()
    if officer and who.email and may_send_receipt(who, timezone.now()):
        tell(kind=RECEIPT, to=officer, cause=str(complaint.pk), about=complaint)


def may_send_receipt(who: Complainant, now: datetime) -> bool:
    """No other complaint of a day gave this address, and there were not too many in an hour."""
    others = Complainant.objects.filter(email=who.email).exclude(pk=who.pk)
    if others.filter(complaint__recorded_at__gt=now - A_DAY).exists():
        return False
    lately = Notice.objects.filter(kind=RECEIPT, due_at__gt=now - AN_HOUR)
    return lately.count() < MOST_RECEIPTS


def send(message: ComplaintMessage, *, by: User) -> None:
    """What an officer wrote goes out by email, in their name."""
    tell(kind=f"complaint_{message.kind}", to=by, cause=str(message.pk), about=message)


def as_mail(message: ComplaintMessage, *, by: User) -> Text:
    """The whole email as it would go out, of words that are not saved yet."""
    notice, who = Notice(kind=f"complaint_{message.kind}", to=by), message.complaint.complainant
    outsider = Outsider(who.email, who.name)
    return letter([part_of(notice, about=message)], notice, outsider=outsider)


def tell_them(
    row: Complaint,
    kind: MessageKind,
    how: str,
    text: str,
    sent_on: date | None,
    *,
    by: User,
    outcome: str = "",
) -> ComplaintMessage:
    """What they are told stands on record and, if it goes by email, in the outbox."""
    words, day = check_words(text), check_sent(row, how, sent_on)
    message = ComplaintMessage.objects.create(
        complaint=row,
        kind=kind,
        way=how,
        text=words,
        sent_on=day,
        entered_at=timezone.now(),
        entered_by=by,
    )
    if how == Sent.EMAIL:
        send(message, by=by)
    facts: dict[str, JSON] = {"message": message.pk, "how": how, "sent_on": day.isoformat()}
    facts |= {"outcome": outcome} if outcome else {}
    prove(row, kind.value, by=by, facts=facts, names={"text": words})
    return message


def was_answered(row: Complaint) -> None:
    """The same words would be another complaint from now on."""
    Complainant.objects.filter(complaint=row).update(is_waiting=False)
