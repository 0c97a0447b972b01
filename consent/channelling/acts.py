"""What an officer may do with a channel, as its pages put it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consent.models import ChannelStatus
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from django_stubs_ext import StrOrPromise

    from consent.models import Channel

S = ChannelStatus


class Page(NamedTuple):
    """A page that does something with a channel."""

    name: str
    when: Set[str]
    text: StrOrPromise
    is_main: bool = False


PAGES = (
    Page("classify", {S.PROPOSED}, _("Say what its rules are"), is_main=True),
    Page("classify", {S.IN_USE}, _("Change its rules"), is_main=True),
    Page("classify", {S.NOT_ALLOWED, S.RETIRED}, _("Allow it again"), is_main=True),
    Page("forbid", {S.PROPOSED, S.IN_USE}, _("Do not allow it")),
    Page("retire", {S.IN_USE, S.NOT_ALLOWED}, _("It no longer exists")),
)


def pages(channel: Channel) -> Iterator[tuple[Page, str]]:
    """Those that may be opened now, with their addresses."""
    for page in PAGES:
        if channel.status in page.when:
            yield page, reverse(f"consent:{page.name}", args=[channel.pk])


def forbidding(channel: Channel) -> Act:
    return Act(
        title=_("Do not allow it"),
        caption=channel.name,
        back=channel.get_absolute_url(),
        consequences=[
            _("No councillor can note a new permission on it, or send a test message."),
            _("What was agreed on it stays on record."),
            _("Every councillor in office gets an email with your reason."),
        ],
        question=_("Why does the council not allow it?"),
        hint=_("Councillors read this. Say what they can use instead."),
        button=_("Do not allow it"),
        done=_("Every councillor is told that it is not allowed."),
        most=500,
    )


def retiring(channel: Channel) -> Act:
    return Act(
        title=_("It no longer exists"),
        caption=channel.name,
        back=channel.get_absolute_url(),
        consequences=[
            _("Nobody can note a new permission on it. What was agreed on it stays on record."),
        ],
        question="",
        button=_("It no longer exists"),
        done=_("It is no longer offered."),
        is_grave=False,
    )
