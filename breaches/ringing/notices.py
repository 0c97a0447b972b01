"""The alert about a loss that nobody has checked. It names nobody, and no device: it is a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.models import LossReport
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def waits(notice: Notice) -> bool:
    """Nobody has rung back yet."""
    report = notice.subject
    return isinstance(report, LossReport) and report.is_waiting


KINDS = [
    NoticeKind(
        name="loss_unverified",
        urgency=Urgency.NOW,
        rule=_("The desk is told at any hour of a loss that was reported without signing in."),
        next=_("Ring them back, then join it to a case or throw it away."),
        still_true=waits,
    ),
]
