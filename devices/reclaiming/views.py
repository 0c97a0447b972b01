"""Pages on which the desk asks for a device, or no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from devices.keeping.views import the_device
from devices.models import Cause, DeviceStatus, RequestStatus
from devices.reclaiming import actions
from devices.reclaiming.forms import AskBackForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request
    from devices.models import ReturnRequest

RECEIVES = permission_required(Right.RECEIVE_DEVICES, raise_exception=True)


@require_http_methods(["GET", "POST"])
@RECEIVES
def request_return(request: Request, asset_tag: str) -> HttpResponse:
    """Ask whoever has a device to return it for good."""
    device = the_device(request, asset_tag)
    form = filled(request, AskBackForm(request.POST or None))
    if form.done(
        lambda: actions.request_return(devices=[device], by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Its holder is told, and reminded until it is back."))
        return redirect(device)
    return render(request, "devices/returning/ask_back.html", {"device": device, "form": form})


@require_http_methods(["GET", "POST"])
def cancel_return(request: Request, asset_tag: str) -> HttpResponse:
    """A device need not be returned after all. The desk says so; of what was misused the
    Monitoring Officer.
    """
    is_desk = request.user.has_perm(Right.RECEIVE_DEVICES)
    if not (is_desk or request.user.has_perm(Right.DECIDE_MISUSE)):
        raise PermissionDenied
    device = the_device(request, asset_tag)
    newest = device.return_requests.with_row().order_by("-pk")[:1]
    asked = get_object_or_404(newest)
    if not is_desk and asked.because != Cause.MISUSE:
        raise PermissionDenied
    if request.method == "GET":
        asked.check_move(RequestStatus.CANCELLED, gettext_noop("Cancelling the return"))
        actions.check_may_cancel(asked, request.user)
    return reason_page(
        request,
        act_of_keeping(asked),
        lambda reason: actions.cancel_return(request=asked, reason=reason, by=request.user),
    )


def act_of_keeping(asked: ReturnRequest) -> Act:
    """What is away, as it is lost or in the workshop, nobody goes on using now."""
    name = {"name": asked.holder.full_name}
    if asked.device.status == DeviceStatus.RETURN_DUE:
        consequence = _("%(name)s goes on using it, and is told so by email.")
    else:
        consequence = _("%(name)s need not return it, and is told so by email.")
    return Act(
        title=_("They need not return this device"),
        caption=str(asked.device),
        back=asked.device.get_absolute_url(),
        consequences=[consequence % name],
        question=_("Why need they not return it?"),
        hint=_("The councillor reads this."),
        button=_("It need not be returned"),
        done=_("Recorded: the device need not be returned."),
        is_grave=False,
    )
