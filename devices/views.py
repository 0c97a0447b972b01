"""The pages of devices that everybody opens: the register or one's own equipment, and a device."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from councilgov.access import Right
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.audits import AuditLine
from devices.holding import terms_of
from devices.keeping.choosing import bulk_acts
from devices.keeping.tables import COLOURS, DeviceFilter, DeviceTable
from devices.models import (
    Device,
    DeviceStatus,
    Loss,
    MisuseCase,
    RecallLine,
    Return,
    ReturnRequest,
)
from devices.steps import steps
from devices.timeline import timeline

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request
    from councilgov.people.models import User


@SHOWN_OR_TAKEN
def devices(request: Request) -> HttpResponseBase:
    """Every device, for those who keep or read the register; others are led to their own."""
    if not request.user.has_perm(Right.SEE_DEVICES):
        return redirect("devices:equipment")
    return register_page(
        request,
        queryset=Device.objects.visible_to(request.user).with_row(),
        table_class=DeviceTable,
        filter_class=DeviceFilter,
        template="devices/devices.html",
        context={
            "title": _("Device queue"),
            "section": _("ICT service desk"),
            "may_keep": request.user.has_perm(Right.KEEP_DEVICES),
        },
        on_export=partial(export_register, of="devices.devices", by=request.user),
        bulk=bulk_acts(request.user),
        can_save=True,
    )


@require_safe
def equipment(request: Request) -> HttpResponse:
    """What a councillor holds, and what they are asked to do about it."""
    user = request.user
    held = Device.objects.held_by(user).with_row()
    asked_back = ReturnRequest.objects.open().filter(holder=user).values("device")
    to_sign = user.assignments.to_sign().exclude(device__in=asked_back).with_row()
    to_accept = {row.device_id: row.issue for row in to_sign}
    own = Loss.objects.filter(councillor=user)
    audited = AuditLine.objects.filter(holder=user)
    context = {
        "held": [(device, to_accept.get(device.pk)) for device in held],
        "in_cases": set(own.open().values_list("device_id", flat=True)),
        "may_ask": user.has_perm(Right.ASK_DESK),
        "asked_back": ReturnRequest.objects.to_be_met_by(user).with_row(),
        "is_to_confirm": audited.silent().exists(),
        "has_answered": audited.to_answer().exists(),
        "is_recalled": RecallLine.objects.filter(holder=user).open().exists(),
        **records_of(user),
    }
    return render(request, "devices/equipment.html", context)


def records_of(user: User) -> dict[str, object]:
    """What this person was issued, what they returned, and the cases about it: for good."""
    return {
        "issues": user.issues.all(),
        "returns": Return.objects.filter(councillor=user),
        "losses": Loss.objects.filter(councillor=user).with_row(),
        "misuse_cases": MisuseCase.objects.filter(councillor=user).with_row(),
        "may_declare": user.has_perm(Right.ACCEPT_DEVICES),
    }


@require_safe
def device(request: Request, asset_tag: str) -> HttpResponse:
    """One device: what it is, who has it, what happened, and what can be done now."""
    seen = Device.objects.visible_to(request.user).with_row()
    row = get_object_or_404(seen, asset_tag=asset_tag)
    context = {
        "device": row,
        "colour": COLOURS.get(DeviceStatus(row.status), "grey"),
        "terms": list(terms_of(row)),
        "case": row.losses.filter(councillor=request.user).order_by("-pk").first(),
        "steps": steps(row, request.user),
        "events": timeline(row),
        "returns": row.returns.select_related("part_of__councillor").order_by("-pk"),
        "is_keeper": request.user.has_perm(Right.SEE_DEVICES),
        "is_holder": row.holder == request.user,
        "misuse": MisuseCase.objects.visible_to(request.user).filter(device=row),
    }
    return render(request, "devices/device.html", context)
