"""What each person has to do about permission to contact: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from consent.models import Channel
from councilgov.access import Right
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.people.models import User


def channels_waiting(user: User) -> Iterator[Way]:
    """Channels that somebody named, for those who say what their rules are."""
    if user.has_perm(Right.CLASSIFY_CHANNELS) and (count := Channel.objects.to_classify().count()):
        told = ngettext("%(n)s channel to classify", "%(n)s channels to classify", count)
        yield Way(told % {"n": count}, f"{reverse('consent:channels')}?status=proposed")
