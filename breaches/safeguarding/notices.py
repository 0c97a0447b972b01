"""The messages about safety reports: that something waits in the portal, and not what or whose.

Even the sentence on why they get it is silent: officers who look after the mail read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.models import SafetyRecipient, SafetyReport
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice

REMINDER, LEFT = "private_reminder", "private_left"
WAITS = _("You are told when something new waits for you in the portal.")
SIGN_IN = _("Sign in to read it. Do not forward this message.")


def may_see(notice: Notice) -> bool:
    """It is theirs, or they are told still."""
    report = notice.subject
    return isinstance(report, SafetyReport) and (
        report.councillor_id == notice.to_id or report.is_told(notice.to)
    )


def has_left(notice: Notice) -> bool:
    """Whoever was told can't see it, it is open, and the councillor has not taken them off."""
    row = notice.subject
    return (
        isinstance(row, SafetyRecipient)
        and row.report.is_open
        and SafetyRecipient.objects.left().filter(pk=row.pk).exists()
    )


def is_unseen(notice: Notice) -> bool:
    """They are told still, it is open, and nobody of their office has said that they saw it."""
    row = notice.subject
    if not isinstance(row, SafetyRecipient) or not row.report.is_open:
        return False
    mine = SafetyRecipient.objects.of(notice.to).filter(pk=row.pk)
    return mine.waiting().exists()


KINDS = [
    NoticeKind(name=name, urgency=urgency, rule=WAITS, next=SIGN_IN, still_true=still_true)
    for name, urgency, still_true in (
        ("private_told", Urgency.NOW, may_see),
        ("private_news", Urgency.NOW, may_see),
        (LEFT, Urgency.NOW, has_left),
        (REMINDER, Urgency.DIGEST, is_unseen),
    )
]
