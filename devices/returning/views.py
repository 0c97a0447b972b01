"""Pages of equipment that comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.confirming import confirmed_with
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.forms.text import is_storable
from councilgov.ledger.actions import export_register
from councilgov.ledger.certificates import certificate_of, pdf
from devices.keeping.views import the_device
from devices.models import Device, DeviceStatus, Return, ReturnStatus
from devices.returning import actions, acts
from devices.returning.checks import check_may_come_back
from devices.returning.events import events_of
from devices.returning.forms import (
    ReceiveForm,
    ReturnAtDeskForm,
    ReturnSignatureForm,
    StockForm,
    TagForm,
)
from devices.returning.tables import COLOURS, ReturnFilter, ReturnTable

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

RECEIVES = permission_required(Right.RECEIVE_DEVICES, raise_exception=True)
SEES = permission_required(Right.SEE_DEVICES, raise_exception=True)


@SHOWN_OR_TAKEN
@SEES
def returns(request: Request) -> HttpResponseBase:
    """What came back, and whether both sides signed."""
    return register_page(
        request,
        queryset=Return.objects.visible_to(request.user).with_row().with_devices(),
        table_class=ReturnTable,
        filter_class=ReturnFilter,
        template="devices/returning/returns.html",
        context={
            "title": _("Returns"),
            "section": _("ICT service desk"),
            "may_receive": request.user.has_perm(Right.RECEIVE_DEVICES),
        },
        on_export=partial(export_register, of="devices.returns", by=request.user),
    )


@require_http_methods(["GET", "POST"])
@RECEIVES
def receive(request: Request) -> HttpResponse:
    """What lies on the desk: by its tag."""
    form = filled(request, TagForm(request.POST or None))
    if form.is_valid():
        return redirect("devices:receive_devices", form.cleaned_data["device"].asset_tag)
    return render(request, "devices/returning/receive.html", {"form": form})


@require_http_methods(["GET", "POST"])
@RECEIVES
def receive_devices(request: Request, asset_tag: str) -> HttpResponse:
    """Receive a device, with others of the same councillor if they came too, and sign for it."""
    device = the_device(request, asset_tag)
    check_may_come_back(device)
    others = Device.objects.visible_to(request.user).that_may_come_back_with(device)
    tags = filter(is_storable, request.GET.getlist("with"))
    brought = [device, *others.filter(asset_tag__in=list(tags))]
    form = filled(request, ReceiveForm(request.POST or None, devices=brought, officer=request.user))
    if form.done(lambda: _receive(request, form)):
        messages.success(request, _("Received. It is no longer on their record."))
        return redirect("devices:returned", device.returns.latest("pk").part_of_id)
    context = {
        "device": device,
        "brought": brought,
        "others": [row for row in others if row not in brought],
        "form": form,
    }
    return render(request, "devices/returning/receive_devices.html", context)


def _receive(request: Request, form: ReceiveForm) -> Return:
    """Asks the officer to confirm who they are before anything is done."""
    answers = form.cleaned_data
    return actions.receive(
        handed=form.handed(),
        typed_name=answers["typed_name"],
        brought_by=form.who_brought,
        by=request.user,
        confirmed_with=confirmed_with(
            request, act=_("You sign for equipment that was returned."), button=_("Sign")
        ),
    )


def seen_by(request: Request, pk: int) -> Return:
    return get_object_or_404(Return.objects.visible_to(request.user).with_row(), pk=pk)


def mine(request: Request, pk: int) -> Return:
    """A return of this person, in office or not. Raises ``Http404`` for anybody else's."""
    own = Return.objects.visible_to(request.user).with_row().filter(councillor=request.user)
    return get_object_or_404(own, pk=pk)


@require_safe
def returned(request: Request, pk: int) -> HttpResponse:
    """What came back, what both sides said of it, and the receipt."""
    row = seen_by(request, pk)
    context = {
        "row": row,
        "items": row.items.with_row(),
        "colour": COLOURS.get(ReturnStatus(row.status), "grey"),
        "is_mine": row.councillor_id == request.user.pk,
        "may_receive": request.user.has_perm(Right.RECEIVE_DEVICES),
        "events": events_of(row),
    }
    return render(request, "devices/returning/returned.html", context)


