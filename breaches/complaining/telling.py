"""What goes out about a complaint: to those who handle it, and to whoever complains.

Anybody can type any address into the public page. So a receipt says nothing that was typed, not
even a name; an address gets one a day at most; and of many in an hour the later ones get none:
whoever complains reads the same on the page. What an officer wrote goes to the address in full.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.complaining.notices import RECEIPT, WAITING
from breaches.models import Complainant
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from breaches.models import Complaint, ComplaintMessage
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
