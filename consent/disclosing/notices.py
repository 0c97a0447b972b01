"""The message that a record is shared with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Share
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_still_shared(notice: Notice) -> bool:
    """They can read it now."""
    share = notice.subject
    if not isinstance(share, Share):
        return False
    return Share.objects.read_by(notice.to, timezone.now()).filter(pk=share.pk).exists()


KINDS = [
    NoticeKind(
        name="record_shared",
        urgency=Urgency.NOW,
        rule=_("Somebody is told at once when a councillor shares a contact with them."),
        next=_("Use it for what the page says and for nothing else. It ends by itself."),
        still_true=is_still_shared,
    ),
]
