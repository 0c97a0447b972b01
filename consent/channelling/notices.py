"""The messages about channels: that one is to be looked at, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.models import Channel, ChannelStatus
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_to_classify(notice: Notice) -> bool:
    """Nobody has looked at it yet."""
    channel = notice.subject
    return isinstance(channel, Channel) and channel.status == ChannelStatus.PROPOSED


def is_not_allowed(notice: Notice) -> bool:
    """It was not allowed again meanwhile."""
    channel = notice.subject
    return isinstance(channel, Channel) and channel.status == ChannelStatus.NOT_ALLOWED


def to_own_page(_notice: Notice) -> Mapping[str, str]:
    """Where a councillor reads the rules of every channel."""
    return {"link": site("consent:my_channels")}


KINDS = [
    NoticeKind(
        name="channel_to_classify",
        urgency=Urgency.NOW,
        rule=_("Information management officers say which rules a new channel has."),
        next=_("Until then councillors use it by the strictest rules."),
        still_true=is_to_classify,
    ),
    NoticeKind(
        name="channel_classified",
        urgency=Urgency.NOW,
        rule=_("Whoever names a channel is told what its rules are."),
        next=_("Nothing. What you have noted on it keeps the rules of that time."),
        context=to_own_page,
    ),
    NoticeKind(
        name="channel_not_allowed",
        urgency=Urgency.NOW,
        rule=_("Every councillor is told which channel the council does not allow, and why."),
        next=_("If you use it with somebody, agree on another way with them."),
        still_true=is_not_allowed,
        context=to_own_page,
    ),
]
