"""Pages on which the desk keeps the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from devices.keeping import actions
from devices.keeping.choosing import chosen_devices, shown
from devices.keeping.forms import DetailsForm, DeviceForm, DisposeForm, KindForm
from devices.models import Device, Kind

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

KEEPS = permission_required(Right.KEEP_DEVICES, raise_exception=True)


def the_device(request: Request, asset_tag: str) -> Device:
    """The device of that tag, if this person may see it. Raises ``Http404``."""
    seen = Device.objects.visible_to(request.user).with_row()
    return get_object_or_404(seen, asset_tag=asset_tag)


@require_http_methods(["GET", "POST"])
@KEEPS
def add_device(request: Request) -> HttpResponse:
    """A new device, from its box."""
    form = filled(request, DeviceForm(request.POST or None))
    if form.done(lambda: actions.add_device(by=request.user, **form.cleaned_data)):
        device = Device.objects.get(asset_tag=form.cleaned_data["asset_tag"])
        messages.success(request, _("%(device)s is in the register.") % {"device": device})
        return redirect(device)
    context = {"form": form, "back": reverse("devices:devices"), "title": _("Add a device")}
    return render(request, "devices/details.html", context)


@require_http_methods(["GET", "POST"])
@KEEPS
def change_device(request: Request, asset_tag: str) -> HttpResponse:
    """Correct what the register says of a device."""
    device = the_device(request, asset_tag)
    known = {name: getattr(device, name) for name in actions.FIELDS}
    form = filled(request, DetailsForm(request.POST or None, initial=known))
    if form.done(
        lambda: actions.change_device(device=device, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The details are saved."))
        return redirect(device)
    title = _("Change %(device)s") % {"device": device}
    context = {"form": form, "back": device.get_absolute_url(), "title": title}
    return render(request, "devices/details.html", context)


@require_http_methods(["GET", "POST"])
@KEEPS
def dispose(request: Request, asset_tag: str) -> HttpResponse:
    """A device leaves the council for good."""
    device = the_device(request, asset_tag)
    if request.method == "GET":
        actions.check_may_go(device)
    act = Act(
        title=_("Dispose of this device"),
        caption=str(device),
        back=device.get_absolute_url(),
        consequences=[_("It leaves the register of what the council has. This can’t be undone.")],
        question=_("Who disposes of it, and how?"),
        missing=_("Say who disposes of it, and how"),
        hint=_("For example the firm, and the number of the certificate of destruction."),
        button=_("Dispose of it"),
        done=_("Recorded: the device is disposed of."),
    )
    return reason_page(
        request, act, lambda reason: actions.dispose(device=device, how=reason, by=request.user)
    )


@require_http_methods(["GET", "POST"])
@KEEPS
def dispose_chosen(request: Request) -> HttpResponse:
    """Many devices leave the council for good."""
    chosen = chosen_devices(request)
    actions.check_disposable(chosen.rows)
    form = filled(request, DisposeForm(request.POST or None, chosen=chosen))
    if form.done(
        lambda: actions.dispose_all(devices=chosen.rows, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Recorded: the devices are disposed of."))
        return redirect("devices:devices")
    context = {
        "title": _("Dispose of these devices"),
        "consequences": [
            _("They leave the register of what the council has. This can’t be undone.")
        ],
        "button": _("Dispose of them"),
        "is_grave": True,
    }
    return shown(request, chosen, form, **context)


@require_http_methods(["GET", "POST"])
@KEEPS
def kinds(request: Request) -> HttpResponse:
    """The kinds of device, and a new one."""
    form = filled(request, KindForm(request.POST or None))
    if form.done(lambda: actions.add_kind(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The kind is added."))
        return redirect("devices:kinds")
    context = {"kinds": Kind.objects.all(), "form": form}
    return render(request, "devices/kinds.html", context)


@require_http_methods(["GET", "POST"])
@KEEPS
def change_kind(request: Request, pk: int) -> HttpResponse:
    """Describe a kind anew."""
    kind = get_object_or_404(Kind.objects.all(), pk=pk)
    known = {name: getattr(kind, name) for name in KindForm.base_fields}
    form = filled(request, KindForm(request.POST or None, initial=known))
    if form.done(lambda: actions.change_kind(kind=kind, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The kind is saved."))
        return redirect("devices:kinds")
    context = {"form": form, "back": reverse("devices:kinds"), "title": kind.name}
    return render(request, "devices/details.html", context)
