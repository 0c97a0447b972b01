"""A councillor names a channel; an information management officer says what its rules are.

"This list is not exhaustive ... technology is changing all the time" (Barnet policy, 1): a new one
can be used at once, by the strictest rules, until somebody has looked at it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.channelling.reading import read_anew
from consent.models import Channel, ChannelStatus, LeftChannel
from councilgov.access import Role
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.ledger.canonical import JSON

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rules:
    """What is true of a channel."""

    needs_permission: bool = True
    needs_verification: bool = True
    is_secure: bool = False
    is_by_sight: bool = False


STRICTEST = Rules()
"""Until somebody has looked at it."""


@transaction.atomic
def propose_channel(*, name: str, kind: str, identifier: str, by: User) -> Channel:
    """A councillor uses a channel that is not in the list. Information officers are told.

    Raises ``Refused`` if there is one of that name.
    """
    name = " ".join(name.split())
    if found := Channel.objects.filter(name__iexact=name).first():
        raise Refused(_is_there(found), field="name")
    channel = Channel(
        name=name,
        kind=kind,
        identifier=identifier,
        status=ChannelStatus.PROPOSED,
        proposed_at=timezone.now(),
        proposed_by=by,
    )
    _apply(channel, STRICTEST)
    channel.keep(by=by, why="Proposed")
    for officer in User.objects.holding(Role.INFORMATION_OFFICER):
        tell(kind="channel_to_classify", to=officer, cause=str(channel.pk), about=channel)
    logger.info("Channel proposed", extra={"channel": channel.pk})
    return channel


@transaction.atomic
def classify(
    *,
    channel: Channel,
    rules: Rules,
    by: User,
    kind: str = "",
    identifier: str = "",
    description: str | None = None,
) -> Channel:
    """An officer says which rules a channel has, for the first time or anew, and that it is used.

    Permissions that exist keep the rules under which they were given. If its councillor was wrong
    about the ``identifier``, what is noted is read as the right one. Raises ``Refused`` for another
    identifier of a channel with which the portal came.
    """
    channel = Channel.objects.locked(channel)
    _apply(channel, rules)
    if identifier not in ("", channel.identifier):
        _check_was_named(channel)
        channel.identifier = identifier
        read_anew(channel, by=by)
    channel.kind = kind or channel.kind
    channel.description = channel.description if description is None else description.strip()
    if channel.status == ChannelStatus.IN_USE:
        channel.judged_at, channel.judged_by = timezone.now(), by
        channel.keep(by=by, why="Rules changed")
        _prove(channel, "classified", by=by)
        return channel
    return _judge(channel, ChannelStatus.IN_USE, by=by, why=gettext_noop("Classifying"))


@transaction.atomic
def forbid(*, channel: Channel, reason: str, by: User) -> Channel:
    """The council does not allow a channel, and says why. What was agreed on it stays on record.

    Every councillor in office is told, whoever uses it: nobody asks them. Raises ``Refused``
    without a reason.
    """
    channel = Channel.objects.locked(channel)
    channel.why_not = " ".join(reason.split())
    if not channel.why_not:
        raise Refused(_("Say why the council does not allow it."), field="reason")
    channel = _judge(channel, ChannelStatus.NOT_ALLOWED, by=by, why=gettext_noop("Not allowing it"))
    for councillor in User.objects.councillors(timezone.now()).filter(is_active=True):
        tell(kind="channel_not_allowed", to=councillor, cause=_cause(channel), about=channel)
    return channel


@transaction.atomic
def retire(*, channel: Channel, by: User) -> Channel:
    """The channel exists no more, as BlackBerry Messenger since 2019."""
    channel = Channel.objects.locked(channel)
    return _judge(channel, ChannelStatus.RETIRED, by=by, why=gettext_noop("Retiring it"))


@transaction.atomic
def leave_channel(*, channel: Channel, by: User) -> None:
    """A councillor does not use a channel. It is offered last from then on, and nobody asks why.

    Said twice it is said once.
    """
    if not LeftChannel.objects.visible_to(by).filter(channel=channel).exists():
        LeftChannel(councillor=by, channel=channel).keep(by=by, why="Not used")


@transaction.atomic
def take_up_channel(*, channel: Channel, by: User) -> None:
    """A councillor uses a channel after all."""
    for row in LeftChannel.objects.visible_to(by).filter(channel=channel).select_for_update():
        row.discard(by=by, why="Used")


def _check_was_named(channel: Channel) -> None:
    if channel.proposed_by_id is None:
        raise Refused(_("How people are found on this channel is fixed."), field="identifier")


def _is_there(channel: Channel) -> str:
    if channel.may_be_used:
        return _("%(channel)s is in the list already. Choose it there.") % {"channel": channel}
    if channel.why_not:
        told = _("Your council does not allow %(channel)s: %(why)s")
        return told % {"channel": channel, "why": channel.why_not}
    told = _("Nobody can be contacted by %(channel)s. Choose another channel.")
    return told % {"channel": channel}


def _judge(channel: Channel, to: str, *, by: User, why: str) -> Channel:
    channel.judged_at, channel.judged_by = timezone.now(), by
    if to != ChannelStatus.NOT_ALLOWED:
        channel.why_not = ""
    before = channel.status
    channel.move(to, by=by, why=why)
    _prove(channel, to, by=by)
    is_answer = (before, to) == (ChannelStatus.PROPOSED, ChannelStatus.IN_USE)
    if is_answer and channel.proposed_by:
        kind, to_them = "channel_classified", channel.proposed_by
        tell(kind=kind, to=to_them, cause=_cause(channel), about=channel)
    return channel


def _cause(channel: Channel) -> str:
    """What an officer decided, and when: the same may be decided again."""
    assert channel.judged_at is not None  # noqa: S101  # just judged
    return f"{channel.pk}-{channel.status}-{channel.judged_at.timestamp():.0f}"


def _apply(channel: Channel, rules: Rules) -> None:
    channel.needs_permission = rules.needs_permission
    channel.needs_verification = rules.needs_verification
    channel.is_secure, channel.is_by_sight = rules.is_secure, rules.is_by_sight


def _prove(channel: Channel, what: str, *, by: User) -> None:
    facts: dict[str, JSON] = {
        "needs_permission": channel.needs_permission,
        "needs_verification": channel.needs_verification,
        "is_secure": channel.is_secure,
        "is_by_sight": channel.is_by_sight,
    }
    record(kind=f"consent.channel_{what}", actor=by, subject=channel, facts=facts)
