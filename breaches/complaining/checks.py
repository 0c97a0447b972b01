"""Who may handle a complaint, and what stands in the way of an answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.models import Complaint, Sent
from councilgov.days import today
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User


def may_handle(complaint: Complaint, user: User) -> bool:
    """Whether it falls to this person: they hold the office, and have no part in it."""
    return complaint.handlers().filter(pk=user.pk).exists()


def held(complaint: Complaint, by: User) -> Complaint:
    """The complaint, read afresh and held. Raises ``Refused`` for who does not handle it."""
    row = Complaint.objects.locked(complaint)
    if not may_handle(row, by):
        raise Refused(_("Only the officers to whom this complaint falls can do this."))
    return row


def check_words(text: str, *, field: str = "text") -> str:
    """The words, tidied. Raises ``Refused`` without any."""
    words = text.strip()
    if not words:
        raise Refused(_("Write what they are told."), field=field)
    return words


def check_sent(complaint: Complaint, how: str, sent_on: date | None) -> date:
    """The day on which they were told: today, for an email from here. Raises ``Refused`` where
    there is no address for it, and without a day that can be true for anything else.
    """
    if how == Sent.EMAIL:
        if not complaint.complainant.email:
            raise Refused(_("They gave no email address. Choose another way."), field="how")
        return today()
    if sent_on is None:
        raise Refused(_("Enter the day on which it was sent or said."), field="sent_on")
    if sent_on > today():
        raise Refused(_("The day must be today or in the past."), field="sent_on")
    if sent_on < complaint.received_on:
        told = _("They can’t have been told before it came in. Check the day.")
        raise Refused(told, field="sent_on")
    return sent_on
