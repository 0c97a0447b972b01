"""Pages of councillors' own devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.confirming import confirmed_with
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from councilgov.forms.signature import SignatureForm
from councilgov.ledger.certificates import certificate_of, pdf
from devices.enrolling import actions, checks
from devices.enrolling.forms import EnrolForm, RemovalForm, UnsafeForm
from devices.enrolling.steps import CLICKS, OWN_CLICKS
from devices.enrolment import STATEMENT, statement_sha256
from devices.keeping.views import the_device
from devices.models import Device, DeviceStatus, Enrolment, Ownership

if TYPE_CHECKING:
    from councilgov.http import Request
    from devices.enrolling.steps import Click

PAGE = require_http_methods(["GET", "POST"])
ACT = "devices/recalling/act.html"
ENROLS = permission_required(Right.ENROL_DEVICES, raise_exception=True)
ASKS = permission_required(Right.ASK_DESK, raise_exception=True)


@require_safe
def my_enrolments(request: Request) -> HttpResponse:
    """One's own devices, those that were released too: also for who has left office since."""
    mine = Enrolment.objects.filter(councillor=request.user).select_related("device")
    may_ask = request.user.has_perm(Right.ASK_DESK)
    if not (may_ask or mine):
        raise PermissionDenied
    return render(request, "devices/my_enrolments.html", {"rows": mine, "may_ask": may_ask})


@PAGE
@ASKS
def ask_enrolment(request: Request) -> HttpResponse:
    """A councillor asks to have their own device set up, and signs what that means."""
    checks.check_allowed()
    form = filled(
        request,
        EnrolForm(
            request.POST or None,
            signer=request.user.full_name,
            statement=str(STATEMENT),
            text_sha256=statement_sha256(),
        ),
    )
    if form.is_valid() and form.done(lambda: sign(request, form)):
        messages.success(request, _("The ICT service desk has been asked, and gets in touch."))
        return redirect("devices:my_enrolments")
    return render(request, "devices/ask_enrolment.html", {"form": form})


def sign(request: Request, form: EnrolForm) -> Device:
    """Confirm who they are, then ask. May raise ``ReauthenticationRequired``."""
    answers = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
    method = confirmed_with(
        request,
        act=_("You are about to ask for your own device to be set up for council work."),
        button=_("Sign and send"),
    )
    return actions.ask_enrolment(by=request.user, confirmed_with=method, **answers)


@PAGE
@ASKS
def sign_enrolment(request: Request, asset_tag: str) -> HttpResponse:
    """The owner of a device that was set up before this portal came signs what that means."""
    device = own_device(request, asset_tag)
    if request.method == "GET":
        checks.check_to_be_signed(device)
    form = filled(
        request,
        SignatureForm(
            request.POST or None,
            signer=request.user.full_name,
            statement=str(STATEMENT),
            text_sha256=statement_sha256(),
        ),
    )
    if form.is_valid() and form.done(lambda: sign_for(request, device, form)):
        messages.success(request, _("Thank you. Your receipt is below."))
        return redirect("devices:my_enrolments")
    return render(request, "devices/ask_enrolment.html", {"form": form, "device": device})


def sign_for(request: Request, device: Device, form: SignatureForm) -> Device:
    """Confirm who they are, then sign. May raise ``ReauthenticationRequired``."""
    answers = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
    method = confirmed_with(
        request,
        act=_("You are about to sign for the council’s data on your own device."),
        button=_("Sign"),
    )
    return actions.sign_enrolment(device=device, by=request.user, confirmed_with=method, **answers)


