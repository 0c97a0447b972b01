"""A case as its page shows it: the clocks, the tasks, and what the person still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from councilgov.access import Right
from councilgov.days import day_in_words, moment_in_words, today
from councilgov.forms.templatetags.govuk import govuk_tag
from councilgov.offboarding.cases import BY_ACCESS
from councilgov.offboarding.clocks import ACCESS_WORKING_DAYS, Clocks
from councilgov.offboarding.doing import doer_of, may_finish, may_take_up, may_waive
from councilgov.offboarding.facts import devices_to_settle
from councilgov.offboarding.foretelling import arithmetic
from councilgov.offboarding.machines import OF_KIT, STAYING
from councilgov.offboarding.models import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.reaching import reached_by
from councilgov.offboarding.showing.columns import COLOURS, STANDINGS, STOPPABLE, days_late
from councilgov.offboarding.showing.events import timeline
from councilgov.offboarding.showing.holding import held
from councilgov.offboarding.showing.steps import Known, next_and_others
from councilgov.people.models import EndReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from councilgov.forms.templatetags.govuk import Link, SummaryRow
    from councilgov.offboarding.models import OffboardingCase, OffboardingTask
    from councilgov.people.models import User


class Clock(NamedTuple):
    """One of the two, with its arithmetic."""

    name: str
    due_on: date
    words: str
    late: str


def shown(case: OffboardingCase, user: User) -> Mapping[str, Any]:
    """All that the page shows to this person, in a number of queries that does not grow."""
    tasks = list(case.tasks.select_related("ended_by"))
    for task in tasks:
        task.case = case
    accounts = list(
        case.accounts.select_related("system", "suspended_by", "terminated_by", "opened_by")
    )
    left = list(devices_to_settle().filter(holder=case.councillor_id).order_by("asset_tag"))
    known, clocks = Known(case, tasks, accounts, left), Clocks()
    first, others = next_and_others(known, user)
    return {
        "case": case,
        "status": STANDINGS[case.status],
        "colour": COLOURS.get(case.status, "grey"),
        "known": list(_known(case, tasks, user)),
        "clocks": [] if case.status in STAYING else _clocks(case, tasks, clocks),
        "tasks": [_doing(task, user, clocks, has_systems=bool(accounts)) for task in tasks],
        "accounts": accounts,
        "has_come_back": case.has_come_back,
        "next": first,
        "others": others,
        "events": timeline(case, accounts),
        **held(case, user),
        **may_see(user),
    }


def may_see(user: User) -> Mapping[str, bool]:
    """Other pages about the same person, to which this one leads."""
    return {
        "sees_person": user.has_perm(Right.SEE_PEOPLE),
        "sees_contacts": user.has_perm(Right.SEE_LEAVERS),
        "sees_devices": user.has_perm(Right.SEE_DEVICES),
        "sees_signatures": user.has_perm(Right.SEE_REGISTER),
        "keeps_systems": user.has_perm(Right.KEEP_SYSTEMS),
        "writes_letters": user.has_perm(Right.KEEP_OFFBOARDING),
    }


def _known(
    case: OffboardingCase, tasks: Iterable[OffboardingTask], user: User
) -> Iterator[SummaryRow]:
    term = case.term
    rows = [
        (_("Ward"), str(term.ward or "")),
        (_("Last day"), day_in_words(case.last_day)),
        (_("In office again"), _back(case)),
        (_("Why"), str(term.get_end_reason_display() or "")),
        (_("Resignation received"), _received(case)),
        (_("Died"), _died(case)),
        (_("Paused because"), case.pause_reason),
        (_("Who brings the equipment"), _brings(case, user)),
        (_("How they are reached"), _reached(case, tasks, user) if case.is_open else ""),
    ]
    for key, value in rows:
        if value:
            yield {"key": key, "value": value}


def _back(case: OffboardingCase) -> str:
    """Whose new term is to come, or has begun."""
    day = case.back_on
    if day is None or case.status == CaseStatus.CANCELLED:
        return ""
    if not case.is_over:
        return _("From %(day)s") % {"day": day_in_words(day)}
    told = _("From %(day)s. This case ends then, and what is not returned yet is theirs again.")
    return told % {"day": day_in_words(day)}


def _received(case: OffboardingCase) -> str:
    at, reason = case.term.ends_at, case.term.end_reason
    return moment_in_words(at) if at and reason == EndReason.RESIGNED else ""


def _died(case: OffboardingCase) -> str:
    """After they had left: a death in office is why they left."""
    day = case.councillor.died_on
    return day_in_words(day) if day else ""


def _brings(case: OffboardingCase, user: User) -> str:
    """For those who ring them, and for nobody else."""
    if not user.has_perm(Right.KEEP_OFFBOARDING) and not user.has_perm(Right.CLOSE_ACCESS):
        return _("Members’ services know who") if case.contact_name else ""
    return ", ".join(part for part in (case.contact_name, case.contact_phone) if part)


def _reached(case: OffboardingCase, tasks: Iterable[OffboardingTask], user: User) -> str:
    if case.is_of_the_dead:
        return _("Nothing is sent. Members’ services speak with the family.")
    return reached_by(case, user) or _reached_at_the_council(case, tasks)


def _reached_at_the_council(case: OffboardingCase, tasks: Iterable[OffboardingTask]) -> str:
    """As ``sweeping.has_mailbox`` says of many."""
    is_open = any(task.kind == TaskKind.SUSPEND and task.is_to_do for task in tasks)
    if case.access_due_on < today() or not is_open:
        return _("By letter: their council mailbox is closed, and they gave no other address.")
    return _("By email, until their council mailbox is closed. They gave no other address.")


def _clocks(case: OffboardingCase, tasks: Iterable[OffboardingTask], clocks: Clocks) -> list[Clock]:
    kit = clocks.council.return_working_days + case.kit_extra_days
    open_ones = {task.kind for task in tasks if task.is_to_do}
    is_same = kit == ACCESS_WORKING_DAYS
    parts = (
        (
            _("Access"),
            case.access_due_on,
            ACCESS_WORKING_DAYS,
            case.is_access_late and not open_ones.isdisjoint(BY_ACCESS),
        ),
        (
            _("Equipment"),
            case.kit_due_on,
            kit,
            case.is_kit_late and not open_ones.isdisjoint(OF_KIT),
        ),
    )
    return [
        Clock(
            name,
            due_on,
            _("Counted in the same way.")
            if is_same and name != parts[0][0]
            else arithmetic(clocks, case.last_day, n),
            days_late(due_on, clocks) if late else "",
        )
        for name, due_on, n, late in parts
    ]


def _doing(task: OffboardingTask, user: User, clocks: Clocks, *, has_systems: bool) -> SummaryRow:
    """A task as the page lists it: how it stands, who does it and by when, and what one may do."""
    links: list[Link] = []
    if may_finish(task, user, has_systems=has_systems):
        links.append(_link(task, "finish_task", _("It is done")))
    if may_waive(task, user):
        links.append(_link(task, "waive_task", _("Not needed")))
    if may_take_up(task, user, has_systems=has_systems):
        links.append(_link(task, "take_up_task", _("Take it up again")))
    words, colour = standing(task, clocks)
    tag = govuk_tag(words, colour)
    if task.is_to_do and task.case.status == CaseStatus.CANCELLED:
        return {"key": str(task), "value": tag, "actions": links}
    value = format_html("{}<br>{}<br>{}", tag, doer_of(task), _when(task))
    if task.words:
        value = format_html("{}<br>{}", value, task.words)
    return {"key": str(task), "value": value, "actions": links}


def _link(task: OffboardingTask, page: str, text: str) -> Link:
    href = reverse(f"offboarding:{page}", args=[task.pk])
    return {"text": text, "href": href, "hidden": f"({task})"}


def _when(task: OffboardingTask) -> str:
    if task.is_to_do and task.case.is_back:
        return _("They are in office again")
    if task.is_to_do:
        return _("By %(day)s") % {"day": day_in_words(task.due_on)}
    ended_at, who = task.ended_at, task.ended_by
    moment = moment_in_words(ended_at) if ended_at else ""
    if who is None:
        return _("Seen by the portal at %(moment)s") % {"moment": moment}
    return _("%(name)s, at %(moment)s") % {"name": who.full_name, "moment": moment}


def standing(task: OffboardingTask, clocks: Clocks) -> tuple[str, str]:
    """How a task stands, in words, and the colour of that."""
    words = str(task.get_status_display())
    if not task.is_to_do:
        return words, "green" if task.status == TaskStatus.DONE else "grey"
    case = task.case
    if case.status in STAYING:
        return _("Not needed any more"), "grey"
    if case.status == CaseStatus.PAUSED and task.kind in STOPPABLE:
        return _("Paused"), "yellow"
    if case.is_over and task.due_on < today():
        return days_late(task.due_on, clocks), "red"
    return words, "blue"
