"""What other parts of the portal know of somebody who leaves: what is left, and what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from consent.models import Constituent, Leaving, LeavingStatus
from councilgov.offboarding.machines import LEFT, CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.models import AccountEnd, OffboardingCase
from councilgov.offboarding.todo import OF_ACCOUNTS
from devices.models import MISSING, Device, DeviceStatus, Ownership

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

    from councilgov.offboarding.accounts import AccountEndQuerySet
    from councilgov.people.models import User

WITH_DATA = (DeviceStatus.ENROLLED, DeviceStatus.NON_COMPLIANT)


def _out() -> Q:
    theirs = Q(ownership=Ownership.COUNCIL) & ~Q(status__in=[*MISSING, DeviceStatus.IN_WORKSHOP])
    return theirs | Q(status__in=WITH_DATA)


def devices_left() -> QuerySet[Device]:
    """What is still to come back: the council's, neither here nor missing; and the councillors' own
    that have council data on them.
    """
    found: QuerySet[Device] = Device.objects.filter(_out())
    return found


def devices_to_settle() -> QuerySet[Device]:
    """The same, with what the desk has in its workshop: it is taken back for good, or given back
    and then still to come.
    """
    here = Q(status=DeviceStatus.IN_WORKSHOP, ownership=Ownership.COUNCIL)
    found: QuerySet[Device] = Device.objects.filter(here | _out())
    return found


def _devices() -> Exists:
    return Exists(devices_to_settle().filter(holder=OuterRef("case__councillor")))


def waits_for_leaver() -> Q:
    """Tasks of which something is for the leaver, or the family, to do: not what the desk has."""
    theirs = devices_left().filter(holder=OuterRef("case__councillor"))
    devices = Q(kind=TaskKind.DEVICES) & Q(Exists(theirs))
    return Q(status=TaskStatus.TO_DO) & (Q(kind=TaskKind.RECORDS) | devices)


def _records() -> Q:
    """Somebody whom they noted is still theirs to read, or nobody has said what becomes of it.
    What is sealed is out of everybody's hands, and goes by itself.
    """
    open_ones = Leaving.objects.filter(
        councillor=OuterRef("case__councillor"), status=LeavingStatus.OPEN
    )
    people = Constituent.objects.here().filter(councillor=OuterRef("case__councillor"))
    return Q(Exists(open_ones)) | Q(Exists(people))


def _accounts(left: AccountEndQuerySet) -> Exists:
    return Exists(left.filter(case=OuterRef("case")))


def seen() -> Q:
    """Of which tasks the portal sees whether they are done. Where the council has named no system,
    somebody says when accounts were closed.
    """
    accounts = Exists(AccountEnd.objects.filter(case=OuterRef("case")))
    of_accounts = Q(kind__in=OF_ACCOUNTS)
    return Q(kind__in=[TaskKind.RECORDS, TaskKind.DEVICES]) | of_accounts & Q(accounts)


def something_left() -> Mapping[str, Q]:
    """For each kind of task that nobody ticks off: whether something is left of it."""
    return {
        TaskKind.SUSPEND: Q(_accounts(AccountEnd.objects.not_suspended())),
        TaskKind.RECORDS: _records(),
        TaskKind.DEVICES: Q(_devices()),
        TaskKind.ACCOUNTS: Q(_accounts(AccountEnd.objects.not_terminated())),
    }


def who_holds_unasked(people: Collection[int]) -> set[int]:
    """Which of these people have equipment that is to come back, or contact records, and left no
    office before with a case that asks for it: it goes on, or begins anew as they leave once more.
    """
    cases = OffboardingCase.objects.filter(councillor__in=people).exclude(
        status=CaseStatus.CANCELLED
    )
    last = dict(cases.order_by("last_day", "pk").values_list("councillor", "status"))
    asked = {person for person, status in last.items() if status in LEFT | {CaseStatus.BACK}}
    devices = devices_to_settle().filter(holder__in=people).values_list("holder", flat=True)
    records = Constituent.objects.here().filter(councillor__in=people)
    return {*devices, *records.values_list("councillor", flat=True)} - asked


def who_brings(person: User) -> str:
    """Who was named to bring the equipment of somebody who died, on their last case; or nobody."""
    cases = OffboardingCase.objects.open().of_the_dead().filter(councillor=person)
    names = cases.exclude(contact_name="").order_by("-last_day", "-pk")
    return names.values_list("contact_name", flat=True).first() or ""
