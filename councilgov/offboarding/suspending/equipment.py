"""Equipment that is asked back for the time of a suspension, and given back after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from councilgov.offboarding.equipment import left_to_them
from councilgov.people.models import Suspension, TermOfOffice
from devices.models import Cause, Device, Ownership, ReturnRequest
from devices.reclaiming.actions import WITH_THEM, request_return
from devices.reclaiming.leaving import call_off_suspended

if TYPE_CHECKING:
    from councilgov.people.models import User


def ask_back(councillor: User | None = None) -> int:
    """Whoever is suspended without their equipment is asked for it, from the first day on: this one
    alone, or all of them; not for what the desk decided since then to leave them. How many devices.
    """
    without = Suspension.objects.in_force(timezone.now()).filter(is_kit_asked_back=True)
    out = Device.objects.filter(
        holder__in=without.values("councillor"), ownership=Ownership.COUNCIL, status__in=WITH_THEM
    )
    if councillor:
        out = out.filter(holder=councillor)
    begun = Subquery(without.filter(councillor=OuterRef("holder")).values("starts_on")[:1])
    theirs = left_to_them(Cause.SUSPENDED, ended_at__date__gte=begun)
    if devices := list(out.exclude(return_requests__status="open").exclude(theirs)):
        request_return(devices=devices, because=Cause.SUSPENDED, by=None)
    return len(devices)


def give_back(councillor: User | None = None) -> int:
    """What was asked back for a suspension that is over stays with its holder, unless they left
    office: of this one alone, or of all of them. What they have brought is issued to them anew by
    the desk. How many devices.
    """
    now = timezone.now()
    still = Suspension.objects.in_force(now).filter(councillor=OuterRef("holder"))
    in_office = TermOfOffice.objects.current(now).filter(councillor=OuterRef("holder"))
    asked = ReturnRequest.objects.open().filter(because=Cause.SUSPENDED)
    if councillor:
        asked = asked.filter(holder=councillor)
    over = asked.filter(~Exists(still.filter(is_kit_asked_back=True)), Exists(in_office))
    return call_off_suspended(set(over.values_list("holder", flat=True)))
