"""The messages that devices send: which rule sends each, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from devices.models import DeskTask, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_to_do(notice: Notice) -> bool:
    """The desk has not done it yet."""
    task = notice.subject
    return isinstance(task, DeskTask) and task.status == TaskStatus.OPEN


def to_task(notice: Notice) -> Mapping[str, str]:
    """The page on which it is done."""
    task = notice.subject
    return {"link": f"{settings.SITE_URL}{task.address}"} if isinstance(task, DeskTask) else {}


KINDS = [
    NoticeKind(
        name="desk_task",
        urgency=Urgency.NOW,
        rule=_("Each task of the service desk goes to the address where mail becomes a ticket."),
        next=_("Enter the number of your ticket on the page of the task."),
        still_true=is_to_do,
        context=to_task,
    ),
]
