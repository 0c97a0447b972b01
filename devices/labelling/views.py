"""Pages of labels: printing them, putting them on devices, and the box for scanners."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.keeping.choosing import chosen_devices, shown
from devices.keeping.forms import DeviceForm
from devices.keeping.views import the_device
from devices.labelling import actions, sheets
from devices.labelling.forms import AheadForm, ChosenSheetForm, ClaimForm, DeviceLabelForm
from devices.labelling.scanning import Scanned, scanned
from devices.labelling.tables import LabelFilter, LabelTable
from devices.models import Label, LabelBatch

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

PRINTS = permission_required(Right.PRINT_LABELS, raise_exception=True)
NOT_FOUND = 404


@SHOWN_OR_TAKEN
@PRINTS
def labels(request: Request) -> HttpResponseBase:
    """Every label: what is on which device, and what is on none yet."""
    return register_page(
        request,
        queryset=Label.objects.visible_to(request.user).with_row(),
        table_class=LabelTable,
        filter_class=LabelFilter,
        template="devices/labels.html",
        context={"title": _("Labels"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.labels", by=request.user),
    )


@require_http_methods(["GET", "POST"])
@PRINTS
def print_ahead(request: Request) -> HttpResponse:
    """Sheets of labels for devices that are still to come."""
    form = filled(request, AheadForm(request.POST or None))
    if form.done(lambda: actions.print_unclaimed(by=request.user, **form.cleaned_data)):
        return led_to_sheets(request)
    back = reverse("devices:labels")
    context = {"form": form, "back": back, "title": _("Print labels ahead")}
    return render(request, "devices/print_labels.html", context)


@require_http_methods(["GET", "POST"])
@PRINTS
def print_label(request: Request, asset_tag: str) -> HttpResponse:
    """The label of one device: its first, the same once more, or another."""
    device = the_device(request, asset_tag)
    actions.check_labellable([device])
    has_label = Label.objects.filter(device=device).live().exists()
    form = filled(request, DeviceLabelForm(request.POST or None, has_label=has_label))
    if form.done(
        lambda: actions.print_labels(devices=[device], by=request.user, **form.cleaned_data)
    ):
        return led_to_sheets(request)
    context = {"form": form, "back": device.get_absolute_url(), "title": _("Print a label")}
    return render(request, "devices/print_labels.html", {**context, "caption": str(device)})


@require_http_methods(["GET", "POST"])
@PRINTS
def print_chosen(request: Request) -> HttpResponse:
    """Labels of the devices that were chosen in the register."""
    chosen = chosen_devices(request)
    actions.check_labellable(chosen.rows)
    form = filled(request, ChosenSheetForm(request.POST or None, chosen=chosen))
    if form.done(
        lambda: actions.print_labels(devices=chosen.rows, by=request.user, **form.cleaned_data)
    ):
        return led_to_sheets(request)
    context = {"title": _("Print labels"), "button": _("Make the labels")}
    return shown(request, chosen, form, **context)


def led_to_sheets(request: Request) -> HttpResponse:
    """The page of what this person printed last: just now."""
    batch = LabelBatch.objects.visible_to(request.user).filter(printed_by=request.user).first()
    assert batch is not None  # noqa: S101  # it was made in the line before
    messages.success(request, _("The labels are ready to print."))
    return redirect(batch)


@require_safe
@PRINTS
def label_batch(request: Request, pk: int) -> HttpResponse:
    """Labels that were printed together, and the file to print."""
    batch = get_object_or_404(LabelBatch.objects.visible_to(request.user), pk=pk)
    live = batch.labels.live()
    context = {"batch": batch, "count": live.count(), "unclaimed": live.unclaimed().count()}
    return render(request, "devices/label_batch.html", context)


@require_safe
@PRINTS
def label_sheets(request: Request, pk: int) -> HttpResponse:
    """The file to print. Open it and print at 100 %."""
    batch = get_object_or_404(LabelBatch.objects.visible_to(request.user), pk=pk)
    name = f"labels-{batch.pk}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheets.pdf(batch), content_type="application/pdf", headers=headers)


def free_label(request: Request, pk: int) -> Label:
    """A label that is to be put on a device. Raises ``Refused`` if it is on one already."""
    label = get_object_or_404(Label.objects.visible_to(request.user).with_row(), pk=pk)
    actions.check_unclaimed(label)
    return label


@require_http_methods(["GET", "POST"])
@PRINTS
def claim_label(request: Request, pk: int) -> HttpResponse:
    """On which device a label is put that was printed ahead."""
    label = free_label(request, pk)
    form = filled(request, ClaimForm(request.POST or None))
    if form.done(lambda: actions.claim_label(label=label, by=request.user, **form.cleaned_data)):
        device = form.cleaned_data["device"]
        messages.success(request, _("The label is on %(device)s.") % {"device": device})
        return redirect(device)
    return render(request, "devices/claim_label.html", {"form": form, "label": label})


@require_http_methods(["GET", "POST"])
@PRINTS
def add_labelled(request: Request, pk: int) -> HttpResponse:
    """A new device, under the number on its label."""
    label = free_label(request, pk)
    form = filled(request, DeviceForm(request.POST or None, initial={"asset_tag": label.number}))
    if form.done(lambda: actions.add_labelled(label=label, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The device is in the register, with this label."))
        return redirect("devices:device", form.cleaned_data["asset_tag"])
    back = reverse("devices:claim_label", args=[label.pk])
    context = {"form": form, "back": back, "title": _("Add a device")}
    return render(request, "devices/details.html", context)


@require_safe
@permission_required(Right.SEE_DEVICES, raise_exception=True)
def find_device(request: Request) -> HttpResponse:
    """What somebody scanned or typed: to the device, or to the label that is on none yet."""
    typed = request.GET.get("tag", "").strip()
    found: Scanned = scanned(typed, request.user)
    if found.is_replaced:
        messages.info(request, _("This label was replaced. Take it off the device."))
    if found.page:
        return redirect(found.page)
    return render(request, "devices/find_device.html", {"typed": typed}, status=NOT_FOUND)
