"""The messages about equipment that is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.models import Issue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice

REMINDER = "equipment_reminder"


def is_still_to_accept(notice: Notice) -> bool:
    """Neither accepted nor declined, something of it is there, and its councillor is in office."""
    waiting = Issue.objects.waiting().in_office(timezone.now())
    return isinstance(notice.subject, Issue) and waiting.filter(pk=notice.subject.pk).exists()


def to_issue(notice: Notice) -> Mapping[str, object]:
    """Its page, and what is on it."""
    issue = notice.subject
    if not isinstance(issue, Issue):
        return {}
    held = issue.assignments.not_missing().with_row().order_by("pk")
    return {"link": site("devices:issue", issue.pk), "devices": [row.device for row in held]}


def to_own(_notice: Notice) -> Mapping[str, object]:
    """What is on their record."""
    return {"link": site("devices:equipment")}


KINDS = [
    NoticeKind(
        name="equipment_issued",
        urgency=Urgency.NOW,
        rule=_("Whoever is given council equipment is asked to accept it."),
        next=_("We remind you if you have not accepted or declined it in time."),
        still_true=is_still_to_accept,
        context=to_issue,
    ),
    NoticeKind(
        name=REMINDER,
        urgency=Urgency.DIGEST,
        rule=_("Whoever has not accepted equipment in time is reminded once a week."),
        next=_("Accept or decline it, and the reminders stop."),
        still_true=is_still_to_accept,
        context=to_issue,
    ),
    NoticeKind(
        name="equipment_accepted",
        urgency=Urgency.NOW,
        rule=_("Whoever accepts council equipment gets a receipt."),
        next=_("Nothing. Keep the receipt for as long as you have the equipment."),
        context=to_issue,
    ),
    NoticeKind(
        name="equipment_corrected",
        urgency=Urgency.NOW,
        rule=_("Whoever was given equipment on record by mistake is told that it is corrected."),
        next=_("Nothing. It is not on your record."),
        context=to_own,
    ),
]
