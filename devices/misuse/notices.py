"""The messages about a case of misuse. None says what it is about: they carry a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from devices.models import MisuseCase

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_to_comment(notice: Notice) -> bool:
    """The councillor may still comment, and has not."""
    case = notice.subject
    return isinstance(case, MisuseCase) and case.is_to_comment(timezone.localdate())


def is_to_decide(notice: Notice) -> bool:
    """Nobody has decided yet, and the officer may."""
    case = notice.subject
    if not isinstance(case, MisuseCase) or notice.to_id in {case.opened_by_id, case.councillor_id}:
        return False
    return case.may_be_decided(timezone.localdate())


def is_to_invoice(notice: Notice) -> bool:
    """Nobody has entered the invoice, and the charge stands."""
    return MisuseCase.objects.to_invoice().filter(pk=notice.about.rpartition(":")[2]).exists()


KINDS = [
    NoticeKind(
        name="misuse_opened",
        urgency=Urgency.NOW,
        rule=_("Before it is decided whether equipment was misused, the councillor is heard."),
        next=_("The Monitoring Officer decides once you have commented, or after the last day."),
        still_true=is_to_comment,
    ),
    NoticeKind(
        name="misuse_to_decide",
        urgency=Urgency.DIGEST,
        rule=_("The Monitoring Officer decides whether equipment was misused."),
        next=_("Decide, with your reasons."),
        still_true=is_to_decide,
    ),
    NoticeKind(
        name="misuse_decided",
        urgency=Urgency.NOW,
        rule=_("A councillor is told what the Monitoring Officer decided, and why."),
        next=_("If there is something to pay, members’ services send you an invoice."),
    ),
    NoticeKind(
        name="misuse_charged",
        urgency=Urgency.NOW,
        rule=_("Members’ services send the invoice for what the Monitoring Officer charged."),
        next=_("Enter the number of the invoice on the page."),
        still_true=is_to_invoice,
    ),
    NoticeKind(
        name="misuse_paid",
        urgency=Urgency.NOW,
        rule=_("Whoever has paid gets a receipt."),
        next=_("Nothing."),
    ),
    NoticeKind(
        name="misuse_waived",
        urgency=Urgency.NOW,
        rule=_("A councillor is told when a charge is waived."),
        next=_("Nothing. There is nothing to pay."),
    ),
    NoticeKind(
        name="misuse_uninvoiced",
        urgency=Urgency.NOW,
        rule=_(
            "Members’ services are told when a charge is waived for which they sent an invoice."
        ),
        next=_("Cancel the invoice."),
    ),
]
