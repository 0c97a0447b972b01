"""What a question is about, as the page from which it is asked says it in the address.

``policy/<slug>/<major.minor>``, with ``/<anchor>`` for one clause, or ``channel/<key>``. What leads
nowhere says nothing: the question can be asked all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from consent.models import Channel
from policies.models import PolicyVersion

if TYPE_CHECKING:
    from breaches.models import AdviceRequest
    from councilgov.people.models import User

POLICY = re.compile(r"policy/([\w-]{1,200})/([0-9]{1,4})\.([0-9]{1,4})(?:/([\w.-]{1,100}))?")
CHANNEL = re.compile(r"channel/([0-9]{1,9})")


class Place(NamedTuple):
    """A version of a policy, perhaps one clause of it, or a channel; or nothing."""

    version: PolicyVersion | None = None
    clause: str = ""
    channel: Channel | None = None


def place_of(about: str, user: User) -> Place:
    """What this person may read under that name."""
    if found := POLICY.fullmatch(about):
        slug, major, minor, anchor = found.groups()
        seen = PolicyVersion.objects.visible_to(user).select_related("policy")
        version = seen.filter(policy__slug=slug, major=major, minor=minor).first()
        return Place(version=version, clause=_anchor(version, anchor or ""))
    if found := CHANNEL.fullmatch(about):
        return Place(channel=Channel.objects.used().filter(pk=found[1]).first())
    return Place()


def _anchor(version: PolicyVersion | None, anchor: str) -> str:
    """Only one that the text has."""
    anchors = {clause.anchor for clause in version.text} if version else set()
    return anchor if anchor in anchors else ""


def name_of(place: Place | AdviceRequest) -> str:
    """How the page names it; empty for nothing."""
    if place.version:
        return str(place.version)
    return str(place.channel) if place.channel else ""


def address_of(asked: AdviceRequest) -> str:
    """Where it can be read; empty for what has no page of its own for a councillor."""
    if not asked.version:
        return ""
    address = asked.version.get_absolute_url()
    return f"{address}#{asked.clause}" if asked.clause else address
