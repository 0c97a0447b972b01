"""What was lent is lent until another day than was said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.records import Refused
from devices.models import Device, Issue, IssueKind, ReturnRequest

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User


@transaction.atomic
def prolong_loan(*, loan: Issue, due_back_on: date, by: User) -> Issue:
    """The desk lends something until another day, as agreed with who rings. They get it in writing,
    and are reminded by that day. The receipt keeps the day for which they signed, so that it is
    evidence who changed it. Raises ``Refused`` for a day
    that is past, and for a loan that is back or asked back.
    """
    loan = Issue.objects.locked(loan)
    check_lent(loan)
    if due_back_on < timezone.localdate():
        raise Refused(_("This day is past. Enter a later one."), field="due_back_on")
    if due_back_on == loan.due_back_on:
        raise Refused(_("It is lent until this day already."), field="due_back_on")
    days = {"before": str(loan.due_back_on or ""), "until": str(due_back_on)}
    loan.due_back_on = due_back_on
    loan.keep(by=by, why="Lent until another day")
    cause = f"{loan.pk}:{timezone.now().isoformat()}"
    record(kind="devices.loan_prolonged", actor=by, subject=loan, facts=days)
    tell(kind="loan_prolonged", to=loan.councillor, cause=cause, about=loan)
    return loan


def check_lent(loan: Issue) -> None:
    """Raise ``Refused`` unless it is a loan that somebody has, and may keep for now."""
    lent = Device.objects.filter(assignments__in=loan.assignments.open())
    if loan.kind != IssueKind.LOAN or not lent.exists():
        raise Refused(_("This loan is over: the device is back."))
    if asked := ReturnRequest.objects.open().filter(device__in=lent).first():
        raise Refused(
            _("%(device)s is asked back already. If they may keep it, say so first.")
            % {"device": asked.device},
            way=asked.device.own_page,
        )
