"""Pages of times at the desk: for whoever comes, and for the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.booking import actions
from devices.booking.forms import BookForForm, BookForm, SlotForm
from devices.booking.tables import SlotFilter, SlotTable
from devices.models import Booking, RecallLine, Slot

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

PAGE = require_http_methods(["GET", "POST"])
RECALLS = permission_required(Right.RECALL_DEVICES, raise_exception=True)


@PAGE
def my_recalls(request: Request) -> HttpResponse:
    """What this person is asked to bring in, and when they come."""
    lines = RecallLine.objects.filter(holder=request.user)
    offered = Slot.objects.offered(timezone.now())
    form = filled(request, BookForm(request.POST or None, slots=offered))
    me = request.user
    if form.done(lambda: actions.book(councillor=me, by=me, **form.cleaned_data)):
        messages.success(request, _("Booked. You get the time and the place by email."))
        return redirect("devices:my_recalls")
    context = {
        "to_bring": lines.to_bring().with_row(),
        "with_desk": lines.in_workshop().with_row(),
        "booking": me.bookings.ahead(timezone.now()).with_row().first(),
        "has_slots": offered.exists(),
        "form": form,
    }
    return render(request, "devices/recalling/my_recalls.html", context)


@require_POST
def cancel_booking(request: Request, pk: int) -> HttpResponse:
    """Somebody, or the desk for them, does not come in the slot that they booked."""
    mine = request.user.bookings.filter(pk=pk).exists()
    booking = get_object_or_404(Booking.objects.visible_to(request.user).with_row(), pk=pk)
    actions.cancel_booking(booking=booking, by=request.user)
    if mine:
        messages.success(request, _("Your slot is cancelled. Please book another one."))
        return redirect("devices:my_recalls")
    told = _("Cancelled. %(name)s is told by email.") % {"name": booking.councillor.full_name}
    messages.success(request, told)
    return redirect(booking.slot)


@SHOWN_OR_TAKEN
@RECALLS
def slots(request: Request) -> HttpResponseBase:
    """The slots that the desk offers, and how full they are."""
    return register_page(
        request,
        queryset=Slot.objects.with_taken(),
        table_class=SlotTable,
        filter_class=SlotFilter,
        template="devices/recalling/slots.html",
        context={
            "title": _("Slots to bring in equipment"),
            "section": _("ICT service desk"),
            "back": reverse("devices:recalls"),
        },
        on_export=partial(export_register, of="devices.slots", by=request.user),
    )


@PAGE
@RECALLS
def offer_slot(request: Request) -> HttpResponse:
    """Offer a slot."""
    form = filled(request, SlotForm(request.POST or None))
    if form.done(lambda: actions.offer_slot(by=request.user, **form.arguments())):
        messages.success(request, _("The slot is offered. Add the next one, or go back."))
        return redirect("devices:offer_slot")
    context = {"form": form, "title": _("Offer a slot"), "button": _("Offer it")}
    back = reverse("devices:slots")
    return render(request, "devices/recalling/act.html", {**context, "back": back})


@require_safe
@RECALLS
def slot(request: Request, pk: int) -> HttpResponse:
    """Who comes in a slot, and what they bring."""
    row = get_object_or_404(Slot.objects.with_taken(), pk=pk)
    bookings = row.bookings.booked().with_row()
    lines = RecallLine.objects.visible_to(request.user).to_bring().with_row()
    brought = lines.filter(holder__in=bookings.values("councillor")).order_by("holder__sorts_as")
    shown = {"slot": row, "bookings": bookings, "lines": brought}
    context = {**shown, "is_open": row.is_open(timezone.now())}
    return render(request, "devices/recalling/slot.html", context)


@PAGE
@RECALLS
def book_for(request: Request, pk: int) -> HttpResponse:
    """Book a slot for somebody who rings."""
    row = get_object_or_404(Slot.objects.with_taken(), pk=pk)
    form = filled(request, BookForForm(request.POST or None))
    if form.done(lambda: actions.book(slot=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Booked. They get the time and the place by email."))
        return redirect(row)
    notes = [_("Who has booked another slot comes in this one instead.")]
    context = {"form": form, "title": _("Book this slot for somebody"), "button": _("Book it")}
    context |= {"caption": row.in_words, "back": row.get_absolute_url(), "notes": notes}
    return render(request, "devices/recalling/act.html", context)


@PAGE
@RECALLS
def withdraw_slot(request: Request, pk: int) -> HttpResponse:
    """Take a slot back."""
    row = get_object_or_404(Slot.objects.with_taken(), pk=pk)
    actions.check_may_withdraw(row)
    if request.method == "POST":
        actions.withdraw_slot(slot=row, by=request.user)
        messages.success(request, _("The slot is withdrawn. Whoever booked it is told."))
        return redirect("devices:slots")
    notes = [_("Whoever booked it is told by email, and asked to book another.")]
    context: dict[str, object] = {
        "title": _("Withdraw this slot"),
        "button": _("Withdraw it"),
        "notes": notes,
    }
    context |= {"caption": row.in_words, "back": row.get_absolute_url(), "form": None}
    return render(request, "devices/recalling/act.html", context)
