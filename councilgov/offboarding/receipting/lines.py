"""What the receipt of somebody who left says, line by line: facts of the portal, none of others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from consent.leaving.rules import THEIRS
from consent.models import Constituent, Leaving
from councilgov.days import day_in_words, moment_in_words
from councilgov.deadlines import end_of_day
from councilgov.ledger.models import Entry
from councilgov.offboarding.facts import devices_left
from councilgov.offboarding.machines import TaskKind, TaskStatus
from councilgov.offboarding.todo import BY_FACTS, OF_ACCOUNTS
from councilgov.records import subject_of
from devices.models import MISSING, Device, Enrolment, Ownership, ReturnedDevice
from policies.machines import OPEN_REQUESTS
from policies.models import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from councilgov.offboarding.models import AccountEnd, OffboardingCase


DONE_ON: Mapping[str, StrOrPromise] = {
    TaskKind.SUSPEND: _lazy("Access to the council’s systems suspended on %(day)s"),
    TaskKind.LISTS: _lazy("Removed from mailing lists and groups on %(day)s"),
    TaskKind.SOCIAL: _lazy("Social media accounts of the council moved on %(day)s"),
    TaskKind.INSURANCE: _lazy("Insurers and payroll told on %(day)s"),
    TaskKind.ACCOUNTS: _lazy("Access to the council’s systems terminated on %(day)s"),
}
"""What somebody noted as done, as a receipt says it."""


def lines_of(case: OffboardingCase) -> Mapping[str, str | datetime | Sequence[str]]:
    """In the order of the page. What there is nothing of is left out when it is printed."""
    assert case.ended_at is not None  # noqa: S101  # only of what has ended
    waived = case.tasks.filter(status=TaskStatus.WAIVED)
    return {
        _("Councillor"): case.councillor.full_name,
        _("Last day in office"): day_in_words(case.last_day),
        _("Equipment returned"): _returned(case) or _nothing_held(case),
        _("Brought by"): _brought_by(case) if case.is_of_the_dead else [],
        _("Own devices without council data"): _freed(case),
        _("In office again"): _back(case),
        _kept_label(case): _not_returned(case),
        _("Accounts"): _accounts(case),
        _("Asked for and not signed"): [] if case.is_of_the_dead else _unsigned(case),
        _("People whom they had noted"): _people(case),
        _("Also done"): _done(case),
        _("Not needed"): [str(task) for task in waived],
        _("Why it was not needed"): [f"{task}: {task.words}" for task in waived],
        (_("Ended at") if case.is_back else _("Completed at")): case.ended_at,
    }


def _kept_label(case: OffboardingCase) -> str:
    return _("Not returned, and theirs again") if case.is_back else _("Not returned")


def _back(case: OffboardingCase) -> str:
    day = day_in_words(case.back_on) if case.back_on else ""
    told = _("From %(day)s. Nothing more is asked for because they had left.")
    return told % {"day": day} if day else ""


def reasons_label() -> str:
    """Of the one line that somebody wrote, and may have named others in: no mail has it."""
    return _("Why it was not needed")


def since(case: OffboardingCase) -> datetime:
    """From when on what comes back comes back because of leaving: as soon as that was known, or the
    last day, where its end was entered late.
    """
    return min(case.opened_at, end_of_day(case.last_day - timedelta(days=1)))


def _returned(case: OffboardingCase) -> Sequence[str]:
    return [_came_back(row) for row in _returns(case)]


def _returns(case: OffboardingCase) -> QuerySet[ReturnedDevice]:
    came = ReturnedDevice.objects.with_row().select_related("part_of")
    theirs = came.filter(part_of__councillor=case.councillor_id)
    found: QuerySet[ReturnedDevice] = theirs.filter(part_of__received_at__gte=since(case))
    return found.order_by("part_of", "pk")


def _came_back(row: ReturnedDevice) -> str:
    told = _("%(device)s, on %(day)s")
    if row.missing:
        told = _("%(device)s, on %(day)s, without: %(parts)s")
    return told % {
        "device": row.device.description,
        "day": day_in_words(row.part_of.received_at),
        "parts": ", ".join(row.missing),
    }


def _brought_by(case: OffboardingCase) -> Sequence[str]:
    """Who came for somebody who had died, as the receipt of that day names them."""
    names = (row.part_of.brought_by_whom for row in _returns(case))
    return [name for name in dict.fromkeys(names) if name]


def _nothing_held(case: OffboardingCase) -> Sequence[str]:
    """Said, so that nobody asks for it later; not where something is missing or was waived."""
    if (
        _not_returned(case)
        or case.tasks.filter(kind=TaskKind.DEVICES, status=TaskStatus.WAIVED).exists()
    ):
        return []
    return [_("No council equipment was held")]


def _freed(case: OffboardingCase) -> Sequence[str]:
    freed = Enrolment.objects.filter(
        councillor=case.councillor_id, removal_confirmed_at__gte=since(case)
    )
    told = _("%(device)s, council data removed on %(day)s")
    return [
        told % {"device": row.device.description, "day": day_in_words(row.removal_confirmed_at)}
        for row in freed.select_related("device__kind").order_by("pk")
        if row.removal_confirmed_at
    ]


def _not_returned(case: OffboardingCase) -> Sequence[str]:
    """What is missing, and what the council does without, as the task was waived."""
    missing = Q(status__in=sorted(MISSING), ownership=Ownership.COUNCIL)
    out = Q(pk__in=devices_left().values("pk"))
    found = Device.objects.filter(missing | out, holder=case.councillor_id)
    told = _("%(device)s: %(status)s")
    return [
        told % {"device": device.description, "status": device.get_status_display().lower()}
        for device in found.select_related("kind").order_by("asset_tag")
    ]


def _accounts(case: OffboardingCase) -> Sequence[str]:
    """Each with its two moments; where the council named no systems, what somebody noted."""
    rows = case.accounts.noted().select_related("system")
    ends = [_account(end, case) for end in rows if end.terminated_at or case.is_back]
    return ends or _on_days(case, sorted(OF_ACCOUNTS))


def _account(end: AccountEnd, case: OffboardingCase) -> str:
    assert end.suspended_at is not None  # noqa: S101  # of these alone
    terminated = moment_in_words(end.terminated_at) if end.terminated_at else ""
    told = (
        _("%(system)s: suspended at %(suspended)s; terminated at %(terminated)s")
        if end.terminated_at
        else _("%(system)s: suspended at %(suspended)s")
    )
    said = told % {
        "system": end.system,
        "suspended": moment_in_words(end.suspended_at),
        "terminated": terminated,
    }
    again = _("%(said)s. The service desk opens it again")
    return again % {"said": said} if case.is_back else said


def _done(case: OffboardingCase) -> Sequence[str]:
    """What somebody noted as done."""
    others = [kind for kind in TaskKind if kind not in BY_FACTS | OF_ACCOUNTS]
    return _on_days(case, others)


def _on_days(case: OffboardingCase, kinds: Sequence[str]) -> Sequence[str]:
    done = case.tasks.filter(status=TaskStatus.DONE, kind__in=kinds)
    return [
        str(DONE_ON[task.kind]) % {"day": day_in_words(task.ended_at)}
        for task in done
        if task.ended_at
    ]


def _unsigned(case: OffboardingCase) -> Sequence[str]:
    """A receipt of what is not there: requests that ended with the term, without a signature; also
    on a later day, where the end of the term was entered late.
    """
    lapsed = Q(lapsed_on__gte=case.last_day)
    mine = Acknowledgement.objects.with_version().filter(councillor=case.councillor_id)
    rows = mine.filter(lapsed | Q(status__in=sorted(OPEN_REQUESTS))).order_by("due_on", "pk")
    told = _("%(policy)s, version %(number)s, to be signed by %(day)s")
    return [
        told
        % {
            "policy": row.version.policy.title,
            "number": row.version.number,
            "day": day_in_words(row.due_on),
        }
        for row in rows
    ]


def _people(case: OffboardingCase) -> Sequence[str]:
    """How many, and never who: from the evidence, as of those who are gone nothing else is left."""
    ended = {"councillor": case.councillor_id, "term__ends_at": case.term.ends_at}
    leavings = Leaving.objects.filter(**ended)
    about = [subject_of(row) for row in leavings]
    gone = _sum(about, "consent.left_records_deleted")
    handed = _sum(about, "consent.records_handed_on")
    sealed = Constituent.objects.filter(leaving__in=leavings, capacity__in=THEIRS).count()
    counts = (
        (handed, ngettext("%(n)s handed on", "%(n)s handed on", handed)),
        (gone - handed, ngettext("%(n)s deleted here", "%(n)s deleted here", gone - handed)),
        (sealed, ngettext("%(n)s sealed", "%(n)s sealed", sealed)),
    )
    return [told % {"n": n} for n, told in counts if n > 0]


def _sum(about: Sequence[str], kind: str) -> int:
    entries = Entry.objects.filter(subject__in=about, kind=kind)
    found = (entry.details.get("people") for entry in entries)
    return sum(n for n in found if isinstance(n, int))
