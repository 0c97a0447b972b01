"""The messages about leaving office: none goes to somebody who has died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from councilgov.offboarding.machines import TaskKind, TaskStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.sweeping import THEIRS, TO_DESK, TO_LEAVER, TO_OVERSEER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from councilgov.notices.models import Notice


def _about(notice: Notice) -> OffboardingCase | None:
    row = notice.subject
    return row if isinstance(row, OffboardingCase) and row.is_open else None


def _is_open(case: OffboardingCase, kinds: Collection[str]) -> bool:
    return case.tasks.filter(kind__in=kinds, status=TaskStatus.TO_DO).exists()


def is_theirs_to_do(notice: Notice) -> bool:
    """They leave, have something to bring or to choose, and did not ask for letters meanwhile."""
    case = _about(notice)
    return bool(case and not case.wants_letters and _is_open(case, THEIRS))


def has_access(notice: Notice) -> bool:
    case = _about(notice)
    return bool(case and case.is_over and _is_open(case, (TaskKind.SUSPEND, TaskKind.ACCOUNTS)))


def is_late(notice: Notice) -> bool:
    case = _about(notice)
    return bool(case and OffboardingCase.objects.overdue(today()).filter(pk=case.pk).exists())


def to_own(_notice: Notice) -> Mapping[str, object]:
    return {"link": site("offboarding:mine")}


KINDS = [
    NoticeKind(
        name=TO_LEAVER,
        urgency=Urgency.DIGEST,
        rule=_(
            "Whoever leaves office is reminded five working days before the last day, on it, and "
            "until everything is done."
        ),
        next=_("Do what is left on the list, and the reminders stop."),
        still_true=is_theirs_to_do,
        context=to_own,
    ),
    NoticeKind(
        name=TO_DESK,
        urgency=Urgency.DIGEST,
        rule=_("The service desk is reminded of accounts of leavers that are still open."),
        next=_("Close them, and say on the page when. Then the reminders stop."),
        still_true=has_access,
    ),
    NoticeKind(
        name=TO_OVERSEER,
        urgency=Urgency.DIGEST,
        rule=_("The Monitoring Officer is told of leavers with whom the council is late."),
        next=_("You are reminded every second working day until it is done or waived."),
        still_true=is_late,
    ),
]
