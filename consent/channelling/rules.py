"""What the rules of a channel are, in words that anybody reads while standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consent.models import ChannelKind, ChannelStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from consent.models import Channel

COLOURS = {
    ChannelStatus.PROPOSED: "yellow",
    ChannelStatus.IN_USE: "green",
    ChannelStatus.NOT_ALLOWED: "red",
    ChannelStatus.RETIRED: "grey",
}


def rules_in_words(channel: Channel) -> list[str]:
    """What a councillor does before and while they use it, a sentence each."""
    if channel.status == ChannelStatus.RETIRED:
        return [_("It no longer exists.")]
    if channel.status == ChannelStatus.NOT_ALLOWED:
        return [_("Your council does not allow it: %(why)s") % {"why": channel.why_not}]
    if channel.kind == ChannelKind.PUBLIC:
        return [_("Everybody can read it. Contact nobody here about their case.")]
    return list(_rules_of_use(channel))


def by_rules(channels: Iterable[Channel]) -> list[tuple[list[str], list[Channel]]]:
    """Channels with the same rules together, so that each rule is read once."""
    found: dict[tuple[str, ...], list[Channel]] = {}
    for channel in channels:
        found.setdefault(tuple(rules_in_words(channel)), []).append(channel)
    return [(list(rules), together) for rules, together in found.items()]


def _rules_of_use(channel: Channel) -> Iterator[str]:
    if channel.status == ChannelStatus.PROPOSED:
        yield _("The council has not looked at it yet. Until then the strictest rules count.")
    yield from _before_use(channel)
    if channel.is_secure:
        yield _("It is safe enough for private matters, such as somebody’s health.")
    else:
        yield _("Write nothing private. Ask them to ring you instead.")
    if channel.is_by_sight:
        yield _("You see one another, so you know who it is.")


def _before_use(channel: Channel) -> Iterator[str]:
    if not channel.needs_permission and not channel.needs_verification:
        yield _("You may use it if they gave you the number or address.")
    if channel.needs_permission:
        yield _("Ask them before you use it.")
    if channel.needs_verification:
        yield _("Check that it is them before you use it, and again after some months.")
