"""Who may handle a complaint, and what stands in the way of an answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.models import (
    About,
    Acting,
    Complainant,
    Complaint,
    MessageKind,
    Outcome,
    Sent,
)
from councilgov.accounts.models import reachable
from councilgov.constraints import NAME
from councilgov.days import today
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from django.db import IntegrityError


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


def is_the_same(error: IntegrityError) -> bool:
    """Whether it is that the same words wait already, and nothing else."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return broken == NAME % {"app_label": "breaches", "class": "complainant"} + "once_each"


def waits_already(found: Complaint, by: User) -> Refused:
    """The same words wait, with another day or way. Its number is for who sees it."""
    if Complaint.objects.visible_to(by).filter(pk=found.pk).exists():
        told = _("This waits already as %(row)s. If its day is wrong, correct it there.")
        return Refused(told % {"row": found}, way=found.own_page)
    return Refused(_("This waits already, with those who handle it."))


def check_untold(complaint: Complaint, how: str, text: str, sent_on: date | None) -> None:
    """Raise ``Refused`` for what they were told already: the form was sent twice."""
    day = today() if how == Sent.EMAIL or sent_on is None else sent_on
    same = complaint.messages.filter(kind=MessageKind.PROGRESS, way=how, sent_on=day)
    if same.filter(text=text.strip()).exists():
        raise Refused(_("They were told the same on that day already."), way=complaint.own_page)


def check_after_acknowledged(complaint: Complaint, how: str, sent_on: date | None) -> None:
    """Raise ``Refused`` for an answer of a day before they were told that we have it."""
    first = complaint.acknowledged_on
    if how != Sent.EMAIL and first and sent_on and sent_on < first:
        told = _("They can’t have been answered before it was acknowledged. Check the day.")
        raise Refused(told, field="sent_on")


def check_somebody_handles(complaint: Complaint, *, field: str) -> None:
    """Raise ``Refused`` where nobody could handle it any more: it would lie unread."""
    if not complaint.handlers().exists():
        told = _(
            "Then nobody could handle this complaint. Ask the administrator first to appoint "
            "somebody who has no part in it."
        )
        raise Refused(told, field=field)


def check_known(complaint: Complaint) -> Complainant:
    """Who complains. Raises ``Refused`` once that is erased."""
    who: Complainant | None = getattr(complaint, "complainant", None)
    if who is None:
        raise Refused(_("Who complained is erased. Enter what they write as a new complaint."))
    return who


def whose_work(about: str, councillor: User | None, capacity: str) -> User | None:
    """The councillor, where it is about one. Raises ``Refused`` for the work of nobody."""
    if about != About.COUNCILLOR:
        if councillor or capacity:
            raise Refused(_("Select “A councillor” first."), field="about")
        return None
    if capacity and councillor is None:
        raise Refused(_("Choose the councillor whose work it was."), field="councillor")
    return councillor


def is_for_councillor(complaint: Complaint) -> bool:
    """Whether a councillor answers it who can be reached here."""
    if complaint.capacity != Acting.WARD:
        return False
    theirs = User.objects.filter(pk=complaint.councillor_id, is_active=True)
    return reachable(theirs).exists()


def check_is_ours(complaint: Complaint, outcome: str) -> None:
    """Raise ``Refused`` for an answer in the council's name to what a councillor answers for. That
    it is not about information about them, or that they take it back, the council may say.
    """
    theirs = {Outcome.UPHELD, Outcome.PARTLY, Outcome.NOT_UPHELD, Outcome.PASSED_ON}
    if outcome in theirs and is_for_councillor(complaint):
        told = _("The councillor answers for their ward work. Pass it to them instead.")
        raise Refused(told, field="outcome", way=complaint.own_page)
