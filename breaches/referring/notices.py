"""The message about a referral. It says neither whom nor what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.models import Referral, ReferralStatus
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def waits(notice: Notice) -> bool:
    """They see it still, and nobody has it yet."""
    seen = Referral.objects.visible_to(notice.to).filter(status=ReferralStatus.SENT)
    return seen.filter(pk=notice.about.rpartition(":")[2]).exists()


KINDS = [
    NoticeKind(
        name="referral_sent",
        urgency=Urgency.NOW,
        rule=_("The Monitoring Officer and the deputies are told of what is handed over to them."),
        next=_("Say that you have it, or pass it to the deputy if you have a part in it."),
        still_true=waits,
    ),
]
