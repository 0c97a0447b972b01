"""What each person has to do about permission to contact: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.freshness.reminding import people_to_check
from consent.models import Channel
from councilgov.access import Right
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


def channels_waiting(user: User) -> Iterator[Way]:
    """Channels that somebody named, for those who say what their rules are."""
    if user.has_perm(Right.CLASSIFY_CHANNELS) and (count := Channel.objects.to_classify().count()):
        told = ngettext("%(n)s channel to classify", "%(n)s channels to classify", count)
        yield Way(told % {"n": count}, f"{reverse('consent:channels')}?status=proposed")


def contacts_to_do(user: User, today: date) -> Iterator[Task]:
    """One quiet number, of the list behind it: nobody has to use what they are not used to."""
    if not user.is_councillor or not (count := people_to_check(user, today)):
        return
    told = ngettext("Check %(n)s contact", "Check %(n)s contacts", count) % {"n": count}
    yield {
        "title": told,
        "href": reverse("consent:contacts", query={"check": "stale"}),
        "hint": _("Before you contact them again. Or delete who you no longer need."),
        "status": _("When you need them"),
        "colour": "grey",
    }
