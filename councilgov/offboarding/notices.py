"""The messages about leaving office: none goes to somebody who has died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.ledger.certificates import find, statement_of
from councilgov.ledger.statements import in_groups, lines_of
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from councilgov.offboarding.facts import something_left, waits_for_leaver
from councilgov.offboarding.following import WAS_PAUSED
from councilgov.offboarding.machines import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.receipting.certifying import RECEIPT
from councilgov.offboarding.receipting.lines import reasons_label
from councilgov.offboarding.sweeping import (
    LATE_KIT,
    TO_DESK,
    TO_LEAVER,
    TO_OVERSEER,
    TO_REOPEN,
)
from councilgov.people.models import has_died
from devices.models import ReturnRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from councilgov.ledger.statements import Line
    from councilgov.notices.models import Notice


def _about(notice: Notice) -> OffboardingCase | None:
    row = notice.subject
    return row if isinstance(row, OffboardingCase) and row.is_open else None


def _is_open(case: OffboardingCase, kinds: Collection[str]) -> bool:
    return case.tasks.filter(kind__in=kinds, status=TaskStatus.TO_DO).exists()


def _is_left(case: OffboardingCase, kind: TaskKind) -> bool:
    """To do, and there is something: before the last day tasks are not settled yet."""
    to_do = case.tasks.filter(kind=kind, status=TaskStatus.TO_DO)
    return to_do.filter(something_left()[kind]).exists()


def is_theirs_to_do(notice: Notice) -> bool:
    """They leave, have something to bring or to choose, and did not ask for letters meanwhile."""
    case = _about(notice)
    if case is None or case.wants_letters:
        return False
    return case.tasks.filter(waits_for_leaver()).exists()


def has_access(notice: Notice) -> bool:
    case = _about(notice)
    return bool(case and case.is_over and _is_open(case, (TaskKind.SUSPEND, TaskKind.ACCOUNTS)))


def is_to_open(notice: Notice) -> bool:
    row = notice.subject
    return isinstance(row, OffboardingCase) and row.accounts.to_open().exists()


def was_paused(notice: Notice) -> bool:
    row = notice.subject
    return isinstance(row, OffboardingCase) and row.is_back


def is_late(notice: Notice) -> bool:
    case = _about(notice)
    return bool(case and OffboardingCase.objects.overdue(today()).filter(pk=case.pk).exists())


def is_to_come_back(notice: Notice) -> bool:
    row = notice.subject
    known = [row.pk] if isinstance(row, ReturnRequest) else []
    return ReturnRequest.objects.to_chase().filter(pk__in=known).exists()


def whose(notice: Notice) -> Mapping[str, object]:
    """Whether it is the family who is asked."""
    holder = getattr(notice.subject, "holder", None)
    return {"is_of_the_dead": holder and has_died(holder, holder.terms.all())}


def to_own(notice: Notice) -> Mapping[str, object]:
    """What is left, and the page of it while they can sign in."""
    case = notice.subject
    assert isinstance(case, OffboardingCase)  # noqa: S101  # asked before it is sent
    return {
        "has_equipment": case.tasks.filter(waits_for_leaver(), kind=TaskKind.DEVICES).exists(),
        "has_people": _is_left(case, TaskKind.RECORDS),
        "is_access_over": case.access_due_on < today() and case.back_on is None,
        "is_elected": case.back_on is not None,
        "link": site("offboarding:mine"),
    }


def is_completed(notice: Notice) -> bool:
    """They did not stay after all, and what the receipt said was not erased."""
    row = notice.subject
    is_done = isinstance(row, OffboardingCase) and row.status == CaseStatus.COMPLETED
    return is_done and bool(_lines(notice))


def receipt(notice: Notice) -> Mapping[str, object]:
    """The receipt itself, as a link would open nothing for them; without what somebody wrote."""
    issued = find(notice.cause)
    assert issued is not None  # noqa: S101  # asked before it is sent
    return {
        "lines": _lines(notice),
        "code": in_groups(issued.code),
        "link": site("ledger:verify"),
    }


def _lines(notice: Notice) -> Sequence[Line]:
    issued = find(notice.cause)
    said = statement_of(issued) if issued else None
    lines = lines_of(said, issued.texts) if issued and said else []
    return [line for line in lines if line.label != reasons_label()]


KINDS = [
    NoticeKind(
        name=RECEIPT,
        urgency=Urgency.NOW,
        rule=_("Whoever has left office gets a receipt of what was returned and closed."),
        next=_("Nothing. Please keep this message. We delete your address within eight days."),
        still_true=is_completed,
        context=receipt,
    ),
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
        name=TO_REOPEN,
        urgency=Urgency.NOW,
        rule=_("The service desk is told of whoever is in office again after a gap."),
        next=_("Open what was closed, and say on the page when."),
        still_true=is_to_open,
    ),
    NoticeKind(
        name=WAS_PAUSED,
        urgency=Urgency.NOW,
        rule=_(
            "The Monitoring Officer is told of whoever is in office again while their case is "
            "paused, as for an inquiry."
        ),
        next=_("If you still need something that they have, ask the service desk to ask for it."),
        still_true=was_paused,
    ),
    NoticeKind(
        name=TO_OVERSEER,
        urgency=Urgency.DIGEST,
        rule=_("The Monitoring Officer is told of leavers with whom the council is late."),
        next=_("You are reminded every second working day until it is done or waived."),
        still_true=is_late,
    ),
    NoticeKind(
        name=LATE_KIT,
        urgency=Urgency.DIGEST,
        rule=_("The service desk is told of equipment that turns up with somebody who left."),
        next=_("Write or ring: the portal has no address any more. Members’ services may help."),
        still_true=is_to_come_back,
        context=whose,
    ),
]
