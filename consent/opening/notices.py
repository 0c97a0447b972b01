"""The message that somebody's ward records were opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.models import Opening
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def concerns(notice: Notice) -> bool:
    """Who oversees it is always told, also of what was closed since; its owner in office alone."""
    row = notice.subject
    if not isinstance(row, Opening):
        return False
    return row.councillor_id != notice.to_id or notice.to.is_councillor


def to_whom(notice: Notice) -> Mapping[str, object]:
    row = notice.subject
    return {"is_owner": isinstance(row, Opening) and row.councillor_id == notice.to_id}


KINDS = [
    NoticeKind(
        name="ward_record_opened",
        urgency=Urgency.NOW,
        rule=_("The councillor and the Monitoring Officer are told when ward records are opened."),
        next=_(
            "They close by themselves. While they are open, the Monitoring Officer can close them "
            "at once."
        ),
        still_true=concerns,
        context=to_whom,
    ),
]
