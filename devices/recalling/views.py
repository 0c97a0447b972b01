"""Pages on which the desk recalls equipment, takes it in and gives it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import day_in_words
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.ledger.certificates import certificate_of, pdf
from devices.keeping.choosing import chosen_devices, shown
from devices.keeping.views import the_device
from devices.losses.settling import check_only_damaged
from devices.models import DeviceStatus, Issue, RecallLine
from devices.recalling import actions, prolonging
from devices.recalling.forms import LendForm, ProlongForm, RecallChosenForm, RecallForm, ReplaceForm
from devices.recalling.tables import RecallFilter, RecallTable

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

PAGE = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_DEVICES, raise_exception=True)
RECALLS = permission_required(Right.RECALL_DEVICES, raise_exception=True)


@SHOWN_OR_TAKEN
@SEES
def recalls(request: Request) -> HttpResponseBase:
    """What is recalled, what is with the desk, and what became of it."""
    return register_page(
        request,
        queryset=RecallLine.objects.visible_to(request.user).with_row(),
        table_class=RecallTable,
        filter_class=RecallFilter,
        template="devices/recalling/recalls.html",
        context={
            "title": _("Recalled equipment"),
            "section": _("ICT service desk"),
            "may_recall": request.user.has_perm(Right.RECALL_DEVICES),
        },
        on_export=partial(export_register, of="devices.recalls", by=request.user),
    )


@PAGE
@RECALLS
def recall_devices(request: Request) -> HttpResponse:
    """Ask to see devices, by their tags."""
    asked = {"devices": "\n".join(request.GET.getlist("tag"))}
    form = filled(request, RecallForm(request.POST or None, initial=asked))
    if form.done(lambda: actions.recall_devices(by=request.user, **form.cleaned_data)):
        messages.success(request, _("They are recalled. Each councillor is told to book a slot."))
        return redirect("devices:recalls")
    context = {"form": form, "title": _("Recall equipment"), "button": _("Recall it")}
    return page(request, {**context, "back": reverse("devices:recalls"), "notes": consequences()})


@require_safe
@RECALLS
def recall_one(request: Request, asset_tag: str) -> HttpResponse:
    """From the page of a device to the form, with its tag filled in."""
    device = the_device(request, asset_tag)
    query = {"tag": device.asset_tag}
    return redirect(reverse("devices:recall_devices", query=query))


@PAGE
@RECALLS
def recall_chosen(request: Request) -> HttpResponse:
    """Ask to see devices that were chosen in the register."""
    chosen = chosen_devices(request)
    form = filled(request, RecallChosenForm(request.POST or None, chosen=chosen))
    if form.done(
        lambda: actions.recall_devices(devices=chosen.rows, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("They are recalled. Each councillor is told to book a slot."))
        return redirect("devices:recalls")
    context = {"title": _("Recall these devices"), "button": _("Recall them")}
    return shown(request, chosen, form, **context, consequences=consequences())


def consequences() -> list[str]:
    return [
        _("At most 2,000 devices are recalled at once."),
        _("Whoever has them is told by email at once, and reminded until they are here."),
        _("They book a slot that you offer, or come in your hours."),
    ]


def page(request: Request, context: dict[str, object]) -> HttpResponse:
    return render(request, "devices/recalling/act.html", {"form": None, **context})


def device_page(request: Request, asset_tag: str, to: DeviceStatus, why: str) -> dict[str, object]:
    """What the page of an act shows of its device. Raises ``Refused`` if it may not go there."""
    device = the_device(request, asset_tag)
    device.check_move(to, why)
    return {"device": device, "caption": str(device), "back": device.get_absolute_url()}


@PAGE
@RECALLS
def take_in(request: Request, asset_tag: str) -> HttpResponse:
    """A recalled device is here."""
    device = the_device(request, asset_tag)
    actions.open_line(device)
    check_only_damaged(device, device.losses.open().first())
    device.check_move(DeviceStatus.IN_WORKSHOP, gettext_noop("Taking in"))
    if request.method == "POST":
        actions.take_in(device=device, by=request.user)
        messages.success(request, _("Taken in. Its holder gets a receipt by email."))
        return redirect("devices:device", asset_tag)
    notes = [
        _("It stays on the councillor’s record. They get a receipt by email."),
        _("If it is not to go back to them, receive it for good instead."),
    ]
    title, back = _("Take this device in"), device.get_absolute_url()
    context = {"caption": str(device), "back": back, "title": title, "notes": notes}
    return page(request, {**context, "button": _("It is here")})


@PAGE
@RECALLS
def give_back(request: Request, asset_tag: str) -> HttpResponse:
    """A device goes back to whoever has it on record."""
    context = device_page(request, asset_tag, DeviceStatus.ACTIVE, gettext_noop("Giving back"))
    if request.method == "POST":
        actions.give_back(device=the_device(request, asset_tag), by=request.user)
        messages.success(request, _("Recorded: it is with its holder again."))
        return redirect("devices:device", asset_tag)
    notes = [
        _("Its holder is told, also if it is still to be returned."),
        _("A device that was lent meanwhile is asked back."),
    ]
    title = _("Give this device back")
    return page(request, {**context, "title": title, "button": _("It is back"), "notes": notes})


@PAGE
@RECALLS
def replace(request: Request, asset_tag: str) -> HttpResponse:
    """Another device in place of one that stays here."""
    context = device_page(request, asset_tag, DeviceStatus.REPLACED, gettext_noop("Replacing"))
    form = filled(request, ReplaceForm(request.POST or None))
    device = the_device(request, asset_tag)
    if form.done(lambda: actions.replace(device=device, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Replaced. They are asked to accept the other device."))
        return redirect(device)
    notes = [_("The old one is off their record. They are asked to accept the other one.")]
    context |= {"form": form, "title": _("Replace this device"), "button": _("Replace it")}
    return page(request, {**context, "notes": notes})


@PAGE
@RECALLS
def lend(request: Request, asset_tag: str) -> HttpResponse:
    """Lend another device while one is away."""
    device = the_device(request, asset_tag)
    actions.check_away(device)
    form = filled(request, LendForm(request.POST or None))
    if form.done(lambda: actions.lend(device=device, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Lent. They are asked to accept it."))
        return redirect(device)
    context = {"form": form, "title": _("Lend another device"), "button": _("Lend it")}
    return page(request, {**context, "caption": str(device), "back": device.get_absolute_url()})


@PAGE
@RECALLS
def prolong_loan(request: Request, asset_tag: str) -> HttpResponse:
    """Lend something until another day."""
    device = the_device(request, asset_tag)
    loan = get_object_or_404(Issue.objects.loans_of(device)[:1])
    prolonging.check_lent(loan)
    form = filled(request, ProlongForm(request.POST or None))
    if form.done(lambda: prolonging.prolong_loan(loan=loan, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded. They get the new day by email."))
        return redirect(device)
    until = loan.due_back_on
    told = [_("It is lent until %(day)s.") % {"day": day_in_words(until)}] if until else []
    context = {"form": form, "title": _("Lend it until another day"), "button": _("Save the day")}
    context |= {"caption": str(device), "back": device.get_absolute_url(), "notes": told}
    return page(request, context)


@PAGE
@RECALLS
def cancel_recall(request: Request, asset_tag: str) -> HttpResponse:
    """A device need not be brought in after all."""
    device = the_device(request, asset_tag)
    line = actions.open_line(device)
    actions.check_not_here(line)
    act = Act(
        title=_("They need not bring in this device"),
        caption=str(device),
        back=device.get_absolute_url(),
        consequences=[_("%(name)s is told so by email.") % {"name": line.holder.full_name}],
        question=_("Why need they not bring it in?"),
        hint=_("The councillor reads this."),
        button=_("End the recall"),
        done=_("Recorded: the device is not recalled any more."),
        is_grave=False,
    )
    return reason_page(
        request,
        act,
        lambda reason: actions.cancel_recall(device=device, reason=reason, by=request.user),
    )


@require_safe
def recall_receipt(request: Request, pk: int) -> HttpResponse:
    """The receipt for a device that was taken in, for both sides."""
    seen = RecallLine.objects.visible_to(request.user).exclude(received_at=None)
    issued = certificate_of(get_object_or_404(seen, pk=pk))
    response = HttpResponse(pdf(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{issued.code}.pdf"'
    return response