@require_http_methods(["GET", "POST"])
def sign_return(request: Request, pk: int) -> HttpResponse:
    """The councillor signs for what they handed back, from their own account."""
    row = mine(request, pk)
    acts.check_may_sign(row)
    form = filled(request, acts.signature(ReturnSignatureForm, row, request.POST or None))
    if form.done(
        lambda: actions.sign(
            row=row,
            by=request.user,
            confirmed_with=confirmed_with(
                request, act=_("You sign for what you returned."), button=_("Sign")
            ),
            **acts.answers(form),
        )
    ):
        messages.success(request, _("Signed. Your receipt is on its way to you by email."))
        return redirect(row)
    context = {"row": row, "items": row.items.with_row(), "form": form}
    return render(request, "devices/returning/sign_return.html", context)


@require_http_methods(["GET", "POST"])
@RECEIVES
def sign_return_at_desk(request: Request, pk: int) -> HttpResponse:
    """The councillor signs on the desk's screen, before the officer who is signed in."""
    row = seen_by(request, pk)
    acts.check_may_sign(row)
    form = filled(request, acts.signature(ReturnAtDeskForm, row, request.POST or None))
    if form.done(
        lambda: actions.sign_at_desk(
            row=row,
            by=request.user,
            confirmed_with=confirmed_with(
                request, act=_("You witness the signature of a councillor."), button=_("Sign")
            ),
            **acts.answers(form),
        )
    ):
        messages.success(request, _("Signed by both. The receipt goes to them by email."))
        return redirect(row)
    context = {"row": row, "items": row.items.with_row(), "form": form, "is_at_desk": True}
    return render(request, "devices/returning/sign_return.html", context)


@require_http_methods(["GET", "POST"])
def disagree(request: Request, pk: int) -> HttpResponse:
    """The councillor says what is wrong in the receipt, and does not sign it."""
    row = mine(request, pk)
    acts.check_may_disagree(row)
    return reason_page(
        request,
        acts.disagree(row),
        lambda reason: actions.disagree(row=row, reason=reason, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@RECEIVES
def answer_return(request: Request, pk: int) -> HttpResponse:
    """The desk answers a councillor who does not agree."""
    row = seen_by(request, pk)
    acts.check_may_answer(row)
    return reason_page(
        request,
        acts.answer(row),
        lambda words: actions.answer(row=row, words=words, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@RECEIVES
def close_return(request: Request, pk: int) -> HttpResponse:
    """The desk no longer waits for the councillor's signature."""
    row = seen_by(request, pk)
    acts.check_may_close(row)
    return reason_page(
        request,
        acts.close(row),
        lambda reason: actions.close_unsigned(row=row, reason=reason, by=request.user),
    )


@require_safe
def return_receipt(request: Request, pk: int) -> HttpResponse:
    """The receipt as a PDF, for both sides."""
    issued = certificate_of(seen_by(request, pk))
    response = HttpResponse(pdf(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{issued.code}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@RECEIVES
def record_wipe(request: Request, asset_tag: str) -> HttpResponse:
    """The desk says that it has wiped a device."""
    device = the_device(request, asset_tag)
    acts.check_next(device, DeviceStatus.WIPED)
    return reason_page(
        request,
        acts.wipe(device),
        lambda how: actions.record_wipe(device=device, how=how, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@RECEIVES
def put_in_stock(request: Request, asset_tag: str) -> HttpResponse:
    """A device that came back can be issued again."""
    device = the_device(request, asset_tag)
    acts.check_next(device, DeviceStatus.IN_STOCK)
    actions.check_may_be_stocked(device)
    form = filled(request, StockForm(request.POST or None))
    if form.done(lambda: actions.put_in_stock(device=device, by=request.user)):
        messages.success(request, _("It is in stock, and can be issued."))
        return redirect(device)
    context = {
        "form": form,
        "caption": str(device),
        "title": _("Put this device in stock"),
        "back": device.get_absolute_url(),
        "button": _("Put it in stock"),
    }
    return render(request, "devices/details.html", context)
