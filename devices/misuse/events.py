"""What happened in a case of misuse, and what may happen next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.access import Right
from councilgov.forms.timeline import Event
from devices.losses.steps import Step
from devices.models import MisuseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from councilgov.people.models import User
    from devices.models import MisuseCase


def of(case: MisuseCase) -> Sequence[Event]:
    """Newest first."""
    invoice = _("Invoice %(number)s") % {"number": case.invoice_reference}
    told: list[tuple[str, datetime | None, User | None, str]] = [
        (_("Waived"), case.waived_at, case.waived_by, case.waived_because),
        (_("Paid"), case.paid_at, case.paid_by, ""),
        (invoice, case.invoiced_at, case.invoiced_by, ""),
        (case.get_ruling_display(), case.decided_at, case.decided_by, case.reasons),
        (_("The councillor commented"), case.commented_at, case.councillor, case.comment),
        (_("Opened"), case.opened_at, case.opened_by, case.facts),
    ]
    return [Event(at, what, who.full_name if who else "", why) for what, at, who, why in told if at]


def costs(case: MisuseCase) -> list[tuple[str, str]]:
    """What is proposed or decided on the cost of a loss of the same device: for who decides here,
    so that nothing is charged twice.
    """
    return [
        (
            _("Cost of %(loss)s, about the same device") % {"loss": loss.reference},
            f"{loss.cost.get_status_display()}. {loss.cost.in_words()}",
        )
        for loss in case.losses().exclude(cost=None).select_related("cost")
    ]


def steps(case: MisuseCase, user: User) -> list[Step]:
    """What this person may do in it now."""
    return [
        Step(text, reverse(f"devices:{page}", args=[case.pk]), is_plain)
        for text, page, is_plain in _steps(case, user)
    ]


def _steps(case: MisuseCase, user: User) -> Iterator[tuple[str, str, bool]]:
    if case.status == MisuseStatus.OPENED and user == case.councillor:
        yield _("Say what you think of it"), "comment_on_misuse", False
    is_part_of_it = user.pk in {case.opened_by_id, case.councillor_id}
    if user.has_perm(Right.DECIDE_MISUSE) and not is_part_of_it:
        yield from _of_monitoring(case)
    if case.status == MisuseStatus.CHARGED and user.has_perm(Right.ENTER_INVOICE):
        words = _("Change the invoice’s number") if case.invoiced_at else _("Enter the invoice")
        yield words, "enter_invoice", False
        if case.invoiced_at:
            yield _("It is paid"), "mark_paid", True


def _of_monitoring(case: MisuseCase) -> Iterator[tuple[str, str, bool]]:
    if case.may_be_decided(timezone.localdate()):
        yield _("Decide"), "decide_misuse", False
    if case.status == MisuseStatus.CHARGED:
        yield _("Waive the charge"), "waive_charge", False
