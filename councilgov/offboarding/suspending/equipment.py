"""Equipment that is asked back for the time of a suspension, and given back after it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import today
from councilgov.people.models import Suspension, TermOfOffice
from devices.models import Cause, Device, Ownership, ReturnRequest
from devices.reclaiming.actions import WITH_THEM, cancel_return, request_return


def ask_back() -> int:
    """Whoever is suspended without their equipment is asked for it: from the first day on."""
    without = Suspension.objects.on(today()).filter(is_kit_asked_back=True)
    theirs = Q(holder__in=without.values("councillor"), ownership=Ownership.COUNCIL)
    out = Device.objects.filter(theirs, status__in=WITH_THEM)
    devices = list(out.exclude(return_requests__status="open"))
    if devices:
        request_return(devices=devices, because=Cause.SUSPENDED, by=None)
    return len(devices)


@transaction.atomic
def give_back() -> int:
    """What was asked back for a suspension that is over stays with its holder, unless they left
    office. What they have brought is issued to them anew by the desk. How many devices.
    """
    now = timezone.now()
    still = Suspension.objects.on(today()).filter(councillor=OuterRef("holder"))
    in_office = TermOfOffice.objects.current(now).filter(councillor=OuterRef("holder"))
    asked = ReturnRequest.objects.open().filter(because=Cause.SUSPENDED)
    over = asked.filter(~Exists(still.filter(is_kit_asked_back=True)), Exists(in_office))
    rows = list(over.select_related("device", "holder").order_by("pk"))
    for row in rows:
        cancel_return(request=row, reason=_("The suspension is over."), by=None)
    return len(rows)
