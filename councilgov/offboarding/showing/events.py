"""What happened to a case, from its history, that of its tasks, its accounts and what was sent."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.days import day_in_words
from councilgov.forms.timeline import Event, newest_first
from councilgov.notices.models import Notice
from councilgov.offboarding.accounts import TAKEN_BACK
from councilgov.offboarding.models import (
    AccountEnd,
    CaseStatus,
    OffboardingCase,
    OffboardingTask,
    TaskKind,
    TaskStatus,
)
from councilgov.offboarding.reaching import REACH
from councilgov.offboarding.receipting.certifying import RECEIPT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

MOVED: Mapping[str, StrOrPromise] = {
    CaseStatus.SCHEDULED: gettext_lazy("In office again until the last day"),
    CaseStatus.RUNNING: gettext_lazy("Left office: the clocks run"),
    CaseStatus.PAUSED: gettext_lazy("Paused"),
    CaseStatus.COMPLETED: gettext_lazy("Completed"),
    CaseStatus.CANCELLED: gettext_lazy("Did not leave"),
    CaseStatus.BACK: gettext_lazy("In office again: nothing more is asked for"),
}
DATES = (
    ("last_day", gettext_lazy("Last day")),
    ("access_due_on", gettext_lazy("Access ends by")),
    ("kit_due_on", gettext_lazy("Equipment is due by")),
)
A_MINUTE = timedelta(seconds=59, microseconds=999_999)
BRINGS = ("contact_name", "contact_phone")
TASKS: Mapping[str, StrOrPromise] = {
    TaskStatus.DONE: gettext_lazy("%(task)s: done"),
    TaskStatus.WAIVED: gettext_lazy("%(task)s: not needed"),
    TaskStatus.TO_DO: gettext_lazy("%(task)s: to do again"),
}


def timeline(case: OffboardingCase, accounts: Collection[AccountEnd]) -> list[Event]:
    """Newest first. Four queries, however much happened."""
    return newest_first(
        _of_case(case),
        _of_tasks(case),
        _of_accounts(accounts),
        _opened(accounts),
        _taken_back(case),
        _sent(case),
    )


def _who(row: Any) -> str:
    return row.history_user.full_name if row.history_user else ""


def _of_case(case: OffboardingCase) -> Iterator[Event]:
    rows: Any = case.history.select_related("history_user").order_by("history_id")
    for before, after in pairwise([None, *rows]):
        if before is None:
            told = _("Last day: %(day)s") % {"day": day_in_words(after.last_day)}
            yield Event(after.history_date, _("Case opened"), _who(after), told)
            continue
        for what, why in _changes(before, after):
            yield Event(after.history_date, what, _who(after), why)


def _changes(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    if before.status != after.status:
        is_back = before.status == CaseStatus.PAUSED and after.status == CaseStatus.RUNNING
        what = _("The clock of equipment goes on") if is_back else MOVED[after.status]
        yield str(what), after.pause_reason
    if moved := list(_moved(before, after)):
        yield _("Other days count"), " ".join([_(after.history_change_reason) + ".", *moved])
    if any(getattr(before, name) != getattr(after, name) for name in REACH):
        yield _("How they are reached was changed"), ""
    if any(getattr(before, name) != getattr(after, name) for name in BRINGS):
        yield _("Who brings the equipment was changed"), ""


def _moved(before: Any, after: Any) -> Iterator[str]:
    for name, label in DATES:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            told = _("%(what)s: %(now)s, before that %(was)s.")
            facts = {"what": label, "now": day_in_words(now), "was": day_in_words(was)}
            yield told % facts


def _of_tasks(case: OffboardingCase) -> Iterator[Event]:
    history: Any = OffboardingTask.history
    rows = history.filter(case_id=case.pk).select_related("history_user")
    for _pk, of_one in groupby(rows.order_by("id", "history_id"), key=lambda row: row.id):
        for before, after in pairwise(of_one):
            if before.status != after.status:
                what = str(TASKS[after.status]) % {"task": TaskKind(after.kind).label}
                yield Event(after.history_date, what, _who(after), after.words)


def _of_accounts(accounts: Iterable[AccountEnd]) -> Iterator[Event]:
    for row in accounts:
        if row.suspended_at and row.suspended_by:
            what = _("%(system)s: access suspended") % {"system": row.system}
            yield Event(_within(row.suspended_at), what, row.suspended_by.full_name)
        if row.terminated_at and row.terminated_by:
            what = _("%(system)s: access terminated") % {"system": row.system}
            yield Event(_within(row.terminated_at), what, row.terminated_by.full_name)


def _within(moment: datetime) -> datetime:
    """A minute that somebody typed stands after what the portal itself noted in it."""
    return moment if moment.second else moment + A_MINUTE


def _opened(accounts: Iterable[AccountEnd]) -> Iterator[Event]:
    for row in accounts:
        if row.opened_at and row.opened_by:
            what = _("%(system)s: open again") % {"system": row.system}
            yield Event(row.opened_at, what, row.opened_by.full_name)


def _taken_back(case: OffboardingCase) -> Iterator[Event]:
    history: Any = AccountEnd.history
    rows = history.filter(case_id=case.pk, history_change_reason__startswith=TAKEN_BACK)
    for row in rows.select_related("history_user", "system").order_by("history_id"):
        what = _("%(system)s: what was noted is taken back") % {"system": row.system}
        yield Event(
            row.history_date,
            what,
            _who(row),
            row.history_change_reason.removeprefix(f"{TAKEN_BACK}: "),
        )


def _sent(case: OffboardingCase) -> Iterator[Event]:
    """Reminders and the receipt, with to whom they went and never to which address."""
    sent = Notice.objects.about(OffboardingCase.objects.filter(pk=case.pk))
    for row in sent.exclude(sent_at=None).select_related("to").order_by("pk"):
        if row.sent_at:
            told = (
                _("Receipt sent to %(name)s")
                if row.kind == RECEIPT
                else _("Reminder sent to %(name)s")
            )
            yield Event(row.sent_at, told % {"name": row.to.full_name})
