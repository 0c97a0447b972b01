"""The messages about elections and the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.elections.closing.calendar import Calendar
from councilgov.elections.declaring.newly import to_declare
from councilgov.elections.sweeping import CALENDAR_ENDS, DECLARATIONS
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def still_ends(_notice: Notice) -> bool:
    return Calendar().is_ending(today())


def to_calendar(_notice: Notice) -> Mapping[str, object]:
    return {"calendar": Calendar(), "link": site("elections:calendar")}


def has_not_declared(notice: Notice) -> bool:
    term = notice.subject
    return bool(term and to_declare().filter(pk=term.pk).exists())


def to_new_members(_notice: Notice) -> Mapping[str, object]:
    facts = {"waiting": to_declare().count(), "first": to_declare().first()}
    return {**facts, "link": site("elections:new_members")}


KINDS = [
    NoticeKind(
        name=CALENDAR_ENDS,
        urgency=Urgency.DIGEST,
        rule=_(
            "Members’ services and administrators are told six months before the last bank holiday "
            "that the portal knows."
        ),
        next=_("Have the portal updated. Then these messages stop."),
        still_true=still_ends,
        context=to_calendar,
    ),
    NoticeKind(
        name=DECLARATIONS,
        urgency=Urgency.DIGEST,
        rule=_(
            "Whoever is elected makes the declaration of acceptance within two months, or the "
            "office is vacant (Local Government Act 1972, section 83)."
        ),
        next=_("Record the declaration, or confirm that the office is vacant."),
        still_true=has_not_declared,
        context=to_new_members,
    ),
]
