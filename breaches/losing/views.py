"""Pages on which a loss, or a message to the wrong person, is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from breaches.losing import actions
from breaches.losing.forms import LossForSomebodyForm, OwnLossForm, TriageForm, WrongPersonForm
from breaches.losing.hours import whom_to_ring
from breaches.models import Incident, LossReport
from breaches.ringing.actions import report_unlisted
from consent.models import ContactPermission
from consent.own import KEEPS
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.people.standing import Access
from devices.losses.actions import open_case
from devices.losses.forms import KindForm, NoteForm
from devices.models import Device, Loss

if TYPE_CHECKING:
    from django.http import HttpResponse

    from breaches.losing.actions import Reported
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
RECORDS = permission_required(Right.RECORD_LOSS, raise_exception=True)
HANDLES = permission_required(Right.HANDLE_LOSS, raise_exception=True)


def the_loss(request: Request, pk: int) -> Loss:
    """The case of that number, if this person may see it. Raises ``Http404``."""
    return get_object_or_404(Loss.objects.visible_to(request.user).with_row(), pk=pk)


@EITHER
def report_own_loss(request: Request) -> HttpResponse:
    """Whoever had a device reports that it is lost, stolen or damaged: one page, sent once."""
    first = request.GET.get("device", "")
    form = filled(request, OwnLossForm(request.POST or None, user=request.user, first=first))
    made: list[Reported | LossReport] = []
    if form.done(lambda: made.append(_report(form, request))):
        return _reported(request, made[0])
    context = {"form": form, "ring": whom_to_ring()}
    return render(request, "breaches/losing/report_own_loss.html", context)


def _report(form: OwnLossForm, request: Request) -> Reported | LossReport:
    if form.cleaned_data["device"] is None:
        return report_unlisted(by=request.user, **form.of_unlisted())
    return actions.report_loss(by=request.user, **form.of_device())


def _reported(request: Request, made: Reported | LossReport) -> HttpResponse:
    """What happens next stands on the page of the case; of a device that nobody knows yet, on
    that of the incident.
    """
    if isinstance(made, LossReport):
        messages.success(request, _("Recorded. The service desk finds out which device it is."))
        own = "devices:equipment"
        is_narrowed = request.user.access != Access.WHOLE
        return redirect(own if is_narrowed else made.incident or own)
    if made.is_new:
        messages.success(request, _("Recorded. The service desk is told now."))
    else:
        told = _("This was reported before. What you wrote is added to it. Thank you.")
        messages.info(request, told)
    return redirect(made.loss)


@EITHER
@RECORDS
def report_loss_for(request: Request, asset_tag: str) -> HttpResponse:
    """The desk reports a loss for somebody who rings, comes in or writes."""
    seen = Device.objects.visible_to(request.user).with_row()
    device = get_object_or_404(seen, asset_tag=asset_tag)
    form = filled(request, LossForSomebodyForm(request.POST or None, device=device))
    made: list[Reported] = []
    if form.done(
        lambda: made.append(
            actions.report_loss(device=device, by=request.user, **form.cleaned_data)
        )
    ):
        messages.success(request, recorded(made[0]))
        return redirect(made[0].loss)
    case = open_case(device)
    context = {"device": device, "form": form, "open_case": case, "note_form": NoteForm()}
    return render(request, "breaches/losing/report_loss_for.html", context)


def recorded(made: Reported) -> str:
    """What to do first: nobody locks or wipes what was damaged, or holds no data."""
    if not made.is_new:
        return _("This was reported before. What you wrote is added to it.")
    if made.loss.secure_before:
        return _("It is recorded. Secure the device now.")
    return _("It is recorded. Below is what you can do next.")


@EITHER
@HANDLES
def correct_loss(request: Request, pk: int) -> HttpResponse:
    """It was stolen and not lost, or the other way round."""
    row = the_loss(request, pk)
    first = {"kind": row.kind}
    form = filled(request, KindForm(request.POST or None, device=row.device, initial=first))
    if form.done(lambda: actions.correct_kind(loss=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The case is corrected."))
        return redirect(row)
    context = {
        "form": form,
        "about": row,
        "title": _("Correct what happened"),
        "button": _("Save"),
        "told": [_("If it was stolen, the councillor is asked for the number of the police.")],
    }
    return render(request, "devices/loss_form.html", context)


@require_POST
@HANDLES
def close_loss(request: Request, pk: int) -> HttpResponse:
    """Nothing is left to do."""
    row = the_loss(request, pk)
    actions.close_loss(loss=row, by=request.user)
    messages.success(request, _("The case is closed."))
    return redirect(row)


def may_open(loss: Loss, request: Request) -> bool:
    """Whoever had it, the desk, and who looks into incidents."""
    rights = (Right.RECORD_LOSS, Right.HANDLE_INCIDENT)
    return loss.councillor == request.user or any(map(request.user.has_perm, rights))


@EITHER
def triage_of_loss(request: Request, pk: int) -> HttpResponse:
    """Where it is looked into whether people's information is affected by a loss; where nobody
    does, it can be asked for.
    """
    row = the_loss(request, pk)
    incident = actions.triage_of(row)
    if incident and Incident.objects.visible_to(request.user).filter(pk=incident.pk).exists():
        return redirect(incident)
    may = incident is None and may_open(row, request)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = filled(request, TriageForm(request.POST or None)) if may else None
    if form and form.done(
        lambda: actions.open_triage(loss=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Recorded. An information officer is told now."))
        return redirect(row)
    context = {"loss": row, "incident": incident, "form": form}
    return render(request, "breaches/losing/triage_of_loss.html", context)


@EITHER
@KEEPS
def report_wrong_person(request: Request, pk: int) -> HttpResponse:
    """A message went to somebody else than the councillor meant."""
    seen = ContactPermission.objects.visible_to(request.user).with_row()
    row = get_object_or_404(seen, pk=pk)
    form = filled(request, WrongPersonForm(request.POST or None))
    made: list[Incident] = []
    if form.done(
        lambda: made.append(
            actions.report_wrong_person(permission=row, by=request.user, **form.cleaned_data)
        )
    ):
        messages.success(request, _("Recorded. Do not use it again. The team is told now."))
        return redirect("breaches:report_sent", made[0].reference)
    context = {"form": form, "row": row}
    return render(request, "breaches/losing/report_wrong_person.html", context)
