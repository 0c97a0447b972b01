"""What the clock does for leavers: each step safe twice, and late."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from consent.leaving.actions import reach_at
from consent.leavings import RUNNING
from consent.models import Leaving
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.accounts.monitoring import monitoring_officers
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.offboarding.clocks import ACCESS_WORKING_DAYS, Clocks, Dates
from councilgov.offboarding.equipment import date_equipment, left_to_them
from councilgov.offboarding.facts import waits_for_leaver
from councilgov.offboarding.following import follow
from councilgov.offboarding.forgetting import PERSONAL, forget_reach
from councilgov.offboarding.models import (
    AccountEnd,
    CaseStatus,
    OffboardingCase,
    OffboardingTask,
    TaskKind,
    TaskStatus,
)
from councilgov.offboarding.settling import settle
from councilgov.offboarding.suspending import sweeping as suspending
from councilgov.people.models import Appointment, TermOfOffice, User
from councilgov.records import keep_all
from devices.models import (
    Cause,
    Device,
    DeviceStatus,
    Ownership,
    ReturnRequest,
)
from devices.reclaiming.actions import WITH_THEM, request_return
from devices.reclaiming.leaving import leave_suspended

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from councilgov.offboarding.cases import CaseQuerySet
    from councilgov.people.models import UserQuerySet

logger = logging.getLogger(__name__)
TO_LEAVER, TO_DESK, TO_OVERSEER = "leaving_office", "leaver_access", "leaver_overdue"
LATE_KIT = "leaver_late_kit"
TO_REOPEN = "leaver_back"
TO_ASK_FOR = WITH_THEM | {DeviceStatus.IN_WORKSHOP}
THEIRS = (TaskKind.RECORDS, TaskKind.DEVICES)
"""What somebody who leaves does themselves."""
FORGOTTEN_AFTER = timedelta(days=7)
"""The receipt may be sent once more until then."""


def follow_all() -> int:
    """Whatever a term was changed by: nobody who leaves is without a case."""
    return follow()


def ask_for_devices() -> int:
    """The equipment of those who left is asked for by the day of their case; how many devices.

    What turns up once a case is completed, as what was found again, within the council's working
    days. What is in the workshop is due once they have it again. A pause asks for nothing, and
    nothing is asked for again that the desk decided to leave them.
    """
    running = OffboardingCase.objects.filter(status=CaseStatus.RUNNING)
    count = _leave_suspended(running)
    out = Device.objects.filter(status__in=TO_ASK_FOR, ownership=Ownership.COUNCIL)
    unasked = out.exclude(return_requests__status="open").exclude(_left_to_them())
    days = running.filter(Exists(unasked.filter(holder=OuterRef("councillor"))))
    for day in days.order_by("kit_due_on").values_list("kit_due_on", flat=True).distinct():
        holders = running.filter(kit_due_on=day).values("councillor")
        if devices := list(unasked.filter(holder__in=holders)):  # of two cases the first asks
            asked = request_return(devices=devices, because=Cause.LEAVING, by=None, due_on=day)
            count += len(asked)
    if late := list(unasked.filter(holder__in=_out_of_office())):
        asked = request_return(devices=late, because=Cause.LEAVING, by=None)
        _tell_of_late([row.pk for row in asked])
        count += len(asked)
    return count


def _leave_suspended(running: CaseQuerySet) -> int:
    """What they were to bring for the time of a suspension is due by their case instead."""
    asked = ReturnRequest.objects.open().filter(because=Cause.SUSPENDED)
    due = running.filter(councillor__in=asked.values("holder")).order_by("-kit_due_on")
    return leave_suspended(dict(due.values_list("councillor", "kit_due_on")))


def _tell_of_late(requests: Sequence[int]) -> None:
    """Their case is over, so that nothing else tells of it, and the portal knows no address of
    theirs any more: the desk writes or rings.
    """
    rows = ReturnRequest.objects.filter(pk__in=requests)
    for officer in reachable(User.objects.holding(Role.ICT_DESK)).order_by("pk"):
        theirs = rows.annotate(officer=Value(officer.pk))
        Notice.objects.plan(LATE_KIT, theirs, to="officer", cause=("pk",))


def _left_to_them() -> Exists:
    """Since they left an officer has cancelled its return."""
    terms = TermOfOffice.objects.filter(councillor=OuterRef("holder"), ends_at__lte=timezone.now())
    left_at = Subquery(terms.order_by("-ends_at").values("ends_at")[:1])
    return left_to_them(Cause.LEAVING, ended_at__gte=left_at)


def _out_of_office() -> UserQuerySet:
    """Who was a councillor, is nothing to the council now, and has no case that is open."""
    terms = TermOfOffice.objects.filter(councillor=OuterRef("pk"))
    offices = Appointment.objects.current(today()).filter(officer=OuterRef("pk"))
    cases = OffboardingCase.objects.open().filter(councillor=OuterRef("pk"))
    stays = Exists(terms.unfinished(timezone.now())) | Exists(offices) | Exists(cases)
    found: UserQuerySet = User.objects.filter(Exists(terms), ~stays)
    return found


@transaction.atomic
def redate() -> int:
    """Holidays were proclaimed or published, or closures entered: what is open is due by the new
    days, with the equipment that was asked for, and the old ones stay in history. How many cases.
    """
    clocks, changed = Clocks(), []
    rows: Sequence[OffboardingCase] = list(
        OffboardingCase.objects.open().select_for_update(of=("self",)).order_by("pk")
    )
    for row in rows:
        before = Dates(row.suspend_on, row.access_due_on, row.kit_due_on)
        after = clocks.dates(row.last_day, row.kit_extra_days)
        if before != after:
            row.suspend_on, row.access_due_on, row.kit_due_on = after
            changed.append((row, before.kit_due_on))
    moved = [row for row, _before in changed]
    keep_all(moved, by=None, why="The calendar changed", fields=list(Dates._fields))
    date_equipment(changed)
    return len(moved)


def reach_of_contacts() -> int:
    """Where a leaver is told holds for the contacts that they noted too, also where it was given
    before anybody asked what becomes of those: it is asked for once. In how many places.
    """
    given = OffboardingCase.objects.open().exclude(private_address="").of_the_living()
    address = given.filter(councillor=OuterRef("councillor")).values("private_address")[:1]
    running = Leaving.objects.filter(status__in=RUNNING, councillor__in=given.values("councillor"))
    rows = running.annotate(given=Subquery(address)).exclude(address=F("given"))
    where = rows.order_by("pk").values_list("councillor", "given")
    people = User.objects.in_bulk([pk for pk, _given in where])
    return sum(reach_at(councillor=people[pk], address=given, by=None) for pk, given in where)


def staged(cases: CaseQuerySet) -> Any:
    """The cases of which a stage is reached, with their ``stage`` in working days."""
    days = set(cases.order_by().values_list("last_day", flat=True).distinct())
    stages = Clocks().stages(days, today()) if days else {}
    whens = [When(last_day=day, then=Value(stage)) for day, stage in stages.items()]
    none = Value(None, IntegerField())
    stage = Case(*whens, default=none) if whens else none
    return cases.annotate(stage=stage).exclude(stage=None)


def told_by_case(people: Collection[int]) -> set[int]:
    """Which of these people the reminders of their case tell of everything by now, also of the
    contacts that they noted; and who chose letters. While a case is paused it reminds of nothing.
    """
    cases = OffboardingCase.objects.open().filter(councillor__in=people)
    by_post = cases.filter(wants_letters=True).values_list("councillor", flat=True)
    by_email = staged(cases.exclude(status=CaseStatus.PAUSED))
    return {*by_post, *by_email.values_list("councillor", flat=True)}


def has_mailbox() -> Q:
    """Until the desk has suspended their accounts, and never once day ten is over."""
    tasks = OffboardingTask.objects.filter(case=OuterRef("pk"), kind=TaskKind.SUSPEND)
    return Exists(tasks.filter(status=TaskStatus.TO_DO)) & Q(access_due_on__gte=today())


def remind_leavers() -> int:
    """Five working days before the last day, on it, and 5, 8 and 10 after it; then every second,
    to the address that they gave. How many are new. Never to who has died, nor by email to who
    chose letters.
    """
    left = Exists(OffboardingTask.objects.filter(waits_for_leaver(), case=OuterRef("pk")))
    cases = staged(OffboardingCase.objects.of_the_living().filter(left, wants_letters=False))
    soon = cases.filter(status=CaseStatus.SCHEDULED)
    over = cases.filter(status=CaseStatus.RUNNING)
    with_mailbox = has_mailbox() | ~Q(private_address="")
    cause = ("pk", "last_day", "stage")
    return Notice.objects.plan(TO_LEAVER, soon, to="councillor", cause=cause) + Notice.objects.plan(
        TO_LEAVER,
        over.filter(with_mailbox),
        to="councillor",
        cause=cause,
        address="private_address",
    )


def remind_desk() -> int:
    """The service desk is reminded, at the same stages, of accounts that are not closed yet."""
    tasks = OffboardingTask.objects.filter(case=OuterRef("pk"), status=TaskStatus.TO_DO)
    open_ones = Exists(tasks.filter(kind__in=[TaskKind.SUSPEND, TaskKind.ACCOUNTS]))
    due = staged(OffboardingCase.objects.left().filter(open_ones)).filter(stage__gte=0)
    return _tell_each(TO_DESK, due, reachable(User.objects.holding(Role.ICT_DESK)))


def ask_to_open() -> int:
    """Somebody is in office again, so the service desk is asked once to open what it had closed."""
    cases = OffboardingCase.objects.filter(
        Exists(AccountEnd.objects.to_open().filter(case=OuterRef("pk")))
    )
    officers = reachable(User.objects.holding(Role.ICT_DESK))
    return sum(
        Notice.objects.plan(
            TO_REOPEN,
            cases.annotate(officer=Value(officer.pk)),
            to="officer",
            cause=("pk", "last_day", "ended_at"),
        )
        for officer in officers.order_by("pk")
    )


def escalate() -> int:
    """Once day ten is over, the Monitoring Officer and the deputies are told of what is still
    open, and every second working day.
    """
    due = staged(OffboardingCase.objects.overdue(today())).filter(stage__gte=ACCESS_WORKING_DAYS)
    return _tell_each(TO_OVERSEER, due, monitoring_officers())


def _tell_each(kind: str, due: Any, officers: UserQuerySet) -> int:
    return sum(
        Notice.objects.plan(
            kind,
            due.annotate(officer=Value(officer.pk)),
            to="officer",
            cause=("pk", "last_day", "stage"),
        )
        for officer in officers.order_by("pk")
    )


@transaction.atomic
def forget() -> int:
    """How somebody was reached was for their case alone: a week after its end it is forgotten, also
    in history and on what was sent there. Of how many.
    """
    forgotten = Q(**dict.fromkeys(PERSONAL, ""))
    ended = OffboardingCase.objects.filter(
        ~forgotten, ended_at__lt=timezone.now() - FORGOTTEN_AFTER
    )
    rows: Sequence[OffboardingCase] = list(ended.select_for_update(of=("self",)).order_by("pk"))
    return forget_reach(rows)


STEPS = (
    follow_all,
    redate,
    ask_for_devices,
    settle,
    reach_of_contacts,
    remind_leavers,
    remind_desk,
    ask_to_open,
    escalate,
    forget,
    *suspending.STEPS,
)
"""In this order: a case is dated before it starts, and settled before anybody is reminded of it."""
