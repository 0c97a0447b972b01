"""The messages that the portal itself sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def to_heads(_notice: Notice) -> Mapping[str, str]:
    """The page on which the same head is published."""
    return {"link": site("ledger:heads")}


KINDS = [
    NoticeKind(
        name="ledger_head",
        urgency=Urgency.DIGEST,
        rule=_("The head of the ledger goes to the Monitoring Officer, outside the portal."),
        next=_("Keep this message. With it, anybody can prove that no evidence was cut off."),
        context=to_heads,
    ),
]
