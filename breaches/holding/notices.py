"""The message that something kept whole is to be looked at again. It says neither why nor whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.holding.reminding import DUE, due_for
from breaches.models import CaseHold
from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_to_ask(notice: Notice) -> bool:
    """It has neither ended nor another day, and whoever is told may keep it still."""
    row = notice.subject
    if not isinstance(row, CaseHold) or row.review_on.isoformat() not in notice.key:
        return False
    return due_for(notice.to, today()).filter(pk=row.pk).exists()


KINDS = [
    NoticeKind(
        name=DUE,
        urgency=Urgency.DIGEST,
        rule=_(
            "Nothing is kept longer than a request or a case needs it: whoever keeps it is asked "
            "on the day, and the Monitoring Officer a week later."
        ),
        next=_("End it, or name another day. Until then it stands on your home page."),
        still_true=is_to_ask,
    ),
]
