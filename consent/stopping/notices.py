"""The message about what somebody took back themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.models import ContactPermission
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_theirs(notice: Notice) -> bool:
    """Who has left office reads nothing more about it: it counts without them."""
    _label, _colon, pk = notice.about.partition(":")
    return ContactPermission.objects.visible_to(notice.to).filter(pk=pk).exists()


KINDS = [
    NoticeKind(
        name="permission_stopped",
        urgency=Urgency.NOW,
        rule=_("A councillor is told at once when somebody takes back a permission by their link."),
        next=_("It counts already. Do not contact them in this way, and do not ask them why."),
        still_true=is_theirs,
    ),
]
