"""Who they are whom a councillor chooses to tell: today's, by name, and nobody after them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.safety import Comes, Told
from councilgov.access import MONITORING, Role
from councilgov.accounts.models import reachable
from councilgov.deadlines import CalendarEnds
from councilgov.people.models import Council, GroupMembership, Suspension, User
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import UserQuerySet

DAYS = 1
"""Working days in which each of them says that they have seen it."""


def leader_of(councillor: User) -> User | None:
    """Who leads the councillor's group today, is in office, and not suspended, perhaps for just
    that: nobody leads themselves.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    mine = GroupMembership.objects.current(today).filter(councillor=councillor).first()
    if mine is None:
        return None
    leads = GroupMembership.objects.current(today).filter(
        group=mine.group_id, is_leader=True, councillor__in=User.objects.councillors(now)
    )
    suspended = Suspension.objects.in_force(now).values("councillor")
    others = leads.exclude(councillor=councillor).exclude(councillor__in=suspended)
    led: GroupMembership | None = others.select_related("councillor").first()
    return led.councillor if led and led.councillor.is_active else None


def whom(part: str, councillor: User, comes_from: str) -> tuple[str, list[User]]:
    """Those who are told, and as what: where there is no leader, or it comes from them, the
    Monitoring Officer; where it comes from that officer, the deputy.

    Raises ``Refused`` where there is nobody: then the councillor chooses others.
    """
    leader = leader_of(councillor) if comes_from != Comes.LEADER else None
    if part == Told.LEADER and leader:
        return part, [leader]
    part = Told.MONITORING if part == Told.LEADER else part
    people = _officers(part, comes_from).exclude(pk=councillor.pk)
    found = list(reachable(people))
    if not found:
        told = _("There is nobody who could be told as “%(part)s”. Choose somebody else.")
        raise Refused(told % {"part": Told(part).label}, field="tell")
    return part, found


def _officers(part: str, comes_from: str) -> UserQuerySet:
    """The deputy only where there is no Monitoring Officer, or it comes from them."""
    if part == Told.SERVICES:
        services: UserQuerySet = User.objects.holding(Role.MEMBERS_SERVICES)
        return services
    chief: UserQuerySet = User.objects.holding(Role.MONITORING_OFFICER)
    everybody: UserQuerySet = User.objects.holding(*MONITORING)
    if comes_from == Comes.MONITORING:
        return everybody.exclude(pk__in=chief.values("pk"))
    return chief if chief.exists() else everybody


def due_on(today: date) -> date:
    """By when they say that they have seen it; past the published calendar the next day."""
    try:
        return Council.objects.the().working_days_after(today, DAYS)
    except CalendarEnds:
        return today + timedelta(days=DAYS)
