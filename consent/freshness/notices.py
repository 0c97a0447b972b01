"""The message that asks to check numbers that were not used for months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.freshness.reminding import TO_CHECK, people_to_check, seen_to
from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_left_to_check(notice: Notice) -> bool:
    """They are in office, something is to be checked by then, and the council reminds."""
    is_wanted = Council.objects.the().reminds_of_checks
    return is_wanted and people_to_check(notice.to, seen_to(today())) > 0


def how_many(notice: Notice) -> Mapping[str, object]:
    """Numbers and a link: who they are stands on the page alone."""
    now = people_to_check(notice.to, today())
    soon = people_to_check(notice.to, seen_to(today())) - now
    return {"now": now, "soon": soon, "link": site("consent:contacts")}


KINDS = [
    NoticeKind(
        name=TO_CHECK,
        urgency=Urgency.DIGEST,
        rule=_("A number that was not used for some months is checked before it is used again."),
        next=_(
            "We remind you once a week until each is checked, or you no longer need the person."
        ),
        still_true=is_left_to_check,
        context=how_many,
    ),
]