@require_safe
def enrolment_receipt(request: Request, asset_tag: str) -> HttpResponse:
    """What its councillor signed, as a PDF that anybody can check."""
    seen = Enrolment.objects.visible_to(request.user).exclude(signed_at=None)
    issued = certificate_of(get_object_or_404(seen, device__asset_tag=asset_tag))
    response = HttpResponse(pdf(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="own-device-{issued.code}.pdf"'
    return response


def personal(request: Request, asset_tag: str) -> Device:
    """A personal device that this person may see. Raises ``Http404`` for the council's."""
    device = the_device(request, asset_tag)
    if not device.is_personal:
        raise Http404
    return device


@PAGE
@ENROLS
def take_enrolment_step(request: Request, asset_tag: str, step: str) -> HttpResponse:
    """One click of the desk, after a page that says what follows."""
    return click_page(request, personal(request, asset_tag), CLICKS[step])


@PAGE
def take_own_step(request: Request, asset_tag: str, step: str) -> HttpResponse:
    """One click of the councillor whose device it is, in office or not: it ends at any time."""
    return click_page(request, own_device(request, asset_tag), OWN_CLICKS[step])


def own_device(request: Request, asset_tag: str) -> Device:
    """A personal device of this person. Raises ``Http404`` for anybody else's."""
    mine = Device.objects.held_by(request.user).visible_to(request.user)
    return get_object_or_404(mine, asset_tag=asset_tag, ownership=Ownership.PERSONAL)


def click_page(request: Request, device: Device, click: Click) -> HttpResponse:
    if request.method == "GET":
        click.check(device)
        context = {"device": device, "click": click}
        return render(request, "devices/enrolment_step.html", context)
    click.do(device, request.user)
    messages.success(request, str(click.done))
    is_seen = Device.objects.visible_to(request.user).filter(pk=device.pk).exists()
    return redirect(device if is_seen else "devices:my_enrolments")


@PAGE
@ENROLS
def refuse_enrolment(request: Request, asset_tag: str) -> HttpResponse:
    """The desk says why a device is not set up."""
    device = personal(request, asset_tag)
    if request.method == "GET":
        checks.check_pending(device)
    act = Act(
        title=_("Do not set up this device"),
        caption=str(device),
        back=device.get_absolute_url(),
        consequences=[_("The councillor is told at once, and reads your reason.")],
        question=_("Why not?"),
        button=_("Refuse it"),
        done=_("Recorded: the device is not set up. The councillor is told."),
        is_grave=False,
        most=500,
    )
    return reason_page(
        request,
        act,
        lambda reason: actions.refuse_enrolment(device=device, reason=reason, by=request.user),
    )


@PAGE
@ENROLS
def find_unsafe(request: Request, asset_tag: str) -> HttpResponse:
    """What is wrong with a device, and by when it is to be mended."""
    device = personal(request, asset_tag)
    if request.method == "GET":
        device.check_move(DeviceStatus.NON_COMPLIANT, gettext_noop("Compliance check"))
    form = filled(request, UnsafeForm(request.POST or None))
    if form.done(lambda: actions.find_unsafe(device=device, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded. The councillor is told what to mend."))
        return redirect(device)
    context = {
        "title": _("It does not keep to the rules"),
        "notes": [_("The councillor is told at once what to mend, and reminded.")],
        "button": _("Tell the councillor"),
    }
    return render(request, ACT, {**context, **about(device), "form": form})


@PAGE
@ENROLS
def ask_removal(request: Request, asset_tag: str) -> HttpResponse:
    """Why council data is to be removed from a device."""
    device = personal(request, asset_tag)
    if request.method == "GET":
        checks.check_removable(device)
    form = filled(request, RemovalForm(request.POST or None))
    if form.done(lambda: actions.ask_removal(device=device, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded. Remove council data, then confirm it here."))
        return redirect(device)
    context = {
        "title": _("Remove council data"),
        "notes": [
            _("The councillor is told."),
            _("You remove council email and files from it, and nothing else. Then say so here."),
        ],
        "button": _("Ask for the removal"),
    }
    return render(request, ACT, {**context, **about(device), "form": form})


def about(device: Device) -> dict[str, str]:
    """Which device it is, and the way back to it."""
    return {"caption": str(device), "back": device.get_absolute_url()}
