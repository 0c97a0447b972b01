"""The messages that contacts will be deleted, and that this changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.keeping.reminding import TO_GO
from consent.models import Constituent, Moderation
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def how_many_go(notice: Notice) -> int:
    return Constituent.objects.visible_to(notice.to).exclude(goes_on=None).count()


def is_true(notice: Notice) -> bool:
    """They are in office, and somebody of theirs goes."""
    return how_many_go(notice) > 0


def count_and_link(notice: Notice) -> Mapping[str, object]:
    """A number and a link: who they are stands on the page alone."""
    return {"count": how_many_go(notice), "link": site("consent:going")}


def has_contacts(notice: Notice) -> bool:
    """They are in office, and keep contacts."""
    return Constituent.objects.visible_to(notice.to).exists()


def months_and_link(_notice: Notice) -> Mapping[str, object]:
    return {"months": Council.objects.the().contact_months, "link": site("consent:going")}


def has_log(notice: Notice) -> bool:
    """They are in office, and keep a log."""
    return Moderation.objects.visible_to(notice.to).exists()


def log_months_and_link(_notice: Notice) -> Mapping[str, object]:
    return {"months": Council.objects.the().log_months, "link": site("consent:moderations")}


KINDS = [
    NoticeKind(
        name="log_months_changed",
        urgency=Urgency.NOW,
        rule=_("Councillors are told when their log of bans and blocks is kept longer or shorter."),
        next=_("Nothing goes in the next 4 weeks. You can download what you still need."),
        still_true=has_log,
        context=log_months_and_link,
    ),
    NoticeKind(
        name="contact_months_changed",
        urgency=Urgency.NOW,
        rule=_("Councillors are told when the council keeps contacts for longer or shorter."),
        next=_("Nobody goes in the next 4 weeks. You can keep those whom you still need."),
        still_true=has_contacts,
        context=months_and_link,
    ),
    NoticeKind(
        name=TO_GO,
        urgency=Urgency.DIGEST,
        rule=_("Contacts are kept no longer than they are needed."),
        next=_("They are deleted on their day, unless you say that you still need them."),
        still_true=is_true,
        context=count_and_link,
    ),
]
